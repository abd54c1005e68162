package kernel

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// weights are 32 columns of sixteen rows in the form common to all quantised
// types: a weight is scale*(q-offset) + min, with one scale for the first and
// one for the last 16 columns (mostly the same).
type weights struct {
	q      [actBlock][Lanes]uint8
	scale  [2][Lanes]float32
	min    [Lanes]float32
	min2   [Lanes]float32 // of the last 16 columns, where halves is set
	offset int32
	halves bool // min counts for the first 16 columns only, min2 for the others
}

// mulTileGo is the readable form of every quantised kernel: sixteen rows times
// a tile of tokens.
func mulTileGo(f *form, size int, group, act []byte, out []float32, stride int) {
	for t := range size {
		clear(out[t*stride : t*stride+Lanes])
	}
	var w weights
	subs := f.block / actBlock
	for b := range len(group) / f.blockBytes {
		for sub := range subs {
			f.unpack(group[b*f.blockBytes:(b+1)*f.blockBytes], sub, &w)
			tile := act[(b*subs+sub)*size*actBytes:]
			for t := range size {
				mulBlockGo(&w, tile, size, t, (*[Lanes]float32)(out[t*stride:]))
			}
		}
	}
}

// mulBlockGo adds the products of one block of one token to out.
func mulBlockGo(w *weights, tile []byte, size, t int, out *[Lanes]float32) {
	x := unsafe.Slice((*int8)(unsafe.Pointer(&tile[t*actBlock])), actBlock)
	field := func(i int) uint32 {
		return binary.LittleEndian.Uint32(tile[size*(actBlock+4*i)+4*t:])
	}
	scale, sum := math.Float32frombits(field(0)), math.Float32frombits(field(1))
	for lane := range Lanes {
		var dot [2]int32
		for i, v := range x {
			dot[i/16] += int32(w.q[i][lane]) * int32(v)
		}
		dot[0] += w.offset * int32(field(3))
		dot[1] += w.offset * int32(field(4))
		if w.halves {
			out[lane] -= scale * (float32(int32(field(3)))*w.min[lane] + float32(int32(field(4)))*w.min2[lane])
		} else {
			out[lane] += w.min[lane] * sum
		}
		out[lane] += scale * (w.scale[0][lane]*float32(dot[0]) + w.scale[1][lane]*float32(dot[1]))
	}
}

// mulFloats multiplies a matrix of floats with unquantised activations.
func (m *Matrix) mulFloats(a *Activations, from, to int, out []float32, stride int) {
	if a.floats == nil {
		panic("kernel: activations without floats for a matrix of floats")
	}
	k := &selected.mulFloat[m.form.kind]
	for g := from; g < to; g++ {
		group := m.group(g)
		for t := 0; t < a.tokens; {
			size := min(tileSize(a.tokens, t), 4)
			x, o := a.floats[t*m.Cols:], out[t*stride+g*Lanes:]
			if f := k.of(size); f != nil {
				f(unsafe.SliceData(group), unsafe.SliceData(x), unsafe.SliceData(o), m.Cols, stride)
			} else {
				mulFloatsGo(m.form, size, group, x, m.Cols, o, stride)
			}
			t += size
		}
	}
}

// floatKernel computes sixteen rows of floats for a tile of tokens, whose
// vectors of cols values follow one another.
type floatKernel func(w *byte, x, out *float32, cols, stride int)

type floatKernels struct{ t1, t2, t4 floatKernel }

func (k *floatKernels) of(size int) floatKernel {
	switch size {
	case 1:
		return k.t1
	case 2:
		return k.t2
	}
	return k.t4
}

func mulFloatsGo(f *form, size int, group []byte, x []float32, cols int, out []float32, stride int) {
	for t := range size {
		o := (*[Lanes]float32)(out[t*stride:])
		clear(o[:])
		for c, v := range x[t*cols : (t+1)*cols] {
			block := group[c*f.blockBytes : (c+1)*f.blockBytes]
			for lane := range Lanes {
				o[lane] += f.float(block, lane) * v
			}
		}
	}
}

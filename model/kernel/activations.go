package kernel

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// Activations are the vectors that a [Matrix] is multiplied by, one per token,
// in the form that the kernels read: blocks of 32 values as int8 with a scale,
//
//	x[i] ≈ scale * q[i],  scale = max|x| / 127
//
// and the sums that turn products of unsigned weights into those of signed
// ones. To give what llama.cpp gives, scales are what it makes them: for the
// types in blocks of 32, one for each block, rounded to half precision; for
// those in blocks of 256 (wide) one for each 256 values, as a float32. Matrices
// of both kinds can be multiplied by the same vectors, which are then held twice.
//
// The tokens are cut into tiles of 8, 4, 2 or 1, because a kernel unpacks
// weights once per tile; inside a tile the blocks of all its tokens lie side by
// side.
type Activations struct {
	tokens, cols int
	packed       [2][]byte // by Matrix.scaling; empty where no matrix needs it
	floats       []float32 // x [tokens, cols], for matrices of floats
}

// actBytes is the room that one block of one token takes in a tile: 32 int8,
// then five 4-byte numbers (scale; scale*sum as float32; minus the sum of all
// 32, of the first and of the last 16 as int32).
const (
	actBlock = 32
	actBytes = actBlock + 5*4
	maxTile  = 8
)

// tileSize is the size of the tile that starts at token, of n tokens in all.
func tileSize(n, token int) int {
	switch left := n - token; {
	case left >= 8:
		return 8
	case left >= 4:
		return 4
	case left >= 2:
		return 2
	}
	return 1
}

// tileOf finds the tile that holds the given token.
func tileOf(n, token int) (start, size int) {
	start = token &^ 7
	for {
		size = tileSize(n, start)
		if token < start+size {
			return start, size
		}
		start += size
	}
}

// Reset makes room for the given number of vectors of cols values, a multiple of
// 32, that will be multiplied by the given matrices and others of their kinds. It
// allocates only when more room than ever before is needed.
func (a *Activations) Reset(tokens, cols int, matrices ...*Matrix) {
	a.tokens, a.cols, a.floats = tokens, cols, nil
	for i := range a.packed {
		a.packed[i] = a.packed[i][:0]
	}
	need := tokens * cols / actBlock * actBytes
	for _, m := range matrices {
		if !m.Quantised() {
			continue
		}
		p := &a.packed[m.scaling()]
		if cap(*p) < need {
			*p = make([]byte, need)
		}
		*p = (*p)[:need]
	}
}

// SetFloats gives the unquantised vectors x [tokens, cols], which products with
// matrices of floats read. They are kept by reference.
func (a *Activations) SetFloats(x []float32) { a.floats = x[:a.tokens*a.cols] }

// Quantize stores the part of a token's vector that starts at column first;
// first and len(x) are multiples of 32 and, for wide matrices, of 256.
func (a *Activations) Quantize(token, first int, x []float32) {
	start, size := tileOf(a.tokens, token)
	block := first / actBlock
	off := (start*(a.cols/actBlock) + block*size) * actBytes
	if narrow := a.packed[scaleEach32]; len(narrow) > 0 {
		selected.quantize(x, narrow[off:], size, token-start)
	}
	if wide := a.packed[scaleEach256]; len(wide) > 0 {
		const n = 256
		for c := 0; c < len(x); c += n {
			selected.quantizeWide(x[c:c+n], wide[off+c/actBlock*size*actBytes:], size, token-start)
		}
	}
}

// quantizeGo writes the blocks of x into lane number lane of a tile, each with
// its own scale.
func quantizeGo(x []float32, tile []byte, size, lane int) {
	for b := 0; b < len(x); b += actBlock {
		block := x[b : b+actBlock]
		quantizeBlock(block, absPeakGo(block), true, tile[b/actBlock*size*actBytes:], size, lane)
	}
}

// quantizeWideGo does the same with one scale for all of x.
func quantizeWideGo(x []float32, tile []byte, size, lane int) {
	peak := absPeakGo(x)
	for b := 0; b < len(x); b += actBlock {
		quantizeBlock(x[b:b+actBlock], peak, false, tile[b/actBlock*size*actBytes:], size, lane)
	}
}

func absPeakGo(x []float32) float32 {
	peak := float32(0)
	for _, v := range x {
		peak = max(peak, v, -v)
	}
	return peak
}

func quantizeBlock(x []float32, peak float32, half bool, tile []byte, size, lane int) {
	scale, inverse := peak/127, 127/max(peak, 1e-30)
	q := unsafe.Slice((*int8)(unsafe.Pointer(&tile[lane*actBlock])), actBlock)
	var sums [2]int32
	for i, v := range x {
		q[i] = int8(math.RoundToEven(float64(v * inverse)))
		sums[i/16] += int32(q[i])
	}
	weighted := scale * float32(sums[0]+sums[1])
	if half {
		scale, weighted = Half(ToHalf(scale)), Half(ToHalf(weighted))
	}
	put := func(field int, v uint32) {
		binary.LittleEndian.PutUint32(tile[size*(actBlock+4*field)+4*lane:], v)
	}
	put(0, math.Float32bits(scale))
	put(1, math.Float32bits(weighted))
	put(2, uint32(-sums[0]-sums[1]))
	put(3, uint32(-sums[0]))
	put(4, uint32(-sums[1]))
}

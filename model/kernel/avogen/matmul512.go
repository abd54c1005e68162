package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The products of sixteen rows with a tile of tokens: one zmm register holds
// four columns of each row. See Activations for the layout of a tile, and
// forms for that of the weights.

const actBytes = 52 // of a block of one token

// vpdpbusd adds to acc the products of four unsigned weights a lane with four
// signed activations, the same for all lanes. avo 0.5 doesn't know the
// instruction.
func vpdpbusd(act Mem, weights, acc Op) {
	Instruction(&ir.Instruction{
		Opcode: "VPDPBUSD", Suffixes: []string{"BCST"},
		Operands: []Op{act, weights, acc},
		Inputs:   []Op{act, weights, acc},
		Outputs:  []Op{acc},
		ISA:      []string{"AVX512VNNI"},
	})
}

// clear512 empties a register. To avo 0.5 VPXORD of a register with itself reads
// that register, which would keep it in use from the function's start.
func clear512(z Op) {
	Instruction(&ir.Instruction{
		Opcode:   "VPXORD",
		Operands: []Op{z, z, z},
		Outputs:  []Op{z},
		ISA:      []string{"AVX512F"},
	})
}

// kernel512 is what all quantised kernels share.
type kernel512 struct {
	tile   int
	w, act Register
	acc    []VecVirtual // [tile] results so far
	dots   []VecVirtual // [tile] integer dot products of the current block
}

// field is one of the five numbers after the int8 values of a block.
func (k *kernel512) field(i, t, block int) Mem {
	return Mem{Base: k.act, Disp: block*k.tile*actBytes + k.tile*(32+4*i) + 4*t}
}

// begin starts dot products: at minus offset times the sum of the activations,
// which makes up for weights that were made unsigned. sum is a field.
func (k *kernel512) begin(block, sum, shift int) {
	k.dots = nil
	for t := range k.tile {
		d := ZMM()
		if shift < 0 {
			clear512(d)
		} else {
			VPSLLD_BCST(U8(shift), k.field(sum, t, block), d)
		}
		k.dots = append(k.dots, d)
	}
}

// dot adds the products of columns 4g..4g+3 of a block.
func (k *kernel512) dot(block, g int, weights Op) {
	for t := range k.tile {
		vpdpbusd(Mem{Base: k.act, Disp: block*k.tile*actBytes + t*32 + 4*g}, weights, k.dots[t])
	}
}

// end scales the dot products of a block and adds them to the results.
func (k *kernel512) end(block int, scale Op) {
	for t, d := range k.dots {
		VCVTDQ2PS(d, d)
		VMULPS(scale, d, d)
		VFMADD231PS_BCST(k.field(0, t, block), d, k.acc[t])
	}
}

// addMin adds the rows' minimum times the sum of the activations.
func (k *kernel512) addMin(block int, min Op) {
	for t := range k.tile {
		VFMADD231PS_BCST(k.field(1, t, block), min, k.acc[t])
	}
}

// broadcast fills a register with a byte, four times a lane.
func broadcast(b uint32) VecVirtual {
	r, z := GP32(), ZMM()
	MOVL(U32(b*0x01010101), r)
	VPBROADCASTD(r, z)
	return z
}

func broadcastDword(v uint32) VecVirtual {
	r, z := GP32(), ZMM()
	MOVL(U32(v), r)
	VPBROADCASTD(r, z)
	return z
}

// function writes a kernel for each tile size. body computes one block and is
// given the number of columns in it.
func function(name string, blockBytes, blockCols int, prepare func(k *kernel512) func()) {
	for _, tile := range []int{1, 2, 4, 8} {
		TEXT(fmt.Sprintf("mul%sx%dAVX512", name, tile), 0, "func(w, act *byte, out *float32, blocks, stride int)")
		Doc(fmt.Sprintf("mul%sx%dAVX512 multiplies sixteen rows by %d tokens.", name, tile, tile))
		Pragma("noescape")
		k := &kernel512{tile: tile}
		k.w = Load(Param("w"), GP64())
		k.act = Load(Param("act"), GP64())
		out := Load(Param("out"), GP64())
		blocks := Load(Param("blocks"), GP64())
		stride := Load(Param("stride"), GP64())
		SHLQ(U8(2), stride)
		for range tile {
			z := ZMM()
			clear512(z)
			k.acc = append(k.acc, z)
		}
		body := prepare(k)
		const label = "block"
		Label(label)
		body()
		ADDQ(I32(blockBytes), k.w)
		ADDQ(I32(blockCols/32*tile*actBytes), k.act)
		DECQ(blocks)
		JNZ(LabelRef(label))
		for t := range tile {
			VMOVUPS(k.acc[t], Mem{Base: out})
			if t+1 < tile {
				ADDQ(stride, out)
			}
		}
		VZEROUPPER()
		RET()
	}
}

func (k *kernel512) vector(off int) Mem { return Mem{Base: k.w, Disp: off} }

// half reads sixteen half floats.
func (k *kernel512) half(off int) VecVirtual {
	z := ZMM()
	VCVTPH2PS(Mem{Base: k.w, Disp: off}, z)
	return z
}

// nibbles gives weights of group g from four vectors at off.
func (k *kernel512) nibbles(off, g int, mask VecVirtual) VecVirtual {
	w := ZMM()
	if g < 4 {
		VPANDD(k.vector(off+64*g), mask, w)
	} else {
		VPSRLD(U8(4), k.vector(off+64*(g-4)), w)
		VPANDD(mask, w, w)
	}
	return w
}

func matmul512() {
	iq4 := iq4Table()
	m := &dwords512{
		low4: dword512("lowNibble", 15), low6: dword512("lowSix", 63), high2: dword512("highPair", 0x30),
		sixteenth: dword512("sixteenth", math.Float32bits(1.0/16)),
	}
	function("Q40", 16*18, 32, func(k *kernel512) func() {
		mask := broadcast(15)
		return func() { k.simple(32, -1, -1, 3, mask, nil, nil) }
	})
	function("Q41", 16*20, 32, func(k *kernel512) func() {
		mask := broadcast(15)
		return func() { k.simple(64, 32, -1, -1, mask, nil, nil) }
	})
	function("Q50", 16*22, 32, func(k *kernel512) func() {
		mask, bit := broadcast(15), broadcast(16)
		return func() { k.simple(96, -1, 32, 4, mask, bit, nil) }
	})
	function("Q51", 16*24, 32, func(k *kernel512) func() {
		mask, bit := broadcast(15), broadcast(16)
		return func() { k.simple(128, 32, 64, -1, mask, bit, nil) }
	})
	function("LUT", 16*20, 32, func(k *kernel512) func() {
		mask := broadcast(15)
		table := ZMM()
		VBROADCASTI32X4(iq4, table)
		return func() { k.simple(64, -1, -1, 7, mask, nil, table) }
	})
	function("Q80", 16*34, 32, func(k *kernel512) func() {
		return func() {
			scale := k.half(0)
			k.begin(0, 2, 7)
			for g := range 8 {
				w := ZMM()
				VMOVDQU32(k.vector(32+64*g), w)
				k.dot(0, g, w)
			}
			k.end(0, scale)
		}
	})
	function("Q4K", 16*144, 256, func(k *kernel512) func() { return k.superQ4K(m, false) })
	function("Q5K", 16*176, 256, func(k *kernel512) func() { return k.superQ4K(m, true) })
	function("Q6K", 16*212, 256, func(k *kernel512) func() { return k.superQ6K() })
	function("Q2K", bytesQ2K, 256, func(k *kernel512) func() { return k.superQ2K() })
}

// simple computes a block of 32 columns of 4 or 5 bits. nibbles, min and bits
// are offsets of what they name, -1 for none; shift is the logarithm of what
// was added to the weights, -1 for nothing.
func (k *kernel512) simple(nibbles, min, bits, shift int, mask, bit, table VecVirtual) {
	var scale VecVirtual
	if table != nil {
		scale = ZMM()
		VMOVUPS(k.vector(0), scale)
	} else {
		scale = k.half(0)
	}
	var fifth VecVirtual
	if bits >= 0 {
		fifth = ZMM()
		VMOVDQU32(k.vector(bits), fifth)
	}
	k.begin(0, 2, shift)
	for g := range 8 {
		w := k.nibbles(nibbles, g, mask)
		if bits >= 0 {
			addBit(w, fifth, bit, 4-g)
		}
		if table != nil {
			VPSHUFB(w, table, w)
		}
		k.dot(0, g, w)
	}
	if min >= 0 {
		k.addMin(0, k.half(min))
	}
	k.end(0, scale)
}

// addBit sets the bits of w that bit masks where from, shifted left, has them.
func addBit(w, from, bit VecVirtual, left int) {
	b := from
	if left != 0 {
		b = ZMM()
		if left > 0 {
			VPSLLD(U8(left), from, b)
		} else {
			VPSRLD(U8(-left), from, b)
		}
	}
	VPTERNLOGD(U8(0xf8), bit, b, w) // w | b & bit
}

// superQ4K computes a block of 256 columns of Q4_K or, with fifth bits, Q5_K. Dot
// products are scaled as integers, see few512.go.
func (k *kernel512) superQ4K(m *dwords512, fifth bool) func() {
	if k.tile <= few {
		return k.fewQ4K(fifth)
	}
	mask := broadcast(15)
	var bit, high VecVirtual
	nibbles, bits := 64+3*64, 64+3*64
	if fifth {
		bit = broadcast(16)
		nibbles += 8 * 64
	} else {
		high = broadcast(0xf0)
	}
	return func() {
		sums, zero, dmin := zeros(k.tile), zeros(1)[0], k.half(32)
		VSUBPS(dmin, zero, dmin)
		for sub := range 8 {
			k.begin(sub, 2, -1)
			for g := range 8 {
				w := ZMM()
				at := k.vector(nibbles + (sub/2*8+g)*64)
				switch {
				case sub%2 == 0:
					VPANDD(at, mask, w)
				case fifth:
					VPSRLD(U8(4), at, w)
					VPANDD(mask, w, w)
				default:
					VPANDD(at, high, w) // sixteen times the weight
				}
				if fifth {
					addFifth(w, k.vector(bits+g*64), sub, bit)
				}
				k.dot(sub, g, w)
			}
			scale := k.sixBit(m, 64, sub, false)
			if !fifth && sub%2 == 0 {
				VPSLLD(U8(4), scale, scale) // as the others
			}
			k.scaled(k.dots, scale, sums)
			min := k.sixBit(m, 128, sub, true)
			VCVTDQ2PS(min, min)
			VMULPS(dmin, min, min)
			k.addMin(sub, min)
		}
		d := k.half(0)
		if !fifth {
			VMULPS_BCST(m.sixteenth, d, d)
		}
		k.endSums(sums, d)
	}
}

// endSums adds a block's scaled sums to the results.
func (k *kernel512) endSums(sums []VecVirtual, d Op) {
	for t, s := range sums {
		VCVTDQ2PS(s, s)
		VMULPS(d, s, s)
		VFMADD231PS_BCST(k.field(0, t, 0), s, k.acc[t])
	}
}

// dwords512 are constants in memory, each one dword: registers are few.
type dwords512 struct{ low4, low6, high2, sixteenth Mem }

func dword512(name string, v uint32) Mem {
	m := GLOBL(name, attrReadOnly)
	DATA(0, U32(v))
	return m
}

// sixBit unpacks one of eight 6-bit numbers of each row, of those whose own
// twelve bits begin at off.
func (k *kernel512) sixBit(m *dwords512, off, i int, upper bool) VecVirtual {
	v := ZMM()
	if i < 4 {
		VPSRLD(U8(8*i), k.vector(off), v)
		VPANDD_BCST(m.low6, v, v)
		return v
	}
	low, shift := ZMM(), 8*(i-4)
	VPSRLD(U8(shift+2), k.vector(off), v)
	VPANDD_BCST(m.high2, v, v)
	if upper {
		shift += 4
	}
	VPSRLD(U8(shift), k.vector(64+2*64), low)
	VPANDD_BCST(m.low4, low, low)
	VPORD(low, v, v)
	return v
}

// superQ6K computes a block of 256 columns of Q6_K.
func (k *kernel512) superQ6K() func() {
	if k.tile <= few {
		return k.fewQ6K()
	}
	mask, pair := broadcast(15), broadcast(0x30)
	const scales, weights = 64, 64 + 4*64
	return func() {
		sums := zeros(k.tile)
		for sub := range 8 {
			half, part := sub/4, sub%4
			for h := range 2 {
				k.begin(sub, 3+h, 5)
				for g := 4 * h; g < 4*h+4; g++ {
					w, b := ZMM(), ZMM()
					bits := weights + (half*8+g)*3*64
					at := k.vector(bits + 64 + part%2*64)
					if part < 2 {
						VPANDD(at, mask, w)
					} else {
						VPSRLD(U8(4), at, w)
						VPANDD(mask, w, w)
					}
					if part <= 2 {
						VPSLLD(U8(4-2*part), k.vector(bits), b)
					} else {
						VPSRLD(U8(2), k.vector(bits), b)
					}
					VPTERNLOGD(U8(0xf8), pair, b, w)
					k.dot(sub, g, w)
				}
				i := 2*sub + h
				k.scaled(k.dots, signedByteOf(i%4, k.vector(scales+i/4*64)), sums)
			}
		}
		k.endSums(sums, k.vector(0))
	}
}

// iq4Table is the table of unsigned values of the non-linear types.
func iq4Table() Mem {
	table := GLOBL("iq4Table", attrReadOnly)
	for i, v := range []int{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113} {
		DATA(i, U8(v+128))
	}
	return table
}

package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The same products with AVX2: eight rows at a time and four tokens of a tile at
// a time. One or two tokens take the two halves of a group in turns, block by
// block, so that memory is read forwards; larger tiles go through the group once
// for each half. Products of bytes are added in 16 bits as long as they fit.

// kernel256 is what all quantised kernels share.
type kernel256 struct {
	tile   int          // tokens in the tile, as it lies in memory
	rows   int          // tokens that are computed at a time
	w      Register     // the half's dwords
	halves Register     // its half floats
	act    Register     // the four tokens' int8 values
	fields Register     // their numbers
	acc    []VecVirtual // [rows]
	dots   []VecVirtual // [rows] int32
	words  []VecVirtual // [rows] int16 sums
	inSum  int          // groups that words holds
	ones   Mem
	half   int // of the group, where a block's halves take turns
}

func (k *kernel256) field(i, t, block int) Mem {
	return Mem{Base: k.fields, Disp: block*k.tile*actBytes + k.tile*(32+4*i) + 4*t}
}

// values are the four int8 values of token t in columns 4g..4g+3 of a block.
func (k *kernel256) values(t, block, g int) Mem {
	return Mem{Base: k.act, Disp: block*k.tile*actBytes + t*32 + 4*g}
}

func (k *kernel256) begin(block, sum, shift int) {
	k.dots = nil
	for t := range k.rows {
		d := YMM()
		if shift < 0 {
			VPXOR(d, d, d)
		} else {
			VPBROADCASTD(k.field(sum, t, block), d)
			VPSLLD(U8(shift), d, d)
		}
		k.dots = append(k.dots, d)
	}
}

// dot adds the products of columns 4g..4g+3. Up to most groups fit into 16 bits
// together. flush ends a run of groups.
func (k *kernel256) dot(block, g int, weights VecVirtual, most int, flush bool) {
	first := k.inSum == 0
	if first {
		k.words = make([]VecVirtual, k.rows)
	}
	k.inSum++
	end := flush || k.inSum == most
	for t := range k.rows {
		b := YMM()
		VPBROADCASTD(k.values(t, block, g), b)
		VPMADDUBSW(b, weights, b) // unsigned weights times signed activations
		if first {
			k.words[t] = b
		} else {
			VPADDW(b, k.words[t], k.words[t])
		}
		if end {
			VPMADDWD(k.ones, k.words[t], k.words[t])
			VPADDD(k.words[t], k.dots[t], k.dots[t])
		}
	}
	if end {
		k.inSum = 0
	}
}

// dotSigned does the same for signed weights, whose products don't fit together.
func (k *kernel256) dotSigned(block, g int, weights VecVirtual) {
	size := YMM()
	VPABSB(weights, size)
	for t := range k.rows {
		b := YMM()
		VPBROADCASTD(k.values(t, block, g), b)
		VPSIGNB(weights, b, b)
		VPMADDUBSW(b, size, b)
		VPMADDWD(k.ones, b, b)
		VPADDD(b, k.dots[t], k.dots[t])
	}
}

func (k *kernel256) end(block int, scale Op) {
	for t, d := range k.dots {
		VCVTDQ2PS(d, d)
		VMULPS(scale, d, d)
		k.scaleInto(block, t, d)
	}
}

// scaleInto adds d times a token's scale to its results.
func (k *kernel256) scaleInto(block, t int, d VecVirtual) {
	b := YMM()
	VBROADCASTSS(k.field(0, t, block), b)
	VFMADD231PS(b, d, k.acc[t])
}

func (k *kernel256) addMin(block int, min Op) {
	for t := range k.rows {
		b := YMM()
		VBROADCASTSS(k.field(1, t, block), b)
		VFMADD231PS(b, min, k.acc[t])
	}
}

// constants of 32 bytes, as memory operands: registers are few.
func constant256(name string, dword uint32) Mem {
	m := GLOBL(name, attrReadOnly)
	for i := range 8 {
		DATA(4*i, U32(dword))
	}
	return m
}

func bytes256(name string, b uint32) Mem { return constant256(name, b*0x01010101) }

// function256 writes a kernel for each tile size. It goes through the blocks
// once for each half of the group and each four tokens.
func function256(name string, blockBytes, blockCols int, prepare func(k *kernel256) func(), ones Mem) {
	for _, tile := range []int{1, 2, 4, 8} {
		TEXT(fmt.Sprintf("mul%sx%dAVX2", name, tile), 0, "func(w, act *byte, out *float32, blocks, stride int)")
		Doc(fmt.Sprintf("mul%sx%dAVX2 multiplies sixteen rows by %d tokens.", name, tile, tile))
		Pragma("noescape")
		k := &kernel256{tile: tile, rows: min(tile, 4), ones: ones}
		body := prepare(k)
		round := GP64()
		XORQ(round, round)
		Label("round")
		out, stride := k.place(round)
		turns := 1
		if tile <= few {
			turns = 2
		}
		accs := make([][]VecVirtual, turns)
		for i := range accs {
			for range k.rows {
				a := YMM()
				VXORPS(a, a, a)
				accs[i] = append(accs[i], a)
			}
		}
		blocks := Load(Param("blocks"), GP64())
		Label("block")
		for k.half, k.acc = range accs {
			body()
		}
		ADDQ(I32(int32(blockBytes)), k.w)
		ADDQ(I32(int32(blockBytes)), k.halves)
		ADDQ(I32(int32(blockCols/32*tile*actBytes)), k.act)
		ADDQ(I32(int32(blockCols/32*tile*actBytes)), k.fields)
		DECQ(blocks)
		JNZ(LabelRef("block"))
		for t := range k.rows {
			for i := range accs {
				VMOVUPS(accs[i][t], Mem{Base: out, Disp: 32 * i})
			}
			if t+1 < k.rows {
				ADDQ(stride, out)
			}
		}
		if turns == 1 {
			INCQ(round)
			CMPQ(round, U8(2*((tile+3)/4)))
			JNE(LabelRef("round"))
		}
		VZEROUPPER()
		RET()
	}
}

// place points to what a round computes: its lowest bit is the half of the
// group, the next which four tokens.
func (k *kernel256) place(round Register) (out, stride Register) {
	k.w, k.halves = Load(Param("w"), GP64()), Load(Param("w"), GP64())
	k.act, k.fields = Load(Param("act"), GP64()), Load(Param("act"), GP64())
	out, stride = Load(Param("out"), GP64()), Load(Param("stride"), GP64())
	SHLQ(U8(2), stride)
	n := GP64()
	MOVQ(round, n)
	ANDQ(U8(1), n)
	SHLQ(U8(4), n)
	ADDQ(n, k.halves)
	LEAQ(Mem{Base: k.w, Index: n, Scale: 2}, k.w)
	LEAQ(Mem{Base: out, Index: n, Scale: 2}, out)
	MOVQ(round, n)
	SHRQ(U8(1), n)
	SHLQ(U8(4), n)
	ADDQ(n, k.fields)
	LEAQ(Mem{Base: k.act, Index: n, Scale: 8}, k.act)
	SHRQ(U8(2), n)
	IMULQ(stride, n)
	ADDQ(n, out)
	return out, stride
}

// vector is the memory of this half's rows in a vector of sixteen dwords.
func (k *kernel256) vector(off int) Mem { return Mem{Base: k.w, Disp: off + 32*k.half} }

// halfFloats reads eight of sixteen half floats.
func (k *kernel256) halfFloats(off int) VecVirtual {
	y := YMM()
	VCVTPH2PS(Mem{Base: k.halves, Disp: off + 16*k.half}, y)
	return y
}

// low and high give the low and high nibbles of a vector.
func (k *kernel256) low(at, mask Mem) VecVirtual {
	w := YMM()
	VMOVDQU(at, w)
	VPAND(mask, w, w)
	return w
}

func (k *kernel256) high(at, mask Mem) VecVirtual {
	w := YMM()
	VMOVDQU(at, w)
	VPSRLD(U8(4), w, w)
	VPAND(mask, w, w)
	return w
}

// addBit256 sets bits of w where the memory, shifted left, has those of mask.
func addBit256(w VecVirtual, from, mask Mem, left int) {
	b := YMM()
	VMOVDQU(from, b)
	if left > 0 {
		VPSLLD(U8(left), b, b)
	} else if left < 0 {
		VPSRLD(U8(-left), b, b)
	}
	VPAND(mask, b, b)
	VPOR(b, w, w)
}

func matmul256() {
	m := &masks256{
		nibble: bytes256("nibbles", 15), bit: bytes256("fifthBit", 16), pair: bytes256("bitPair", 0x30),
		six: bytes256("sixBits", 63), byte0: constant256("lowByte", 255), sign: bytes256("signBit", 128),
		ones: constant256("wordOnes", 0x00010001), iq4: iq4Signed(),
		two: bytes256("twoBits", 3), low4: constant256("lowNibble", 15),
	}
	simple := func(name string, blockBytes, nibbles, min, bits, shift, most int) {
		function256(name, blockBytes, 32, func(k *kernel256) func() {
			return func() { k.simple(m, nibbles, min, bits, shift, most) }
		}, m.ones)
	}
	simple("Q40", 16*18, 32, -1, -1, 3, 8)
	simple("Q41", 16*20, 64, 32, -1, -1, 8)
	simple("Q50", 16*22, 96, -1, 32, 4, 4)
	simple("Q51", 16*24, 128, 32, 64, -1, 4)
	function256("LUT", 16*20, 32, func(k *kernel256) func() { return func() { k.lookup(m) } }, m.ones)
	function256("Q80", 16*34, 32, func(k *kernel256) func() { return func() { k.bytes(m) } }, m.ones)
	function256("Q4K", 16*144, 256, func(k *kernel256) func() { return k.superQ4K(m, false) }, m.ones)
	function256("Q5K", 16*176, 256, func(k *kernel256) func() { return k.superQ4K(m, true) }, m.ones)
	function256("Q6K", 16*212, 256, func(k *kernel256) func() { return k.superQ6K(m) }, m.ones)
	function256("Q2K", bytesQ2K, 256, func(k *kernel256) func() { return k.superQ2K(m) }, m.ones)
}

// masks256 are the constants of the kernels.
type masks256 struct{ nibble, bit, pair, six, byte0, sign, ones, iq4, two, low4 Mem }

// simple computes a block of 32 columns of 4 or 5 bits; see kernel512.simple.
// most is how many products fit into 16 bits.
func (k *kernel256) simple(m *masks256, nibbles, min, bits, shift, most int) {
	k.begin(0, 2, shift)
	for g := range 8 {
		var w VecVirtual
		if at := k.vector(nibbles + g%4*64); g < 4 {
			w = k.low(at, m.nibble)
		} else {
			w = k.high(at, m.nibble)
		}
		if bits >= 0 {
			addBit256(w, k.vector(bits), m.bit, 4-g)
		}
		k.dot(0, g, w, most, g == 7)
	}
	if min >= 0 {
		k.addMin(0, k.halfFloats(min))
	}
	k.end(0, k.halfFloats(0))
}

// lookup computes a block of the non-linear types.
func (k *kernel256) lookup(m *masks256) {
	k.begin(0, 0, -1)
	for g := range 8 {
		var w VecVirtual
		if at := k.vector(64 + g%4*64); g < 4 {
			w = k.low(at, m.nibble)
		} else {
			w = k.high(at, m.nibble)
		}
		table := YMM()
		VBROADCASTI128(m.iq4, table)
		VPSHUFB(w, table, w)
		k.dotSigned(0, g, w)
	}
	scale := YMM()
	VMOVUPS(k.vector(0), scale)
	k.end(0, scale)
}

// bytes computes a block of Q8_0.
func (k *kernel256) bytes(m *masks256) {
	k.begin(0, 0, -1)
	for g := range 8 {
		w := YMM()
		VMOVDQU(k.vector(32+64*g), w)
		VPXOR(m.sign, w, w)
		k.dotSigned(0, g, w)
	}
	k.end(0, k.halfFloats(0))
}

// superQ4K computes a block of 256 columns of Q4_K or, with fifth bits, Q5_K.
func (k *kernel256) superQ4K(m *masks256, fifth bool) func() {
	if k.tile == 1 && !fifth {
		return k.oneQ4K(m)
	}
	nibbles, bits, most := 64+3*64, 64+3*64, 8
	if fifth {
		nibbles, most = nibbles+8*64, 4
	}
	scales := AllocLocal(16 * 32)
	sums := AllocLocal(32 * k.rows)
	return func() {
		k.unpackScalesK(scales, m)
		for sub := range 8 {
			k.begin(sub, 2, -1)
			for g := range 8 {
				var w VecVirtual
				if at := k.vector(nibbles + (sub/2*8+g)*64); sub%2 == 0 {
					w = k.low(at, m.nibble)
				} else {
					w = k.high(at, m.nibble)
				}
				if fifth {
					addBit256(w, k.vector(bits+g*64), m.bit, 4-sub)
				}
				k.dot(sub, g, w, most, g == 7)
			}
			min, scale := YMM(), YMM()
			VMOVUPS(scales.Offset(32*(8+sub)), min)
			k.addMin(sub, min)
			VMOVDQU(scales.Offset(32*sub), scale)
			k.scaled(scale, sums, sub == 0)
		}
		k.endSums(sums, k.halfFloats(0))
	}
}

// scaled adds integer dot products times integer scales to sums in memory, or
// begins the sums with them.
func (k *kernel256) scaled(scale Op, sums Mem, first bool) {
	for t, d := range k.dots {
		VPMULLD(scale, d, d)
		if !first {
			VPADDD(sums.Offset(32*t), d, d)
		}
		VMOVDQU(d, sums.Offset(32*t))
	}
}

// endSums adds a block's scaled sums to the results.
func (k *kernel256) endSums(sums Mem, d Op) {
	for t := range k.rows {
		s := YMM()
		VCVTDQ2PS(sums.Offset(32*t), s)
		k.endSum(t, s, d)
	}
}

func (k *kernel256) endSum(t int, sum VecVirtual, d Op) {
	VMULPS(d, sum, sum)
	k.scaleInto(0, t, sum)
}

// unpackScalesK writes eight scales of 6 bits each, as integers, and eight
// negative minima, multiplied by their factor, to local memory.
func (k *kernel256) unpackScalesK(to Mem, m *masks256) {
	zero, dmin := YMM(), k.halfFloats(32)
	VPXOR(zero, zero, zero)
	VSUBPS(dmin, zero, dmin)
	for i := range 2 {
		own, shared := k.vector(64+64*i), k.vector(64+2*64)
		first, second := k.low(own, m.six), YMM()
		VMOVDQU(own, second)
		VPSRLD(U8(2), second, second)
		VPAND(m.pair, second, second)
		low := k.low
		if i == 1 {
			low = k.high
		}
		VPOR(low(shared, m.nibble), second, second)
		for j := range 8 {
			v, from := YMM(), first
			if j >= 4 {
				from = second
			}
			VPSRLD(U8(8*(j%4)), from, v)
			VPAND(m.byte0, v, v)
			if i == 1 {
				VCVTDQ2PS(v, v)
				VMULPS(dmin, v, v)
			}
			VMOVUPS(v, to.Offset(32*(8*i+j)))
		}
	}
}

// superQ6K computes a block of 256 columns of Q6_K.
func (k *kernel256) superQ6K(m *masks256) func() {
	if k.tile == 1 {
		return k.oneQ6K(m)
	}
	sums := AllocLocal(32 * k.rows)
	const scales, weights = 64, 64 + 4*64
	return func() {
		for sub := range 8 {
			half, part := sub/4, sub%4
			for h := range 2 {
				k.begin(sub, 3+h, 5)
				for g := 4 * h; g < 4*h+4; g++ {
					var w VecVirtual
					bits := weights + (half*8+g)*3*64
					if at := k.vector(bits + 64 + part%2*64); part < 2 {
						w = k.low(at, m.nibble)
					} else {
						w = k.high(at, m.nibble)
					}
					addBit256(w, k.vector(bits), m.pair, 4-2*part)
					k.dot(sub, g, w, 2, g == 4*h+3)
				}
				i := 2*sub + h
				k.scaled(signedByteOf256(i%4, k.vector(scales+i/4*64)), sums, i == 0)
			}
		}
		k.endSums(sums, k.vector(0))
	}
}

// signedByteOf256 gives byte i of each dword in memory, sign-extended.
func signedByteOf256(i int, at Mem) VecVirtual {
	v := YMM()
	VMOVDQU(at, v)
	VPSLLD(U8(24-8*i), v, v)
	VPSRAD(U8(24), v, v)
	return v
}

// iq4Signed is the table of values of the non-linear types.
func iq4Signed() Mem {
	table := GLOBL("iq4Signed", attrReadOnly)
	for i, v := range []int8{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113} {
		DATA(i, U8(uint8(v)))
	}
	return table
}

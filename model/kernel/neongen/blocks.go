package main

import "fmt"

// The products of sixteen rows with a tile of tokens: a vector of four weights
// of each of sixteen rows is four registers, each with four lanes, one a row.
// See Activations for the layout of a tile, and forms for that of the weights.

const actBytes = 52 // of a block of one token

// tileSizes are the numbers of tokens that there are kernels for.
var tileSizes = []int{1, 2, 4, 8}

// tile is what all quantised kernels share: the tokens' pointer and the layout
// of their numbers.
type tile struct {
	*fn
	tokens int
	act    R
}

// block is the number of bytes that a block of all tokens takes.
func (k *tile) block() int { return k.tokens * actBytes }

// field reads one of the five numbers that follow the int8 values of the block
// that lies off bytes after act: of each token one lane.
func (k *tile) field(i, off int) []V {
	off += k.tokens * (32 + 4*i)
	v := k.vecs((k.tokens + 3) / 4)
	switch k.tokens {
	case 1:
		k.ldrS(v[0], k.act, off)
	case 2:
		k.ldrD(v[0], k.act, off)
	default:
		for j := range v {
			k.ldrQ(v[j], k.act, off+16*j)
		}
	}
	return v
}

// of is a token's lane of a field.
func of(field []V, token int) lane { return lane{field[token/4], token % 4} }

// clear empties registers.
func (k *tile) clear(v []V) {
	for _, r := range v {
		k.movi(r, 0)
	}
}

// begin starts dot products: at minus the offset times the sum of the
// activations, which field sum is and which makes up for weights that were made
// unsigned. offset is a register full of it, or none.
func (k *tile) begin(dots []V, sum int, offset V) {
	if offset < 0 {
		k.clear(dots)
		return
	}
	sums := k.field(sum, 0)
	for t, d := range dots {
		k.mulLane(d, offset, of(sums, t))
	}
	k.free(sums...)
}

// dot adds the products of sixteen columns, which half says: four registers of
// weights with those of each token.
func (k *tile) dot(dots []V, half int, weights []V) {
	// Two registers take turns, so that one can be filled while the other is used.
	x := k.vecs(min(2, k.tokens))
	for t, d := range dots {
		a := x[t%len(x)]
		k.ldrQ(a, k.act, 32*t+16*half)
		for i, w := range weights {
			k.sdot(d, w, lane{a, i})
		}
	}
	k.free(x...)
}

// matmul writes a kernel for each tile size.
func matmul(p *program, name string, body func(k *tile, w, out, blocks, stride R)) {
	for _, tokens := range tileSizes {
		p.function(fmt.Sprintf("mul%sx%dNEON", name, tokens), "func(w, act *byte, out *float32, blocks, stride int)",
			fmt.Sprintf("multiplies sixteen rows by %d tokens.", tokens),
			func(f *fn) {
				k := &tile{fn: f, tokens: tokens}
				w, out := f.load("w"), f.load("out")
				k.act = f.load("act")
				blocks, stride := f.load("blocks"), f.load("stride")
				f.op("LSL $2, %v", stride)
				body(k, w, out, blocks, stride)
			})
	}
}

// none stands for an offset, or a register, that there isn't.
const none = -1

// layout describes a type with blocks of 32 columns: offsets of what the names
// say.
type layout struct {
	name    string
	size    int // of a block of sixteen rows in bytes
	nibbles int
	min     int
	fifth   int
	offset  int  // what was added to the weights
	table   bool // nibbles are indices; the scale is a float32
	whole   int  // bytes, with 128 added, in the place of nibbles
}

func blockKernels(p *program) {
	for _, l := range []layout{
		{name: "Q40", size: 16 * 18, nibbles: 32, min: none, fifth: none, offset: 8, whole: none},
		{name: "Q41", size: 16 * 20, nibbles: 64, min: 32, fifth: none, whole: none},
		{name: "Q50", size: 16 * 22, nibbles: 96, min: none, fifth: 32, offset: 16, whole: none},
		{name: "Q51", size: 16 * 24, nibbles: 128, min: 32, fifth: 64, whole: none},
		{name: "Q80", size: 16 * 34, nibbles: none, min: none, fifth: none, whole: 32},
		{name: "LUT", size: 16 * 20, nibbles: 64, min: none, fifth: none, table: true, whole: none},
	} {
		matmul(p, l.name, func(k *tile, w, out, blocks, stride R) {
			b := &blockKernel{tile: k, layout: l, w: w, out: out, blocks: blocks, stride: stride}
			b.write()
		})
	}
	iq4Table(p)
}

// blockKernel multiplies blocks of 32 columns. Up to four tokens' results of all
// sixteen rows stay in registers; of eight tokens only those of four rows do, so
// that the blocks are gone through four times.
type blockKernel struct {
	*tile
	layout
	w, out, blocks, stride R
	halves                 R // w, but four rows are eight bytes further on

	mask, bit16, from, values V
}

func (k *blockKernel) write() {
	quads := 4 // groups of four rows at a time
	if k.tokens == 8 {
		quads = 1
	}
	k.constants()
	k.halves = k.copyOf(k.w)
	passes := func(body func()) { body() }
	if quads < 4 {
		passes = func(body func()) { k.times("rows", 4, body) }
	}
	act, blocks := k.reg(), k.reg()
	k.op("MOVD %v, %v", k.act, act)
	k.op("MOVD %v, %v", k.blocks, blocks)
	at := k.reg()
	passes(func() {
		acc := k.vecs(quads * k.tokens)
		k.clear(acc)
		k.loop("block", k.blocks, func() {
			for q := range quads {
				k.quad(q, acc[q*k.tokens:(q+1)*k.tokens])
			}
			k.advance(k.w, k.size)
			k.advance(k.halves, k.size)
			k.advance(k.act, k.block())
		})
		k.op("MOVD %v, %v", k.out, at)
		for t := range k.tokens {
			for q := range quads {
				k.strQ(acc[q*k.tokens+t], at, 16*q)
			}
			k.op("ADD %v, %v", k.stride, at)
		}
		k.free(acc...)
		if quads < 4 {
			k.again(act, blocks)
		}
	})
}

// again goes back to the first block, for the next four rows.
func (k *blockKernel) again(act, blocks R) {
	group := k.reg()
	k.op("MOVD %v, %v", act, k.act)
	k.op("MOVD %v, %v", blocks, k.blocks)
	k.op("MOVD $%d, %v", k.size, group)
	k.op("MUL %v, %v", blocks, group)
	k.op("SUB %v, %v", group, k.w)
	k.op("SUB %v, %v", group, k.halves)
	k.advance(k.w, 16)
	k.advance(k.halves, 8)
	k.advance(k.out, 16)
}

// constants fills the registers that all blocks use.
func (k *blockKernel) constants() {
	k.mask, k.bit16, k.from, k.values = none, none, none, none
	if k.whole >= 0 {
		k.mask = k.bytes(0x80)
		return
	}
	k.mask = k.bytes(15)
	if k.fifth >= 0 {
		k.bit16 = k.bytes(16)
	}
	through := k.reg()
	if k.layout.offset != 0 {
		k.from = k.words(through, uint32(k.layout.offset))
	}
	if k.table {
		k.values = k.vec()
		k.op("MOVD $·iq4Table(SB), %v", through)
		k.ldrQ(k.values, through, 0)
	}
}

// quad adds a block's products of four rows.
func (k *blockKernel) quad(q int, acc []V) {
	var fifth V = none
	if k.fifth >= 0 {
		fifth = k.vec()
		k.ldrQ(fifth, k.w, k.fifth+16*q)
	}
	dots := k.vecs(k.tokens)
	k.begin(dots, 2, k.from)
	for half := range 2 {
		weights := k.vecs(4)
		for i, v := range weights {
			k.weights(v, q, half, i, fifth)
		}
		k.dot(dots, half, weights)
		k.free(weights...)
	}
	if fifth >= 0 {
		k.free(fifth)
	}
	scale := k.vec()
	if k.table {
		k.ldrQ(scale, k.w, 16*q)
	} else {
		k.ldrD(scale, k.halves, 8*q)
		k.fcvtl(scale, scale)
	}
	scales := k.field(0, 0)
	for t, d := range dots {
		k.scvtf(d, d)
		k.fmul(d, d, scale)
		k.fmlaLane(acc[t], d, of(scales, t))
	}
	k.free(scales...)
	if k.min >= 0 {
		sums := k.field(1, 0)
		k.ldrD(scale, k.halves, k.min+8*q)
		k.fcvtl(scale, scale)
		for t := range dots {
			k.fmlaLane(acc[t], scale, of(sums, t))
		}
		k.free(sums...)
	}
	k.free(scale)
	k.free(dots...)
}

// weights gives columns 16*half+4i .. +3 of four rows as signed bytes.
func (k *blockKernel) weights(v V, q, half, i int, fifth V) {
	if k.whole >= 0 {
		k.ldrQ(v, k.w, k.whole+64*(4*half+i)+16*q)
		k.eor(v, v, k.mask)
		return
	}
	k.ldrQ(v, k.w, k.nibbles+64*i+16*q)
	if half == 0 {
		k.and(v, v, k.mask)
	} else {
		k.ushrB(v, v, 4)
	}
	if fifth >= 0 {
		k.addBits(v, fifth, k.bit16, 4-(4*half+i))
	}
	if k.table {
		k.tbl(v, k.values, v)
	}
}

// addBits puts the bits that mask names into v: those of from, shifted left.
func (k *tile) addBits(v, from, mask V, left int) {
	if left == 0 {
		k.bit(v, from, mask)
		return
	}
	t := k.vec()
	if left > 0 {
		k.shlB(t, from, left)
	} else {
		k.ushrB(t, from, -left)
	}
	k.bit(v, t, mask)
	k.free(t)
}

// iq4Table is the table of values of the non-linear types.
func iq4Table(p *program) {
	fmt.Fprintln(&p.text)
	for i, v := range []int8{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113} {
		fmt.Fprintf(&p.text, "DATA ·iq4Table+%d(SB)/1, $%d\n", i, uint8(v))
	}
	fmt.Fprintln(&p.text, "GLOBL ·iq4Table(SB), RODATA|NOPTR, $16")
}

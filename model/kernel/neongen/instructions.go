package main

import (
	"fmt"
	"math"
)

// The encodings of the vector instructions, from the Arm Architecture Reference
// Manual (DDI 0487), section C7.2. A lane is 32 bits where the name doesn't say
// otherwise.

// memory checks the offset of an access of size bytes.
func memory(off, size int) uint32 {
	if off < 0 || off%size != 0 || off/size > 4095 {
		panic(fmt.Sprintf("no access of %d bytes has the offset %d", size, off))
	}
	return uint32(off/size) << 10
}

func (f *fn) access(code uint32, name string, v V, base R, off, size int) {
	suffix := map[int]string{4: "s", 8: "d", 16: "q"}[size]
	f.word(code|memory(off, size)|uint32(base)<<5|uint32(v), "%s %s%d, [x%d, #%d]", name, suffix, v, base, off)
}

// ldrQ, ldrD and ldrS read 16, 8 and 4 bytes, and clear the rest.
func (f *fn) ldrQ(v V, base R, off int) { f.access(0x3dc00000, "ldr", v, base, off, 16) }
func (f *fn) ldrD(v V, base R, off int) { f.access(0xfd400000, "ldr", v, base, off, 8) }
func (f *fn) ldrS(v V, base R, off int) { f.access(0xbd400000, "ldr", v, base, off, 4) }

// ldrAny reads 16 bytes at any small offset.
func (f *fn) ldrAny(v V, base R, off int) {
	if off%16 == 0 {
		f.ldrQ(v, base, off)
		return
	}
	if off > 255 {
		panic(fmt.Sprintf("no access at the offset %d", off))
	}
	f.word(0x3cc00000|uint32(off)<<12|uint32(base)<<5|uint32(v), "ldur q%d, [x%d, #%d]", v, base, off)
}

func (f *fn) strQ(v V, base R, off int) { f.access(0x3d800000, "str", v, base, off, 16) }
func (f *fn) strS(v V, base R, off int) { f.access(0xbd000000, "str", v, base, off, 4) }

// three writes an instruction d = n op m, or d += n op m.
func (f *fn) three(code uint32, name, lanes string, d, n, m V) {
	f.word(code|uint32(m)<<16|uint32(n)<<5|uint32(d), "%s v%d.%s, v%d.%s, v%d.%s", name, d, lanes, n, lanes, m, lanes)
}

func (f *fn) and(d, n, m V) { f.three(0x4e201c00, "and", "16b", d, n, m) }
func (f *fn) eor(d, n, m V) { f.three(0x6e201c00, "eor", "16b", d, n, m) }
func (f *fn) bic(d, n, m V) { f.three(0x4e601c00, "bic", "16b", d, n, m) } // n &^ m
func (f *fn) bit(d, n, m V) { f.three(0x6ea01c00, "bit", "16b", d, n, m) } // d = d&^m | n&m

func (f *fn) add(d, n, m V)    { f.three(0x4ea08400, "add", "4s", d, n, m) }
func (f *fn) mla(d, n, m V)    { f.three(0x4ea09400, "mla", "4s", d, n, m) }
func (f *fn) fadd(d, n, m V)   { f.three(0x4e20d400, "fadd", "4s", d, n, m) }
func (f *fn) faddp(d, n, m V)  { f.three(0x6e20d400, "faddp", "4s", d, n, m) } // of neighbours
func (f *fn) fsub(d, n, m V)   { f.three(0x4ea0d400, "fsub", "4s", d, n, m) }
func (f *fn) fmul(d, n, m V)   { f.three(0x6e20dc00, "fmul", "4s", d, n, m) }
func (f *fn) fdiv(d, n, m V)   { f.three(0x6e20fc00, "fdiv", "4s", d, n, m) }
func (f *fn) fmla(d, n, m V)   { f.three(0x4e20cc00, "fmla", "4s", d, n, m) }
func (f *fn) fmls(d, n, m V)   { f.three(0x4ea0cc00, "fmls", "4s", d, n, m) }
func (f *fn) fmax(d, n, m V)   { f.three(0x4e20f400, "fmax", "4s", d, n, m) }
func (f *fn) fmin(d, n, m V)   { f.three(0x4ea0f400, "fmin", "4s", d, n, m) }
func (f *fn) fmaxnm(d, n, m V) { f.three(0x4e20c400, "fmaxnm", "4s", d, n, m) } // passes over what is no number
func (f *fn) fcmgt(d, n, m V)  { f.three(0x6ea0e400, "fcmgt", "4s", d, n, m) }

// A lane is one of the four of a register.
type lane struct {
	v V
	i int
}

// byLane writes an instruction whose last operand is the same lane for all.
func (f *fn) byLane(code uint32, name string, d, n V, m lane) {
	f.word(code|uint32(m.i&1)<<21|uint32(m.i>>1)<<11|uint32(m.v)<<16|uint32(n)<<5|uint32(d),
		"%s v%d.4s, v%d.4s, v%d.s[%d]", name, d, n, m.v, m.i)
}

func (f *fn) mulLane(d, n V, m lane)  { f.byLane(0x4f808000, "mul", d, n, m) }
func (f *fn) mlaLane(d, n V, m lane)  { f.byLane(0x6f800000, "mla", d, n, m) }
func (f *fn) fmlaLane(d, n V, m lane) { f.byLane(0x4f801000, "fmla", d, n, m) }

// sdot adds to each lane of d the products of its four signed bytes in n with the
// four bytes of a lane of m.
func (f *fn) sdot(d, n V, m lane) {
	f.word(0x4f80e000|uint32(m.i&1)<<21|uint32(m.i>>1)<<11|uint32(m.v)<<16|uint32(n)<<5|uint32(d),
		"sdot v%d.4s, v%d.16b, v%d.4b[%d]", d, n, m.v, m.i)
}

// two writes an instruction d = op n.
func (f *fn) two(code uint32, format string, d, n V) {
	f.word(code|uint32(n)<<5|uint32(d), format, d, n)
}

func (f *fn) scvtf(d, n V)  { f.two(0x4e21d800, "scvtf v%d.4s, v%d.4s", d, n) }
func (f *fn) fcvtns(d, n V) { f.two(0x4e21a800, "fcvtns v%d.4s, v%d.4s", d, n) } // to the nearest, ties to even
func (f *fn) frintn(d, n V) { f.two(0x4e218800, "frintn v%d.4s, v%d.4s", d, n) }
func (f *fn) fabs(d, n V)   { f.two(0x4ea0f800, "fabs v%d.4s, v%d.4s", d, n) }
func (f *fn) fneg(d, n V)   { f.two(0x6ea0f800, "fneg v%d.4s, v%d.4s", d, n) }
func (f *fn) neg(d, n V)    { f.two(0x6ea0b800, "neg v%d.4s, v%d.4s", d, n) }

// Conversions between half and single precision; the names that end in 2 read or
// write the upper half of the narrower register.
func (f *fn) fcvtl(d, n V)  { f.two(0x0e217800, "fcvtl v%d.4s, v%d.4h", d, n) }
func (f *fn) fcvtl2(d, n V) { f.two(0x4e217800, "fcvtl2 v%d.4s, v%d.8h", d, n) }
func (f *fn) fcvtn(d, n V)  { f.two(0x0e216800, "fcvtn v%d.4h, v%d.4s", d, n) }
func (f *fn) fcvtn2(d, n V) { f.two(0x4e216800, "fcvtn2 v%d.8h, v%d.4s", d, n) }
func (f *fn) shll(d, n V)   { f.two(0x2e613800, "shll v%d.4s, v%d.4h, #16", d, n) }
func (f *fn) shll2(d, n V)  { f.two(0x6e613800, "shll2 v%d.4s, v%d.8h, #16", d, n) }

// Narrowing of integers: words to halves, halves to bytes.
func (f *fn) sqxtnH(d, n V)  { f.two(0x0e614800, "sqxtn v%d.4h, v%d.4s", d, n) }
func (f *fn) sqxtn2H(d, n V) { f.two(0x4e614800, "sqxtn2 v%d.8h, v%d.4s", d, n) }
func (f *fn) sqxtnB(d, n V)  { f.two(0x0e214800, "sqxtn v%d.8b, v%d.8h", d, n) }
func (f *fn) sqxtn2B(d, n V) { f.two(0x4e214800, "sqxtn2 v%d.16b, v%d.8h", d, n) }

// Over all lanes, into the lowest.
func (f *fn) addv(d, n V)    { f.two(0x4eb1b800, "addv s%d, v%d.4s", d, n) }
func (f *fn) fmaxv(d, n V)   { f.two(0x6e30f800, "fmaxv s%d, v%d.4s", d, n) }
func (f *fn) fmaxnmv(d, n V) { f.two(0x6e30c800, "fmaxnmv s%d, v%d.4s", d, n) }

// shift writes a shift by an immediate number of bits.
func (f *fn) shift(code uint32, immediate int, name, lanes string, d, n V, by int) {
	f.word(code|uint32(immediate)<<16|uint32(n)<<5|uint32(d), "%s v%d.%s, v%d.%s, #%d", name, d, lanes, n, lanes, by)
}

// Of bytes. sli puts n shifted left over d, keeping d's low bits; sri likewise
// keeps its high ones.
func (f *fn) ushrB(d, n V, by int) { f.shift(0x6f000400, 16-by, "ushr", "16b", d, n, by) }
func (f *fn) shlB(d, n V, by int)  { f.shift(0x4f005400, 8+by, "shl", "16b", d, n, by) }
func (f *fn) sliB(d, n V, by int)  { f.shift(0x6f005400, 8+by, "sli", "16b", d, n, by) }
func (f *fn) sriB(d, n V, by int)  { f.shift(0x6f004400, 16-by, "sri", "16b", d, n, by) }

// Of words.
func (f *fn) ushr(d, n V, by int) { f.shift(0x6f000400, 64-by, "ushr", "4s", d, n, by) }
func (f *fn) sshr(d, n V, by int) { f.shift(0x4f000400, 64-by, "sshr", "4s", d, n, by) }
func (f *fn) shl(d, n V, by int)  { f.shift(0x4f005400, 32+by, "shl", "4s", d, n, by) }

// dup fills d with lane i of n, dupR with a general register.
func (f *fn) dup(d, n V, i int) {
	f.word(0x4e000400|uint32(4|i<<3)<<16|uint32(n)<<5|uint32(d), "dup v%d.4s, v%d.s[%d]", d, n, i)
}
func (f *fn) dupR(d V, n R) {
	f.word(0x4e040c00|uint32(n)<<5|uint32(d), "dup v%d.4s, w%d", d, n)
}

// tbl looks the bytes of m up in the sixteen of n.
func (f *fn) tbl(d, n, m V) {
	f.word(0x4e000000|uint32(m)<<16|uint32(n)<<5|uint32(d), "tbl v%d.16b, {v%d.16b}, v%d.16b", d, n, m)
}

func (f *fn) mov(d, n V) {
	f.word(0x4ea01c00|uint32(n)<<16|uint32(n)<<5|uint32(d), "mov v%d.16b, v%d.16b", d, n)
}

// movi fills d with a byte.
func (f *fn) movi(d V, b int) {
	f.word(0x4f00e400|uint32(b>>5)<<16|uint32(b&31)<<5|uint32(d), "movi v%d.16b, #%#x", d, b)
}

// zero is a new, cleared register.
func (f *fn) zero() V {
	v := f.vec()
	f.movi(v, 0)
	return v
}

// bytes is a new register filled with a byte.
func (f *fn) bytes(b int) V {
	v := f.vec()
	f.movi(v, b)
	return v
}

// words is a new register filled with a word; constant with a number. Both go
// through the given general register.
func (f *fn) words(through R, w uint32) V {
	v := f.vec()
	f.op("MOVD $%#x, %v", w, through)
	f.dupR(v, through)
	return v
}

func (f *fn) constant(through R, x float32) V { return f.words(through, math.Float32bits(x)) }

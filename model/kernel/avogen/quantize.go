package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// quantize writes the two kernels that turn blocks of 32 floats into int8 and
// their five numbers; see Activations. In one, each block has a scale of its
// own, rounded to half precision; in the other all share the given peak.
func quantize(s isa) {
	s.quantizeWith("quantize", false)
	s.quantizeWith("quantizeShared", true)
}

func (s isa) quantizeWith(name string, shared bool) {
	signature := "func(x *float32, q, fields *byte, blocks, size int)"
	if shared {
		signature = "func(x *float32, q, fields *byte, blocks, size int, peak float32)"
	}
	s.function(name, signature,
		"quantises blocks of one token into a tile of size tokens: q is its int8 values' place in the first block, fields that of its scale.")
	x, q, fields := Load(Param("x"), GP64()), Load(Param("q"), GP64()), Load(Param("fields"), GP64())
	blocks, size := Load(Param("blocks"), GP64()), Load(Param("size"), GP64())
	field, block := GP64(), GP64() // bytes from field to field, from block to block
	MOVQ(size, field)
	SHLQ(U8(2), field)
	IMUL3Q(U8(actBytes), size, block)
	abs, tiny := s.dword(0x7fffffff), s.constant(1e-30)
	full := s.constant(127)
	var order VecVirtual
	if !s.wide() {
		order = YMM()
		VMOVDQU(packOrder(s), order)
	}
	var top VecVirtual
	if shared {
		top = XMM()
		Load(Param("peak"), top)
	}

	Label("next")
	n := 32 / s.width // registers in a block
	v := make([]VecVirtual, n)
	for i := range v {
		v[i] = s.reg()
		VMOVUPS(Mem{Base: x, Disp: i * s.bytes()}, v[i])
	}
	if !shared {
		peak := s.reg()
		s.and(abs, v[0], peak)
		for i := range v[1:] {
			t := s.reg()
			s.and(abs, v[1+i], t)
			VMAXPS(t, peak, peak)
		}
		top = s.fold(peak, func(a, b, c Op) { VMAXPS(a, b, c) })
	}
	scale, inverse := XMM(), XMM()
	VDIVSS(full.AsX(), top, scale)
	VMAXSS(tiny.AsX(), top, inverse)
	VDIVSS(inverse, full.AsX(), inverse)
	factor := s.reg()
	VBROADCASTSS(inverse, factor)
	for i := range v {
		VMULPS(factor, v[i], v[i])
		VCVTPS2DQ(v[i], v[i])
	}
	add := func(a, b, c Op) { VPADDD(a, b, c) }
	var sums [2]VecVirtual
	if s.wide() {
		for i := range v {
			VPMOVSDB(v[i], Mem{Base: q, Disp: 16 * i})
			sums[i] = s.fold(v[i], add)
		}
	} else {
		a, b := YMM(), YMM()
		VPACKSSDW(v[1], v[0], a)
		VPACKSSDW(v[3], v[2], b)
		VPACKSSWB(b, a, a)
		VPERMD(a, order, a)
		VMOVDQU(a, Mem{Base: q})
		for i := range sums {
			VPADDD(v[2*i], v[2*i+1], v[2*i])
			sums[i] = s.fold(v[2*i], add)
		}
	}
	total, zero := XMM(), XMM()
	VPADDD(sums[0], sums[1], total)
	VPXOR(zero, zero, zero)
	weighted := XMM()
	VCVTDQ2PS(total, weighted)
	VMULSS(scale, weighted, weighted)
	if !shared {
		for _, r := range []VecVirtual{scale, weighted} {
			VCVTPS2PH(U8(0), r, r)
			VCVTPH2PS(r, r)
		}
	}
	at := GP64()
	MOVQ(fields, at)
	VMOVSS(scale, Mem{Base: at})
	VMOVSS(weighted, Mem{Base: at, Index: field, Scale: 1})
	VPSUBD(total, zero, total)
	VMOVD(total, Mem{Base: at, Index: field, Scale: 2})
	LEAQ(Mem{Base: at, Index: field, Scale: 2}, at)
	for _, sum := range sums {
		ADDQ(field, at)
		VPSUBD(sum, zero, sum)
		VMOVD(sum, Mem{Base: at})
	}
	ADDQ(U8(128-1), x)
	INCQ(x)
	ADDQ(block, q)
	ADDQ(block, fields)
	DECQ(blocks)
	JNZ(LabelRef("next"))
	VZEROUPPER()
	RET()
}

// and is the bitwise and of three registers of full width.
func (s isa) and(a, b, c Op) {
	if s.wide() {
		VPANDD(a, b, c)
	} else {
		VPAND(a, b, c)
	}
}

// packOrder undoes the interleaving of two packs of 256 bits.
func packOrder(s isa) Mem {
	if m, ok := s.constants["packOrder"]; ok {
		return m
	}
	order := GLOBL("packOrder", attrReadOnly)
	for i, v := range []uint32{0, 4, 1, 5, 2, 6, 3, 7} {
		DATA(4*i, U32(v))
	}
	s.constants["packOrder"] = order
	return order
}

// Attention. The cache's keys are transposed, sixteen to a block, see Cache.

// lines keeps the addresses of up to eight rows that lie stride bytes apart.
type lines struct {
	base          [2]Register
	stride, three Register
}

func newLines(base, stride Register, n int) *lines {
	l := &lines{stride: stride}
	l.base[0] = base
	if n > 3 {
		l.three = GP64()
		LEAQ(Mem{Base: stride, Index: stride, Scale: 2}, l.three)
	}
	if n > 4 {
		second := GP64()
		LEAQ(Mem{Base: base, Index: stride, Scale: 4}, second)
		l.base[1] = second
	}
	return l
}

func (l *lines) at(i, disp int) Mem {
	m := Mem{Base: l.base[i/4], Disp: disp}
	switch i % 4 {
	case 1:
		m.Index, m.Scale = l.stride, 1
	case 2:
		m.Index, m.Scale = l.stride, 2
	case 3:
		m.Index, m.Scale = l.three, 1
	}
	return m
}

// move adds n bytes to all addresses.
func (l *lines) move(n Op) {
	for _, b := range l.base {
		if b != nil {
			ADDQ(n, b)
		}
	}
}

func (l *lines) back(n Op) {
	for _, b := range l.base {
		if b != nil {
			SUBQ(n, b)
		}
	}
}

// multiplyAdd adds a register times a number in memory, for all lanes.
func (s isa) multiplyAdd(number Mem, by []VecVirtual, to []VecVirtual) {
	if s.wide() {
		for i := range by {
			VFMADD231PS_BCST(number, by[i], to[i])
		}
		return
	}
	b := YMM()
	VBROADCASTSS(number, b)
	for i := range by {
		VFMADD231PS(b, by[i], to[i])
	}
}

// tiles are the numbers of rows that the float kernels take at a time.
func (s isa) tiles() []int {
	if s.wide() {
		return []int{1, 2, 4, 8}
	}
	return []int{1, 2, 4}
}

func scores(s isa) {
	per := 16 / s.width // registers that hold a block of keys
	for _, rows := range s.tiles() {
		s.function(numbered("scores", rows), "func(q *float32, qStride int, keys *uint16, dim, blocks int, out *float32, outStride int)",
			"multiplies queries by blocks of sixteen keys.")
		q, qStride := Load(Param("q"), GP64()), Load(Param("qStride"), GP64())
		keys, dim, blocks := Load(Param("keys"), GP64()), Load(Param("dim"), GP64()), Load(Param("blocks"), GP64())
		out, outStride := Load(Param("out"), GP64()), Load(Param("outStride"), GP64())
		SHLQ(U8(2), qStride)
		SHLQ(U8(2), outStride)
		SHLQ(U8(2), dim)
		queries := newLines(q, qStride, rows)
		left := GP64()
		Label("block")
		acc := make([][]VecVirtual, rows)
		for i := range acc {
			for range per {
				acc[i] = append(acc[i], s.zero())
			}
		}
		MOVQ(dim, left)
		Label("dimension")
		const unroll = 4
		for d := range unroll {
			var w []VecVirtual
			for p := range per {
				v := s.reg()
				VCVTPH2PS(Mem{Base: keys, Disp: 32*d + 2*s.width*p}, v)
				w = append(w, v)
			}
			for i := range rows {
				s.multiplyAdd(queries.at(i, 4*d), w, acc[i])
			}
		}
		ADDQ(U32(32*unroll), keys)
		queries.move(U8(4 * unroll))
		SUBQ(U8(4*unroll), left)
		JNZ(LabelRef("dimension"))
		queries.back(dim)
		at := GP64()
		MOVQ(out, at)
		for i := range rows {
			for p, a := range acc[i] {
				VMOVUPS(a, Mem{Base: at, Disp: p * s.bytes()})
			}
			if i+1 < rows {
				ADDQ(outStride, at)
			}
		}
		ADDQ(U8(64), out)
		DECQ(blocks)
		JNZ(LabelRef("block"))
		VZEROUPPER()
		RET()
	}
}

func mix(s isa) {
	for _, rows := range s.tiles() {
		for _, vectors := range s.mixVectors(rows) {
			s.function(numbered("mix", rows)+numbered("by", vectors*s.width), "func(p *float32, pStride int, values *uint16, step, slots int, out *float32, outStride int)",
				"adds weighted values, of which it takes as many as its name says; step is the bytes from slot to slot.")
			p, pStride := Load(Param("p"), GP64()), Load(Param("pStride"), GP64())
			values, step, slots := Load(Param("values"), GP64()), Load(Param("step"), GP64()), Load(Param("slots"), GP64())
			out, outStride := Load(Param("out"), GP64()), Load(Param("outStride"), GP64())
			SHLQ(U8(2), pStride)
			SHLQ(U8(2), outStride)
			weights := newLines(p, pStride, rows)
			acc := make([][]VecVirtual, rows)
			at := GP64()
			MOVQ(out, at)
			for i := range acc {
				for v := range vectors {
					a := s.reg()
					VMOVUPS(Mem{Base: at, Disp: v * s.bytes()}, a)
					acc[i] = append(acc[i], a)
				}
				ADDQ(outStride, at)
			}
			Label("slot")
			var w []VecVirtual
			for v := range vectors {
				r := s.reg()
				VCVTPH2PS(Mem{Base: values, Disp: 2 * s.width * v}, r)
				w = append(w, r)
			}
			for i := range rows {
				s.multiplyAdd(weights.at(i, 0), w, acc[i])
			}
			ADDQ(step, values)
			weights.move(U8(4))
			DECQ(slots)
			JNZ(LabelRef("slot"))
			for i := range acc {
				for v, a := range acc[i] {
					VMOVUPS(a, Mem{Base: out, Disp: v * s.bytes()})
				}
				if i+1 < rows {
					ADDQ(outStride, out)
				}
			}
			VZEROUPPER()
			RET()
		}
	}
}

// mixVectors is how many registers of values mix takes at a time: 16 and more.
func (s isa) mixVectors(rows int) []int {
	switch {
	case s.wide() && rows == 8:
		return []int{1, 2}
	case s.wide():
		return []int{1, 4}
	case rows == 4:
		return []int{2}
	}
	return []int{2, 4}
}

// mulFloats multiplies sixteen rows of floats by a tile of tokens.
func mulFloats(s isa) {
	per := 16 / s.width
	for _, format := range []string{"F32", "F16", "BF16"} {
		bytes := 4
		if format != "F32" {
			bytes = 2
		}
		for _, rows := range []int{1, 2, 4} {
			s.function("mul"+format+numbered("x", rows), "func(w *byte, x, out *float32, cols, stride int)",
				"multiplies sixteen rows of floats by tokens.")
			w, x, out := Load(Param("w"), GP64()), Load(Param("x"), GP64()), Load(Param("out"), GP64())
			cols, stride := Load(Param("cols"), GP64()), Load(Param("stride"), GP64())
			rowBytes := GP64()
			MOVQ(cols, rowBytes)
			SHLQ(U8(2), rowBytes)
			SHLQ(U8(2), stride)
			tokens := newLines(x, rowBytes, rows)
			acc := make([][]VecVirtual, rows)
			for i := range acc {
				for range per {
					acc[i] = append(acc[i], s.zero())
				}
			}
			Label("column")
			var v []VecVirtual
			for p := range per {
				r := s.reg()
				at := Mem{Base: w, Disp: bytes * s.width * p}
				switch format {
				case "F32":
					VMOVUPS(at, r)
				case "F16":
					VCVTPH2PS(at, r)
				default:
					VPMOVZXWD(at, r)
					VPSLLD(U8(16), r, r)
				}
				v = append(v, r)
			}
			for i := range rows {
				s.multiplyAdd(tokens.at(i, 0), v, acc[i])
			}
			ADDQ(U8(16*bytes), w)
			tokens.move(U8(4))
			DECQ(cols)
			JNZ(LabelRef("column"))
			for i := range acc {
				for p, a := range acc[i] {
					VMOVUPS(a, Mem{Base: out, Disp: p * s.bytes()})
				}
				if i+1 < rows {
					ADDQ(stride, out)
				}
			}
			VZEROUPPER()
			RET()
		}
	}
}

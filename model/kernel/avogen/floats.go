package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// isa is one of the two register widths; the kernels of this file are written
// once for both.
type isa struct {
	suffix string
	width  int // float32 in a register

	constants map[string]Mem // by name, those that lie in memory
}

func (s isa) wide() bool { return s.width == 16 }
func (s isa) bytes() int { return 4 * s.width }

func (s isa) reg() VecVirtual {
	if s.wide() {
		return ZMM()
	}
	return YMM()
}

func (s isa) zero() VecVirtual {
	r := s.reg()
	if s.wide() {
		clear512(r)
	} else {
		VXORPS(r, r, r)
	}
	return r
}

// constant fills a register with a number.
func (s isa) constant(v float32) VecVirtual { return s.dword(math.Float32bits(v)) }

func (s isa) dword(v uint32) VecVirtual {
	g, x, r := GP32(), XMM(), s.reg()
	MOVL(U32(v), g)
	VMOVD(g, x)
	VPBROADCASTD(x, r)
	return r
}

// argument fills a register with a float parameter.
func (s isa) argument(name string) VecVirtual {
	x, r := XMM(), s.reg()
	Load(Param(name), x)
	VBROADCASTSS(x, r)
	return r
}

func (s isa) function(name, signature, doc string) {
	TEXT(name+s.suffix, 0, signature)
	Doc(name + s.suffix + " " + doc)
	Pragma("noescape")
}

// sum adds the lanes of a register into its lowest.
func (s isa) sum(v VecVirtual) VecVirtual {
	return s.fold(v, func(a, b, c Op) { VADDPS(a, b, c) })
}

func (s isa) fold(v VecVirtual, op func(a, b, c Op)) VecVirtual {
	if s.wide() {
		high, y := YMM(), YMM()
		VEXTRACTF64X4(U8(1), v, high)
		op(v.AsY(), high, y)
		v = y
	}
	high, x := XMM(), XMM()
	VEXTRACTF128(U8(1), v, high)
	op(v.AsX(), high, x)
	t := XMM()
	VPERMILPS(U8(0x4e), x, t)
	op(t, x, x)
	VPERMILPS(U8(0xb1), x, t)
	op(t, x, x)
	return x
}

// loop runs body for each register's worth of n numbers, n being a multiple of
// width.
func (s isa) loop(label string, n Register, body func()) {
	Label(label)
	body()
	SUBQ(U32(uint32(s.width)), n)
	JNZ(LabelRef(label))
}

func floats(s isa) {
	sumSquares(s)
	scaleMul(s)
	addTo(s)
	peak(s)
	absPeak(s)
	expSum(s)
	sumExp(s)
	scaleBy(s)
	siluMul(s)
	geluMul(s)
	toHalf(s)
	quantize(s)
	scores(s)
	mix(s)
	mulFloats(s)
}

func sumSquares(s isa) {
	s.function("sumSquares", "func(x *float32, n int) float32", "adds the squares of n numbers, n a multiple of 16.")
	x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
	acc := s.zero()
	s.loop("next", n, func() {
		v := s.reg()
		VMOVUPS(Mem{Base: x}, v)
		VFMADD231PS(v, v, acc)
		ADDQ(U32(uint32(s.bytes())), x)
	})
	Store(s.sum(acc), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func scaleMul(s isa) {
	s.function("scaleMul", "func(x, weight, out *float32, n int, scale float32)", "computes out = x*scale*weight.")
	x, w, out, n := Load(Param("x"), GP64()), Load(Param("weight"), GP64()), Load(Param("out"), GP64()), Load(Param("n"), GP64())
	scale := s.argument("scale")
	s.loop("next", n, func() {
		v := s.reg()
		VMULPS(Mem{Base: x}, scale, v)
		VMULPS(Mem{Base: w}, v, v)
		VMOVUPS(v, Mem{Base: out})
		for _, p := range []Register{x, w, out} {
			ADDQ(U32(uint32(s.bytes())), p)
		}
	})
	VZEROUPPER()
	RET()
}

func addTo(s isa) {
	s.function("addTo", "func(dst, x *float32, n int)", "adds x to dst.")
	dst, x, n := Load(Param("dst"), GP64()), Load(Param("x"), GP64()), Load(Param("n"), GP64())
	s.loop("next", n, func() {
		v := s.reg()
		VMOVUPS(Mem{Base: dst}, v)
		VADDPS(Mem{Base: x}, v, v)
		VMOVUPS(v, Mem{Base: dst})
		ADDQ(U32(uint32(s.bytes())), dst)
		ADDQ(U32(uint32(s.bytes())), x)
	})
	VZEROUPPER()
	RET()
}

func peak(s isa) {
	s.function("peak", "func(x *float32, n int) float32", "is the greatest of n numbers.")
	x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
	acc := s.constant(float32(math.Inf(-1)))
	s.loop("next", n, func() {
		VMAXPS(Mem{Base: x}, acc, acc)
		ADDQ(U32(uint32(s.bytes())), x)
	})
	Store(s.fold(acc, func(a, b, c Op) { VMAXPS(a, b, c) }), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func absPeak(s isa) {
	s.function("absPeak", "func(x *float32, n int) float32", "is the greatest absolute value of n numbers.")
	x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
	acc, mask := s.zero(), s.dword(0x7fffffff)
	s.loop("next", n, func() {
		v := s.reg()
		s.and(Mem{Base: x}, mask, v)
		VMAXPS(v, acc, acc)
		ADDQ(U32(uint32(s.bytes())), x)
	})
	Store(s.fold(acc, func(a, b, c Op) { VMAXPS(a, b, c) }), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

// exponential holds the constants of exp: registers or, where those are few,
// memory.
type exponential struct {
	s                    isa
	log2e, ln2hi, ln2lo  Op
	low, high, bias, one Op
	poly                 []Op
}

func newExponential(s isa) *exponential {
	constant := func(name string, v uint32) Op {
		if s.wide() {
			return s.dword(v)
		}
		return s.memory(name, v)
	}
	number := func(name string, v float32) Op { return constant(name, math.Float32bits(v)) }
	e := &exponential{s: s,
		log2e: number("log2e", math.Log2E),
		ln2hi: number("ln2hi", 0.693359375), ln2lo: number("ln2lo", -2.12194440e-4),
		high: number("expHigh", 88.3),
		one:  number("one", 1),
	}
	// exp(r) for |r| <= ln(2)/2 by its Taylor series, which is exact to float32
	// with the term of degree 7.
	for i, c := range []float32{1. / 5040, 1. / 720, 1. / 120, 1. / 24, 1. / 6, 1. / 2} {
		e.poly = append(e.poly, number(numbered("taylor", 7-i), c))
	}
	if s.wide() {
		e.low = number("", -1000) // VSCALEFPS makes it 0
	} else {
		e.low = number("expLow", -87.3)
		e.bias = constant("expBias", 127)
	}
	return e
}

// memory is a constant of 32 bytes; the same name gives the same one.
func (s isa) memory(name string, v uint32) Mem {
	if m, ok := s.constants[name]; ok {
		return m
	}
	m := constant256(name, v)
	s.constants[name] = m
	return m
}

// exp replaces x by exp(x); what lies below -87.3 becomes 0.
func (e *exponential) exp(x VecVirtual) {
	s := e.s
	n, r, p := s.reg(), s.reg(), s.reg()
	VMINPS(e.high, x, x)
	var dead VecVirtual
	if s.wide() {
		VMAXPS(e.low, x, x)
	} else {
		dead = s.reg()
		VCMPPS(U8(0x0d), e.low, x, dead) // x >= low
		VMAXPS(e.low, x, x)
	}
	VMULPS(e.log2e, x, n)
	if s.wide() {
		VRNDSCALEPS(U8(0), n, n)
	} else {
		VROUNDPS(U8(0), n, n)
	}
	VMOVAPS(x, r)
	VFNMADD231PS(e.ln2hi, n, r)
	VFNMADD231PS(e.ln2lo, n, r)
	VMOVUPS(e.poly[0], p)
	for _, c := range e.poly[1:] {
		VFMADD213PS(c, r, p)
	}
	VFMADD213PS(e.one, r, p)
	VFMADD213PS(e.one, r, p)
	if s.wide() {
		VSCALEFPS(n, p, x)
		return
	}
	VCVTPS2DQ(n, n)
	VPADDD(e.bias, n, n)
	VPSLLD(U8(23), n, n)
	VMULPS(n, p, x)
	VANDPS(dead, x, x)
}

func expSum(s isa) {
	s.function("expSum", "func(x *float32, n int, scale, peak float32) float32", "replaces x by exp((x-peak)*scale) and adds it up.")
	x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
	scale, peak := s.argument("scale"), s.argument("peak")
	e := newExponential(s)
	acc := s.zero()
	s.loop("next", n, func() {
		v := s.reg()
		VMOVUPS(Mem{Base: x}, v)
		VSUBPS(peak, v, v)
		VMULPS(scale, v, v)
		e.exp(v)
		VMOVUPS(v, Mem{Base: x})
		VADDPS(v, acc, acc)
		ADDQ(U32(uint32(s.bytes())), x)
	})
	Store(s.sum(acc), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func sumExp(s isa) {
	s.function("sumExp", "func(x *float32, n int, peak float32) float32", "adds up exp(x-peak).")
	x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
	peak := s.argument("peak")
	e := newExponential(s)
	acc := s.zero()
	s.loop("next", n, func() {
		v := s.reg()
		VMOVUPS(Mem{Base: x}, v)
		VSUBPS(peak, v, v)
		e.exp(v)
		VADDPS(v, acc, acc)
		ADDQ(U32(uint32(s.bytes())), x)
	})
	Store(s.sum(acc), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func scaleBy(s isa) {
	s.function("scaleBy", "func(x *float32, n int, scale float32)", "multiplies n numbers by one.")
	x, n := Load(Param("x"), GP64()), Load(Param("n"), GP64())
	scale := s.argument("scale")
	s.loop("next", n, func() {
		v := s.reg()
		VMULPS(Mem{Base: x}, scale, v)
		VMOVUPS(v, Mem{Base: x})
		ADDQ(U32(uint32(s.bytes())), x)
	})
	VZEROUPPER()
	RET()
}

func siluMul(s isa) {
	s.function("siluMul", "func(gate, up *float32, n int)", "replaces gate by gate/(1+exp(-gate))*up.")
	gate, up, n := Load(Param("gate"), GP64()), Load(Param("up"), GP64()), Load(Param("n"), GP64())
	e := newExponential(s)
	zero := s.zero()
	s.loop("next", n, func() {
		g, v := s.reg(), s.reg()
		VMOVUPS(Mem{Base: gate}, g)
		VSUBPS(g, zero, v)
		e.exp(v)
		VADDPS(e.one, v, v)
		VDIVPS(v, g, g)
		VMULPS(Mem{Base: up}, g, g)
		VMOVUPS(g, Mem{Base: gate})
		ADDQ(U32(uint32(s.bytes())), gate)
		ADDQ(U32(uint32(s.bytes())), up)
	})
	VZEROUPPER()
	RET()
}

// geluMul uses 0.5*(1+tanh(y)) = 1/(1+exp(-2y)).
func geluMul(s isa) {
	s.function("geluMul", "func(gate, up *float32, n int)", "replaces gate by gelu(gate)*up.")
	gate, up, n := Load(Param("gate"), GP64()), Load(Param("up"), GP64()), Load(Param("n"), GP64())
	e := newExponential(s)
	factor, cubic := s.constant(-2*0.7978845608028654), s.constant(0.044715)
	s.loop("next", n, func() {
		g, v := s.reg(), s.reg()
		VMOVUPS(Mem{Base: gate}, g)
		VMULPS(g, g, v)
		VFMADD213PS(e.one, cubic, v)
		VMULPS(g, v, v)
		VMULPS(factor, v, v)
		e.exp(v)
		VADDPS(e.one, v, v)
		VDIVPS(v, g, g)
		VMULPS(Mem{Base: up}, g, g)
		VMOVUPS(g, Mem{Base: gate})
		ADDQ(U32(uint32(s.bytes())), gate)
		ADDQ(U32(uint32(s.bytes())), up)
	})
	VZEROUPPER()
	RET()
}

func toHalf(s isa) {
	s.function("toHalf", "func(x *float32, dst *uint16, n int)", "rounds n numbers to half precision.")
	x, dst, n := Load(Param("x"), GP64()), Load(Param("dst"), GP64()), Load(Param("n"), GP64())
	s.loop("next", n, func() {
		v := s.reg()
		VMOVUPS(Mem{Base: x}, v)
		VCVTPS2PH(U8(0), v, Mem{Base: dst})
		ADDQ(U32(uint32(s.bytes())), x)
		ADDQ(U32(uint32(s.bytes()/2)), dst)
	})
	VZEROUPPER()
	RET()
}

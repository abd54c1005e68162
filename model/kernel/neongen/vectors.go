package main

import "math"

// The functions of vectors go through sixteen numbers at a time: four registers
// whose results don't wait for one another.

func vectorKernels(p *program) {
	p.function("sumSquaresNEON", "func(x *float32, n int) float32", "adds the squares of n numbers, n a multiple of 16.", sumSquares)
	p.function("scaleMulNEON", "func(x, weight, out *float32, n int, scale float32)", "computes out = x*scale*weight.", scaleMul)
	p.function("addToNEON", "func(dst, x *float32, n int)", "adds x to dst.", addTo)
	p.function("peakNEON", "func(x *float32, n int) float32", "is the greatest of n numbers.", func(f *fn) { peak(f, false) })
	p.function("absPeakNEON", "func(x *float32, n int) float32", "is the greatest absolute value of n numbers.", func(f *fn) { peak(f, true) })
	p.function("expSumNEON", "func(x *float32, n int, scale, peak float32) float32", "replaces x by exp((x-peak)*scale) and adds it up.", func(f *fn) { expSum(f, true) })
	p.function("sumExpNEON", "func(x *float32, n int, peak float32) float32", "adds up exp(x-peak).", func(f *fn) { expSum(f, false) })
	p.function("scaleByNEON", "func(x *float32, n int, scale float32)", "multiplies n numbers by one.", scaleBy)
	p.function("siluMulNEON", "func(gate, up *float32, n int)", "replaces gate by gate/(1+exp(-gate))*up.", siluMul)
	p.function("geluMulNEON", "func(gate, up *float32, n int)", "replaces gate by gelu(gate)*up.", geluMul)
	p.function("toHalfNEON", "func(x *float32, dst *uint16, n int)", "rounds n numbers to half precision.", toHalf)
}

// sixteens runs body for each sixteen of n numbers.
func (f *fn) sixteens(n R, body func()) { f.loopBy("next", n, 16, body) }

// quads reads sixteen float32.
func (f *fn) quads(base R) []V { return f.sixteen(base, 0, "F32") }

func (f *fn) store(v []V, base R) {
	for q, r := range v {
		f.strQ(r, base, 16*q)
	}
}

// four is new registers, each a copy of v.
func (f *fn) four(v V) []V {
	c := f.vecs(4)
	for _, r := range c {
		f.mov(r, v)
	}
	return c
}

// sum adds all lanes of four registers into the lowest lane of the first.
func (f *fn) sum(v []V) V {
	f.fadd(v[0], v[0], v[1])
	f.fadd(v[2], v[2], v[3])
	f.fadd(v[0], v[0], v[2])
	f.faddp(v[0], v[0], v[0])
	f.faddp(v[0], v[0], v[0])
	return v[0]
}

func sumSquares(f *fn) {
	x, n := f.load("x"), f.load("n")
	acc := f.four(f.zero())
	f.sixteens(n, func() {
		v := f.quads(x)
		for q := range v {
			f.fmla(acc[q], v[q], v[q])
		}
		f.free(v...)
		f.advance(x, 64)
	})
	f.result(f.sum(acc))
}

func scaleMul(f *fn) {
	x, weight, out, n := f.load("x"), f.load("weight"), f.load("out"), f.load("n")
	scale := f.loadFloat("scale")
	f.sixteens(n, func() {
		v, w := f.quads(x), f.quads(weight)
		for q := range v {
			f.fmul(v[q], v[q], scale)
			f.fmul(v[q], v[q], w[q])
		}
		f.store(v, out)
		f.free(v...)
		f.free(w...)
		for _, r := range []R{x, weight, out} {
			f.advance(r, 64)
		}
	})
}

func addTo(f *fn) {
	dst, x, n := f.load("dst"), f.load("x"), f.load("n")
	f.sixteens(n, func() {
		v, w := f.quads(dst), f.quads(x)
		for q := range v {
			f.fadd(v[q], v[q], w[q])
		}
		f.store(v, dst)
		f.free(v...)
		f.free(w...)
		f.advance(dst, 64)
		f.advance(x, 64)
	})
}

// peak passes over what is no number, but for absolute values, whose peak is
// what they are scaled by.
func peak(f *fn, absolute bool) {
	x, n := f.load("x"), f.load("n")
	greater, over := f.fmaxnm, f.fmaxnmv
	var acc []V
	if absolute {
		greater, over = f.fmax, f.fmaxv
		acc = f.four(f.zero())
	} else {
		acc = f.four(f.constant(f.reg(), float32(math.Inf(-1))))
	}
	f.sixteens(n, func() {
		v := f.quads(x)
		for q := range v {
			if absolute {
				f.fabs(v[q], v[q])
			}
			greater(acc[q], acc[q], v[q])
		}
		f.free(v...)
		f.advance(x, 64)
	})
	greater(acc[0], acc[0], acc[1])
	greater(acc[2], acc[2], acc[3])
	greater(acc[0], acc[0], acc[2])
	over(acc[0], acc[0])
	f.result(acc[0])
}

// exponential holds the constants of exp.
type exponential struct {
	*fn
	log2e, ln2hi, ln2lo  V
	low, high, bias, one V
	taylor               []V
}

func newExponential(f *fn) *exponential {
	r := f.reg()
	e := &exponential{fn: f,
		log2e: f.constant(r, math.Log2E),
		ln2hi: f.constant(r, 0.693359375), ln2lo: f.constant(r, -2.12194440e-4),
		low: f.constant(r, -87.3), high: f.constant(r, 88.3),
		bias: f.words(r, 127), one: f.constant(r, 1),
	}
	// exp(r) for |r| <= ln(2)/2 by its Taylor series, which is exact to float32
	// with the term of degree 7.
	for _, c := range []float32{1. / 5040, 1. / 720, 1. / 120, 1. / 24, 1. / 6, 1. / 2} {
		e.taylor = append(e.taylor, f.constant(r, c))
	}
	e.taylor = append(e.taylor, e.one, e.one)
	return e
}

// exp replaces x by exp(x); what lies below -87.3 becomes 0.
func (e *exponential) exp(x V) {
	n, p, t, dead := e.vec(), e.vec(), e.vec(), e.vec()
	e.fcmgt(dead, e.low, x)
	e.fmin(x, x, e.high)
	e.fmax(x, x, e.low)
	e.fmul(n, x, e.log2e)
	e.frintn(n, n)
	e.fmls(x, n, e.ln2hi)
	e.fmls(x, n, e.ln2lo)
	e.mov(p, e.taylor[0])
	for _, c := range e.taylor[1:] {
		e.mov(t, c)
		e.fmla(t, p, x)
		p, t = t, p
	}
	e.fcvtns(n, n)
	e.add(n, n, e.bias)
	e.shl(n, n, 23)
	e.fmul(x, p, n)
	e.bic(x, x, dead)
	e.free(n, p, t, dead)
}

// expSum stores the exponentials where keep is set; then there is a scale too.
func expSum(f *fn, keep bool) {
	x, n := f.load("x"), f.load("n")
	var scale V
	if keep {
		scale = f.loadFloat("scale")
	}
	peak := f.loadFloat("peak")
	e := newExponential(f)
	acc := f.zero()
	f.loopBy("next", n, 4, func() {
		v := f.vec()
		f.ldrQ(v, x, 0)
		f.fsub(v, v, peak)
		if keep {
			f.fmul(v, v, scale)
		}
		e.exp(v)
		if keep {
			f.strQ(v, x, 0)
		}
		f.fadd(acc, acc, v)
		f.free(v)
		f.advance(x, 16)
	})
	f.faddp(acc, acc, acc)
	f.faddp(acc, acc, acc)
	f.result(acc)
}

func scaleBy(f *fn) {
	x, n := f.load("x"), f.load("n")
	scale := f.loadFloat("scale")
	f.sixteens(n, func() {
		v := f.quads(x)
		for q := range v {
			f.fmul(v[q], v[q], scale)
		}
		f.store(v, x)
		f.free(v...)
		f.advance(x, 64)
	})
}

// gated runs a function of the gate's numbers and multiplies by those of up.
func gated(f *fn, activate func(g V)) {
	gate, up, n := f.load("gate"), f.load("up"), f.load("n")
	f.loopBy("next", n, 4, func() {
		g, u := f.vec(), f.vec()
		f.ldrQ(g, gate, 0)
		activate(g)
		f.ldrQ(u, up, 0)
		f.fmul(g, g, u)
		f.strQ(g, gate, 0)
		f.free(g, u)
		f.advance(gate, 16)
		f.advance(up, 16)
	})
}

func siluMul(f *fn) {
	e := newExponential(f)
	gated(f, func(g V) {
		v := f.vec()
		f.fneg(v, g)
		e.exp(v)
		f.fadd(v, v, e.one)
		f.fdiv(g, g, v)
		f.free(v)
	})
}

// geluMul uses 0.5*(1+tanh(y)) = 1/(1+exp(-2y)).
func geluMul(f *fn) {
	e := newExponential(f)
	r := f.reg()
	factor, cubic := f.constant(r, -2*0.7978845608028654), f.constant(r, 0.044715)
	gated(f, func(g V) {
		square, v := f.vec(), f.vec()
		f.fmul(square, g, g)
		f.mov(v, e.one)
		f.fmla(v, square, cubic)
		f.fmul(v, v, g)
		f.fmul(v, v, factor)
		e.exp(v)
		f.fadd(v, v, e.one)
		f.fdiv(g, g, v)
		f.free(square, v)
	})
}

func toHalf(f *fn) {
	x, dst, n := f.load("x"), f.load("dst"), f.load("n")
	f.sixteens(n, func() {
		v := f.quads(x)
		for q := 0; q < 4; q += 2 {
			f.fcvtn(v[q], v[q])
			f.fcvtn2(v[q], v[q+1])
			f.strQ(v[q], dst, 8*q)
		}
		f.free(v...)
		f.advance(x, 64)
		f.advance(dst, 32)
	})
}

// pause waits for some tens of nanoseconds: YIELD does nothing on most
// processors, a barrier of instructions takes that long.
func pause(p *program) {
	p.function("pause", "func()", "lets a waiting core rest for some tens of nanoseconds.", func(f *fn) {
		f.word(0xd5033fdf, "isb sy")
	})
}

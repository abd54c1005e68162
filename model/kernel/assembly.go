//go:build amd64 || arm64

package kernel

import "math"

// assembly is what is written in assembly for vectors and for attention, for one
// kind of processor. Those functions take whole registers only: every n is a
// multiple of sixteen and not zero. The methods go from there to any length and
// are the functions of a kernelSet.
type assembly struct {
	// quantize writes blocks of 32 values, each with its own scale;
	// quantizeShared the same with one scale, from the greatest absolute value.
	quantize       func(x *float32, q, fields *byte, blocks, size int)
	quantizeShared func(x *float32, q, fields *byte, blocks, size int, peak float32)
	absPeak        func(x *float32, n int) float32

	sumSquares func(x *float32, n int) float32
	scaleMul   func(x, weight, out *float32, n int, scale float32)

	peak    func(x *float32, n int) float32
	expSum  func(x *float32, n int, scale, peak float32) float32 // replaces x by exp(scale*(x-peak))
	sumExp  func(x *float32, n int, peak float32) float32        // leaves x
	scaleBy func(x *float32, n int, scale float32)
	// expSumRest and sumExpRest do it for fewer than sixteen numbers. They call the
	// assembly by its name, so that the compiler knows that it keeps no pointer and
	// their buffer can lie on the stack.
	expSumRest func(x []float32, scale, peak float32) float32
	sumExpRest func(x []float32, peak float32) float32

	siluMul, geluMul func(gate, up *float32, n int)
	addTo            func(dst, x *float32, n int)
	toHalf           func(x *float32, dst *uint16, n int)

	scores []rowScores // for fewer and fewer rows, down to one
	mix    []rowMix    // the same
}

// rowScores computes the scores of that many rows of queries.
type rowScores struct {
	rows int
	run  func(q *float32, qStride int, keys *uint16, dim, blocks int, out *float32, outStride int)
}

// rowMix adds the values of a head to that many rows.
type rowMix struct {
	rows  int
	parts []partMix // for fewer and fewer values, down to sixteen
}

// partMix adds that many of the values; step is the distance between those of two
// slots, in bytes.
type partMix struct {
	values int
	run    func(p *float32, pStride int, values *uint16, step, slots int, out *float32, outStride int)
}

// set is the kernelSet of the given name that uses a.
func (a *assembly) set(name string, mul [kinds]tileKernels, mulFloat [kinds]floatKernels) kernelSet {
	return kernelSet{
		name:         name,
		mul:          mul,
		mulFloat:     mulFloat,
		quantize:     a.quantizeBlocks,
		quantizeWide: a.quantizeWide,
		rmsNorm:      a.rmsNorm,
		softmax:      a.softmax,
		siluMul:      a.siluMulAny,
		geluMul:      a.geluMulAny,
		addTo:        a.addToAny,
		toHalf:       a.toHalfAny,
		scores:       a.scoresOfRows,
		mix:          a.mixRows,
		peak:         a.peakOfAny,
		sumExp:       a.sumExpOfAny,
	}
}

// wholeRegisters is the part of n numbers that fills registers.
func wholeRegisters(n int) int { return n &^ (Lanes - 1) }

var negInf = float32(math.Inf(-1))

// padded fills fewer than sixteen numbers up with negative infinity: as exponents
// those add nothing.
func padded(x []float32) (buf [Lanes]float32) {
	for i := copy(buf[:], x); i < Lanes; i++ {
		buf[i] = negInf
	}
	return buf
}

func (a *assembly) quantizeBlocks(x []float32, tile []byte, size, lane int) {
	if blocks := len(x) / actBlock; blocks > 0 {
		_ = tile[blocks*size*actBytes-1]
		a.quantize(&x[0], &tile[lane*actBlock], &tile[size*actBlock+4*lane], blocks, size)
	}
}

func (a *assembly) quantizeWide(x []float32, tile []byte, size, lane int) {
	if blocks := len(x) / actBlock; blocks > 0 {
		_ = tile[blocks*size*actBytes-1]
		peak := a.absPeak(&x[0], len(x))
		a.quantizeShared(&x[0], &tile[lane*actBlock], &tile[size*actBlock+4*lane], blocks, size, peak)
	}
}

// rmsNorm leaves lengths that no model has to the reference.
func (a *assembly) rmsNorm(x, weight, out []float32, eps float32) {
	n := len(x)
	if n == 0 || n != wholeRegisters(n) {
		rmsNormGo(x, weight, out, eps)
		return
	}
	squares := float64(a.sumSquares(&x[0], n))
	a.scaleMul(&x[0], &weight[0], &out[0], n, float32(1/math.Sqrt(squares/float64(n)+float64(eps))))
}

func (a *assembly) softmax(x []float32, scale float32) {
	whole, peak, sum := wholeRegisters(len(x)), a.peakOfAny(x), float32(0)
	if whole > 0 {
		sum = a.expSum(&x[0], whole, scale, peak)
	}
	rest := x[whole:]
	if len(rest) > 0 {
		sum += a.expSumRest(rest, scale, peak)
	}
	if whole > 0 {
		a.scaleBy(&x[0], whole, 1/sum)
	}
	for i := range rest {
		rest[i] *= 1 / sum
	}
}

func (a *assembly) peakOfAny(x []float32) float32 {
	peak, whole := negInf, wholeRegisters(len(x))
	if whole > 0 {
		peak = a.peak(&x[0], whole)
	}
	return max(peak, peakGo(x[whole:]))
}

func (a *assembly) sumExpOfAny(x []float32, peak float32) float32 {
	sum, whole := float32(0), wholeRegisters(len(x))
	if whole > 0 {
		sum = a.sumExp(&x[0], whole, peak)
	}
	if rest := x[whole:]; len(rest) > 0 {
		sum += a.sumExpRest(rest, peak)
	}
	return sum
}

func (a *assembly) siluMulAny(gate, up []float32) {
	whole := wholeRegisters(len(gate))
	if whole > 0 {
		a.siluMul(&gate[0], &up[0], whole)
	}
	siluMulGo(gate[whole:], up[whole:])
}

func (a *assembly) geluMulAny(gate, up []float32) {
	whole := wholeRegisters(len(gate))
	if whole > 0 {
		a.geluMul(&gate[0], &up[0], whole)
	}
	geluMulGo(gate[whole:], up[whole:])
}

func (a *assembly) addToAny(dst, x []float32) {
	whole := wholeRegisters(len(dst))
	if whole > 0 {
		a.addTo(&dst[0], &x[0], whole)
	}
	addToGo(dst[whole:], x[whole:])
}

func (a *assembly) toHalfAny(x []float32, dst []uint16) {
	whole := wholeRegisters(len(x))
	if whole > 0 {
		a.toHalf(&x[0], &dst[0], whole)
	}
	toHalfGo(x[whole:], dst[whole:])
}

func (a *assembly) scoresOfRows(q []float32, n, qStride int, keys []uint16, dim int, out []float32, outStride int) {
	blocks := len(keys) / dim / KeyBlock
	_, _ = q[(n-1)*qStride+dim-1], out[(n-1)*outStride+blocks*KeyBlock-1]
	row := 0
	for _, k := range a.scores {
		for ; n-row >= k.rows; row += k.rows {
			k.run(&q[row*qStride], qStride, &keys[0], dim, blocks, &out[row*outStride], outStride)
		}
	}
}

func (a *assembly) mixRows(p []float32, n, pStride int, vals []uint16, dim int, out []float32, outStride int) {
	slots := len(vals) / dim
	_, _ = p[(n-1)*pStride+slots-1], out[(n-1)*outStride+dim-1]
	row := 0
	for _, k := range a.mix {
		for ; n-row >= k.rows; row += k.rows {
			value := 0
			for _, part := range k.parts {
				for ; dim-value >= part.values; value += part.values {
					part.run(&p[row*pStride], pStride, &vals[value], 2*dim, slots, &out[row*outStride+value], outStride)
				}
			}
		}
	}
}

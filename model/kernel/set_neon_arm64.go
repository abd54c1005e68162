package kernel

// neonSet is the set of kernels for processors with the dot products of bytes
// that came with Armv8.2; all else in it any 64-bit Arm processor has.
func neonSet() kernelSet {
	return kernelSet{
		name: "neon",
		mul: [kinds]tileKernels{
			kindQ40: {mulQ40x1NEON, mulQ40x2NEON, mulQ40x4NEON, mulQ40x8NEON},
			kindQ41: {mulQ41x1NEON, mulQ41x2NEON, mulQ41x4NEON, mulQ41x8NEON},
			kindQ50: {mulQ50x1NEON, mulQ50x2NEON, mulQ50x4NEON, mulQ50x8NEON},
			kindQ51: {mulQ51x1NEON, mulQ51x2NEON, mulQ51x4NEON, mulQ51x8NEON},
			kindQ80: {mulQ80x1NEON, mulQ80x2NEON, mulQ80x4NEON, mulQ80x8NEON},
			kindQ4K: {mulQ4Kx1NEON, mulQ4Kx2NEON, mulQ4Kx4NEON, mulQ4Kx8NEON},
			kindQ5K: {mulQ5Kx1NEON, mulQ5Kx2NEON, mulQ5Kx4NEON, mulQ5Kx8NEON},
			kindQ6K: {mulQ6Kx1NEON, mulQ6Kx2NEON, mulQ6Kx4NEON, mulQ6Kx8NEON},
			kindLUT: {mulLUTx1NEON, mulLUTx2NEON, mulLUTx4NEON, mulLUTx8NEON},
			kindQ2K: {mulQ2Kx1NEON, mulQ2Kx2NEON, mulQ2Kx4NEON, mulQ2Kx8NEON},
		},
		mulFloat: [kinds]floatKernels{
			kindF32:  {mulF32x1NEON, mulF32x2NEON, mulF32x4NEON},
			kindF16:  {mulF16x1NEON, mulF16x2NEON, mulF16x4NEON},
			kindBF16: {mulBF16x1NEON, mulBF16x2NEON, mulBF16x4NEON},
		},
		quantize:     quantizeBlocksNEON,
		quantizeWide: quantizeWideNEON,
		rmsNorm:      rmsNormNEONOf,
		softmax:      softmaxNEONOf,
		siluMul:      siluMulTailNEON,
		geluMul:      geluMulTailNEON,
		addTo:        addToTailNEON,
		toHalf:       toHalfTailNEON,
		scores:       scoresNEONRows,
		mix:          mixNEONRows,
		peak:         peakTailNEON,
		sumExp:       sumExpTailNEON,
	}
}

func quantizeBlocksNEON(x []float32, tile []byte, size, lane int) {
	if blocks := len(x) / actBlock; blocks > 0 {
		_ = tile[blocks*size*actBytes-1]
		quantizeNEON(&x[0], &tile[lane*actBlock], &tile[size*actBlock+4*lane], blocks, size)
	}
}

func quantizeWideNEON(x []float32, tile []byte, size, lane int) {
	if blocks := len(x) / actBlock; blocks > 0 {
		_ = tile[blocks*size*actBytes-1]
		peak := absPeakNEON(&x[0], len(x))
		quantizeSharedNEON(&x[0], &tile[lane*actBlock], &tile[size*actBlock+4*lane], blocks, size, peak)
	}
}

func rmsNormNEONOf(x, weight, out []float32, eps float32) {
	whole := len(x) &^ (Lanes - 1)
	if whole != len(x) {
		rmsNormGo(x, weight, out, eps)
		return
	}
	scale := normScale(sumSquaresNEON(&x[0], whole), whole, eps)
	scaleMulNEON(&x[0], &weight[0], &out[0], whole, scale)
}

// softmaxNEONOf pads what is left of sixteen with numbers that add nothing.
func softmaxNEONOf(x []float32, scale float32) {
	whole := len(x) &^ (Lanes - 1)
	peak := peakTailNEON(x)
	sum := float32(0)
	if whole > 0 {
		sum = expSumNEON(&x[0], whole, scale, peak)
	}
	if rest := x[whole:]; len(rest) > 0 {
		buf := padded(rest)
		sum += expSumNEON(&buf[0], Lanes, scale, peak)
		copy(rest, buf[:])
	}
	if whole > 0 {
		scaleByNEON(&x[0], whole, 1/sum)
	}
	for i := range x[whole:] {
		x[whole+i] *= 1 / sum
	}
}

func peakTailNEON(x []float32) float32 {
	peak, whole := negInf, len(x)&^(Lanes-1)
	if whole > 0 {
		peak = peakNEON(&x[0], whole)
	}
	for _, v := range x[whole:] {
		if v > peak {
			peak = v
		}
	}
	return peak
}

func sumExpTailNEON(x []float32, peak float32) float32 {
	sum, whole := float32(0), len(x)&^(Lanes-1)
	if whole > 0 {
		sum = sumExpNEON(&x[0], whole, peak)
	}
	if rest := x[whole:]; len(rest) > 0 {
		buf := padded(rest)
		sum += sumExpNEON(&buf[0], Lanes, peak)
	}
	return sum
}

func siluMulTailNEON(gate, up []float32) {
	whole := len(gate) &^ (Lanes - 1)
	if whole > 0 {
		siluMulNEON(&gate[0], &up[0], whole)
	}
	siluMulGo(gate[whole:], up[whole:])
}

func geluMulTailNEON(gate, up []float32) {
	whole := len(gate) &^ (Lanes - 1)
	if whole > 0 {
		geluMulNEON(&gate[0], &up[0], whole)
	}
	geluMulGo(gate[whole:], up[whole:])
}

func addToTailNEON(dst, x []float32) {
	whole := len(dst) &^ (Lanes - 1)
	if whole > 0 {
		addToNEON(&dst[0], &x[0], whole)
	}
	addToGo(dst[whole:], x[whole:])
}

func toHalfTailNEON(x []float32, dst []uint16) {
	whole := len(x) &^ (Lanes - 1)
	if whole > 0 {
		toHalfNEON(&x[0], &dst[0], whole)
	}
	toHalfGo(x[whole:], dst[whole:])
}

func scoresNEONRows(q []float32, n, qStride int, keys []uint16, dim int, out []float32, outStride int) {
	blocks := len(keys) / dim / KeyBlock
	_, _ = q[(n-1)*qStride+dim-1], out[(n-1)*outStride+blocks*KeyBlock-1]
	for n > 0 {
		done := 1
		switch {
		case n >= 4:
			scores4NEON(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
			done = 4
		case n >= 2:
			scores2NEON(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
			done = 2
		default:
			scores1NEON(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
		}
		if n -= done; n > 0 {
			q, out = q[done*qStride:], out[done*outStride:]
		}
	}
}

func mixNEONRows(p []float32, n, pStride int, vals []uint16, dim int, out []float32, outStride int) {
	slots := len(vals) / dim
	_, _ = p[(n-1)*pStride+slots-1], out[(n-1)*outStride+dim-1]
	for n > 0 {
		done := 1
		switch {
		case n >= 4:
			done = 4
		case n >= 2:
			done = 2
		}
		for d := 0; d < dim; {
			d += mixNEONPart(done, dim-d, &p[0], pStride, &vals[d], 2*dim, slots, &out[d], outStride)
		}
		if n -= done; n > 0 {
			p, out = p[done*pStride:], out[done*outStride:]
		}
	}
}

// mixNEONPart computes as many of the left dimensions as a kernel takes, and
// returns their number.
func mixNEONPart(rows, left int, p *float32, pStride int, vals *uint16, step, slots int, out *float32, outStride int) int {
	switch {
	case rows == 4 && left >= 16:
		mix4by16NEON(p, pStride, vals, step, slots, out, outStride)
		return 16
	case rows == 2 && left >= 32:
		mix2by32NEON(p, pStride, vals, step, slots, out, outStride)
		return 32
	case rows == 2 && left >= 16:
		mix2by16NEON(p, pStride, vals, step, slots, out, outStride)
		return 16
	case rows == 1 && left >= 32:
		mix1by32NEON(p, pStride, vals, step, slots, out, outStride)
		return 32
	case rows == 1 && left >= 16:
		mix1by16NEON(p, pStride, vals, step, slots, out, outStride)
		return 16
	}
	panic("kernel: heads of a size that no kernel takes")
}

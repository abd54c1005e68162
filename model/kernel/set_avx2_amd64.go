package kernel

// avx2Set is the set of kernels for processors with AVX2, FMA and F16C.
func avx2Set() kernelSet {
	return kernelSet{
		name: "avx2",
		mul: [kinds]tileKernels{
			kindQ40: {mulQ40x1AVX2, mulQ40x2AVX2, mulQ40x4AVX2, mulQ40x8AVX2},
			kindQ41: {mulQ41x1AVX2, mulQ41x2AVX2, mulQ41x4AVX2, mulQ41x8AVX2},
			kindQ50: {mulQ50x1AVX2, mulQ50x2AVX2, mulQ50x4AVX2, mulQ50x8AVX2},
			kindQ51: {mulQ51x1AVX2, mulQ51x2AVX2, mulQ51x4AVX2, mulQ51x8AVX2},
			kindQ80: {mulQ80x1AVX2, mulQ80x2AVX2, mulQ80x4AVX2, mulQ80x8AVX2},
			kindQ4K: {mulQ4Kx1AVX2, mulQ4Kx2AVX2, mulQ4Kx4AVX2, mulQ4Kx8AVX2},
			kindQ5K: {mulQ5Kx1AVX2, mulQ5Kx2AVX2, mulQ5Kx4AVX2, mulQ5Kx8AVX2},
			kindQ6K: {mulQ6Kx1AVX2, mulQ6Kx2AVX2, mulQ6Kx4AVX2, mulQ6Kx8AVX2},
			kindLUT: {mulLUTx1AVX2, mulLUTx2AVX2, mulLUTx4AVX2, mulLUTx8AVX2},
			kindQ2K: {mulQ2Kx1AVX2, mulQ2Kx2AVX2, mulQ2Kx4AVX2, mulQ2Kx8AVX2},
		},
		mulFloat: [kinds]floatKernels{
			kindF32:  {mulF32x1AVX2, mulF32x2AVX2, mulF32x4AVX2},
			kindF16:  {mulF16x1AVX2, mulF16x2AVX2, mulF16x4AVX2},
			kindBF16: {mulBF16x1AVX2, mulBF16x2AVX2, mulBF16x4AVX2},
		},
		quantize:     quantizeBlocksAVX2,
		quantizeWide: quantizeWideAVX2,
		rmsNorm:      rmsNormAVX2Of,
		softmax:      softmaxAVX2Of,
		siluMul:      siluMulTailAVX2,
		geluMul:      geluMulTailAVX2,
		addTo:        addToTailAVX2,
		toHalf:       toHalfTailAVX2,
		scores:       scoresAVX2Rows,
		mix:          mixAVX2Rows,
		peak:         peakTailAVX2,
		sumExp:       sumExpTailAVX2,
	}
}

func quantizeBlocksAVX2(x []float32, tile []byte, size, lane int) {
	if blocks := len(x) / actBlock; blocks > 0 {
		_ = tile[blocks*size*actBytes-1]
		quantizeAVX2(&x[0], &tile[lane*actBlock], &tile[size*actBlock+4*lane], blocks, size)
	}
}

func quantizeWideAVX2(x []float32, tile []byte, size, lane int) {
	if blocks := len(x) / actBlock; blocks > 0 {
		_ = tile[blocks*size*actBytes-1]
		peak := absPeakAVX2(&x[0], len(x))
		quantizeSharedAVX2(&x[0], &tile[lane*actBlock], &tile[size*actBlock+4*lane], blocks, size, peak)
	}
}

func rmsNormAVX2Of(x, weight, out []float32, eps float32) {
	whole := len(x) &^ (Lanes - 1)
	if whole != len(x) {
		rmsNormGo(x, weight, out, eps)
		return
	}
	scale := normScale(sumSquaresAVX2(&x[0], whole), whole, eps)
	scaleMulAVX2(&x[0], &weight[0], &out[0], whole, scale)
}

// softmaxAVX2Of pads what is left of sixteen with numbers that add nothing.
func softmaxAVX2Of(x []float32, scale float32) {
	whole := len(x) &^ (Lanes - 1)
	peak := peakTailAVX2(x)
	sum := float32(0)
	if whole > 0 {
		sum = expSumAVX2(&x[0], whole, scale, peak)
	}
	if rest := x[whole:]; len(rest) > 0 {
		buf := padded(rest)
		sum += expSumAVX2(&buf[0], Lanes, scale, peak)
		copy(rest, buf[:])
	}
	if whole > 0 {
		scaleByAVX2(&x[0], whole, 1/sum)
	}
	for i := range x[whole:] {
		x[whole+i] *= 1 / sum
	}
}

func peakTailAVX2(x []float32) float32 {
	peak, whole := negInf, len(x)&^(Lanes-1)
	if whole > 0 {
		peak = peakAVX2(&x[0], whole)
	}
	for _, v := range x[whole:] {
		if v > peak {
			peak = v
		}
	}
	return peak
}

func sumExpTailAVX2(x []float32, peak float32) float32 {
	sum, whole := float32(0), len(x)&^(Lanes-1)
	if whole > 0 {
		sum = sumExpAVX2(&x[0], whole, peak)
	}
	if rest := x[whole:]; len(rest) > 0 {
		buf := padded(rest)
		sum += sumExpAVX2(&buf[0], Lanes, peak)
	}
	return sum
}

func siluMulTailAVX2(gate, up []float32) {
	whole := len(gate) &^ (Lanes - 1)
	if whole > 0 {
		siluMulAVX2(&gate[0], &up[0], whole)
	}
	siluMulGo(gate[whole:], up[whole:])
}

func geluMulTailAVX2(gate, up []float32) {
	whole := len(gate) &^ (Lanes - 1)
	if whole > 0 {
		geluMulAVX2(&gate[0], &up[0], whole)
	}
	geluMulGo(gate[whole:], up[whole:])
}

func addToTailAVX2(dst, x []float32) {
	whole := len(dst) &^ (Lanes - 1)
	if whole > 0 {
		addToAVX2(&dst[0], &x[0], whole)
	}
	addToGo(dst[whole:], x[whole:])
}

func toHalfTailAVX2(x []float32, dst []uint16) {
	whole := len(x) &^ (Lanes - 1)
	if whole > 0 {
		toHalfAVX2(&x[0], &dst[0], whole)
	}
	toHalfGo(x[whole:], dst[whole:])
}

func scoresAVX2Rows(q []float32, n, qStride int, keys []uint16, dim int, out []float32, outStride int) {
	blocks := len(keys) / dim / KeyBlock
	_, _ = q[(n-1)*qStride+dim-1], out[(n-1)*outStride+blocks*KeyBlock-1]
	for n > 0 {
		done := 1
		switch {
		case n >= 4:
			scores4AVX2(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
			done = 4
		case n >= 2:
			scores2AVX2(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
			done = 2
		default:
			scores1AVX2(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
		}
		if n -= done; n > 0 {
			q, out = q[done*qStride:], out[done*outStride:]
		}
	}
}

func mixAVX2Rows(p []float32, n, pStride int, vals []uint16, dim int, out []float32, outStride int) {
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
			d += mixAVX2Part(done, dim-d, &p[0], pStride, &vals[d], 2*dim, slots, &out[d], outStride)
		}
		if n -= done; n > 0 {
			p, out = p[done*pStride:], out[done*outStride:]
		}
	}
}

// mixAVX2Part computes as many of the left dimensions as a kernel takes, and
// returns their number.
func mixAVX2Part(rows, left int, p *float32, pStride int, vals *uint16, step, slots int, out *float32, outStride int) int {
	switch {
	case rows == 4 && left >= 16:
		mix4by16AVX2(p, pStride, vals, step, slots, out, outStride)
		return 16
	case rows == 2 && left >= 32:
		mix2by32AVX2(p, pStride, vals, step, slots, out, outStride)
		return 32
	case rows == 2 && left >= 16:
		mix2by16AVX2(p, pStride, vals, step, slots, out, outStride)
		return 16
	case rows == 1 && left >= 32:
		mix1by32AVX2(p, pStride, vals, step, slots, out, outStride)
		return 32
	case rows == 1 && left >= 16:
		mix1by16AVX2(p, pStride, vals, step, slots, out, outStride)
		return 16
	}
	panic("kernel: heads of a size that no kernel takes")
}

package kernel

// avx512Set is the set of kernels for processors with AVX-512 and its VNNI instructions.
func avx512Set() kernelSet {
	return kernelSet{
		name: "avx512",
		mul: [kinds]tileKernels{
			kindQ40: {mulQ40x1AVX512, mulQ40x2AVX512, mulQ40x4AVX512, mulQ40x8AVX512},
			kindQ41: {mulQ41x1AVX512, mulQ41x2AVX512, mulQ41x4AVX512, mulQ41x8AVX512},
			kindQ50: {mulQ50x1AVX512, mulQ50x2AVX512, mulQ50x4AVX512, mulQ50x8AVX512},
			kindQ51: {mulQ51x1AVX512, mulQ51x2AVX512, mulQ51x4AVX512, mulQ51x8AVX512},
			kindQ80: {mulQ80x1AVX512, mulQ80x2AVX512, mulQ80x4AVX512, mulQ80x8AVX512},
			kindQ4K: {mulQ4Kx1AVX512, mulQ4Kx2AVX512, mulQ4Kx4AVX512, mulQ4Kx8AVX512},
			kindQ5K: {mulQ5Kx1AVX512, mulQ5Kx2AVX512, mulQ5Kx4AVX512, mulQ5Kx8AVX512},
			kindQ6K: {mulQ6Kx1AVX512, mulQ6Kx2AVX512, mulQ6Kx4AVX512, mulQ6Kx8AVX512},
			kindLUT: {mulLUTx1AVX512, mulLUTx2AVX512, mulLUTx4AVX512, mulLUTx8AVX512},
			kindQ2K: {mulQ2Kx1AVX512, mulQ2Kx2AVX512, mulQ2Kx4AVX512, mulQ2Kx8AVX512},
		},
		mulFloat: [kinds]floatKernels{
			kindF32:  {mulF32x1AVX512, mulF32x2AVX512, mulF32x4AVX512},
			kindF16:  {mulF16x1AVX512, mulF16x2AVX512, mulF16x4AVX512},
			kindBF16: {mulBF16x1AVX512, mulBF16x2AVX512, mulBF16x4AVX512},
		},
		quantize:     quantizeBlocksAVX512,
		quantizeWide: quantizeWideAVX512,
		rmsNorm:      rmsNormAVX512Of,
		softmax:      softmaxAVX512Of,
		siluMul:      siluMulTailAVX512,
		geluMul:      geluMulTailAVX512,
		addTo:        addToTailAVX512,
		toHalf:       toHalfTailAVX512,
		scores:       scoresAVX512Rows,
		mix:          mixAVX512Rows,
		peak:         peakTailAVX512,
		sumExp:       sumExpTailAVX512,
	}
}

func quantizeBlocksAVX512(x []float32, tile []byte, size, lane int) {
	if blocks := len(x) / actBlock; blocks > 0 {
		_ = tile[blocks*size*actBytes-1]
		quantizeAVX512(&x[0], &tile[lane*actBlock], &tile[size*actBlock+4*lane], blocks, size)
	}
}

func quantizeWideAVX512(x []float32, tile []byte, size, lane int) {
	if blocks := len(x) / actBlock; blocks > 0 {
		_ = tile[blocks*size*actBytes-1]
		peak := absPeakAVX512(&x[0], len(x))
		quantizeSharedAVX512(&x[0], &tile[lane*actBlock], &tile[size*actBlock+4*lane], blocks, size, peak)
	}
}

func rmsNormAVX512Of(x, weight, out []float32, eps float32) {
	whole := len(x) &^ (Lanes - 1)
	if whole != len(x) {
		rmsNormGo(x, weight, out, eps)
		return
	}
	scale := normScale(sumSquaresAVX512(&x[0], whole), whole, eps)
	scaleMulAVX512(&x[0], &weight[0], &out[0], whole, scale)
}

// softmaxAVX512Of pads what is left of sixteen with numbers that add nothing.
func softmaxAVX512Of(x []float32, scale float32) {
	whole := len(x) &^ (Lanes - 1)
	peak := peakTailAVX512(x)
	sum := float32(0)
	if whole > 0 {
		sum = expSumAVX512(&x[0], whole, scale, peak)
	}
	if rest := x[whole:]; len(rest) > 0 {
		buf := padded(rest)
		sum += expSumAVX512(&buf[0], Lanes, scale, peak)
		copy(rest, buf[:])
	}
	if whole > 0 {
		scaleByAVX512(&x[0], whole, 1/sum)
	}
	for i := range x[whole:] {
		x[whole+i] *= 1 / sum
	}
}

func peakTailAVX512(x []float32) float32 {
	peak, whole := negInf, len(x)&^(Lanes-1)
	if whole > 0 {
		peak = peakAVX512(&x[0], whole)
	}
	for _, v := range x[whole:] {
		if v > peak {
			peak = v
		}
	}
	return peak
}

func sumExpTailAVX512(x []float32, peak float32) float32 {
	sum, whole := float32(0), len(x)&^(Lanes-1)
	if whole > 0 {
		sum = sumExpAVX512(&x[0], whole, peak)
	}
	if rest := x[whole:]; len(rest) > 0 {
		buf := padded(rest)
		sum += sumExpAVX512(&buf[0], Lanes, peak)
	}
	return sum
}

func siluMulTailAVX512(gate, up []float32) {
	whole := len(gate) &^ (Lanes - 1)
	if whole > 0 {
		siluMulAVX512(&gate[0], &up[0], whole)
	}
	siluMulGo(gate[whole:], up[whole:])
}

func geluMulTailAVX512(gate, up []float32) {
	whole := len(gate) &^ (Lanes - 1)
	if whole > 0 {
		geluMulAVX512(&gate[0], &up[0], whole)
	}
	geluMulGo(gate[whole:], up[whole:])
}

func addToTailAVX512(dst, x []float32) {
	whole := len(dst) &^ (Lanes - 1)
	if whole > 0 {
		addToAVX512(&dst[0], &x[0], whole)
	}
	addToGo(dst[whole:], x[whole:])
}

func toHalfTailAVX512(x []float32, dst []uint16) {
	whole := len(x) &^ (Lanes - 1)
	if whole > 0 {
		toHalfAVX512(&x[0], &dst[0], whole)
	}
	toHalfGo(x[whole:], dst[whole:])
}

func scoresAVX512Rows(q []float32, n, qStride int, keys []uint16, dim int, out []float32, outStride int) {
	blocks := len(keys) / dim / KeyBlock
	_, _ = q[(n-1)*qStride+dim-1], out[(n-1)*outStride+blocks*KeyBlock-1]
	for n > 0 {
		done := 1
		switch {
		case n >= 8:
			scores8AVX512(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
			done = 8
		case n >= 4:
			scores4AVX512(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
			done = 4
		case n >= 2:
			scores2AVX512(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
			done = 2
		default:
			scores1AVX512(&q[0], qStride, &keys[0], dim, blocks, &out[0], outStride)
		}
		if n -= done; n > 0 {
			q, out = q[done*qStride:], out[done*outStride:]
		}
	}
}

func mixAVX512Rows(p []float32, n, pStride int, vals []uint16, dim int, out []float32, outStride int) {
	slots := len(vals) / dim
	_, _ = p[(n-1)*pStride+slots-1], out[(n-1)*outStride+dim-1]
	for n > 0 {
		done := 1
		switch {
		case n >= 8:
			done = 8
		case n >= 4:
			done = 4
		case n >= 2:
			done = 2
		}
		for d := 0; d < dim; {
			d += mixAVX512Part(done, dim-d, &p[0], pStride, &vals[d], 2*dim, slots, &out[d], outStride)
		}
		if n -= done; n > 0 {
			p, out = p[done*pStride:], out[done*outStride:]
		}
	}
}

// mixAVX512Part computes as many of the left dimensions as a kernel takes, and
// returns their number.
func mixAVX512Part(rows, left int, p *float32, pStride int, vals *uint16, step, slots int, out *float32, outStride int) int {
	switch {
	case rows == 8 && left >= 32:
		mix8by32AVX512(p, pStride, vals, step, slots, out, outStride)
		return 32
	case rows == 8 && left >= 16:
		mix8by16AVX512(p, pStride, vals, step, slots, out, outStride)
		return 16
	case rows == 4 && left >= 64:
		mix4by64AVX512(p, pStride, vals, step, slots, out, outStride)
		return 64
	case rows == 4 && left >= 16:
		mix4by16AVX512(p, pStride, vals, step, slots, out, outStride)
		return 16
	case rows == 2 && left >= 64:
		mix2by64AVX512(p, pStride, vals, step, slots, out, outStride)
		return 64
	case rows == 2 && left >= 16:
		mix2by16AVX512(p, pStride, vals, step, slots, out, outStride)
		return 16
	case rows == 1 && left >= 64:
		mix1by64AVX512(p, pStride, vals, step, slots, out, outStride)
		return 64
	case rows == 1 && left >= 16:
		mix1by16AVX512(p, pStride, vals, step, slots, out, outStride)
		return 16
	}
	panic("kernel: heads of a size that no kernel takes")
}

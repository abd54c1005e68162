package kernel

// avx2Set is the set of kernels for processors with AVX2, FMA and F16C.
func avx2Set() kernelSet {
	a := &assembly{
		quantize:       quantizeAVX2,
		quantizeShared: quantizeSharedAVX2,
		absPeak:        absPeakAVX2,
		sumSquares:     sumSquaresAVX2,
		scaleMul:       scaleMulAVX2,
		peak:           peakAVX2,
		expSum:         expSumAVX2,
		sumExp:         sumExpAVX2,
		scaleBy:        scaleByAVX2,
		expSumRest:     expSumRestAVX2,
		sumExpRest:     sumExpRestAVX2,
		siluMul:        siluMulAVX2,
		geluMul:        geluMulAVX2,
		addTo:          addToAVX2,
		toHalf:         toHalfAVX2,
		scores:         []rowScores{{4, scores4AVX2}, {2, scores2AVX2}, {1, scores1AVX2}},
		mix: []rowMix{
			{4, []partMix{{16, mix4by16AVX2}}},
			{2, []partMix{{32, mix2by32AVX2}, {16, mix2by16AVX2}}},
			{1, []partMix{{32, mix1by32AVX2}, {16, mix1by16AVX2}}},
		},
	}
	return a.set("avx2", [kinds]tileKernels{
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
	}, [kinds]floatKernels{
		kindF32:  {mulF32x1AVX2, mulF32x2AVX2, mulF32x4AVX2},
		kindF16:  {mulF16x1AVX2, mulF16x2AVX2, mulF16x4AVX2},
		kindBF16: {mulBF16x1AVX2, mulBF16x2AVX2, mulBF16x4AVX2},
	})
}

func expSumRestAVX2(x []float32, scale, peak float32) float32 {
	buf := padded(x)
	sum := expSumAVX2(&buf[0], Lanes, scale, peak)
	copy(x, buf[:])
	return sum
}

func sumExpRestAVX2(x []float32, peak float32) float32 {
	buf := padded(x)
	return sumExpAVX2(&buf[0], Lanes, peak)
}

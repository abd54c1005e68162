package kernel

// avx512Set is the set of kernels for processors with AVX-512 and its VNNI instructions.
func avx512Set() kernelSet {
	a := &assembly{
		quantize:       quantizeAVX512,
		quantizeShared: quantizeSharedAVX512,
		absPeak:        absPeakAVX512,
		sumSquares:     sumSquaresAVX512,
		scaleMul:       scaleMulAVX512,
		peak:           peakAVX512,
		expSum:         expSumAVX512,
		sumExp:         sumExpAVX512,
		scaleBy:        scaleByAVX512,
		expSumRest:     expSumRestAVX512,
		sumExpRest:     sumExpRestAVX512,
		siluMul:        siluMulAVX512,
		geluMul:        geluMulAVX512,
		addTo:          addToAVX512,
		toHalf:         toHalfAVX512,
		scores:         []rowScores{{8, scores8AVX512}, {4, scores4AVX512}, {2, scores2AVX512}, {1, scores1AVX512}},
		mix: []rowMix{
			{8, []partMix{{32, mix8by32AVX512}, {16, mix8by16AVX512}}},
			{4, []partMix{{64, mix4by64AVX512}, {16, mix4by16AVX512}}},
			{2, []partMix{{64, mix2by64AVX512}, {16, mix2by16AVX512}}},
			{1, []partMix{{64, mix1by64AVX512}, {16, mix1by16AVX512}}},
		},
	}
	return a.set("avx512", [kinds]tileKernels{
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
	}, [kinds]floatKernels{
		kindF32:  {mulF32x1AVX512, mulF32x2AVX512, mulF32x4AVX512},
		kindF16:  {mulF16x1AVX512, mulF16x2AVX512, mulF16x4AVX512},
		kindBF16: {mulBF16x1AVX512, mulBF16x2AVX512, mulBF16x4AVX512},
	})
}

func expSumRestAVX512(x []float32, scale, peak float32) float32 {
	buf := padded(x)
	sum := expSumAVX512(&buf[0], Lanes, scale, peak)
	copy(x, buf[:])
	return sum
}

func sumExpRestAVX512(x []float32, peak float32) float32 {
	buf := padded(x)
	return sumExpAVX512(&buf[0], Lanes, peak)
}

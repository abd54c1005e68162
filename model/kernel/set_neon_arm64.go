package kernel

// neonSet is the set of kernels for processors with the dot products of bytes
// that came with Armv8.2; all else in it any 64-bit Arm processor has.
func neonSet() kernelSet {
	a := &assembly{
		quantize:       quantizeNEON,
		quantizeShared: quantizeSharedNEON,
		absPeak:        absPeakNEON,
		sumSquares:     sumSquaresNEON,
		scaleMul:       scaleMulNEON,
		peak:           peakNEON,
		expSum:         expSumNEON,
		sumExp:         sumExpNEON,
		scaleBy:        scaleByNEON,
		expSumRest:     expSumRestNEON,
		sumExpRest:     sumExpRestNEON,
		siluMul:        siluMulNEON,
		geluMul:        geluMulNEON,
		addTo:          addToNEON,
		toHalf:         toHalfNEON,
		scores:         []rowScores{{4, scores4NEON}, {2, scores2NEON}, {1, scores1NEON}},
		mix: []rowMix{
			{4, []partMix{{16, mix4by16NEON}}},
			{2, []partMix{{32, mix2by32NEON}, {16, mix2by16NEON}}},
			{1, []partMix{{32, mix1by32NEON}, {16, mix1by16NEON}}},
		},
	}
	return a.set("neon", [kinds]tileKernels{
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
	}, [kinds]floatKernels{
		kindF32:  {mulF32x1NEON, mulF32x2NEON, mulF32x4NEON},
		kindF16:  {mulF16x1NEON, mulF16x2NEON, mulF16x4NEON},
		kindBF16: {mulBF16x1NEON, mulBF16x2NEON, mulBF16x4NEON},
	})
}

func expSumRestNEON(x []float32, scale, peak float32) float32 {
	buf := padded(x)
	sum := expSumNEON(&buf[0], Lanes, scale, peak)
	copy(x, buf[:])
	return sum
}

func sumExpRestNEON(x []float32, peak float32) float32 {
	buf := padded(x)
	return sumExpNEON(&buf[0], Lanes, peak)
}

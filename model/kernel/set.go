package kernel

import "math"

// kernelSet is one implementation of everything that runs in vector registers.
// A nil entry of mul or mulFloat means the Go reference.
type kernelSet struct {
	name     string
	mul      [kinds]tileKernels
	mulFloat [kinds]floatKernels

	quantize func(x []float32, tile []byte, size, lane int)
	// quantizeWide gives all of x one scale.
	quantizeWide func(x []float32, tile []byte, size, lane int)
	rmsNorm      func(x, weight, out []float32, eps float32)
	softmax      func(x []float32, scale float32)
	siluMul      func(gate, up []float32)
	geluMul      func(gate, up []float32)
	addTo        func(dst, x []float32)
	toHalf       func(x []float32, dst []uint16)
	scores       scoresKernel
	mix          mixKernel
	peak         func(x []float32) float32
	sumExp       func(x []float32, peak float32) float32
}

// goSet is the reference.
var goSet = kernelSet{
	name:         "go",
	quantize:     quantizeGo,
	quantizeWide: quantizeWideGo,
	rmsNorm:      rmsNormGo,
	softmax:      softmaxGo,
	siluMul:      siluMulGo,
	geluMul:      geluMulGo,
	addTo:        addToGo,
	toHalf:       toHalfGo,
	scores:       scoresGo,
	mix:          mixGo,
	peak:         peakGo,
	sumExp:       sumExpGo,
}

// selected is the best set that this processor can run. It never changes.
var selected = selectSet()

// Name tells which kernels run: "go", "avx2", "avx512" or "neon".
func Name() string { return selected.name }

// RMSNorm computes out = x / sqrt(mean(x*x) + eps) * weight; out may be x
// (Zhang and Sennrich 2019, arXiv:1910.07467). The lengths are equal.
func RMSNorm(x, weight, out []float32, eps float32) {
	selected.rmsNorm(x, weight[:len(x)], out[:len(x)], eps)
}

// Softmax replaces x by exp(scale*x) / sum of exp(scale*x).
func Softmax(x []float32, scale float32) {
	if len(x) > 0 {
		selected.softmax(x, scale)
	}
}

// SiLUMul replaces gate by gate/(1+exp(-gate)) * up.
func SiLUMul(gate, up []float32) { selected.siluMul(gate, up[:len(gate)]) }

// GELUMul replaces gate by gelu(gate) * up, with the tanh form of GELU
// (Hendrycks and Gimpel 2016, arXiv:1606.08415).
func GELUMul(gate, up []float32) { selected.geluMul(gate, up[:len(gate)]) }

// Add adds x to dst.
func Add(dst, x []float32) { selected.addTo(dst, x[:len(dst)]) }

// ArgMax gives the index of the greatest value, the first of equals; x isn't
// empty.
func ArgMax(x []float32) int {
	peak := selected.peak(x)
	for i, v := range x {
		if v == peak {
			return i
		}
	}
	return 0 // all are not numbers
}

// LogSumExp computes log(sum(exp(x))).
func LogSumExp(x []float32) float32 {
	peak := selected.peak(x)
	return peak + float32(math.Log(float64(selected.sumExp(x, peak))))
}

// selectSet picks the last set that the processor can run.
func selectSet() kernelSet {
	sets := kernelSets()
	return sets[len(sets)-1]
}

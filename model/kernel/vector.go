package kernel

import "math"

func rmsNormGo(x, weight, out []float32, eps float32) {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	scale := float32(1 / math.Sqrt(sum/float64(len(x))+float64(eps)))
	for i, v := range x {
		out[i] = v * scale * weight[i]
	}
}

func softmaxGo(x []float32, scale float32) {
	peak := x[0]
	for _, v := range x {
		peak = max(peak, v)
	}
	sum := float32(0)
	for i, v := range x {
		x[i] = float32(math.Exp(float64((v - peak) * scale)))
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

func siluMulGo(gate, up []float32) {
	for i, v := range gate {
		gate[i] = v / float32(1+math.Exp(-float64(v))) * up[i]
	}
}

func geluMulGo(gate, up []float32) {
	const c = 2 * 0.7978845608028654 // 2*sqrt(2/pi)
	for i, v := range gate {
		x := float64(v)
		// (1+tanh(y))/2 = 1/(1+exp(-2y))
		gate[i] = float32(x/(1+math.Exp(-c*(x+0.044715*x*x*x)))) * up[i]
	}
}

func addToGo(dst, x []float32) {
	for i, v := range x {
		dst[i] += v
	}
}

func toHalfGo(x []float32, dst []uint16) {
	for i, v := range x {
		dst[i] = ToHalf(v)
	}
}

// peakGo is the greatest value of x.
func peakGo(x []float32) float32 {
	peak := float32(math.Inf(-1))
	for _, v := range x {
		if v > peak {
			peak = v
		}
	}
	return peak
}

// sumExpGo is the sum of exp(x - peak).
func sumExpGo(x []float32, peak float32) float32 {
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(float64(v - peak))
	}
	return float32(sum)
}

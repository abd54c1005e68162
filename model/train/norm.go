package train

import "math"

// rmsNorm computes out = weight * x / sqrt(mean(x*x) + eps) for each column and
// keeps the factors 1/sqrt(...) [width]. x, out [Dim, width].
func (n *network) rmsNorm(x, weight, factor, out []float32) {
	w := n.width
	n.each(w/lanes, func(_, piece int) {
		c := piece * lanes
		var squares [lanes]float64
		for r := range n.Dim {
			for t, v := range x[r*w+c : r*w+c+lanes] {
				squares[t] += float64(v) * float64(v)
			}
		}
		f := factor[c : c+lanes]
		for t, s := range squares {
			f[t] = float32(1 / math.Sqrt(s/float64(n.Dim)+float64(n.NormEps)))
		}
		for r, g := range weight {
			in, y := x[r*w+c:r*w+c+lanes], out[r*w+c:r*w+c+lanes]
			for t, v := range in {
				y[t] = v * f[t] * g
			}
		}
	})
}

// rmsNormAgain computes rmsNorm's result from its factors.
func (n *network) rmsNormAgain(x, weight, factor, out []float32) {
	w := n.width
	n.each((n.Dim+rowBlock-1)/rowBlock, func(_, piece int) {
		for r := piece * rowBlock; r < min((piece+1)*rowBlock, n.Dim); r++ {
			in, y, g := x[r*w:(r+1)*w], out[r*w:(r+1)*w], weight[r]
			for t, v := range in {
				y[t] = v * factor[t] * g
			}
		}
	})
}

// rmsNormBackward adds to dx what dy, the gradient of rmsNorm's result, means
// for its input:
//
//	dx = f*(weight*dy) - x * f*f*f * mean(x*weight*dy)
func (n *network) rmsNormBackward(x, weight, factor, dy, dx []float32) {
	w := n.width
	n.each(w/lanes, func(_, piece int) {
		c := piece * lanes
		var dots [lanes]float32
		for r, g := range weight {
			in, dout := x[r*w+c:r*w+c+lanes], dy[r*w+c:r*w+c+lanes]
			for t, v := range in {
				dots[t] += v * g * dout[t]
			}
		}
		f := factor[c : c+lanes]
		for t := range dots {
			dots[t] *= f[t] * f[t] * f[t] / float32(n.Dim)
		}
		for r, g := range weight {
			in, dout, d := x[r*w+c:r*w+c+lanes], dy[r*w+c:r*w+c+lanes], dx[r*w+c:r*w+c+lanes]
			for t, v := range in {
				d[t] += f[t]*g*dout[t] - v*dots[t]
			}
		}
	})
}

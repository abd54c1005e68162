//go:build amd64 || arm64

package kernel

import "math"

// What the sets in assembly need to go from whole registers to any length.

var negInf = float32(math.Inf(-1))

// padded fills sixteen numbers up with negative infinity.
func padded(x []float32) (buf [Lanes]float32) {
	for i := copy(buf[:], x); i < Lanes; i++ {
		buf[i] = negInf
	}
	return buf
}

// normScale is what RMSNorm multiplies by.
func normScale(squares float32, n int, eps float32) float32 {
	return float32(1 / math.Sqrt(float64(squares)/float64(n)+float64(eps)))
}

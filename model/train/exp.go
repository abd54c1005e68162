package train

import "math"

// exp is e to the power of x, to about one unit in the last place: 2^k times a
// polynomial in the rest, after Cephes' expf. Below -87 it is as good as zero.
func exp(x float32) float32 {
	const (
		log2e = 1.44269504088896341
		high  = 0.693359375
		low   = -2.12194440e-4
	)
	x = max(min(x, 88), -87)
	k := float32(int32(x*log2e+128.5)) - 128 // rounds down for x above -88
	r := x - k*high
	r -= k * low
	p := float32(1.9875691500e-4)
	p = p*r + 1.3981999507e-3
	p = p*r + 8.3334519073e-3
	p = p*r + 4.1665795894e-2
	p = p*r + 1.6666665459e-1
	p = p*r + 5.0000001201e-1
	p = p*r*r + r + 1
	return p * math.Float32frombits(uint32(int32(k)+127)<<23)
}

package kernel

import "math"

// ToHalf rounds v to the nearest half-precision number, ties to even; what is
// too large becomes infinite.
func ToHalf(v float32) uint16 {
	bits := math.Float32bits(v)
	sign := uint16(bits >> 16 & 0x8000)
	exp, frac := int(bits>>23&0xff)-127+15, bits&0x7fffff
	switch {
	case bits&0x7fffffff > 0x7f800000: // not a number
		return sign | 0x7e00
	case exp >= 31:
		return sign | 0x7c00
	case exp > 0:
		return sign | roundShift(uint32(exp)<<23|frac, 13)
	case exp >= -10:
		return sign | roundShift(frac|1<<23, uint(14-exp))
	}
	return sign
}

// roundShift is v / 2^n, rounded to the nearest, ties to even. A carry out of
// the fraction raises the exponent, as it must.
func roundShift(v uint32, n uint) uint16 {
	return uint16((v + 1<<(n-1) - 1 + v>>n&1) >> n)
}

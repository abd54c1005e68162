package kernel

import "encoding/binary"

// The K types have super-blocks of 256 weights: a scale d (and a minimum dmin) in
// half precision for all of them, and small integer scales for each 16 or 32.

// dequantQ2_K: scales [16] (low nibble the scale, high the minimum), qs [64], d, dmin.
// A byte of qs holds four weights that lie 32 apart.
func dequantQ2_K(src []byte, dst []float32) {
	scales, qs, d, dmin := src[:16], src[16:80], half(src[80:]), half(src[82:])
	for i := range dst {
		part, rest := i/128, i%128
		q := qs[part*32+rest%32] >> (rest / 32 * 2) & 3
		sc := scales[i/16]
		dst[i] = float32(d*float32(sc&15)*float32(q)) - float32(dmin*float32(sc>>4))
	}
}

// dequantQ3_K: hmask [32] (the third bit of each weight, inverted), qs [64] as in
// Q2_K, scales [12] of 6 bits each, d.
func dequantQ3_K(src []byte, dst []float32) {
	hmask, qs, scales, d := src[:32], src[32:96], src[96:108], half(src[108:])
	for i := range dst {
		part, rest := i/128, i%128
		q := int(qs[part*32+rest%32] >> (rest / 32 * 2) & 3)
		if hmask[i%32]>>(i/32)&1 == 0 {
			q -= 4
		}
		dst[i] = d * float32(scaleQ3_K(scales, i/16)) * float32(q)
	}
}

// scaleQ3_K gives scale i of 16: four low bits from the first eight bytes, two
// high ones from the last four, less 32.
func scaleQ3_K(s []byte, i int) int {
	low := s[i%8] >> (i / 8 * 4) & 15
	high := s[8+i%4] >> (i / 4 * 2) & 3
	return int(low|high<<4) - 32
}

// scaleMinK4 gives scale and minimum i of 8 of the Q4_K and Q5_K types, 6 bits
// each, packed into 12 bytes.
func scaleMinK4(s []byte, i int) (scale, min uint8) {
	if i < 4 {
		return s[i] & 63, s[i+4] & 63
	}
	return s[i+4]&15 | s[i-4]>>6<<4, s[i+4]>>4 | s[i]>>6<<4
}

// dequantQ4_K: d, dmin, scales [12], qs [128]. Of each 32 bytes of qs the low
// nibbles are 32 weights and the high ones the next 32.
func dequantQ4_K(src []byte, dst []float32) {
	d, dmin, scales, qs := half(src), half(src[2:]), src[4:16], src[16:144]
	for i := range dst {
		sc, m := scaleMinK4(scales, i/32)
		q := qs[i/64*32+i%32] >> (i / 32 % 2 * 4) & 15
		dst[i] = float32(d*float32(sc)*float32(q)) - float32(dmin*float32(m))
	}
}

// dequantQ5_K: as Q4_K, with qh [32] before qs: bit k of byte j is the fifth bit of weight 32k+j.
func dequantQ5_K(src []byte, dst []float32) {
	d, dmin, scales, qh, qs := half(src), half(src[2:]), src[4:16], src[16:48], src[48:176]
	for i := range dst {
		sc, m := scaleMinK4(scales, i/32)
		q := qs[i/64*32+i%32]>>(i/32%2*4)&15 | qh[i%32]>>(i/32)&1<<4
		dst[i] = float32(d*float32(sc)*float32(q)) - float32(dmin*float32(m))
	}
}

// dequantQ6_K: ql [128] (four low bits), qh [64] (two high bits), scales [16] int8, d.
func dequantQ6_K(src []byte, dst []float32) {
	ql, qh, scales, d := src[:128], src[128:192], src[192:208], half(src[208:])
	for i := range dst {
		part, rest := i/128, i%128
		low := ql[part*64+rest%64] >> (rest / 64 * 4) & 15
		high := qh[part*32+rest%32] >> (rest / 32 * 2) & 3
		q := int(low|high<<4) - 32
		dst[i] = d * float32(int8(scales[i/16])) * float32(q)
	}
}

// dequantIQ4_XS: d, scalesHigh (2 bits for each 32 weights), scalesLow [4] (4 bits
// for each), qs [128] as in IQ4_NL.
func dequantIQ4_XS(src []byte, dst []float32) {
	d, high, low, qs := half(src), binary.LittleEndian.Uint16(src[2:]), src[4:8], src[8:136]
	for i := range dst {
		b := i / 32
		scale := int(low[b/2]>>(b%2*4)&15|byte(high>>(2*b)&3)<<4) - 32
		q := qs[b*16+i%16] >> (i / 16 % 2 * 4) & 15
		dst[i] = d * float32(scale) * iq4Values[q]
	}
}

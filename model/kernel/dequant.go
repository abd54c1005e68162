package kernel

import (
	"encoding/binary"
	"fmt"
	"math"

	"inkling/model/gguf"
)

// Dequantize turns the blocks of src, stored as t, into numbers. It is the readable
// reference that the fast kernels are tested against: each block is worked out as
// the ggml library defines it, in float32, in the same order of operations.
//
// src holds whole blocks; dst has exactly as many places as they hold weights.
func Dequantize(t gguf.Type, src []byte, dst []float32) error {
	block := dequantizers(t)
	if block == nil {
		return fmt.Errorf("dequantize: unsupported tensor type %v", t)
	}
	size, bytes := t.BlockSize(), t.BlockBytes()
	if len(src)%bytes != 0 || len(src)/bytes*size != len(dst) {
		return fmt.Errorf("dequantize %v: %d bytes don't make %d weights", t, len(src), len(dst))
	}
	for len(src) > 0 {
		block(src[:bytes:bytes], dst[:size:size])
		src, dst = src[bytes:], dst[size:]
	}
	return nil
}

// dequantizers gives the function that turns one block of a type into numbers.
func dequantizers(t gguf.Type) func(src []byte, dst []float32) {
	switch t {
	case gguf.F32:
		return dequantF32
	case gguf.F16:
		return dequantF16
	case gguf.BF16:
		return dequantBF16
	case gguf.Q4_0:
		return dequantQ4_0
	case gguf.Q4_1:
		return dequantQ4_1
	case gguf.Q5_0:
		return dequantQ5_0
	case gguf.Q5_1:
		return dequantQ5_1
	case gguf.Q8_0:
		return dequantQ8_0
	case gguf.Q2_K:
		return dequantQ2_K
	case gguf.Q3_K:
		return dequantQ3_K
	case gguf.Q4_K:
		return dequantQ4_K
	case gguf.Q5_K:
		return dequantQ5_K
	case gguf.Q6_K:
		return dequantQ6_K
	case gguf.IQ4_NL:
		return dequantIQ4_NL
	case gguf.IQ4_XS:
		return dequantIQ4_XS
	}
	return nil
}

// Half gives the value of an IEEE 754 half-precision number.
func Half(bits uint16) float32 {
	sign := uint32(bits>>15) << 31
	exp := uint32(bits >> 10 & 0x1f)
	frac := uint32(bits & 0x3ff)
	switch exp {
	case 0: // zero or subnormal: frac * 2^-24
		f := float32(frac) * (1.0 / (1 << 24))
		return math.Float32frombits(math.Float32bits(f) | sign)
	case 0x1f: // infinite or NaN
		return math.Float32frombits(sign | 0xff<<23 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+127-15)<<23 | frac<<13)
}

// half reads a little-endian half-precision number at the start of b.
func half(b []byte) float32 { return Half(binary.LittleEndian.Uint16(b)) }

func dequantF32(src []byte, dst []float32) {
	dst[0] = math.Float32frombits(binary.LittleEndian.Uint32(src))
}

func dequantF16(src []byte, dst []float32) { dst[0] = half(src) }

func dequantBF16(src []byte, dst []float32) {
	dst[0] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(src)) << 16)
}

// The types below have blocks of 32 weights with one scale d, and in the _1 types
// a minimum m. The low nibbles are weights 0 to 15, the high ones 16 to 31.

func dequantQ4_0(src []byte, dst []float32) {
	d, qs := half(src), src[2:18]
	for i, q := range qs {
		dst[i] = float32(int(q&15)-8) * d
		dst[i+16] = float32(int(q>>4)-8) * d
	}
}

func dequantQ4_1(src []byte, dst []float32) {
	d, m, qs := half(src), half(src[2:]), src[4:20]
	for i, q := range qs {
		dst[i] = float32(float32(q&15)*d) + m
		dst[i+16] = float32(float32(q>>4)*d) + m
	}
}

func dequantQ5_0(src []byte, dst []float32) {
	d, qh, qs := half(src), binary.LittleEndian.Uint32(src[2:]), src[6:22]
	for i, q := range qs {
		lo := int(q&15) | int(qh>>i&1)<<4
		hi := int(q>>4) | int(qh>>(i+16)&1)<<4
		dst[i] = float32(lo-16) * d
		dst[i+16] = float32(hi-16) * d
	}
}

func dequantQ5_1(src []byte, dst []float32) {
	d, m, qh, qs := half(src), half(src[2:]), binary.LittleEndian.Uint32(src[4:]), src[8:24]
	for i, q := range qs {
		lo := int(q&15) | int(qh>>i&1)<<4
		hi := int(q>>4) | int(qh>>(i+16)&1)<<4
		dst[i] = float32(float32(lo)*d) + m
		dst[i+16] = float32(float32(hi)*d) + m
	}
}

func dequantQ8_0(src []byte, dst []float32) {
	d, qs := half(src), src[2:34]
	for i, q := range qs {
		dst[i] = float32(int8(q)) * d
	}
}

// iq4Values are the 16 unevenly spaced weights of the IQ4 types. Read-only.
var iq4Values = [16]float32{-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113}

func dequantIQ4_NL(src []byte, dst []float32) {
	d, qs := half(src), src[2:18]
	for i, q := range qs {
		dst[i] = d * iq4Values[q&15]
		dst[i+16] = d * iq4Values[q>>4]
	}
}

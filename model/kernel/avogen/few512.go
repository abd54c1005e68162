package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The products of the types in blocks of 256 with one or two tokens, as decoding
// needs them. There memory is the limit, so a block is read strictly forwards,
// every vector once, and all that happens in between is kept short enough for
// the processor to look several vectors ahead: dot products are scaled as
// integers and only a block's sum becomes a float. It all fits into 32 bits:
// 256 weights below 64 times activations up to 127 times scales up to 128, or
// weights below 16 times 16 times scales below 64. The floats are those of larger
// tiles, operation for operation: a token's result is the same in every tile.

// few is the largest tile that these kernels compute.
const few = 2

// zeros gives n empty registers.
func zeros(n int) []VecVirtual {
	z := make([]VecVirtual, n)
	for i := range z {
		z[i] = ZMM()
		clear512(z[i])
	}
	return z
}

// byteOf gives byte i of each dword, zero-extended.
func byteOf(i int, from, byte0 VecVirtual) VecVirtual {
	v := ZMM()
	switch i {
	case 0:
		VPANDD(byte0, from, v)
	case 3:
		VPSRLD(U8(24), from, v)
	default:
		VPSRLD(U8(8*i), from, v)
		VPANDD(byte0, v, v)
	}
	return v
}

// signedByteOf gives byte i of each dword in memory, sign-extended.
func signedByteOf(i int, at Mem) VecVirtual {
	v := ZMM()
	if i == 3 {
		VPSRAD(U8(24), at, v)
		return v
	}
	VPSLLD(U8(24-8*i), at, v)
	VPSRAD(U8(24), v, v)
	return v
}

// dotInto adds the products of columns 4g..4g+3 of a block to dots.
func (k *kernel512) dotInto(dots []VecVirtual, block, g int, weights Op) {
	for t := range k.tile {
		vpdpbusd(Mem{Base: k.act, Disp: block*k.tile*actBytes + t*32 + 4*g}, weights, dots[t])
	}
}

// scaled adds integer dot products times integer scales to sums.
func (k *kernel512) scaled(dots []VecVirtual, scale Op, sums []VecVirtual) {
	for t, d := range dots {
		VPMULLD(scale, d, d)
		VPADDD(d, sums[t], sums[t])
	}
}

// fewQ4K computes a block of 256 columns of Q4_K or, with fifth bits, Q5_K.
func (k *kernel512) fewQ4K(fifth bool) func() {
	low4, high4, byte0 := broadcast(15), broadcast(0xf0), broadcastDword(255)
	low6, high2 := broadcast(63), broadcast(0x30)
	var bit VecVirtual
	nibbles, bits := 64+3*64, 64+3*64
	if fifth {
		bit = broadcast(16)
		nibbles += 8 * 64
	}
	return func() {
		fifths := make([]Op, 8) // for a single token there are registers to hold them
		for g := range fifths {
			if fifths[g] = k.vector(bits + g*64); fifth && k.tile == 1 {
				v := ZMM()
				VMOVDQU32(fifths[g], v)
				fifths[g] = v
			}
		}
		scales := k.sixBits(64, low4, low6, high2, false)
		minima := k.sixBits(128, low4, low6, high2, true)
		even, odd, zero, dmin := zeros(k.tile), zeros(k.tile), zeros(1)[0], k.half(32)
		VSUBPS(dmin, zero, dmin)
		for pair := range 4 {
			dots := [2][]VecVirtual{zeros(k.tile), zeros(k.tile)}
			for g := range 8 {
				v, a, b := ZMM(), ZMM(), ZMM()
				VMOVDQU32(k.vector(nibbles+(pair*8+g)*64), v)
				VPANDD(low4, v, a)
				if fifth {
					VPSRLD(U8(4), v, b)
					VPANDD(low4, b, b)
					addFifth(a, fifths[g], 2*pair, bit)
					addFifth(b, fifths[g], 2*pair+1, bit)
				} else {
					VPANDD(high4, v, b) // sixteen times the weight; see below
				}
				k.dotInto(dots[0], 2*pair, g, a)
				k.dotInto(dots[1], 2*pair+1, g, b)
			}
			for i, sums := range [][]VecVirtual{even, odd} {
				sub := 2*pair + i
				k.scaled(dots[i], byteOf(sub%4, scales[sub/4], byte0), sums)
				min := byteOf(sub%4, minima[sub/4], byte0)
				VCVTDQ2PS(min, min)
				VMULPS(dmin, min, min)
				k.addMin(sub, min)
			}
		}
		for t := range k.tile {
			if !fifth {
				VPSRAD(U8(4), odd[t], odd[t])
			}
			VPADDD(odd[t], even[t], even[t])
		}
		k.endSums(even, k.half(0))
	}
}

// sixBits unpacks eight 6-bit numbers of each row into bytes: of four and four.
func (k *kernel512) sixBits(off int, low4, low6, high2 VecVirtual, upper bool) [2]VecVirtual {
	own, first, second, low := ZMM(), ZMM(), ZMM(), ZMM()
	VMOVDQU32(k.vector(off), own)
	VPANDD(own, low6, first)
	VPSRLD(U8(2), own, second)
	VPANDD(high2, second, second)
	if upper {
		VPSRLD(U8(4), k.vector(64+2*64), low)
		VPANDD(low4, low, low)
	} else {
		VPANDD(k.vector(64+2*64), low4, low)
	}
	VPORD(low, second, second)
	return [2]VecVirtual{first, second}
}

// addFifth adds the fifth bits of sub-block sub to weights.
func addFifth(w VecVirtual, bits Op, sub int, bit VecVirtual) {
	b := ZMM()
	if sub <= 4 {
		VPSLLD(U8(4-sub), bits, b)
	} else {
		VPSRLD(U8(sub-4), bits, b)
	}
	VPTERNLOGD(U8(0xf8), bit, b, w)
}

// fewQ6K computes a block of 256 columns of Q6_K.
func (k *kernel512) fewQ6K() func() {
	low4, pair := broadcast(15), broadcast(0x30)
	const scales, weights = 64, 64 + 4*64
	return func() {
		sums := zeros(k.tile)
		for half := range 2 {
			for h := range 2 {
				var dots [4][]VecVirtual
				for p := range dots {
					k.begin(half*4+p, 3+h, 5)
					dots[p] = k.dots
				}
				for g := 4 * h; g < 4*h+4; g++ {
					for p, w := range k.partsQ6K(weights+(half*8+g)*3*64, low4, pair) {
						k.dotInto(dots[p], half*4+p, g, w)
					}
				}
				for p := range dots {
					i := 8*half + 2*p + h
					k.scaled(dots[p], signedByteOf(i%4, k.vector(scales+i/4*64)), sums)
				}
			}
		}
		k.endSums(sums, k.vector(0))
	}
}

// partsQ6K reads three vectors and gives the weights that they hold of the four
// parts of 32 columns.
func (k *kernel512) partsQ6K(off int, low4, pair VecVirtual) [4]VecVirtual {
	bits, a, b := ZMM(), ZMM(), ZMM()
	VMOVDQU32(k.vector(off), bits)
	VMOVDQU32(k.vector(off+64), a)
	VMOVDQU32(k.vector(off+128), b)
	var w [4]VecVirtual
	for p := range w {
		w[p] = ZMM()
		if from := [2]VecVirtual{a, b}[p%2]; p < 2 {
			VPANDD(low4, from, w[p])
		} else {
			VPSRLD(U8(4), from, w[p])
			VPANDD(low4, w[p], w[p])
		}
		addBit(w[p], bits, pair, 4-2*p)
	}
	return w
}

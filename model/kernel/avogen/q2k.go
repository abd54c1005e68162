package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// Q2_K: each sixteen columns have a scale and a minimum of four bits, so that a
// block's sums of products, scaled as integers, are far from filling 32 bits.

// Where its parts lie in a block.
const (
	numbersQ2K = 64         // scales in the low nibbles, minima in the high ones
	pairsQ2K   = 64 + 4*64  // bits of the weights
	bytesQ2K   = 64 + 20*64 // of a block of sixteen rows
)

// superQ2K computes a block of 256 columns.
func (k *kernel512) superQ2K() func() {
	two, low4 := broadcast(3), broadcastDword(15)
	number := func(n, shift int) VecVirtual {
		v := ZMM()
		VPSRLD(U8(8*(n%4)+shift), k.vector(numbersQ2K+n/4*64), v)
		VPANDD(low4, v, v)
		return v
	}
	add := func(sums []VecVirtual, factor VecVirtual) {
		for t, s := range sums {
			VCVTDQ2PS(s, s)
			VMULPS(factor, s, s)
			VFMADD231PS_BCST(k.field(0, t, 0), s, k.acc[t])
		}
	}
	return func() {
		sums := zeros(k.tile)
		for n := range 16 {
			m := number(n, 4)
			for t := range k.tile {
				v := ZMM()
				VPMULLD_BCST(k.field(3+n%2, t, n/2), m, v)
				VPADDD(v, sums[t], sums[t])
			}
		}
		add(sums, k.half(32)) // the sums are negative
		sums = zeros(k.tile)
		for n := range 16 {
			sub, dots := n/2, zeros(k.tile)
			for i := range 4 {
				g, w := n%2*4+i, ZMM()
				at := k.vector(pairsQ2K + (sub/4*8+g)*64)
				if sub%4 == 0 {
					VPANDD(at, two, w)
				} else {
					VPSRLD(U8(2*(sub%4)), at, w)
					VPANDD(two, w, w)
				}
				k.dotInto(dots, sub, g, w)
			}
			k.scaled(dots, number(n, 0), sums)
		}
		add(sums, k.half(0))
	}
}

// superQ2K computes a block of 256 columns. Registers are too few to add up
// integers of four tokens; products are scaled as floats.
func (k *kernel256) superQ2K(m *masks256) func() {
	number := func(n, shift int) VecVirtual {
		v := YMM()
		VMOVDQU(k.vector(numbersQ2K+n/4*64), v)
		VPSRLD(U8(8*(n%4)+shift), v, v)
		VPAND(m.low4, v, v)
		return v
	}
	return func() {
		sums := make([]VecVirtual, k.rows)
		for t := range sums {
			sums[t] = zero256()
		}
		for n := range 16 {
			low := number(n, 4)
			for t, s := range sums {
				v := YMM()
				VPBROADCASTD(k.field(3+n%2, t, n/2), v)
				VPMULLD(low, v, v)
				VPADDD(v, s, s)
			}
		}
		factor := k.halfFloats(32)
		for t, s := range sums {
			VCVTDQ2PS(s, s)
			VMULPS(factor, s, s)
			k.scaleInto(0, t, s) // the sums are negative
		}
		for n := range 16 {
			sub := n / 2
			k.begin(sub, 0, -1)
			for i := range 4 {
				g, w := n%2*4+i, YMM()
				VMOVDQU(k.vector(pairsQ2K+(sub/4*8+g)*64), w)
				if sub%4 > 0 {
					VPSRLD(U8(2*(sub%4)), w, w)
				}
				VPAND(m.two, w, w)
				k.dot(sub, g, w, 4, i == 3)
			}
			scale := number(n, 0)
			VCVTDQ2PS(scale, scale)
			VMULPS(k.halfFloats(0), scale, scale)
			k.end(sub, scale)
		}
	}
}

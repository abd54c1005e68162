package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// The products of one token with the types in blocks of 256, with AVX2; see
// few512.go. There are registers for one token only.

func zero256() VecVirtual {
	y := YMM()
	VPXOR(y, y, y)
	return y
}

// byteOf256 gives byte i of each dword, zero-extended.
func byteOf256(i int, from VecVirtual, m *masks256) VecVirtual {
	v := YMM()
	switch i {
	case 0:
		VPAND(m.byte0, from, v)
	case 3:
		VPSRLD(U8(24), from, v)
	default:
		VPSRLD(U8(8*i), from, v)
		VPAND(m.byte0, v, v)
	}
	return v
}

// sixBits256 unpacks eight 6-bit numbers of each row into bytes: of four and four.
func (k *kernel256) sixBits256(off int, m *masks256, upper bool) [2]VecVirtual {
	first, second := k.low(k.vector(off), m.six), YMM()
	VMOVDQU(k.vector(off), second)
	VPSRLD(U8(2), second, second)
	VPAND(m.pair, second, second)
	shared := k.low
	if upper {
		shared = k.high
	}
	VPOR(shared(k.vector(64+2*64), m.nibble), second, second)
	return [2]VecVirtual{first, second}
}

// products are running sums of products of bytes: in 16 bits, and what was added
// up of them in 32.
type products struct{ words, dots VecVirtual }

// add adds the products of columns 4g..4g+3 of a block.
func (k *kernel256) add(p *products, block, g int, weights VecVirtual) {
	b := YMM()
	VPBROADCASTD(k.values(0, block, g), b)
	VPMADDUBSW(b, weights, b)
	if p.words == nil {
		p.words = b
		return
	}
	VPADDW(b, p.words, p.words)
}

// flush moves the 16-bit sums over before they overflow.
func (k *kernel256) flush(p *products) {
	VPMADDWD(k.ones, p.words, p.words)
	if p.dots == nil {
		p.dots = p.words
	} else {
		VPADDD(p.words, p.dots, p.dots)
	}
	p.words = nil
}

// oneQ4K computes a block of 256 columns of Q4_K.
func (k *kernel256) oneQ4K(m *masks256) func() {
	const nibbles = 64 + 3*64
	return func() {
		scales, minima := k.sixBits256(64, m, false), k.sixBits256(128, m, true)
		sum, zero, dmin := zero256(), zero256(), k.halfFloats(32)
		VSUBPS(dmin, zero, dmin)
		for pair := range 4 {
			var p [2]products
			for g := range 8 {
				at := k.vector(nibbles + (pair*8+g)*64)
				for i := range p {
					var w VecVirtual
					if i == 0 {
						w = k.low(at, m.nibble)
					} else {
						w = k.high(at, m.nibble)
					}
					k.add(&p[i], 2*pair+i, g, w) // eight of them fit into 16 bits
				}
			}
			for i := range p {
				k.flush(&p[i])
				sub := 2*pair + i
				VPMULLD(byteOf256(sub%4, scales[sub/4], m), p[i].dots, p[i].dots)
				VPADDD(p[i].dots, sum, sum)
				min := byteOf256(sub%4, minima[sub/4], m)
				VCVTDQ2PS(min, min)
				VMULPS(dmin, min, min)
				k.addMin(sub, min)
			}
		}
		VCVTDQ2PS(sum, sum)
		k.endSum(0, sum, k.halfFloats(0))
	}
}

// oneQ6K computes a block of 256 columns of Q6_K.
func (k *kernel256) oneQ6K(m *masks256) func() {
	const scales, weights = 64, 64 + 4*64
	return func() {
		sum := zero256()
		for i := range 8 { // halves of columns, of their parts' columns, pairs of parts
			half, h, odd := i/4, i/2%2, i%2
			parts := [2]int{odd, odd + 2} // the low and high nibbles of the same vectors
			var p [2]products
			for j, part := range parts {
				k.begin(half*4+part, 3+h, 5)
				p[j].dots = k.dots[0]
			}
			for g := 4 * h; g < 4*h+4; g++ {
				at := weights + (half*8+g)*3*64
				for j, part := range parts {
					var w VecVirtual
					if nibbles := k.vector(at + 64 + odd*64); j == 0 {
						w = k.low(nibbles, m.nibble)
					} else {
						w = k.high(nibbles, m.nibble)
					}
					addBit256(w, k.vector(at), m.pair, 4-2*part)
					k.add(&p[j], half*4+part, g, w)
					if g%2 == 1 {
						k.flush(&p[j])
					}
				}
			}
			for j, part := range parts {
				number := 8*half + 2*part + h
				VPMULLD(signedByteOf256(number%4, k.vector(scales+number/4*64)), p[j].dots, p[j].dots)
				VPADDD(p[j].dots, sum, sum)
			}
		}
		VCVTDQ2PS(sum, sum)
		k.endSum(0, sum, k.vector(0))
	}
}

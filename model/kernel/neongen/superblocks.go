package main

// The types with blocks of 256 columns. Their activations have one scale for
// all 256, so that the products of each 16 or 32 columns are scaled and added up
// as integers, and only their sum becomes a float. A block's results are added
// to out in memory: that is rare enough.

// super multiplies a block of 256 columns, four rows after four rows.
type super struct {
	*tile
	w, out, stride R
	quad, halves   R // of the four rows: their vectors and their half floats
	sums           []V
}

// superKernel writes a kernel. min adds what the rows' minima contribute; sub
// adds the products of 32 columns; factor gives the rows' factor.
func superKernel(p *program, name string, bytes int, prepare func(k *super) (min func(), sub func(i int), factor func(V))) {
	matmul(p, name, func(t *tile, w, out, blocks, stride R) {
		k := &super{tile: t, w: w, out: out, stride: stride}
		min, sub, factor := prepare(k)
		k.emptyOut()
		k.quad, k.halves = k.reg(), k.reg()
		n, at := k.reg(), k.reg()
		k.loop("block", blocks, func() {
			k.op("MOVD %v, %v", k.w, k.quad)
			k.op("MOVD %v, %v", k.w, k.halves)
			k.op("MOVD $4, %v", n)
			k.loop("rows", n, func() {
				if min != nil {
					min()
					k.addOut(at, func(v V) {
						k.ldrD(v, k.halves, 32)
						k.fcvtl(v, v)
					})
				}
				k.sums = k.vecs(k.tokens)
				k.clear(k.sums)
				for i := range 8 {
					sub(i)
					k.advance(k.act, k.block())
				}
				k.advance(k.act, -8*k.block())
				k.addOut(at, factor)
				k.advance(k.quad, 16)
				k.advance(k.halves, 8)
				k.advance(k.out, 16)
			})
			k.advance(k.out, -64)
			k.advance(k.w, bytes)
			k.advance(k.act, 8*k.block())
		})
	})
}

// emptyOut sets all results to zero.
func (k *super) emptyOut() {
	at, z := k.copyOf(k.out), k.zero()
	for range k.tokens {
		for q := range 4 {
			k.strQ(z, at, 16*q)
		}
		k.op("ADD %v, %v", k.stride, at)
	}
	k.free(z)
}

// addOut adds the integer sums times the rows' factor and the tokens' scale to
// the results, and gives the sums' registers back.
func (k *super) addOut(at R, factor func(V)) {
	f, acc, scales := k.vec(), k.vec(), k.field(0, 0)
	factor(f)
	k.op("MOVD %v, %v", k.out, at)
	for t, s := range k.sums {
		k.scvtf(s, s)
		k.fmul(s, s, f)
		k.ldrQ(acc, at, 0)
		k.fmlaLane(acc, s, of(scales, t))
		k.strQ(acc, at, 0)
		k.op("ADD %v, %v", k.stride, at)
	}
	k.free(f, acc)
	k.free(scales...)
	k.free(k.sums...)
}

// halfFactor is the factor that most types keep first, as half floats.
func (k *super) halfFactor(v V) {
	k.ldrD(v, k.halves, 0)
	k.fcvtl(v, v)
}

// addSums adds the dot products times the rows' scales, integers, to the sums.
func (k *super) addSums(dots []V, scale V) {
	for t, d := range dots {
		k.mla(k.sums[t], d, scale)
	}
}

// half computes sixteen columns with a scale of their own: field is the
// activations' sum, weights gives register i of four.
func (k *super) half(half int, offset V, weights func(v V, i int), scale func(v V)) {
	dots, w := k.vecs(k.tokens), k.vecs(4)
	k.begin(dots, 3+half, offset)
	for i, v := range w {
		weights(v, i)
	}
	k.dot(dots, half, w)
	k.free(w...)
	s := k.vec()
	scale(s)
	k.addSums(dots, s)
	k.free(s)
	k.free(dots...)
}

func superKernels(p *program) {
	superKernel(p, "Q4K", 16*144, func(k *super) (func(), func(int), func(V)) { return k.q4k(false) })
	superKernel(p, "Q5K", 16*176, func(k *super) (func(), func(int), func(V)) { return k.q4k(true) })
	superKernel(p, "Q6K", 53*64, func(k *super) (func(), func(int), func(V)) { return k.q6k() })
	superKernel(p, "Q2K", 16*84, func(k *super) (func(), func(int), func(V)) { return k.q2k() })
}

// q4k is Q4_K or, with fifth bits, Q5_K.
func (k *super) q4k(fifth bool) (func(), func(int), func(V)) {
	mask, low6, byte0 := k.bytes(15), k.bytes(63), k.words(k.reg(), 255)
	nibbles, bits := 64+3*64, 64+3*64
	var bit16 V
	if fifth {
		bit16 = k.bytes(16)
		nibbles += 8 * 64
	}
	min := func() {
		k.sums = k.vecs(k.tokens)
		k.clear(k.sums)
		for i := range 8 {
			m := k.vec()
			k.scaleK(m, i, 1, low6, mask, byte0)
			sums := k.field(2, i*k.block())
			for t, s := range k.sums {
				k.mlaLane(s, m, of(sums, t))
			}
			k.free(sums...)
			k.free(m)
		}
	}
	sub := func(i int) {
		dots := k.vecs(k.tokens)
		k.clear(dots)
		for half := range 2 {
			w := k.vecs(4)
			for j, v := range w {
				g := 4*half + j
				k.ldrQ(v, k.quad, nibbles+(i/2*8+g)*64)
				if i%2 == 0 {
					k.and(v, v, mask)
				} else {
					k.ushrB(v, v, 4)
				}
				if fifth {
					b := k.vec()
					k.ldrQ(b, k.quad, bits+64*g)
					k.addBits(v, b, bit16, 4-i)
					k.free(b)
				}
			}
			k.dot(dots, half, w)
			k.free(w...)
		}
		scale := k.vec()
		k.scaleK(scale, i, 0, low6, mask, byte0)
		k.addSums(dots, scale)
		k.free(scale)
		k.free(dots...)
	}
	return min, sub, k.halfFactor
}

// scaleK gives number i of eight of 6 bits: scales (which 0) or minima (1). The
// first four have bytes of their own, whose two high bits belong to the last
// four; those have their low bits in the nibbles of the third vector.
func (k *super) scaleK(v V, i, which int, low6, low4, byte0 V) {
	own := 64 + 64*which
	if i < 4 {
		k.ldrQ(v, k.quad, own)
		k.and(v, v, low6)
	} else {
		high := k.vec()
		k.ldrQ(high, k.quad, own)
		k.ldrQ(v, k.quad, 64+2*64)
		k.ushrB(high, high, 6)
		if which == 0 {
			k.and(v, v, low4)
		} else {
			k.ushrB(v, v, 4)
		}
		k.sliB(v, high, 4)
		k.free(high)
	}
	k.byteOf(v, i%4, byte0)
}

// byteOf leaves of each lane one byte, as a number.
func (k *super) byteOf(v V, i int, byte0 V) {
	if i > 0 {
		k.ushr(v, v, 8*i)
	}
	if i < 3 {
		k.and(v, v, byte0)
	}
}

func (k *super) q6k() (func(), func(int), func(V)) {
	low6, pair, from := k.bytes(63), k.bytes(0x30), k.words(k.reg(), 32)
	sub := func(i int) {
		part := i % 4
		for half := range 2 {
			weights := func(v V, j int) {
				at := 320 + (i/4*8+4*half+j)*192 // high bits; low nibbles A, low nibbles B
				high := k.vec()
				k.ldrQ(high, k.quad, at)
				low := at + 64 + part%2*64
				if part < 2 { // low nibbles, two bits above them
					k.ldrQ(v, k.quad, low)
					if part == 1 {
						k.ushrB(high, high, 2)
					}
					k.sliB(v, high, 4)
					k.and(v, v, low6)
				} else { // two bits in place, high nibbles below them
					nibbles := k.vec()
					k.ldrQ(nibbles, k.quad, low)
					if part == 2 {
						k.and(v, high, pair)
					} else {
						k.ushrB(v, high, 2)
					}
					k.sriB(v, nibbles, 4)
					k.free(nibbles)
				}
				k.free(high)
			}
			k.half(half, from, weights, func(v V) {
				n := 2*i + half
				k.ldrQ(v, k.quad, 64+n/4*64)
				if n%4 < 3 {
					k.shl(v, v, 24-8*(n%4))
				}
				k.sshr(v, v, 24)
			})
		}
	}
	return nil, sub, func(v V) { k.ldrQ(v, k.quad, 0) }
}

func (k *super) q2k() (func(), func(int), func(V)) {
	two, low4 := k.bytes(3), k.words(k.reg(), 15)
	const scales, pairs = 64, 64 + 4*64
	number := func(v V, n, shift int) {
		k.ldrQ(v, k.quad, scales+n/4*64)
		if by := 8*(n%4) + shift; by > 0 {
			k.ushr(v, v, by)
		}
		k.and(v, v, low4)
	}
	min := func() {
		k.sums = k.vecs(k.tokens)
		k.clear(k.sums)
		for n := range 16 {
			m := k.vec()
			number(m, n, 4)
			sums := k.field(3+n%2, n/2*k.block())
			for t, s := range k.sums {
				k.mlaLane(s, m, of(sums, t))
			}
			k.free(sums...)
			k.free(m)
		}
	}
	sub := func(i int) {
		for half := range 2 {
			k.half(half, -1, func(v V, j int) {
				k.ldrQ(v, k.quad, pairs+(i/4*8+4*half+j)*64)
				if i%4 > 0 {
					k.ushrB(v, v, 2*(i%4))
				}
				k.and(v, v, two)
			}, func(v V) { number(v, 2*i+half, 0) })
		}
	}
	return min, sub, k.halfFactor
}

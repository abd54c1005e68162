package main

// The types with blocks of 256 columns. Their activations have one scale for
// all 256, so that the products of each 16 or 32 columns are scaled and added up
// as integers, and only their sum becomes a float. A block's results are added
// to out in memory: that is rare enough.

// super multiplies a block of 256 columns, four rows after four rows.
type super struct {
	*tile
	w, out, stride R
	quad, halves   R   // of the four rows: their vectors and their half floats
	row            int // bytes from there to the rows that are meant
	sums           []V
}

// parts are what a kernel does with four rows of a block.
type parts struct {
	min    func()      // adds what the rows' minima contribute; may be nil
	sub    func(i int) // adds the products of 32 columns
	factor func(V)     // gives the rows' factor
}

// superKernel writes a kernel. forwards, if not nil, writes a block of all rows
// for few tokens, see forwards.go.
func superKernel(p *program, name string, bytes int, prepare func(k *super) parts, forwards func(k *super, at R) func()) {
	matmul(p, name, func(t *tile, w, out, blocks, stride R) {
		k := &super{tile: t, w: w, out: out, stride: stride}
		k.emptyOut()
		n, at := k.reg(), k.reg()
		if t.tokens <= few && forwards != nil {
			k.quad, k.halves = k.w, k.w
			block := forwards(k, at)
			k.loop("block", blocks, func() {
				block()
				k.advance(k.w, bytes)
				k.advance(k.act, 8*k.block())
			})
			return
		}
		part := prepare(k)
		k.quad, k.halves = k.reg(), k.reg()
		k.loop("block", blocks, func() {
			k.op("MOVD %v, %v", k.w, k.quad)
			k.op("MOVD %v, %v", k.w, k.halves)
			k.op("MOVD $4, %v", n)
			k.loop("rows", n, func() {
				if part.min != nil {
					part.min()
					k.addOut(at, k.minFactor)
				}
				k.sums = k.vecs(k.tokens)
				k.clear(k.sums)
				for i := range 8 {
					part.sub(i)
					k.advance(k.act, k.block())
				}
				k.advance(k.act, -8*k.block())
				k.addOut(at, part.factor)
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
		k.ldrQ(acc, at, k.row)
		k.fmlaLane(acc, s, of(scales, t))
		k.strQ(acc, at, k.row)
		k.op("ADD %v, %v", k.stride, at)
	}
	k.free(f, acc)
	k.free(scales...)
	k.free(k.sums...)
}

// vector reads the rows' part of a vector of sixteen dwords.
func (k *super) vector(v V, off int) { k.ldrQ(v, k.quad, off+k.row) }

// halfFloats reads the rows' part of sixteen half floats.
func (k *super) halfFloats(v V, off int) {
	k.ldrD(v, k.halves, off+k.row/2)
	k.fcvtl(v, v)
}

// halfFactor is the factor that most types keep first, minFactor that of the
// minima, which comes next.
func (k *super) halfFactor(v V) { k.halfFloats(v, 0) }
func (k *super) minFactor(v V)  { k.halfFloats(v, 32) }

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
	superKernel(p, "Q4K", 16*144, func(k *super) parts { return k.q4k(false) },
		func(k *super, at R) func() { return k.forwardsQ4K(at, false) })
	superKernel(p, "Q5K", 16*176, func(k *super) parts { return k.q4k(true) },
		func(k *super, at R) func() { return k.forwardsQ4K(at, true) })
	superKernel(p, "Q6K", 53*64, (*super).q6k, (*super).forwardsQ6K)
	superKernel(p, "Q2K", 16*84, (*super).q2k, nil)
}

// layoutQ4K is where the parts of Q4_K or, with fifth bits, Q5_K lie in a block,
// and the registers that all of them need.
type layoutQ4K struct {
	nibbles, bits            int
	low4, low6, byte0, bit16 V
	fifth                    bool
}

func (k *super) layoutQ4K(fifth bool) *layoutQ4K {
	const scales = 64
	l := &layoutQ4K{nibbles: scales + 3*64, bits: scales + 3*64, fifth: fifth}
	l.low4, l.low6, l.byte0 = k.bytes(15), k.bytes(63), k.words(k.reg(), 255)
	if fifth {
		l.bit16 = k.bytes(16)
		l.nibbles += 8 * 64
	}
	return l
}

// weightsQ4K makes of a vector of nibbles, in place of it or in another register,
// columns 4g..4g+3 of sub-block i.
func (k *super) weightsQ4K(l *layoutQ4K, to, from V, i, g int) {
	if i%2 == 0 {
		k.and(to, from, l.low4)
	} else {
		k.ushrB(to, from, 4)
	}
	if l.fifth {
		b := k.vec()
		k.vector(b, l.bits+64*g)
		k.addBits(to, b, l.bit16, 4-i)
		k.free(b)
	}
}

func (k *super) q4k(fifth bool) parts {
	l := k.layoutQ4K(fifth)
	min := func() {
		k.sums = k.vecs(k.tokens)
		k.clear(k.sums)
		for i := range 8 {
			m, sums := k.vec(), k.field(2, i*k.block())
			k.scaleK(l, m, i, 1)
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
				k.vector(v, l.nibbles+(i/2*8+g)*64)
				k.weightsQ4K(l, v, v, i, g)
			}
			k.dot(dots, half, w)
			k.free(w...)
		}
		scale := k.vec()
		k.scaleK(l, scale, i, 0)
		k.addSums(dots, scale)
		k.free(scale)
		k.free(dots...)
	}
	return parts{min, sub, k.halfFactor}
}

// scaleK gives number i of eight of 6 bits: scales (which 0) or minima (1). The
// first four have bytes of their own, whose two high bits belong to the last
// four; those have their low bits in the nibbles of the third vector.
func (k *super) scaleK(l *layoutQ4K, v V, i, which int) {
	own := 64 + 64*which
	if i < 4 {
		k.vector(v, own)
		k.and(v, v, l.low6)
	} else {
		high := k.vec()
		k.vector(high, own)
		k.vector(v, 64+2*64)
		k.ushrB(high, high, 6)
		if which == 0 {
			k.and(v, v, l.low4)
		} else {
			k.ushrB(v, v, 4)
		}
		k.sliB(v, high, 4)
		k.free(high)
	}
	k.byteOf(v, i%4, l.byte0)
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

// layoutQ6K has the registers that Q6_K needs.
type layoutQ6K struct{ low6, pair, offset V }

func (k *super) layoutQ6K() *layoutQ6K {
	return &layoutQ6K{k.bytes(63), k.bytes(0x30), k.words(k.reg(), 32)}
}

// scaleQ6K gives the scale of sixteen columns, of which a block has 16.
func (k *super) scaleQ6K(v V, n int) {
	k.vector(v, 64+n/4*64)
	if n%4 < 3 {
		k.shl(v, v, 24-8*(n%4))
	}
	k.sshr(v, v, 24)
}

// vectorsQ6K is where the vectors of columns 4g..4g+3 of half a block lie: of
// high bits, then two of low nibbles, whose low and high ones are four parts.
func vectorsQ6K(half, g int) int { return 320 + (8*half+g)*192 }

func (k *super) q6k() parts {
	l := k.layoutQ6K()
	sub := func(i int) {
		for half := range 2 {
			weights := func(v V, j int) {
				high := k.vec()
				at := vectorsQ6K(i/4, 4*half+j)
				k.vector(high, at)
				k.weightsQ6K(l, v, high, at, i%4)
				k.free(high)
			}
			k.half(half, l.offset, weights, func(v V) { k.scaleQ6K(v, 2*i+half) })
		}
	}
	return parts{nil, sub, func(v V) { k.vector(v, 0) }}
}

// weightsQ6K makes the weights of a part from its low nibbles and high, the
// vector at at; it may change high, but not so that a later part would suffer.
func (k *super) weightsQ6K(l *layoutQ6K, v, high V, at, part int) {
	low := at + 64 + part%2*64
	if part < 2 { // low nibbles, two bits above them
		k.vector(v, low)
		if part == 1 {
			k.ushrB(high, high, 2)
		}
		k.sliB(v, high, 4)
		k.and(v, v, l.low6)
		return
	}
	// Two bits in place, high nibbles below them.
	nibbles := k.vec()
	k.vector(nibbles, low)
	if part == 2 {
		k.and(v, high, l.pair)
	} else {
		k.ushrB(v, high, 2)
	}
	k.sriB(v, nibbles, 4)
	k.free(nibbles)
}

func (k *super) q2k() parts {
	two, low4 := k.bytes(3), k.words(k.reg(), 15)
	const scales, pairs = 64, 64 + 4*64
	number := func(v V, n, shift int) {
		k.vector(v, scales+n/4*64)
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
			k.half(half, none, func(v V, j int) {
				k.vector(v, pairs+(i/4*8+4*half+j)*64)
				if i%4 > 0 {
					k.ushrB(v, v, 2*(i%4))
				}
				k.and(v, v, two)
			}, func(v V) { number(v, 2*i+half, 0) })
		}
	}
	return parts{min, sub, k.halfFactor}
}

package main

// The products of the types in blocks of 256 with one or two tokens, as decoding
// needs them. There memory is the limit, so all sixteen rows of a vector are
// computed when it is read: a block is gone through once, strictly forwards.

// few is the largest tile that these kernels compute.
const few = 2

// rows are registers of all sixteen rows of each token.
type rows [4][]V

func (k *super) rows() (r rows) {
	for q := range r {
		r[q] = k.vecs(k.tokens)
	}
	return r
}

// each runs body for each four rows.
func (k *super) each(body func(q int)) {
	for q := range 4 {
		k.row = 16 * q
		body(q)
	}
	k.row = 0
}

// zeroRows is rows of empty registers.
func (k *super) zeroRows() rows {
	r := k.rows()
	k.each(func(q int) { k.clear(r[q]) })
	return r
}

// addRows adds integer sums times factors to the results.
func (k *super) addRows(at R, sums rows, factor func(V)) {
	k.each(func(q int) {
		k.sums = sums[q]
		k.addOut(at, factor)
	})
}

// addScaled adds dot products times the rows' scales, integers, to sums.
func (k *super) addScaled(sums, dots rows, scale func(V)) {
	s := k.vec()
	k.each(func(q int) {
		scale(s)
		k.sums = sums[q]
		k.addSums(dots[q], s)
	})
	k.free(s)
	for _, d := range dots {
		k.free(d...)
	}
}

// activations reads sixteen values of each token, from the block that lies off
// bytes after act.
func (k *super) activations(off, half int) []V {
	x := k.vecs(k.tokens)
	for t, v := range x {
		k.ldrAny(v, k.act, off+32*t+16*half)
	}
	return x
}

// forwardsQ4K is a block of Q4_K or, with fifth bits, Q5_K. Of one token both
// sub-blocks that share nibbles are computed at once.
func (k *super) forwardsQ4K(at R, fifth bool) func() {
	l := k.layoutQ4K(fifth)
	together := 1
	if k.tokens == 1 {
		together = 2
	}
	return func() {
		k.minimaQ4K(at, l)
		sums := k.zeroRows()
		for first := 0; first < 8; first += together {
			dots := make([]rows, together)
			for i := range dots {
				dots[i] = k.zeroRows()
			}
			for half := range 2 {
				k.dotsQ4K(l, dots, first, half)
			}
			for i := range dots {
				k.addScaled(sums, dots[i], func(v V) { k.scaleK(l, v, first+i, 0) })
			}
			k.advance(k.act, together*k.block())
		}
		k.advance(k.act, -8*k.block())
		k.addRows(at, sums, k.halfFactor)
	}
}

// minimaQ4K adds the minima times the sums of the activations.
func (k *super) minimaQ4K(at R, l *layoutQ4K) {
	sums, m := k.zeroRows(), k.vec()
	for i := range 8 {
		act := k.field(2, i*k.block())
		k.each(func(q int) {
			k.scaleK(l, m, i, 1)
			for t, s := range sums[q] {
				k.mlaLane(s, m, of(act, t))
			}
		})
		k.free(act...)
	}
	k.free(m)
	k.addRows(at, sums, k.minFactor)
}

// dotsQ4K adds sixteen columns of the sub-blocks from first on.
func (k *super) dotsQ4K(l *layoutQ4K, dots []rows, first, half int) {
	x := make([][]V, len(dots))
	for i := range x {
		x[i] = k.activations(i*k.block(), half)
	}
	nibbles, w := k.vec(), k.vec()
	for j := range 4 {
		g := 4*half + j
		k.each(func(q int) {
			k.vector(nibbles, l.nibbles+(first/2*8+g)*64)
			for i := range dots {
				k.weightsQ4K(l, w, nibbles, first+i, g)
				for t, d := range dots[i][q] {
					k.sdot(d, w, lane{x[i][t], j})
				}
			}
		})
	}
	k.free(nibbles, w)
	for i := range x {
		k.free(x[i]...)
	}
}

// forwardsQ6K is a block of Q6_K. Of one token all four parts that share vectors
// are computed at once.
func (k *super) forwardsQ6K(at R) func() {
	l := k.layoutQ6K()
	together := 1
	if k.tokens == 1 {
		together = 4
	}
	return func() {
		sums := k.zeroRows()
		for first := 0; first < 8; first += together {
			for half := range 2 {
				k.halfQ6K(l, sums, first, together, half)
			}
			k.advance(k.act, together*k.block())
		}
		k.advance(k.act, -8*k.block())
		k.addRows(at, sums, func(v V) { k.vector(v, 0) })
	}
}

// halfQ6K adds sixteen columns of the parts from first on.
func (k *super) halfQ6K(l *layoutQ6K, sums rows, first, together, half int) {
	dots, x := make([]rows, together), make([][]V, together)
	for i := range dots {
		dots[i] = k.rows()
		act := k.field(3+half, i*k.block())
		k.each(func(q int) {
			for t, d := range dots[i][q] {
				k.mulLane(d, l.offset, of(act, t))
			}
		})
		k.free(act...)
	}
	for i := range x {
		x[i] = k.activations(i*k.block(), half)
	}
	high, w := k.vec(), k.vec()
	for j := range 4 {
		vectors := vectorsQ6K(first/4, 4*half+j)
		k.each(func(q int) {
			// The parts that need the high bits as they are come first.
			for _, part := range []int{0, 2, 3, 1} {
				i := part - first%4
				if i < 0 || i >= together {
					continue
				}
				if part == 0 || together == 1 {
					k.vector(high, vectors)
				}
				k.weightsQ6K(l, w, high, vectors, part)
				for t, d := range dots[i][q] {
					k.sdot(d, w, lane{x[i][t], j})
				}
			}
		})
	}
	k.free(high, w)
	for i := range dots {
		k.free(x[i]...)
	}
	for i := range dots {
		k.addScaled(sums, dots[i], func(v V) { k.scaleQ6K(v, 2*(first+i)+half) })
	}
}

package train

import "inkling/model/train/internal/matmul"

// forward computes y = W*x + bias + scale*B*(A*x) for matrices that share an
// input. x [in, width]; ys[i] [out, width]; low [len(ls)*padded, width] keeps
// scale*A*x of each for the backward pass.
func (n *network) forward(ls []*linear, x, low []float32, ys ...[]float32) {
	n.lowRank(ls, x, low)
	w := n.width
	pairs := n.pairRows(n.run.pairs, x)
	n.eachRows(ls, func(worker, i, r0, r1 int) {
		l := ls[i]
		weights := n.scratch[worker][:(r1-r0)*l.w.cols]
		l.w.read(r0, r1, 0, l.w.cols, weights)
		y := ys[i][r0*w : r1*w]
		n.multiply(worker, r1-r0, l.w.cols, weights, x, pairs, y)
		matmul.Mul(r1-r0, w, n.padded, matmul.Left{Data: l.b.value[r0*n.padded:], Row: n.padded, Col: 1}, low[i*n.padded*w:], w, y, w, true)
		if l.bias != nil {
			for r := r0; r < r1; r++ {
				row, b := y[(r-r0)*w:(r-r0+1)*w], l.bias[r]
				for t := range row {
					row[t] += b
				}
			}
		}
	})
}

// lowRank computes scale*A*x.
func (n *network) lowRank(ls []*linear, x, low []float32) {
	w, in := n.width, ls[0].w.cols
	n.each(len(ls)*w/lanes, func(_, piece int) {
		i, c := piece/(w/lanes), piece%(w/lanes)*lanes
		out := low[i*n.padded*w : (i+1)*n.padded*w]
		matmul.Mul(n.padded, lanes, in, matmul.Left{Data: ls[i].a.value, Row: in, Col: 1}, x[c:], w, out[c:], w, false)
		for r := range n.padded {
			row := out[r*w+c : r*w+c+lanes]
			for t := range row {
				row[t] *= n.scale
			}
		}
	})
}

// eachRows runs f for blocks of rows of all matrices.
func (n *network) eachRows(ls []*linear, f func(worker, i, r0, r1 int)) {
	pieces := 0
	for _, l := range ls {
		pieces += (l.w.rows + rowBlock - 1) / rowBlock
	}
	n.each(pieces, func(worker, piece int) {
		for i, l := range ls {
			own := (l.w.rows + rowBlock - 1) / rowBlock
			if piece < own {
				f(worker, i, piece*rowBlock, min((piece+1)*rowBlock, l.w.rows))
				return
			}
			piece -= own
		}
	})
}

// backward is the backward pass of forward: with the gradients dys of its
// results it computes dx [in, width], unless that is nil, and adds to the
// gradients of A and B. x and low are those of the forward pass.
//
//	dB = dy * transposed(scale*A*x)
//	dA = scale * transposed(B)*dy * transposed(x)
//	dx = transposed(W)*dy + transposed(A) * scale * transposed(B)*dy
func (n *network) backward(ls []*linear, x, low, dx []float32, dys ...[]float32) {
	w, p := n.width, n.padded
	wide := roundUp(len(ls)*p, lanes)
	lowT, dLow, dLowT := n.run.lowT[:w*wide], n.run.dLow[:len(ls)*p*w], n.run.dLowT[:w*wide]

	// dLow = scale * transposed(B) * dy, and both low ones transposed.
	clear(lowT)
	clear(dLowT)
	n.each(len(ls)*w/lanes, func(_, piece int) {
		i, c := piece/(w/lanes), piece%(w/lanes)*lanes
		out := dLow[i*p*w : (i+1)*p*w]
		matmul.Mul(p, lanes, ls[i].w.rows, matmul.Left{Data: ls[i].b.value, Row: 1, Col: p}, dys[i][c:], w, out[c:], w, false)
		for r := range p {
			for t := c; t < c+lanes; t++ {
				out[r*w+t] *= n.scale
				dLowT[t*wide+i*p+r] = out[r*w+t]
				lowT[t*wide+i*p+r] = low[(i*p+r)*w+t]
			}
		}
	})
	n.eachRows(ls, func(worker, i, r0, r1 int) {
		l, sums := ls[i], n.scratch[worker][:(r1-r0)*lanes]
		for c := i * p / lanes * lanes; c < (i+1)*p; c += lanes { // the lanes that hold columns of i
			matmul.Mul(r1-r0, lanes, w, matmul.Left{Data: dys[i][r0*w:], Row: w, Col: 1}, lowT[c:], wide, sums, lanes, false)
			for r := r0; r < r1; r++ {
				for k := max(c, i*p); k < min(c+lanes, i*p+n.rank); k++ {
					l.b.grad[r*p+k-i*p] += sums[(r-r0)*lanes+k-c]
				}
			}
		}
	})
	in := ls[0].w.cols
	n.each((in+rowBlock-1)/rowBlock, func(worker, piece int) {
		c0, c1 := piece*rowBlock, min((piece+1)*rowBlock, in)
		sums := n.scratch[worker][:(c1-c0)*wide]
		matmul.Mul(c1-c0, wide, w, matmul.Left{Data: x[c0*w:], Row: w, Col: 1}, dLowT, wide, sums, wide, false)
		for i, l := range ls {
			for k := range n.rank {
				for c := c0; c < c1; c++ {
					l.a.grad[k*in+c] += sums[(c-c0)*wide+i*p+k]
				}
			}
		}
	})
	if dx != nil {
		n.inputGradient(ls, dLow, dx, dys)
	}
}

// inputGradient computes dx. A piece is a block of its rows: columns of the
// weights, so that no two workers write to the same place.
func (n *network) inputGradient(ls []*linear, dLow, dx []float32, dys [][]float32) {
	w, p, in := n.width, n.padded, ls[0].w.cols
	columns := rowBlock
	for _, l := range ls {
		columns = max(columns, l.w.block())
	}
	pairs := make([][]uint32, len(dys))
	room := n.run.pairs
	for i, dy := range dys {
		pairs[i] = n.pairRows(room, dy)
		room = room[len(pairs[i]):]
	}
	n.each((in+columns-1)/columns, func(worker, piece int) {
		c0, c1 := piece*columns, min((piece+1)*columns, in)
		width, out := c1-c0, dx[c0*w:c1*w]
		for i, l := range ls {
			matmul.Mul(width, w, p, matmul.Left{Data: l.a.value[c0:], Row: 1, Col: in}, dLow[i*p*w:], w, out, w, i > 0)
		}
		for i, l := range ls {
			for r0 := 0; r0 < l.w.rows; r0 += rowBlock {
				r1 := min(r0+rowBlock, l.w.rows)
				weights := n.scratch[worker][:(r1-r0)*width]
				l.w.read(r0, r1, c0, c1, weights)
				n.multiplyTransposed(worker, r1-r0, width, weights, dys[i][r0*w:], from(pairs[i], r0/2*w), out, true)
			}
		}
	})
}

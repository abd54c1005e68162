package train

import (
	"math"

	"inkling/model/kernel"
	"inkling/model/train/internal/matmul"
)

// Attention goes through the queries in blocks of as many columns. A block sees
// the columns from the start of its first query's text to its own end; the
// weights of those that a single query doesn't see are set to zero.
const queryBlock = 32

// attentionScratch is the room that a worker needs.
func (n *network) attentionScratch() int {
	wide := roundUp(n.HeadDim, lanes)
	return 2*queryBlock*n.width + n.width*wide + queryBlock*wide
}

// attentionBuffers cuts a worker's scratch space.
func (n *network) attentionBuffers(worker int) (p, dp, transposed, rows []float32, wide int) {
	wide = roundUp(n.HeadDim, lanes)
	s := n.scratch[worker]
	cut := func(size int) []float32 { part := s[:size]; s = s[size:]; return part }
	return cut(queryBlock * n.width), cut(queryBlock * n.width), cut(n.width * wide), cut(queryBlock * wide), wide
}

// transpose writes x [HeadDim, width] as [width, wide].
func (n *network) transpose(x, out []float32, wide int) {
	clear(out)
	for d := range n.HeadDim {
		for t, v := range x[d*n.width : (d+1)*n.width] {
			out[t*wide+d] = v
		}
	}
}

// head gives the rows of a head.
func (n *network) head(x []float32, h int) []float32 {
	size := n.HeadDim * n.width
	return x[h*size : (h+1)*size]
}

// attend computes out = softmax(transposed(q)*k / sqrt(HeadDim)) * v for each
// head, each text for itself. q, out [Heads*HeadDim, width]; k, v
// [KVHeads*HeadDim, width].
func (n *network) attend(q, k, v, out []float32) {
	w, shared := n.width, n.Heads/n.KVHeads
	n.each(n.Heads, func(worker, h int) {
		p, _, vT, rows, wide := n.attentionBuffers(worker)
		n.transpose(n.head(v, h/shared), vT, wide)
		o := n.head(out, h)
		for i := 0; i < w; i += queryBlock {
			from, to := n.weigh(n.head(q, h), n.head(k, h/shared), i, p)
			matmul.Mul(queryBlock, wide, to-from, matmul.Left{Data: p, Row: to - from, Col: 1}, vT[from*wide:], wide, rows, wide, false)
			for d := range n.HeadDim {
				for j := range queryBlock {
					o[d*w+i+j] = rows[j*wide+d]
				}
			}
		}
	})
}

// weigh computes the attention weights p [queryBlock, to-from] of the queries
// from column i on, for columns [from, to).
func (n *network) weigh(q, k []float32, i int, p []float32) (from, to int) {
	w := n.width
	from, to = n.run.start[i]&^(lanes-1), i+queryBlock
	size := to - from
	matmul.Mul(queryBlock, size, n.HeadDim, matmul.Left{Data: q[i:], Row: 1, Col: w}, k[from:], w, p, size, false)
	scale := float32(1 / math.Sqrt(float64(n.HeadDim)))
	for j := range queryBlock {
		row := p[j*size : (j+1)*size]
		first, last := n.run.start[i+j]-from, i+j-from
		clear(row[:first])
		kernel.Softmax(row[first:last+1], scale)
		clear(row[last+1:])
	}
	return from, to
}

// attendBackward computes dq, dk and dv from the gradient of attend's result.
// With weights p and, for each query, c the sum of p*dp:
//
//	dp = transposed(dOut)*v    ds = p*(dp - c)/sqrt(HeadDim)
//	dq = k*transposed(ds)      dk = q*ds      dv = dOut*p
func (n *network) attendBackward(q, k, v, dOut, dq, dk, dv []float32) {
	w, shared := n.width, n.Heads/n.KVHeads
	scale := float32(1 / math.Sqrt(float64(n.HeadDim)))
	n.each(n.Heads, func(worker, h int) {
		p, ds, kT, rows, wide := n.attentionBuffers(worker)
		n.transpose(n.head(k, h/shared), kT, wide)
		qh, kh, vh, doh, dqh := n.head(q, h), n.head(k, h/shared), n.head(v, h/shared), n.head(dOut, h), n.head(dq, h)
		dkh, dvh := n.head(n.run.headKV[0], h), n.head(n.run.headKV[1], h)
		clear(dkh)
		clear(dvh)
		for i := 0; i < w; i += queryBlock {
			from, to := n.weigh(qh, kh, i, p)
			size := to - from
			matmul.Mul(queryBlock, size, n.HeadDim, matmul.Left{Data: doh[i:], Row: 1, Col: w}, vh[from:], w, ds, size, false)
			for j := range queryBlock {
				pr, dr := p[j*size:(j+1)*size], ds[j*size:(j+1)*size]
				sum := float32(0)
				for t, x := range pr {
					sum += x * dr[t]
				}
				for t, x := range pr {
					dr[t] = x * (dr[t] - sum) * scale
				}
			}
			matmul.Mul(queryBlock, wide, size, matmul.Left{Data: ds, Row: size, Col: 1}, kT[from*wide:], wide, rows, wide, false)
			for d := range n.HeadDim {
				for j := range queryBlock {
					dqh[d*w+i+j] = rows[j*wide+d]
				}
			}
			matmul.Mul(n.HeadDim, size, queryBlock, matmul.Left{Data: qh[i:], Row: w, Col: 1}, ds, size, dkh[from:], w, true)
			matmul.Mul(n.HeadDim, size, queryBlock, matmul.Left{Data: doh[i:], Row: w, Col: 1}, p, size, dvh[from:], w, true)
		}
	})
	n.sumHeads(n.run.headKV[0], dk)
	n.sumHeads(n.run.headKV[1], dv)
}

// sumHeads adds the gradients of the heads that share keys and values.
func (n *network) sumHeads(each, out []float32) {
	shared := n.Heads / n.KVHeads
	n.each(n.KVHeads, func(_, h int) {
		sum := n.head(out, h)
		copy(sum, n.head(each, h*shared))
		for i := 1; i < shared; i++ {
			kernel.Add(sum, n.head(each, h*shared+i))
		}
	})
}

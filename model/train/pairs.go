package train

import "inkling/model/train/internal/matmul"

// Products with the frozen weights, which are most of the work, are computed with
// bfloat16 pairs where the processor has instructions for them, unless the model
// computes exactly. Gradients of the adapters, attention and everything that is
// summed up stay float32.

// pairRows gives x [features, width] as pairs of rows, in room; nil where pairs
// aren't used.
func (n *network) pairRows(room []uint32, x []float32) []uint32 {
	if !n.usePairs {
		return nil
	}
	w := n.width
	out := room[:len(x)/2]
	n.each(len(x)/(rowTile*w), func(_, piece int) {
		for r := piece * rowTile; r < (piece+1)*rowTile; r += 2 {
			matmul.PairRows(x[r*w:(r+1)*w], x[(r+1)*w:(r+2)*w], out[r/2*w:(r/2+1)*w])
		}
	})
	return out
}

// from is v[i:], nil for nil.
func from(v []uint32, i int) []uint32 {
	if v == nil {
		return nil
	}
	return v[i:]
}

// multiply computes y [rows, width] = weights [rows, cols] * x [cols, width];
// pairs are those of x.
func (n *network) multiply(worker, rows, cols int, weights, x []float32, pairs []uint32, y []float32) {
	w := n.width
	if pairs == nil {
		matmul.Mul(rows, w, cols, matmul.Left{Data: weights, Row: cols, Col: 1}, x, w, y, w, false)
		return
	}
	a := n.pairScratch[worker][:rows*cols/2]
	matmul.PairColumns(weights[:rows*cols], a)
	matmul.MulPairs(rows, w, cols/2, matmul.LeftPairs{Data: a, Row: cols / 2, Col: 1}, pairs, w, y, w, false)
}

// multiplyTransposed computes dx [cols, width], or adds to it, the transposed
// weights [rows, cols] times dy [rows, width]; pairs are those of dy.
func (n *network) multiplyTransposed(worker, rows, cols int, weights, dy []float32, pairs []uint32, dx []float32, add bool) {
	w := n.width
	if pairs == nil {
		matmul.Mul(cols, w, rows, matmul.Left{Data: weights, Row: 1, Col: cols}, dy, w, dx, w, add)
		return
	}
	a := n.pairScratch[worker][:rows*cols/2]
	for r := 0; r < rows; r += 2 {
		matmul.PairRows(weights[r*cols:(r+1)*cols], weights[(r+1)*cols:(r+2)*cols], a[r/2*cols:(r/2+1)*cols])
	}
	matmul.MulPairs(cols, w, rows/2, matmul.LeftPairs{Data: a, Row: 1, Col: cols}, pairs, w, dx, w, add)
}

package train

import (
	"context"
	"math"

	"inkling/model/token"
	"inkling/model/train/internal/matmul"
)

// The output layer and its loss, cross-entropy, are computed together over
// pieces of the vocabulary, so that the logits never stand whole. The gradient of
// the hidden state,
//
//	dh = sum over v of p(v)*W(v) - W(target),   p(v) = exp(logit(v)) / sum of exp(logits)
//
// is an attention-like average of the rows of W. For each share of the vocabulary we keep the sums of
// exp(logit-reference) and of exp(logit-reference)*W(v), with a reference for
// each column that is raised when a logit exceeds it by far, and scales what it
// has when that happens (Milakov and Gimelshein 2018, arXiv:1805.02867).

// shares is the number of parts into which the vocabulary is cut. It doesn't
// depend on the number of workers, so that neither do the results.
const shares = 8

// headSums is what is kept for a share of the vocabulary.
type headSums struct {
	reference, sum []float32 // [width]
	weighted       []float32 // [Dim, width]
	used           bool
}

// raiseAbove is how far a logit may exceed the reference: its exponential must
// be far from overflow.
const raiseAbove = 20

func (n *network) headScratch() int { return rowBlock * (n.Dim + n.width) }

// lossAndGradient computes the loss in nats of every column that has a target
// and, where d isn't nil, its gradient d [Dim, width] times the given weight.
// h [Dim, width] is the normed hidden state. When ctx is done it returns its error.
func (n *network) lossAndGradient(ctx context.Context, h, d []float32, weight float32) error {
	a, w := &n.run, n.width
	if a.heads == nil {
		a.heads = make([]headSums, shares)
		for i := range a.heads {
			a.heads[i] = headSums{reference: make([]float32, w), sum: make([]float32, w), weighted: make([]float32, n.Dim*w)}
		}
	}
	for i := range a.heads {
		a.heads[i].used = false
	}
	size := roundUp((n.Vocabulary+shares-1)/shares, rowBlock)
	pairs := n.pairRows(a.pairs, h)
	const stretch = 16 * rowBlock // rows of a share between two checks
	for from := 0; from < size; from += stretch {
		if err := n.check(ctx); err != nil {
			return err
		}
		n.each(shares, func(worker, share int) {
			end := min((share+1)*size, n.Vocabulary, share*size+from+stretch)
			for r := share*size + from; r < end && !n.stop.Load(); r += rowBlock {
				n.headPiece(worker, share, r, min(r+rowBlock, end), h, pairs, d != nil)
			}
		})
	}
	if err := n.check(ctx); err != nil {
		return err
	}
	factors, normaliser := n.mergeHeads()
	if d != nil {
		n.each(n.Dim/rowTile, func(_, piece int) {
			for r := piece * rowTile; r < (piece+1)*rowTile; r++ {
				out := d[r*w : (r+1)*w]
				clear(out)
				for i := range a.heads {
					if a.heads[i].used {
						f, x := factors[i], a.heads[i].weighted[r*w:(r+1)*w]
						for t := range out {
							out[t] += f[t] * x[t] * weight
						}
					}
				}
			}
		})
	}
	n.targets(h, d, normaliser, weight)
	return nil
}

// headPiece takes rows [r0, r1) of the vocabulary into the sums of their share.
func (n *network) headPiece(worker, share, r0, r1 int, h []float32, pairs []uint32, gradient bool) {
	w, dim, s := n.width, n.Dim, &n.run.heads[share]
	weights := n.scratch[worker][:rowBlock*dim]
	logits := n.scratch[worker][rowBlock*dim:][:rowBlock*w]
	rows := roundUp(r1-r0, rowTile)
	n.output.read(r0, r1, 0, dim, weights)
	clear(weights[(r1-r0)*dim : rows*dim])
	n.multiply(worker, rows, dim, weights, h, pairs, logits)
	n.raise(s, logits[:(r1-r0)*w])
	for r := range r1 - r0 {
		row := logits[r*w : (r+1)*w]
		for t, v := range row {
			e := exp(v - s.reference[t])
			row[t] = e
			s.sum[t] += e
		}
	}
	if gradient {
		clear(logits[(r1-r0)*w : rows*w])
		var e []uint32
		if pairs != nil {
			e = n.pairScratch[worker][rowBlock*dim/2:][:rows*w/2]
			for r := 0; r < rows; r += 2 {
				matmul.PairRows(logits[r*w:(r+1)*w], logits[(r+1)*w:(r+2)*w], e[r/2*w:(r/2+1)*w])
			}
		}
		n.multiplyTransposed(worker, rows, dim, weights, logits, e, s.weighted, s.used)
	}
	s.used = true
}

// raise makes the reference high enough for the logits.
func (n *network) raise(s *headSums, logits []float32) {
	w := n.width
	peak := make([]float32, w)
	copy(peak, logits)
	for r := w; r < len(logits); r += w {
		for t, v := range logits[r : r+w] {
			peak[t] = max(peak[t], v)
		}
	}
	if !s.used {
		copy(s.reference, peak)
		clear(s.sum)
		return
	}
	for t, v := range peak {
		if v <= s.reference[t]+raiseAbove {
			continue
		}
		f := exp(s.reference[t] - v)
		s.reference[t] = v
		s.sum[t] *= f
		for r := range n.Dim {
			s.weighted[r*w+t] *= f
		}
	}
}

// mergeHeads gives what each share's sums are multiplied by to make
// probabilities, [shares][width], and the logarithm of the sum of all
// exponentials.
func (n *network) mergeHeads() (factors [][]float32, normaliser []float32) {
	heads, w := n.run.heads, n.width
	factors, normaliser = make([][]float32, len(heads)), make([]float32, w)
	for i := range factors {
		factors[i] = make([]float32, w)
	}
	for t := range w {
		peak := math.Inf(-1)
		for i := range heads {
			if heads[i].used {
				peak = max(peak, float64(heads[i].reference[t]))
			}
		}
		sum := 0.0
		for i := range heads {
			if heads[i].used {
				sum += float64(heads[i].sum[t]) * math.Exp(float64(heads[i].reference[t])-peak)
			}
		}
		normaliser[t] = float32(peak + math.Log(sum))
		for i := range heads {
			if heads[i].used {
				factors[i][t] = float32(math.Exp(float64(heads[i].reference[t])-peak) / sum)
			}
		}
	}
	return factors, normaliser
}

// targets computes the losses and takes the targets' rows from the gradient.
func (n *network) targets(h, d, normaliser []float32, weight float32) {
	a, w := &n.run, n.width
	n.each(w/lanes, func(worker, piece int) {
		row := n.scratch[worker][:n.Dim]
		for t := piece * lanes; t < (piece+1)*lanes; t++ {
			id := a.target[t]
			a.loss[t] = 0
			if id == token.None {
				for r := 0; d != nil && r < n.Dim; r++ {
					d[r*w+t] = 0
				}
				continue
			}
			n.output.read(int(id), int(id)+1, 0, n.Dim, row)
			logit := float32(0)
			for r, v := range row {
				logit += v * h[r*w+t]
				if d != nil {
					d[r*w+t] -= v * weight
				}
			}
			a.loss[t] = normaliser[t] - logit
		}
	})
}

// lookUp writes the embeddings of tokens to x [Dim, width]; the columns behind
// them are set to zero.
func (n *network) lookUp(ids []token.ID, x []float32) {
	w := n.width
	n.each(w/lanes, func(worker, piece int) {
		row := n.scratch[worker][:n.Dim]
		for t := piece * lanes; t < (piece+1)*lanes; t++ {
			clear(row)
			if t < len(ids) {
				n.embed.read(int(ids[t]), int(ids[t])+1, 0, n.Dim, row)
			}
			for r, v := range row {
				x[r*w+t] = v
			}
		}
	})
}

package train

import "math"

// setPositions fills the tables of angles: column t stands at position
// t-start[t] of its text.
func (n *network) setPositions() {
	a, w := &n.run, n.width
	for i, f := range n.Frequencies {
		for t := range w {
			sin, cos := math.Sincos(f * float64(t-a.start[t]))
			a.sin[i*w+t], a.cos[i*w+t] = float32(sin), float32(cos)
		}
	}
}

// rotate turns the pairs of every head by their angles (rotary position
// embedding, Su et al. 2021, arXiv:2104.09864). x [heads*HeadDim, width].
func (n *network) rotate(x []float32, heads int) { n.turn(x, heads, 1) }

// rotateBackward turns a gradient: a rotation's transpose is the one back.
func (n *network) rotateBackward(dx []float32, heads int) { n.turn(dx, heads, -1) }

func (n *network) turn(x []float32, heads int, sign float32) {
	w, pairs := n.width, len(n.Frequencies)
	n.each(heads, func(_, h int) {
		for i := range pairs {
			first, second := i, i+pairs
			if n.Interleaved {
				first, second = 2*i, 2*i+1
			}
			a := x[(h*n.HeadDim+first)*w:][:w]
			b := x[(h*n.HeadDim+second)*w:][:w]
			cos, sin := n.run.cos[i*w:(i+1)*w], n.run.sin[i*w:(i+1)*w]
			for t, u := range a {
				v, c, s := b[t], cos[t], sign*sin[t]
				a[t], b[t] = u*c-v*s, u*s+v*c
			}
		}
	})
}

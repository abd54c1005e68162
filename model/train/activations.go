package train

import "inkling/model/token"

// activations are the values of a pass. Every one is [features, width].
type activations struct {
	layers []saved

	// of the batch
	cos, sin []float32 // [rotated pairs, width]
	start    []int     // [width] column in which the token's own text begins

	x      []float32 // the residual stream, [Dim]
	d      []float32 // its gradient
	normed []float32 // [Dim]
	y, dy  []float32 // [Dim] what a part adds, and the gradient of a norm's input
	hidden []float32 // [Hidden] and its gradients
	dHid   [3][]float32
	dAttn  []float32    // [Heads*HeadDim]
	dQKV   [3][]float32 // of queries, keys, values
	headKV [2][]float32 // [Heads*HeadDim] gradients of keys and values before heads are summed
	lowT   []float32    // [width, sum of ranks]
	dLow   []float32    // [sum of ranks, width]
	dLowT  []float32    // like lowT
	pairs  []uint32     // of the input or the gradients of some matrices; see pairs.go
	heads  []headSums   // see head.go
	loss   []float32    // [width]
	target []token.ID   // [width] the next token, token.None where none is to be predicted
}

// saved is what the backward pass of a layer needs.
type saved struct {
	x, mid     []float32    // [Dim] the residual stream before attention and before the feed-forward part
	q, k, v    []float32    // after rotation
	mixed      []float32    // attention's result
	gate, up   []float32    // [Hidden]
	qkvLow     []float32    // scale*A*x of q, k, v
	outputLow  []float32    // likewise
	gateUpLow  []float32    // of gate, up
	downLow    []float32    // likewise
	normFactor [2][]float32 // [width] 1/rms of both norms
}

func newActivations(n *network) activations {
	w := n.width
	q, kv, p := n.Heads*n.HeadDim, n.KVHeads*n.HeadDim, n.padded
	room := func(features int) []float32 { return make([]float32, features*w) }
	a := activations{
		layers: make([]saved, n.Layers),
		cos:    room(len(n.Frequencies)), sin: room(len(n.Frequencies)), start: make([]int, w),
		x: room(n.Dim), d: room(n.Dim), normed: room(n.Dim), y: room(n.Dim), dy: room(n.Dim),
		hidden: room(n.Hidden), dHid: [3][]float32{room(n.Hidden), room(n.Hidden), room(n.Hidden)},
		dAttn: room(q), dQKV: [3][]float32{room(q), room(kv), room(kv)}, headKV: [2][]float32{room(q), room(q)},
		lowT: room(roundUp(3*p, lanes)), dLow: room(3 * p), dLowT: room(roundUp(3*p, lanes)),
		loss: room(1), target: make([]token.ID, w),
	}
	if n.usePairs {
		a.pairs = make([]uint32, max(q+2*kv, 2*n.Hidden, n.Dim)/2*w)
	}
	for i := range a.layers {
		a.layers[i] = saved{
			x: room(n.Dim), mid: room(n.Dim), q: room(q), k: room(kv), v: room(kv), mixed: room(q),
			gate: room(n.Hidden), up: room(n.Hidden),
			qkvLow: room(3 * p), outputLow: room(p), gateUpLow: room(2 * p), downLow: room(p),
			normFactor: [2][]float32{room(1), room(1)},
		}
	}
	return a
}

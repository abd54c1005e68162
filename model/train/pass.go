package train

import (
	"context"

	"inkling/model/kernel"
	"inkling/model/lora"
	"inkling/model/token"
)

// sequence is a row of tokens that are learnt from together: one text, or
// several that don't see each other.
type sequence struct {
	tokens []token.ID
	target []token.ID // the token after each; token.None at the end of a text
	start  []int      // where in tokens the text of each begins
}

// targets counts the tokens that are to be predicted.
func (s *sequence) targets() int {
	n := 0
	for _, id := range s.target {
		if id != token.None {
			n++
		}
	}
	return n
}

// loss reads a sequence and gives the sum of its losses in nats. With gradient
// set it adds the gradient of the mean loss to the parameters'. When ctx is done
// it returns early with its error.
func (n *network) loss(ctx context.Context, s *sequence, gradient bool) (float64, error) {
	defer n.watch(ctx)()
	n.begin(s)
	a := &n.run
	for i := range n.layers {
		if err := n.check(ctx); err != nil {
			return 0, err
		}
		n.layerForward(i)
	}
	last := make([]float32, n.width)
	n.rmsNorm(a.x, n.norm, last, a.normed)
	var d []float32
	if gradient {
		d = a.dy
	}
	if err := n.lossAndGradient(ctx, a.normed, d, 1/float32(max(1, s.targets()))); err != nil {
		return 0, err
	}
	if gradient {
		clear(a.d)
		n.rmsNormBackward(a.x, n.norm, last, a.dy, a.d)
		for i := n.Layers - 1; i >= 0; i-- {
			if err := n.check(ctx); err != nil {
				return 0, err
			}
			n.layerBackward(i)
		}
	}
	if err := n.check(ctx); err != nil {
		return 0, err
	}
	sum := 0.0
	for _, l := range a.loss {
		sum += float64(l)
	}
	return sum, nil
}

// begin sets up the values that come from the sequence alone. Each column behind
// it is a text of its own.
func (n *network) begin(s *sequence) {
	a := &n.run
	for t := range n.width {
		a.start[t], a.target[t] = t, token.None
		if t < len(s.tokens) {
			a.start[t], a.target[t] = s.start[t], s.target[t]
		}
	}
	n.setPositions()
	n.lookUp(s.tokens, a.x)
}

// linears lists some matrices of a layer.
func (b *block) linears(targets ...lora.Target) []*linear {
	ls := make([]*linear, len(targets))
	for i, t := range targets {
		ls[i] = &b.linear[t]
	}
	return ls
}

// layerForward takes the residual stream through a layer.
func (n *network) layerForward(i int) {
	a, l, s := &n.run, &n.layers[i], &n.run.layers[i]
	copy(s.x, a.x)
	n.rmsNorm(s.x, l.attnNorm, s.normFactor[0], a.normed)
	n.forward(l.linears(lora.Query, lora.Key, lora.Value), a.normed, s.qkvLow, s.q, s.k, s.v)
	n.rotate(s.q, n.Heads)
	n.rotate(s.k, n.KVHeads)
	n.attend(s.q, s.k, s.v, s.mixed)
	n.forward(l.linears(lora.Output), s.mixed, s.outputLow, a.y)
	kernel.Add(a.x, a.y)

	copy(s.mid, a.x)
	n.rmsNorm(s.mid, l.ffnNorm, s.normFactor[1], a.normed)
	n.forward(l.linears(lora.Gate, lora.Up), a.normed, s.gateUpLow, s.gate, s.up)
	n.swiGLU(s.gate, s.up, a.hidden)
	n.forward(l.linears(lora.Down), a.hidden, s.downLow, a.y)
	kernel.Add(a.x, a.y)
}

// layerBackward takes the gradient of the residual stream back through a layer
// and adds to the gradients of its adapters.
func (n *network) layerBackward(i int) {
	a, l, s := &n.run, &n.layers[i], &n.run.layers[i]
	n.swiGLU(s.gate, s.up, a.hidden)
	n.backward(l.linears(lora.Down), a.hidden, s.downLow, a.dHid[0], a.d)
	n.swiGLUBackward(s.gate, s.up, a.dHid[0], a.dHid[1], a.dHid[2])
	n.rmsNormAgain(s.mid, l.ffnNorm, s.normFactor[1], a.normed)
	n.backward(l.linears(lora.Gate, lora.Up), a.normed, s.gateUpLow, a.dy, a.dHid[1], a.dHid[2])
	n.rmsNormBackward(s.mid, l.ffnNorm, s.normFactor[1], a.dy, a.d)

	n.backward(l.linears(lora.Output), s.mixed, s.outputLow, a.dAttn, a.d)
	dq, dk, dv := a.dQKV[0], a.dQKV[1], a.dQKV[2]
	n.attendBackward(s.q, s.k, s.v, a.dAttn, dq, dk, dv)
	n.rotateBackward(dq, n.Heads)
	n.rotateBackward(dk, n.KVHeads)
	n.rmsNormAgain(s.x, l.attnNorm, s.normFactor[0], a.normed)
	dx := a.dy
	if i == 0 {
		dx = nil // embeddings aren't trained
	}
	n.backward(l.linears(lora.Query, lora.Key, lora.Value), a.normed, s.qkvLow, dx, dq, dk, dv)
	if dx != nil {
		n.rmsNormBackward(s.x, l.attnNorm, s.normFactor[0], dx, a.d)
	}
}

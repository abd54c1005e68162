package train

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"inkling/model"
	"inkling/model/gguf"
	"inkling/model/kernel"
	"inkling/model/lora"
	"inkling/model/train/internal/matmul"
)

// network is a model with an adapter in training. It isn't safe for concurrent
// use.
type network struct {
	model.Shape
	m      *model.Model
	base   string // its fingerprint
	layers []block
	norm   []float32 // [dim] before the output
	embed  frozen    // [vocab, dim]
	output frozen    // [vocab, dim], may be embed
	rank   int       // of the adapter
	padded int       // rank rounded up to a row tile
	scale  float32   // of the adapter
	params []*param  // everything that is trained, in a fixed order

	pool    *kernel.Pool
	scratch [][]float32 // of each worker
	// usePairs says that products with frozen weights are computed with pairs.
	usePairs    bool
	pairScratch [][]uint32  // of each worker
	stop        atomic.Bool // ends running loops early
	failure     struct {
		sync.Mutex
		err error // the first one of a piece of work
	}
	pause func(context.Context) error // called between parts of a pass

	width int // columns of every value: tokens rounded up
	run   activations
}

// block is a transformer block of llama and qwen2 models.
type block struct {
	attnNorm, ffnNorm []float32 // [dim]
	linear            [lora.Targets]linear
}

// linear is a frozen matrix with its adapter: y = W*x + bias + scale*B*(A*x).
type linear struct {
	w    frozen
	bias []float32 // [out], nil for none
	a    *param    // [padded, in]
	b    *param    // [out, padded]
}

// param is a matrix in training. Rows or columns beyond the adapter's rank are
// there to fill tiles: they are zero and stay so.
type param struct {
	value, grad []float32
	m, v        []float32 // running means of gradient and its square
}

func newParam(n int) *param {
	return &param{value: make([]float32, n), grad: make([]float32, n), m: make([]float32, n), v: make([]float32, n)}
}

const (
	lanes    = 32 // columns come in multiples of it
	rowTile  = 8
	rowBlock = 64 // rows of a weight matrix in a piece of work
)

func roundUp(n, to int) int { return (n + to - 1) / to * to }

// newNetwork prepares training with sequences of up to so many tokens.
func newNetwork(m *model.Model, o *Options) (*network, error) {
	base, err := m.Fingerprint()
	if err != nil {
		return nil, err
	}
	s := m.Shape()
	if s.Architecture != "llama" && s.Architecture != "qwen2" {
		return nil, &gguf.UnsupportedError{What: "architecture for learning", Name: s.Architecture, Known: []string{"llama", "qwen2"}}
	}
	n := &network{
		Shape: s, m: m, base: base, rank: o.Rank, padded: roundUp(o.Rank, rowTile), scale: o.Alpha / float32(o.Rank),
		usePairs: matmul.HasPairs() && !m.Exact(),
		pool:     kernel.NewPool(o.Threads), width: roundUp(o.SequenceTokens, lanes), pause: o.Wait,
	}
	w := &weights{m: m}
	n.embed = w.matrix("token_embd.weight", s.Dim, s.Vocabulary)
	n.output = n.embed
	if _, own := m.Tensor("output.weight"); own {
		n.output = w.matrix("output.weight", s.Dim, s.Vocabulary)
	}
	n.norm = w.vector("output_norm.weight", s.Dim, false)
	r := rand.New(rand.NewPCG(o.Seed, 1))
	n.layers = make([]block, s.Layers)
	for i := range n.layers {
		n.loadBlock(w, i, r)
	}
	if w.err != nil {
		n.close()
		return nil, fmt.Errorf("preparing to learn: %w", w.err)
	}
	n.reserve()
	return n, nil
}

func (n *network) loadBlock(w *weights, i int, r *rand.Rand) {
	l := &n.layers[i]
	name := func(part string) string { return fmt.Sprintf("blk.%d.%s", i, part) }
	l.attnNorm = w.vector(name("attn_norm.weight"), n.Dim, false)
	l.ffnNorm = w.vector(name("ffn_norm.weight"), n.Dim, false)
	for t := range lora.Targets {
		in, out := n.MatrixSize(t)
		y := &l.linear[t]
		y.w = w.matrix(name(t.String()+".weight"), in, out)
		y.bias = w.vector(name(t.String()+".bias"), out, true)
		y.a, y.b = newParam(n.padded*in), newParam(out*n.padded)
		// A is drawn as PyTorch's linear layers are, B begins at nothing, so that
		// the adapter does.
		limit := 1 / math.Sqrt(float64(in))
		for j := range n.rank * in {
			y.a.value[j] = float32((2*r.Float64() - 1) * limit)
		}
		n.params = append(n.params, y.a, y.b)
	}
}

// reserve makes room for everything that a pass computes.
func (n *network) reserve() {
	n.run = newActivations(n)
	most := max(rowBlock*max(n.Dim, n.Hidden, n.Heads*n.HeadDim)+rowBlock*lanes, n.headScratch(), n.attentionScratch())
	n.scratch = make([][]float32, n.pool.Size())
	for i := range n.scratch {
		n.scratch[i] = make([]float32, most)
	}
	if n.usePairs {
		n.pairScratch = make([][]uint32, n.pool.Size())
		for i := range n.pairScratch {
			n.pairScratch[i] = make([]uint32, rowBlock*(max(n.Dim, n.Hidden, n.Heads*n.HeadDim)+n.width)/2)
		}
	}
}

func (n *network) close() { n.pool.Close() }

// task makes a function work for a pool.
type task func(worker, piece int)

// Do implements kernel.Task.
func (t task) Do(worker, piece int) { t(worker, piece) }

// each runs f for every piece on all workers. A piece reads the model's mapped
// file; what goes wrong there is kept for check.
func (n *network) each(pieces int, f func(worker, piece int)) {
	n.pool.Run(pieces, task(func(worker, piece int) {
		if n.stop.Load() {
			return
		}
		if err := gguf.Guard(func() { f(worker, piece) }); err != nil {
			n.stop.Store(true)
			n.failure.Lock()
			n.failure.err = err
			n.failure.Unlock()
		}
	}))
}

// check is called between parts of a pass: it waits where the writer is at work
// and tells whether to go on.
func (n *network) check(ctx context.Context) error {
	if n.pause != nil {
		if err := n.pause(ctx); err != nil {
			return err
		}
	}
	n.failure.Lock()
	defer n.failure.Unlock()
	if n.failure.err != nil {
		return n.failure.err
	}
	return context.Cause(ctx)
}

// watch makes running loops stop when ctx is done, until the returned function
// is called.
func (n *network) watch(ctx context.Context) func() bool {
	n.stop.Store(false)
	return context.AfterFunc(ctx, func() { n.stop.Store(true) })
}

// adapter copies what was learned so far.
func (n *network) adapter() *lora.Adapter {
	a := &lora.Adapter{Architecture: n.Architecture, Base: n.base, Rank: n.rank, Alpha: n.scale * float32(n.rank), Layers: make([]lora.Layer, n.Layers)}
	for i := range n.layers {
		for t := range lora.Targets {
			l := &n.layers[i].linear[t]
			p := &lora.Pair{In: l.w.cols, Out: l.w.rows, A: append([]float32(nil), l.a.value[:n.rank*l.w.cols]...), B: make([]float32, l.w.rows*n.rank)}
			for row := range l.w.rows {
				copy(p.B[row*n.rank:(row+1)*n.rank], l.b.value[row*n.padded:])
			}
			a.Layers[i][t] = p
		}
	}
	return a
}

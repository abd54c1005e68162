package model

import (
	"encoding/binary"
	"math"

	"inkling/model/gguf"
	"inkling/model/kernel"
	"inkling/model/lora"
)

// adapter is a LoRA adapter made ready for a pass. The products with the
// model's own matrices stay as they are; what B*(A*x) adds is computed beside
// them in floats.
type adapter struct {
	rank   int
	layers []adaptedLayer
	parts  []float32      // [part, n, rank] A*x of the matrices that share an input
	work   []adaptScratch // of each worker

	// what is being computed
	group *adapted
	x     []float32   // [n, in]
	out   [][]float32 // where each part's result is added, rows stride apart
	width int         // stride
}

// adaptedLayer has the matrices of a layer by the input that they share.
type adaptedLayer struct{ qkv, mixed, gateUp, hidden adapted }

// adapted is the adapter of matrices that share an input. A part that isn't
// adapted has no b.
type adapted struct {
	a *kernel.Matrix   // [parts*rank, in]; nil where no part is adapted
	b []*kernel.Matrix // [out, rank] times the adapter's scale
}

type adaptScratch struct {
	in     kernel.Activations
	small  []float32          // [adaptTile, rows of a]
	out    []float32          // [n, rows of a piece]
	second kernel.Activations // one part's A*x
	_      [64]byte           // keeps two workers off one cache line
}

const (
	adaptTile   = 8  // tokens in a piece of A*x
	adaptGroups = 16 // groups of sixteen rows in a piece of B*(A*x)
)

// useAdapter makes the pass compute with an adapter.
func (p *pass) useAdapter(l *lora.Adapter) error {
	m := p.m
	fingerprint, err := m.Fingerprint()
	if err != nil {
		return err
	}
	if err := l.Check(m.arch, fingerprint, m.depth, m.Shape().MatrixSize); err != nil {
		return err
	}
	a := &adapter{rank: l.Rank, layers: make([]adaptedLayer, m.depth)}
	for i := range a.layers {
		from, to := &l.Layers[i], &a.layers[i]
		for _, g := range []struct {
			into    *adapted
			targets []lora.Target
		}{
			{&to.qkv, []lora.Target{lora.Query, lora.Key, lora.Value}},
			{&to.mixed, []lora.Target{lora.Output}},
			{&to.gateUp, []lora.Target{lora.Gate, lora.Up}},
			{&to.hidden, []lora.Target{lora.Down}},
		} {
			if *g.into, err = m.adaptedOf(l, from, g.targets); err != nil {
				return err
			}
		}
	}
	a.parts = make([]float32, 3*batchTokens*l.Rank)
	a.work = make([]adaptScratch, m.pool.Size())
	for i := range a.work {
		a.work[i].small = make([]float32, adaptTile*(3*l.Rank+kernel.Lanes))
		a.work[i].out = make([]float32, batchTokens*adaptGroups*kernel.Lanes)
	}
	p.adapter = a
	p.hidden = make([]float32, batchTokens*m.ffn)
	return nil
}

// adaptedOf packs the pairs of matrices that share an input, as half floats
// unless the model computes exactly.
func (m *Model) adaptedOf(l *lora.Adapter, layer *lora.Layer, targets []lora.Target) (adapted, error) {
	g := adapted{b: make([]*kernel.Matrix, len(targets))}
	in, _ := m.Shape().MatrixSize(targets[0])
	stack := make([]float32, len(targets)*l.Rank*in)
	any := false
	for i, t := range targets {
		pair := layer[t]
		if pair == nil {
			continue
		}
		any = true
		copy(stack[i*l.Rank*in:], pair.A)
		scaled := make([]float32, len(pair.B))
		for j, v := range pair.B {
			scaled[j] = v * l.Scale()
		}
		var order func(int) int
		if m.interleaved && (t == lora.Query || t == lora.Key) {
			order = m.pairsApart
		}
		var err error
		if g.b[i], err = m.packFloats(scaled, pair.Out, l.Rank, order); err != nil {
			return g, err
		}
	}
	if !any {
		return g, nil
	}
	var err error
	g.a, err = m.packFloats(stack, len(targets)*l.Rank, in, nil)
	return g, err
}

// packFloats packs a matrix of numbers [rows, cols] for the kernels.
func (m *Model) packFloats(v []float32, rows, cols int, order func(int) int) (*kernel.Matrix, error) {
	typ := gguf.F16
	if m.exact {
		typ = gguf.F32
	}
	n, err := kernel.PackedBytes(typ, rows, cols)
	if err != nil {
		return nil, err
	}
	w, err := kernel.NewMatrix(typ, rows, cols, make([]byte, n))
	if err != nil {
		return nil, err
	}
	file := make([]byte, 0, 4*len(v))
	for _, x := range v {
		if m.exact {
			file = binary.LittleEndian.AppendUint32(file, math.Float32bits(x))
		} else {
			file = binary.LittleEndian.AppendUint16(file, kernel.ToHalf(x))
		}
	}
	for g := range w.Groups() {
		w.Pack(g, file, order)
	}
	return w, nil
}

// adaptQKV adds to the queries, keys and values of a layer.
func (p *pass) adaptQKV() {
	if p.adapter == nil {
		return
	}
	m := p.m
	q, kv := m.heads*m.headDim, m.kvHeads*m.headDim
	p.adaptOut(&p.adapter.layers[p.layerNo].qkv, p.normed, m.qkvWidth(), p.qkv, p.qkv[q:], p.qkv[q+kv:])
}

// adaptMixed adds to attention's output.
func (p *pass) adaptMixed() {
	if p.adapter != nil {
		p.adaptOut(&p.adapter.layers[p.layerNo].mixed, p.mixed, p.m.dim, p.y)
	}
}

// adaptHidden adds to the feed-forward part's output.
func (p *pass) adaptHidden() {
	if p.adapter != nil {
		p.adaptOut(&p.adapter.layers[p.layerNo].hidden, p.hidden, p.m.dim, p.y)
	}
}

// adaptGateUp computes A*x of gate and up, for addGateUp.
func (p *pass) adaptGateUp() {
	if p.adapter != nil {
		p.adaptIn(&p.adapter.layers[p.layerNo].gateUp, p.normed)
	}
}

// addGateUp adds to the hidden values of a piece, rows of them that begin at row
// first, for n tokens that are stride values apart.
func (a *adapter) addGateUp(worker, first, rows, n, stride int, gate, up []float32) {
	if a.group.a == nil {
		return
	}
	for i, out := range [...][]float32{gate, up} {
		a.addPart(worker, i, first/kernel.Lanes, (first+rows)/kernel.Lanes, n, out, stride)
	}
}

// adaptIn computes A*x of all parts of a group.
func (p *pass) adaptIn(g *adapted, x []float32) {
	a := p.adapter
	a.group, a.x = g, x
	if g.a != nil {
		p.m.pool.Run(pieces(p.n, adaptTile), (*multiplyA)(p))
	}
}

// adaptOut adds a group's results to out, in rows that are width apart.
func (p *pass) adaptOut(g *adapted, x []float32, width int, out ...[]float32) {
	p.adaptIn(g, x)
	a := p.adapter
	if g.a == nil || p.stop.Load() {
		return
	}
	a.out, a.width = append(a.out[:0], out...), width
	if p.n == 1 { // too little to share
		for i := range g.b {
			p.addRows(0, i, 0, a.groups(i))
		}
		return
	}
	all := 0
	for i := range g.b {
		all += pieces(a.groups(i), adaptGroups)
	}
	p.m.pool.Run(all, (*multiplyB)(p))
}

// groups is the number of groups of rows that a part adds to.
func (a *adapter) groups(part int) int {
	if b := a.group.b[part]; b != nil {
		return b.Groups()
	}
	return 0
}

type (
	multiplyA pass // pieces: tiles of tokens
	multiplyB pass // pieces: groups of rows of all parts
)

// Do computes A*x for a tile of tokens and sorts the results by part.
func (t *multiplyA) Do(worker, i int) {
	p := (*pass)(t)
	if p.stop.Load() {
		return
	}
	a, in := p.adapter, p.adapter.group.a.Cols
	first := i * adaptTile
	n := min(adaptTile, p.n-first)
	w := &a.work[worker]
	rows := a.group.a.Groups() * kernel.Lanes
	if cap(w.small) < n*rows {
		w.small = make([]float32, adaptTile*rows)
	}
	small := w.small[:n*rows]
	w.in.Reset(n, in, a.group.a)
	w.in.SetFloats(a.x[first*in : (first+n)*in])
	a.group.a.Mul(&w.in, 0, a.group.a.Groups(), small, rows)
	for part := range a.group.b {
		for j := range n {
			copy(a.parts[(part*batchTokens+first+j)*a.rank:][:a.rank], small[j*rows+part*a.rank:])
		}
	}
}

func (t *multiplyB) Do(worker, i int) {
	p := (*pass)(t)
	if p.stop.Load() {
		return
	}
	a := p.adapter
	for part := range a.group.b {
		n := pieces(a.groups(part), adaptGroups)
		if i < n {
			p.addRows(worker, part, i*adaptGroups, min((i+1)*adaptGroups, a.groups(part)))
			return
		}
		i -= n
	}
}

// addRows adds groups [from, to) of a part's result for all tokens. A part's
// rows may be no more than its last group's, as for a matrix of 16 rows.
func (p *pass) addRows(worker, part, from, to int) {
	a := p.adapter
	for ; from < to; from += adaptGroups {
		end := min(to, from+adaptGroups)
		a.addPart(worker, part, from, end, p.n, a.out[part][from*kernel.Lanes:], a.width)
	}
}

// addPart adds groups [from, to) of a part's B*(A*x) for n tokens to out.
func (a *adapter) addPart(worker, part, from, to, n int, out []float32, stride int) {
	b := a.group.b[part]
	if b == nil {
		return
	}
	w := &a.work[worker]
	rows := (to - from) * kernel.Lanes
	if cap(w.out) < n*rows {
		w.out = make([]float32, n*rows)
	}
	y := w.out[:n*rows]
	w.second.Reset(n, a.rank, b)
	w.second.SetFloats(a.parts[part*batchTokens*a.rank:][:n*a.rank])
	b.MulPart(&w.second, from, to, y, rows)
	for t := range n {
		kernel.Add(out[t*stride:t*stride+rows], y[t*rows:])
	}
}

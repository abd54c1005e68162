package model

import "inkling/model/kernel"

// groupsPerPiece is how many groups of sixteen rows of a matrix a worker takes
// at a time.
const groupsPerPiece = 2

// The parallel loops of a forward pass, in the order in which a layer runs them.
type (
	addAndNorm    pass // pieces: tokens
	projectQKV    pass // pieces: groups of rows of q, k, v
	placeQKV      pass // pieces: tokens
	attend        pass // pieces: heads times tiles of tokens; see attend.go
	quantizeMixed pass // pieces: tokens
	projectMixed  pass // pieces: groups of rows
	gateUp        pass // pieces: 32 or 256 rows of gate and up; for more than a few tokens
	projectGateUp pass // pieces: groups of rows of gate, then of up; for a few tokens
	activate      pass // pieces: activationRows hidden values; for a few tokens
	projectHidden pass // pieces: groups of rows
	projectOutput pass // pieces: groups of rows of the vocabulary
)

// Do adds a part's result to the residual stream, norms it and quantises that
// for the next product.
func (t *addAndNorm) Do(_, i int) {
	p := (*pass)(t)
	m := p.m
	x, y := p.x[i*m.dim:(i+1)*m.dim], p.y[i*m.dim:(i+1)*m.dim]
	if p.adding != nil {
		kernel.RMSNorm(y, p.adding, y, m.normEps)
	}
	kernel.Add(x, y)
	normed := p.normed[i*m.dim : (i+1)*m.dim]
	kernel.RMSNorm(x, p.nextNorm, normed, m.normEps)
	p.in.Quantize(i, 0, normed)
}

func (t *projectQKV) Do(_, i int) {
	p := (*pass)(t)
	if p.stop.Load() {
		return
	}
	from, to, width, out := i*groupsPerPiece, (i+1)*groupsPerPiece, p.m.qkvWidth(), p.qkv
	for _, w := range [...]*kernel.Matrix{p.layer.q, p.layer.k, p.layer.v} {
		n := w.Groups()
		if from < n && to > 0 {
			w.Mul(&p.in, max(from, 0), min(to, n), out, width)
		}
		from, to, out = from-n, to-n, out[n*kernel.Lanes:]
	}
}

// Do adds biases, norms and rotates queries and keys of a token, and puts keys
// and values into the cache.
func (t *placeQKV) Do(worker, i int) {
	p := (*pass)(t)
	m, l := p.m, p.layer
	row := p.qkv[i*m.qkvWidth() : (i+1)*m.qkvWidth()]
	q, k, v := row[:m.heads*m.headDim], row[m.heads*m.headDim:(m.heads+m.kvHeads)*m.headDim], row[(m.heads+m.kvHeads)*m.headDim:]
	addBias(q, l.qBias)
	addBias(k, l.kBias)
	addBias(v, l.vBias)
	rotation := p.rotation
	if l.local {
		rotation = p.localRot
	}
	rotation = rotation[i*m.rope.dims : (i+1)*m.rope.dims]
	for h := range m.heads {
		m.place(q[h*m.headDim:(h+1)*m.headDim], l.qNorm, rotation)
	}
	for h := range m.kvHeads {
		key := k[h*m.headDim : (h+1)*m.headDim]
		m.place(key, l.kNorm, rotation)
		p.cache[p.layerNo][h].Put(p.batch.slot[i], key, v[h*m.headDim:(h+1)*m.headDim], p.workers[worker].half)
	}
}

func addBias(x, bias []float32) {
	if bias != nil {
		kernel.Add(x, bias)
	}
}

// place norms a head's query or key and turns its pairs by their angles.
func (m *Model) place(head, norm, rotation []float32) {
	if norm != nil {
		kernel.RMSNorm(head, norm, head, m.normEps)
	}
	half := len(rotation) / 2
	a, b, cos, sin := head[:half], head[half:2*half], rotation[:half], rotation[half:]
	for i, c := range cos {
		s := sin[i]
		a[i], b[i] = a[i]*c-b[i]*s, a[i]*s+b[i]*c
	}
}

func (t *quantizeMixed) Do(_, i int) {
	p := (*pass)(t)
	width := p.m.heads * p.m.headDim
	p.mixedIn.Quantize(i, 0, p.mixed[i*width:(i+1)*width])
}

func (t *projectMixed) Do(_, i int) {
	p := (*pass)(t)
	if !p.stop.Load() {
		w := p.layer.attnOut
		w.Mul(&p.mixedIn, i*groupsPerPiece, min((i+1)*groupsPerPiece, w.Groups()), p.y, p.m.dim)
	}
}

// Do computes some hidden values of all tokens: act(gate*x) * (up*x).
func (t *gateUp) Do(worker, i int) {
	p := (*pass)(t)
	if p.stop.Load() {
		return
	}
	m, l, rows := p.m, p.layer, p.rows
	first := i * rows
	rows = min(rows, m.ffn-first)
	gate, up := p.workers[worker].gate[:p.n*rows], p.workers[worker].up[:p.n*rows]
	from, to := first/kernel.Lanes, (first+rows)/kernel.Lanes
	l.gate.MulPart(&p.in, from, to, gate, rows)
	l.up.MulPart(&p.in, from, to, up, rows)
	if p.adapter != nil {
		p.adapter.addGateUp(worker, first, rows, p.n, rows, gate, up)
	}
	m.activation(gate, up)
	if !l.down.Quantised() || p.adapter != nil {
		for n := range p.n {
			copy(p.hidden[n*m.ffn+first:], gate[n*rows:(n+1)*rows])
		}
	}
	if !l.down.Quantised() {
		return
	}
	for n := range p.n {
		p.hiddenIn.Quantize(n, first, gate[n*rows:(n+1)*rows])
	}
}

// activation replaces gate by act(gate) * up.
func (m *Model) activation(gate, up []float32) {
	if m.gelu {
		kernel.GELUMul(gate, up)
	} else {
		kernel.SiLUMul(gate, up)
	}
}

func (t *projectGateUp) Do(_, i int) {
	p := (*pass)(t)
	if p.stop.Load() {
		return
	}
	from, to, out := i*groupsPerPiece, (i+1)*groupsPerPiece, p.hidden
	for _, w := range [...]*kernel.Matrix{p.layer.gate, p.layer.up} {
		n := w.Groups()
		if from < n && to > 0 {
			w.Mul(&p.in, max(from, 0), min(to, n), out, p.m.ffn)
		}
		from, to, out = from-n, to-n, p.up
	}
}

// activationRows is how many hidden values a worker takes at a time, so many
// that a small model doesn't share them out. It is whole blocks.
const activationRows = 8 * wideBlock

// Do computes some hidden values of a few tokens from gate and up.
func (t *activate) Do(worker, i int) {
	p := (*pass)(t)
	m := p.m
	first := i * activationRows
	rows := min(activationRows, m.ffn-first)
	if p.adapter != nil {
		p.adapter.addGateUp(worker, first, rows, p.n, m.ffn, p.hidden[first:], p.up[first:])
	}
	for n := range p.n {
		gate, up := p.hidden[n*m.ffn+first:][:rows], p.up[n*m.ffn+first:][:rows]
		m.activation(gate, up)
		if p.layer.down.Quantised() {
			p.hiddenIn.Quantize(n, first, gate)
		}
	}
}

func (t *projectHidden) Do(_, i int) {
	p := (*pass)(t)
	if !p.stop.Load() {
		w := p.layer.down
		w.Mul(&p.hiddenIn, i*groupsPerPiece, min((i+1)*groupsPerPiece, w.Groups()), p.y, p.m.dim)
	}
}

// outputGroups is how many groups of rows of the vocabulary make a piece.
const outputGroups = 16

// project computes the logits of tokens [from, to) of the batch into the first
// rows of p.logits.
func (p *pass) project(from, to int) {
	m := p.m
	p.reserveLogits(to - from)
	p.outIn.Reset(to-from, m.dim, m.output)
	p.outIn.SetFloats(p.normed[from*m.dim:])
	for i := from; i < to; i++ {
		p.outIn.Quantize(i-from, 0, p.normed[i*m.dim:(i+1)*m.dim])
	}
	m.pool.Run(pieces(m.output.Groups(), outputGroups), (*projectOutput)(p))
}

func (t *projectOutput) Do(_, i int) {
	p := (*pass)(t)
	if !p.stop.Load() {
		p.out.Mul(&p.outIn, i*outputGroups, min((i+1)*outputGroups, p.out.Groups()), p.logits, p.m.vocabStride())
	}
}

// row gives the logits of row i of the last project.
func (p *pass) row(i int) []float32 {
	stride := p.m.vocabStride()
	return p.logits[i*stride : i*stride+p.m.vocab]
}

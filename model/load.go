package model

import (
	"fmt"
	"slices"

	"inkling/model/gguf"
	"inkling/model/kernel"
	"inkling/model/token"
)

// load reads everything but the embeddings out of the open file.
func (m *Model) load() error {
	c, err := readConfig(m.file)
	if err != nil {
		return err
	}
	m.config = *c
	if m.tokenizer, err = token.New(m.file); err != nil {
		return err
	}
	l := &loader{model: m}
	if err := l.plan(); err != nil {
		return err
	}
	if err := l.fill(); err != nil {
		return err
	}
	m.describe()
	return nil
}

func (m *Model) describe() {
	name, _ := m.file.String("general.name")
	m.info = Info{
		Name: name, Architecture: m.arch, Layers: m.depth, Dim: m.dim,
		ContextTokens: m.context, Vocabulary: m.vocab, FileBytes: m.file.Size,
		Types: map[string]int{}, Kernels: kernel.Name(), Threads: m.pool.Size(),
	}
	for _, t := range m.file.Tensors() {
		m.info.Parameters += int64(t.Weights())
		m.info.Types[t.Type.String()]++
	}
}

// loader packs the matrices of a file: first all are found and measured, then
// they are packed side by side by all workers.
type loader struct {
	model *Model
	jobs  []packJob
	bytes int
	err   error
}

// packJob is one matrix to be packed.
type packJob struct {
	tensor gguf.Tensor
	typ    gguf.Type // of the packed matrix
	order  func(row int) int
	matrix *kernel.Matrix
	into   **kernel.Matrix
	offset int // in the model's memory
}

// plan finds all tensors and decides where they go.
func (l *loader) plan() error {
	m := l.model
	m.embedding = l.tensor("token_embd.weight", m.dim, 0)
	if l.err == nil {
		m.vocab = m.embedding.Rows()
		if n := m.tokenizer.VocabSize(); n > m.vocab {
			return gguf.Errorf("a vocabulary of %d tokens, but embeddings for %d", n, m.vocab)
		}
	}
	m.rope.factors = l.vector("rope_freqs.weight", m.rope.dims/2, true)
	m.outputNorm = l.vector("output_norm.weight", m.dim, false)
	if _, own := m.file.Tensor("output.weight"); own {
		l.matrix(&m.output, "output.weight", m.dim, m.vocab, nil)
	} else {
		l.matrix(&m.output, "token_embd.weight", m.dim, m.vocab, nil)
	}
	m.layers = make([]layer, m.depth)
	for i := range m.layers {
		l.layer(i, &m.layers[i])
	}
	return l.err
}

func (l *loader) layer(i int, y *layer) {
	m := l.model
	name := func(part string) string { return fmt.Sprintf("blk.%d.%s", i, part) }
	q, kv := m.heads*m.headDim, m.kvHeads*m.headDim
	y.local = m.windowed(i)

	// Rotated pairs lie half a head apart here. Where they are neighbours in
	// the file, the rows of q and k change places, which changes no product.
	var order func(int) int
	if m.interleaved {
		order = l.model.pairsApart
	}
	y.attnNorm = l.vector(name("attn_norm.weight"), m.dim, false)
	l.matrix(&y.q, name("attn_q.weight"), m.dim, q, order)
	l.matrix(&y.k, name("attn_k.weight"), m.dim, kv, order)
	l.matrix(&y.v, name("attn_v.weight"), m.dim, kv, nil)
	y.qBias = reorder(l.vector(name("attn_q.bias"), q, true), order)
	y.kBias = reorder(l.vector(name("attn_k.bias"), kv, true), order)
	y.vBias = l.vector(name("attn_v.bias"), kv, true)
	y.qNorm = l.vector(name("attn_q_norm.weight"), m.headDim, true)
	y.kNorm = l.vector(name("attn_k_norm.weight"), m.headDim, true)
	l.matrix(&y.attnOut, name("attn_output.weight"), q, m.dim, nil)
	y.postAttnNorm = l.vector(name("post_attention_norm.weight"), m.dim, true)
	y.ffnNorm = l.vector(name("ffn_norm.weight"), m.dim, false)
	l.matrix(&y.gate, name("ffn_gate.weight"), m.dim, m.ffn, nil)
	l.matrix(&y.up, name("ffn_up.weight"), m.dim, m.ffn, nil)
	l.matrix(&y.down, name("ffn_down.weight"), m.ffn, m.dim, nil)
	y.postFFNNorm = l.vector(name("post_ffw_norm.weight"), m.dim, true)
}

// pairsApart tells which row of the file, where the two members of a rotated
// pair are neighbours, becomes the given row.
func (c *config) pairsApart(row int) int {
	head, i := row/c.headDim*c.headDim, row%c.headDim
	half := c.rope.dims / 2
	switch {
	case i < half:
		return head + 2*i
	case i < c.rope.dims:
		return head + 2*(i-half) + 1
	}
	return row
}

func reorder(v []float32, order func(int) int) []float32 {
	if v == nil || order == nil {
		return v
	}
	out := make([]float32, len(v))
	for i := range out {
		out[i] = v[order(i)]
	}
	return out
}

// tensor finds a tensor of rows of width numbers; height 0 stands for any.
func (l *loader) tensor(name string, width, height int) gguf.Tensor {
	t, ok := l.model.file.Tensor(name)
	switch {
	case l.err != nil:
	case !ok:
		l.err = gguf.Errorf("tensor %s is missing", name)
	case len(t.Shape) > 2 && t.Weights() != t.Shape[0]*t.Shape[1],
		t.Shape[0] != width, height > 0 && t.Rows() != height, !t.Type.Supported():
		l.err = gguf.Errorf("tensor %s of type %s has shape %v where rows of %d are needed", name, t.Type, t.Shape, width)
	}
	return t
}

// vector reads a small tensor as floats, nil where it is missing and may be.
func (l *loader) vector(name string, n int, optional bool) []float32 {
	if _, ok := l.model.file.Tensor(name); l.err != nil || !ok && optional {
		return nil
	}
	t := l.tensor(name, n, 1)
	if l.err != nil {
		return nil
	}
	v := make([]float32, n)
	if err := gguf.Guard(func() { l.err = kernel.Dequantize(t.Type, t.Data, v) }); err != nil {
		l.err = err
	}
	return v
}

// matrix plans the packing of a tensor.
func (l *loader) matrix(into **kernel.Matrix, name string, cols, rows int, order func(int) int) {
	t := l.tensor(name, cols, rows)
	if l.err != nil {
		return
	}
	job := packJob{tensor: t, typ: t.Type, order: order, into: into, offset: l.bytes}
	if l.model.exact {
		job.typ = gguf.F32
	}
	n, err := kernel.PackedBytes(job.typ, rows, cols)
	if err != nil {
		l.err = fmt.Errorf("tensor %s: %w", name, err)
		return
	}
	l.jobs = append(l.jobs, job)
	l.bytes += (n + 63) &^ 63
}

// fill packs all planned matrices.
func (l *loader) fill() error {
	m := l.model
	var err error
	if m.memory, err = reserve(l.bytes); err != nil {
		return err
	}
	// In the file's order, so that a disk reads it in one go.
	slices.SortStableFunc(l.jobs, func(a, b packJob) int { return a.offset - b.offset })
	for i := range l.jobs {
		j := &l.jobs[i]
		j.matrix, err = kernel.NewMatrix(j.typ, j.tensor.Rows(), j.tensor.Shape[0], m.memory[j.offset:])
		if err != nil {
			return fmt.Errorf("tensor %s: %w", j.tensor.Name, err)
		}
		if err := l.pack(j); err != nil {
			return fmt.Errorf("tensor %s: %w", j.tensor.Name, err)
		}
		*j.into = j.matrix
	}
	return nil
}

// pack packs one matrix with all workers and lets go of the file's pages.
func (l *loader) pack(j *packJob) error {
	const groups = 8 // in a piece
	t := &packTask{job: j, groups: groups}
	pieces := (j.matrix.Groups() + groups - 1) / groups
	t.errs = make([]error, pieces)
	l.model.pool.Run(pieces, t)
	forget(j.tensor.Data)
	for _, err := range t.errs {
		if err != nil {
			return err
		}
	}
	return nil
}

type packTask struct {
	job    *packJob
	groups int
	errs   []error // one for each piece
}

func (t *packTask) Do(_, i int) {
	j := t.job
	err := gguf.Guard(func() {
		for g := i * t.groups; g < min((i+1)*t.groups, j.matrix.Groups()); g++ {
			if j.typ == j.tensor.Type {
				j.matrix.Pack(g, j.tensor.Data, j.order)
			} else if t.errs[i] = t.packFloats(g); t.errs[i] != nil {
				return
			}
		}
	})
	if err != nil {
		t.errs[i] = err
	}
}

// packFloats packs one group of a tensor as dequantised floats.
func (t *packTask) packFloats(g int) error {
	j := t.job
	cols := j.matrix.Cols
	rowBytes := j.tensor.Type.RowBytes(cols)
	row := make([]float32, cols)
	first := g * kernel.Lanes
	n := min(kernel.Lanes, j.matrix.Rows-first)
	floats := make([]byte, 0, n*cols*4)
	for i := range n {
		from := first + i
		if j.order != nil {
			from = j.order(from)
		}
		if err := kernel.Dequantize(j.tensor.Type, j.tensor.Data[from*rowBytes:(from+1)*rowBytes], row); err != nil {
			return err
		}
		floats = appendFloats(floats, row)
	}
	j.matrix.Pack(g, floats, func(r int) int { return r - first })
	return nil
}

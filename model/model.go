package model

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"inkling/model/gguf"
	"inkling/model/kernel"
	"inkling/model/token"
)

// Options say how a model is loaded. The zero value is ready to use.
type Options struct {
	// Threads is the number of cores that compute, 0 for all physical ones.
	Threads int
	// Exact keeps every weight as a float32 and computes with unquantised
	// activations and an unquantised cache. It takes four to eight times the
	// memory and time: for checking, not for use.
	Exact bool
}

// Model is a loaded language model: weights that never change. It may be used
// by several sessions at the same time.
type Model struct {
	config
	exact     bool
	info      Info
	file      *gguf.File // kept open for the embeddings
	tokenizer *token.Tokenizer
	pool      *kernel.Pool
	memory    []byte              // what all matrices are packed in
	starts    func() [][]token.ID // tokens by the first byte of their piece
	ends      func() []token.ID   // tokens that end a text

	embedding  gguf.Tensor // [vocab, dim]
	layers     []layer
	outputNorm []float32
	output     *kernel.Matrix // [vocab, dim]
}

// layer is one transformer block. Norms and biases that an architecture
// doesn't have are nil.
type layer struct {
	attnNorm            []float32      // [dim]
	q, k, v             *kernel.Matrix // [heads*headDim | kvHeads*headDim, dim]
	qBias, kBias, vBias []float32
	qNorm, kNorm        []float32      // [headDim]
	attnOut             *kernel.Matrix // [dim, heads*headDim]
	postAttnNorm        []float32      // [dim]
	ffnNorm             []float32      // [dim]
	gate, up            *kernel.Matrix // [ffn, dim]
	down                *kernel.Matrix // [dim, ffn]
	postFFNNorm         []float32      // [dim]
	local               bool           // sees the last tokens only
}

// Load reads the model file at path. The file stays open, and must stay as it
// is, until Close. Errors are a *gguf.FormatError for a damaged file, a
// *gguf.UnsupportedError for one that needs something unknown, or come from
// the system.
func Load(path string, o Options) (*Model, error) {
	f, err := gguf.Open(path)
	if err != nil {
		return nil, err
	}
	threads := o.Threads
	if threads < 1 {
		threads = physicalCores()
	}
	m := &Model{file: f, exact: o.Exact, pool: kernel.NewPool(threads)}
	m.starts, m.ends = sync.OnceValue(m.indexStarts), sync.OnceValue(m.listEnds)
	if err := m.load(); err != nil {
		m.Close()
		return nil, fmt.Errorf("load model %s: %w", path, err)
	}
	return m, nil
}

// GiveWay has the model's threads leave the processor's cores to whoever waits for
// one, every half millisecond for the time d from now: for while someone types. The
// model is an eighth slower meanwhile.
func (m *Model) GiveWay(d time.Duration) { m.pool.GiveWay(d) }

// Close frees the weights and ends the workers. No session of the model may be
// used afterwards.
func (m *Model) Close() error {
	m.pool.Close()
	var err error
	if m.memory != nil {
		err = release(m.memory)
		m.memory = nil
	}
	return errors.Join(err, m.file.Close())
}

// startingWith lists the tokens of text whose piece begins with a byte.
func (m *Model) startingWith(b byte) []token.ID { return m.starts()[b] }

func (m *Model) indexStarts() [][]token.ID {
	starts := make([][]token.ID, 256)
	for id := range token.ID(m.tokenizer.VocabSize()) {
		if piece := m.tokenizer.Piece(id); len(piece) > 0 && !m.tokenizer.IsControl(id) && !m.tokenizer.IsEOG(id) {
			starts[piece[0]] = append(starts[piece[0]], id)
		}
	}
	return starts
}

func (m *Model) listEnds() []token.ID {
	var ends []token.ID
	for id := range token.ID(m.tokenizer.VocabSize()) {
		if m.tokenizer.IsEOG(id) {
			ends = append(ends, id)
		}
	}
	return ends
}

// Info describes the model.
func (m *Model) Info() Info { return m.info }

// Tokenizer gives the model's own tokenizer.
func (m *Model) Tokenizer() *token.Tokenizer { return m.tokenizer }

package model

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync/atomic"

	"inkling/model/gguf"
	"inkling/model/kernel"
	"inkling/model/token"
)

// batchTokens is how many tokens are evaluated together at the most: enough
// that weights are read once for many, few enough that the intermediate values
// stay in the caches.
const batchTokens = 256

// batch is a stretch of tokens that are evaluated together. Each sees the
// slots of the cache up to its branch's root, and those from the start of its
// branch up to itself. A plain continuation is one branch that starts at its root.
type batch struct {
	ids   []token.ID
	root  []int // [tokens] slots of the trunk that it sees; also the position of its branch's first token
	slot  []int // [tokens] cache slot that each token fills
	start []int // [tokens] slot in which its branch starts
}

// clear empties b.
func (b *batch) clear() {
	b.ids, b.root, b.slot, b.start = b.ids[:0], b.root[:0], b.slot[:0], b.start[:0]
}

// add appends a token to the branch that leaves the trunk at root and begins in
// slot start.
func (b *batch) add(id token.ID, root, slot, start int) {
	b.ids = append(b.ids, id)
	b.root = append(b.root, root)
	b.slot = append(b.slot, slot)
	b.start = append(b.start, start)
}

// position of token i in the text.
func (b *batch) position(i int) int { return b.root[i] + b.slot[i] - b.start[i] }

// plain fills b with a continuation of past cached tokens.
func (b *batch) plain(past int, ids []token.ID) {
	b.clear()
	for i, id := range ids {
		b.add(id, past, past+i, past)
	}
}

// pass is one session's forward pass: the KV cache and all intermediate values,
// for batches of up to batchTokens. Its methods that begin with do are the
// parallel loops; each stands in a type of its own, so that starting one
// allocates nothing.
type pass struct {
	m     *Model
	slots int
	cache [][]kernel.Cache // [layers][kvHeads]
	batch batch
	stop  atomic.Bool // set when the caller's context is done

	n           int                // tokens in the batch
	x           []float32          // [n, dim] the residual stream
	y           []float32          // [n, dim] what a part adds to it
	normed      []float32          // [n, dim]
	qkv         []float32          // [n, qkvWidth] queries, keys, values
	mixed       []float32          // [n, heads*headDim] attention's result
	hidden      []float32          // [n, ffn], for a few tokens and where a matrix needs it as floats
	up          []float32          // [n, ffn], for a few tokens
	rotation    []float32          // [n, rope.dims] cosines, then sines
	localRot    []float32          // the same for windowed layers
	in          kernel.Activations // normed
	mixedIn     kernel.Activations // mixed
	hiddenIn    kernel.Activations // hidden
	frequencies [2][]float64
	workers     []passScratch
	adapter     *adapter // nil for none

	layer     *layer // that is being computed
	layerNo   int
	adding    []float32 // post norm of what is in y, nil for none
	nextNorm  []float32 // norm that the next part begins with
	rows      int       // of gate and up in a piece
	out       *kernel.Matrix
	outIn     kernel.Activations // rows of normed that logits are wanted for
	logits    []float32          // [rows, vocabStride]
	maxLogits int                // rows of logits
}

// passScratch is one worker's.
type passScratch struct {
	scores []float32 // [8, slots rounded up]
	branch []float32 // scores of a branch
	gate   []float32 // [n, 32]
	up     []float32 // [n, 32]
	half   []uint16  // [headDim]
	_      [64]byte  // keeps workers off each other's cache lines
}

func (m *Model) qkvWidth() int    { return (m.heads + 2*m.kvHeads) * m.headDim }
func (m *Model) vocabStride() int { return m.output.Groups() * kernel.Lanes }

func (m *Model) newPass(slots int) *pass {
	p := &pass{
		m: m, slots: slots,
		x:        make([]float32, batchTokens*m.dim),
		y:        make([]float32, batchTokens*m.dim),
		normed:   make([]float32, batchTokens*m.dim),
		qkv:      make([]float32, batchTokens*m.qkvWidth()),
		mixed:    make([]float32, batchTokens*m.heads*m.headDim),
		rotation: make([]float32, batchTokens*m.rope.dims),
		workers:  make([]passScratch, m.pool.Size()),
		out:      m.output,
	}
	p.hidden, p.up = make([]float32, fewTokens*m.ffn), make([]float32, fewTokens*m.ffn)
	for i := range m.layers {
		if !m.layers[i].down.Quantised() {
			p.hidden = make([]float32, batchTokens*m.ffn)
			break
		}
	}
	p.frequencies[0] = m.rope.frequencies()
	if m.window > 0 {
		p.frequencies[1] = m.localRope.frequencies()
		p.localRot = make([]float32, batchTokens*m.rope.dims)
	}
	p.cache = m.newCaches(slots)
	width := (slots + 2*kernel.KeyBlock) &^ (kernel.KeyBlock - 1)
	for i := range p.workers {
		p.workers[i] = passScratch{
			scores: make([]float32, 8*width),
			branch: make([]float32, width),
			gate:   make([]float32, batchTokens*widePiece),
			up:     make([]float32, batchTokens*widePiece),
			half:   make([]uint16, m.headDim),
		}
	}
	p.reserveLogits(1)
	return p
}

// newCaches makes an empty cache for each key head of each layer.
func (m *Model) newCaches(slots int) [][]kernel.Cache {
	per := kernel.CacheSize(slots, m.headDim)
	var room []uint16
	if !m.exact {
		room = make([]uint16, m.depth*m.kvHeads*per)
	}
	caches := make([][]kernel.Cache, m.depth)
	for l := range caches {
		caches[l] = make([]kernel.Cache, m.kvHeads)
		for h := range caches[l] {
			if m.exact {
				caches[l][h] = kernel.NewExactCache(slots, m.headDim)
				continue
			}
			caches[l][h] = kernel.NewCache(slots, m.headDim, room[:per:per])
			room = room[per:]
		}
	}
	return caches
}

// fewTokens is up to how many tokens a product waits for its weights to come from
// memory. They are read in long stretches then; with more tokens it matters
// more to keep intermediate values in a core's own cache.
const fewTokens = 8

// Activations are quantised in blocks of so many values; those of matrices that
// kernel.Matrix.Wide speaks of in wide ones.
const (
	block     = 32
	wideBlock = 256
	widePiece = wideBlock
)

// reserveLogits makes room for the logits of the given number of tokens.
func (p *pass) reserveLogits(rows int) {
	if rows > p.maxLogits {
		p.maxLogits = rows
		p.logits = make([]float32, rows*p.m.vocabStride())
	}
}

// run evaluates p.batch and leaves the normed last hidden state of each token
// in p.normed. When ctx is done it returns early with its error; the slots of
// the batch then hold nothing of use.
func (p *pass) run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.n = len(p.batch.ids)
	if err := p.embed(); err != nil {
		return err
	}
	p.rotate(p.rotation, p.frequencies[0])
	if p.localRot != nil {
		p.rotate(p.localRot, p.frequencies[1])
	}
	m := p.m
	clear(p.y[:p.n*m.dim])
	first := &m.layers[0]
	p.addAndNorm(nil, first.attnNorm, first.q, first.k, first.v)
	for i := range m.layers {
		p.layer, p.layerNo = &m.layers[i], i
		p.attention()
		p.feedForward()
		if p.stop.Load() {
			break
		}
	}
	if p.stop.Load() {
		return context.Cause(ctx)
	}
	return p.checkFinite()
}

// ErrNotFinite says that the computation gave infinite numbers or none at all:
// the model's weights are damaged.
var ErrNotFinite = errors.New("the model computes no finite numbers: its weights are damaged")

// checkFinite looks at the last token's hidden state, which all of its weights
// went into.
func (p *pass) checkFinite() error {
	last := p.normed[(p.n-1)*p.m.dim : p.n*p.m.dim]
	sum := float32(0)
	for _, v := range last {
		sum += v * 0 // infinite times 0 is not a number
	}
	if sum != 0 {
		return ErrNotFinite
	}
	return nil
}

// addAndNorm adds what is in y, normed by post unless that is nil, to the
// residual stream and makes the input of the next products, with the matrices
// next, of it.
func (p *pass) addAndNorm(post, norm []float32, next ...*kernel.Matrix) {
	p.adding, p.nextNorm = post, norm
	p.in.Reset(p.n, p.m.dim, next...)
	p.in.SetFloats(p.normed)
	p.m.pool.Run(p.n, (*addAndNorm)(p))
}

// attention computes one layer's attention into p.y, adds it to the residual
// stream and norms that for the feed-forward part.
func (p *pass) attention() {
	m, l := p.m, p.layer
	m.pool.Run(pieces(l.q.Groups()+l.k.Groups()+l.v.Groups(), groupsPerPiece), (*projectQKV)(p))
	p.adaptQKV()
	m.pool.Run(p.n, (*placeQKV)(p))
	m.pool.Run(p.attendPieces(), (*attend)(p))
	p.mixedIn.Reset(p.n, m.heads*m.headDim, l.attnOut)
	p.mixedIn.SetFloats(p.mixed)
	m.pool.Run(p.n, (*quantizeMixed)(p))
	m.pool.Run(pieces(l.attnOut.Groups(), groupsPerPiece), (*projectMixed)(p))
	p.adaptMixed()
	p.addAndNorm(l.postAttnNorm, l.ffnNorm, l.gate, l.up)
}

// feedForward does the same for the gated feed-forward part (Shazeer 2020,
// arXiv:2002.05202) and norms for the next layer or the output.
func (p *pass) feedForward() {
	m, l := p.m, p.layer
	p.hiddenIn.Reset(p.n, m.ffn, l.down)
	if !l.down.Quantised() {
		p.hiddenIn.SetFloats(p.hidden)
	}
	p.adaptGateUp()
	if p.n <= fewTokens {
		m.pool.Run(pieces(l.gate.Groups()+l.up.Groups(), groupsPerPiece), (*projectGateUp)(p))
		m.pool.Run(pieces(m.ffn, activationRows), (*activate)(p))
	} else {
		p.rows = block // a piece makes whole blocks of the next product's input
		if l.down.Wide() {
			p.rows = wideBlock
		}
		m.pool.Run(pieces(m.ffn, p.rows), (*gateUp)(p))
	}
	m.pool.Run(pieces(l.down.Groups(), groupsPerPiece), (*projectHidden)(p))
	p.adaptHidden()
	if p.layerNo+1 == len(m.layers) {
		p.addAndNorm(l.postFFNNorm, m.outputNorm, m.output)
		return
	}
	next := &m.layers[p.layerNo+1]
	p.addAndNorm(l.postFFNNorm, next.attnNorm, next.q, next.k, next.v)
}

// pieces is how many pieces of the given size n things make.
func pieces(n, size int) int { return (n + size - 1) / size }

// embed looks up the batch's embeddings in the mapped file.
func (p *pass) embed() error {
	m := p.m
	t := m.embedding
	rowBytes := t.Type.RowBytes(m.dim)
	var err error
	fault := gguf.Guard(func() {
		for i, id := range p.batch.ids {
			if int(id) < 0 || int(id) >= m.vocab {
				err = fmt.Errorf("token %d is not in the vocabulary of %d", id, m.vocab)
				return
			}
			row := p.x[i*m.dim : (i+1)*m.dim]
			if err = kernel.Dequantize(t.Type, t.Data[int(id)*rowBytes:(int(id)+1)*rowBytes], row); err != nil {
				return
			}
			if m.embeddingGain != 1 {
				for j := range row {
					row[j] *= m.embeddingGain
				}
			}
		}
	})
	if fault != nil {
		return fault
	}
	return err
}

// rotate fills out [n, rope.dims] with the cosines and sines of the batch's
// positions.
func (p *pass) rotate(out []float32, frequencies []float64) {
	half := len(frequencies)
	for i := range p.n {
		row := out[i*2*half : (i+1)*2*half]
		for j, f := range frequencies {
			sin, cos := math.Sincos(float64(p.batch.position(i)) * f)
			row[j], row[half+j] = float32(cos), float32(sin)
		}
	}
}

func appendFloats(dst []byte, v []float32) []byte {
	for _, x := range v {
		dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(x))
	}
	return dst
}

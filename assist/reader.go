package assist

import (
	"context"
	"encoding/binary"
	"math"
	"slices"
	"time"
)

// distribution is what the model expects next at one place: log-probabilities
// by token id.
type distribution []float32

func (d distribution) p(id int32) float64 { return math.Exp(float64(d[id])) }

// reader reads along branching paths after one prompt and remembers the
// distributions, so that a letter more of a half-typed word asks the model
// nothing that it was asked before.
type reader struct {
	predictor Predictor
	lex       *lexicon
	memory    map[string]distribution // by the bytes of all tokens read
	order     []string                // keys of memory, oldest first
	room      int                     // most distributions kept
	evals     int                     // model calls made, for budgets and measurements
	own       *personal               // the writer's own text; nil: none
	speed     float64                 // tokens read in a second, as measured; 0: not yet
}

// memoryBytes bounds what a reader's remembered distributions take.
const memoryBytes = 24 << 20

func newReader(p Predictor, lex *lexicon) *reader {
	return &reader{
		predictor: p,
		lex:       lex,
		memory:    map[string]distribution{},
		room:      max(8, memoryBytes/(4*len(lex.pieces)+1)),
	}
}

// known reports whether next(tokens) costs nothing.
func (r *reader) known(tokens []int32) bool {
	_, ok := r.memory[key(tokens)]
	return ok
}

// next gives the distribution after tokens.
func (r *reader) next(ctx context.Context, tokens []int32) (distribution, error) {
	k := key(tokens)
	if d, ok := r.memory[k]; ok {
		return d, nil
	}
	began, fresh := time.Now(), r.fresh(tokens)
	logits, err := r.predictor.Logits(ctx, tokens)
	if err != nil {
		return nil, err
	}
	r.evals++
	if fresh >= measurable {
		r.speed = float64(fresh) / time.Since(began).Seconds()
	}
	d := logSoftmax(logits[:min(len(logits), len(r.lex.pieces))])
	if r.own != nil {
		r.own.mix(tokens, d)
	}
	if len(r.order) >= r.room {
		delete(r.memory, r.order[0])
		r.order = slices.Delete(r.order, 0, 1)
	}
	r.memory[k] = d
	r.order = append(r.order, k)
	return d, nil
}

// measurable is how many tokens must be read at once to measure the speed.
const measurable = 24

// fresh gives how many of tokens aren't read yet, as far as the model tells.
func (r *reader) fresh(tokens []int32) int {
	if s, ok := r.predictor.(Session); ok {
		return len(tokens) - s.Cached(tokens)
	}
	return 0
}

// forget drops all remembered distributions: the model has changed.
func (r *reader) forget() {
	clear(r.memory)
	r.order = r.order[:0]
}

func key(tokens []int32) string {
	b := make([]byte, 4*len(tokens))
	for i, t := range tokens {
		binary.LittleEndian.PutUint32(b[4*i:], uint32(t))
	}
	return string(b)
}

// logSoftmax turns logits [vocab] into log-probabilities.
func logSoftmax(logits []float32) distribution {
	top := slices.Max(logits)
	var sum float64
	for _, l := range logits {
		if d := l - top; d > -20 { // what is left out weighs under vocab·e⁻²⁰
			sum += math.Exp(float64(d))
		}
	}
	shift := top + float32(math.Log(sum))
	d := make(distribution, len(logits))
	for i, l := range logits {
		d[i] = l - shift
	}
	return d
}

// best gives the k most probable tokens that pass keep, most probable first.
func (d distribution) best(k int, keep func(id int32) bool) []int32 {
	top := make([]int32, 0, k+1)
	floor := float32(math.Inf(-1))
	for i, l := range d {
		if l <= floor && len(top) == k {
			continue
		}
		id := int32(i)
		if keep != nil && !keep(id) {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, l, func(t int32, l float32) int {
			switch {
			case d[t] > l:
				return -1
			case d[t] < l:
				return 1
			}
			return 0
		})
		top = slices.Insert(top, at, id)
		if len(top) > k {
			top = top[:k]
		}
		floor = d[top[len(top)-1]]
	}
	return top
}

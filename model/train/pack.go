package train

import (
	"math/rand/v2"

	"inkling/model/token"
)

// cut turns documents into sequences of up to size tokens. A long document fills
// sequences of its own; what is left of it, and short ones, share sequences, in
// which none sees the other. Every token but the first of a document is
// predicted.
func cut(t *token.Tokenizer, docs []document, size int) []*sequence {
	var full []*sequence
	shared := &sequence{}
	for _, d := range docs {
		var ids []token.ID
		if t.AddBOS() {
			ids = append(ids, t.BOS())
		}
		ids = t.AppendText(ids, d.text)
		for len(ids) > size { // the last token is only predicted
			s := &sequence{}
			s.add(ids[:size+1])
			full, ids = append(full, s), ids[size:]
		}
		if len(ids) < 2 {
			continue
		}
		if len(shared.tokens)+len(ids) > size {
			full = append(full, shared)
			shared = &sequence{}
		}
		shared.add(ids)
	}
	if len(shared.tokens) > 0 {
		full = append(full, shared)
	}
	return full
}

// add puts a text behind the others of a sequence: all tokens but the last, each
// with the one after it as its target.
func (s *sequence) add(ids []token.ID) {
	start := len(s.tokens)
	for i := range ids[:len(ids)-1] {
		s.tokens = append(s.tokens, ids[i])
		s.target = append(s.target, ids[i+1])
		s.start = append(s.start, start)
	}
}

// order gives the sequence of each step: all of them in random order, again and
// again.
func order(sequences, steps int, seed uint64) []int {
	r := rand.New(rand.NewPCG(seed, 2))
	var out []int
	for len(out) < steps {
		out = append(out, r.Perm(sequences)...)
	}
	return out[:steps]
}

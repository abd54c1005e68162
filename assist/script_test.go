package assist

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// script is a language model small enough to read: it has seen a few texts and
// expects them to go on the way they did. Its tokens are single bytes and the
// given pieces, so that words fall apart as they do in real vocabularies.
type script struct {
	seen   [][]int32
	pieces []string
	held   []int32
	calls  atomic.Int64
	read   int                             // tokens read that weren't held
	before func(ctx context.Context) error // called before each answer
}

func newScript(pieces []string, texts ...string) *script {
	s := &script{pieces: pieces}
	for _, text := range texts {
		s.seen = append(s.seen, append(s.Encode(text), 256))
	}
	return s
}

func (s *script) Vocabulary() Vocabulary { return s }
func (s *script) Size() int              { return 257 + len(s.pieces) }

func (s *script) Piece(id int32) []byte {
	switch {
	case id < 256:
		return []byte{byte(id)}
	case id == 256: // the end of a text
		return nil
	}
	return []byte(s.pieces[id-257])
}

// longest gives the longest token that text begins with.
func (s *script) longest(text string) (id int32, n int) {
	if text == "" {
		return 256, 0
	}
	id, n = int32(text[0]), 1
	for i, p := range s.pieces {
		if len(p) > n && strings.HasPrefix(text, p) {
			id, n = int32(257+i), len(p)
		}
	}
	return id, n
}

func (s *script) Encode(text string) []int32 {
	var ids []int32
	for text != "" {
		id, n := s.longest(text)
		ids = append(ids, id)
		text = text[n:]
	}
	return ids
}

// Logits expects what followed the longest run of tokens that was seen before;
// shorter runs count a hundredth each.
func (s *script) Logits(ctx context.Context, tokens []int32) ([]float32, error) {
	s.calls.Add(1)
	if s.before != nil {
		if err := s.before(ctx); err != nil {
			return nil, err
		}
	}
	s.read += len(tokens) - s.Cached(tokens)
	s.held = append(s.held[:0], tokens...)
	weights := make([]float64, s.Size())
	for i := range weights {
		weights[i] = 1e-9
	}
	weight := 1.0
	for n := min(len(tokens), 12); n >= 1 && weight > 1e-7; n-- {
		suffix := tokens[len(tokens)-n:]
		found := false
		for _, seen := range s.seen {
			for i := n; i < len(seen); i++ {
				if slices.Equal(seen[i-n:i], suffix) {
					weights[seen[i]] += weight
					found = true
				}
			}
		}
		if found {
			weight /= 100
		}
	}
	logits := make([]float32, len(weights))
	for i, w := range weights {
		logits[i] = float32(math.Log(w))
	}
	return logits, nil
}

func (s *script) Cached(tokens []int32) int {
	n := 0
	for n < min(len(s.held), len(tokens)) && s.held[n] == tokens[n] {
		n++
	}
	return n
}

func (s *script) Fork(context.Context) (Session, error) {
	return &script{seen: s.seen, pieces: s.pieces}, nil
}

// Prose makes a script the model of every language.
func (s *script) Prose(context.Context, Language) (Predictor, error) { return s, nil }

// suggest gives the last suggestion at the end of before, with after behind it.
func suggest(t *testing.T, m Models, o ContinueOptions, r Request) Suggestion {
	t.Helper()
	var last Suggestion
	c := NewContinuer(m, o)
	defer c.Settle() // other requests use the same model
	err := c.Suggest(t.Context(), r, func(s Suggestion) bool {
		if !strings.HasPrefix(s.Text, last.Text) {
			t.Errorf("the suggestion %q was rewritten to %q", last.Text, s.Text)
		}
		last = s
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return last
}

func at(before, after string) Request {
	return Request{Revision: 7, Text: Plain(before + after), Caret: len(before)}
}

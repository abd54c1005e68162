package engine

import (
	"context"
	"sync"

	"inkling/assist"
	"inkling/model"
	"inkling/model/catalog"
	"inkling/model/token"
)

// session is one KV cache used for one role. It is an assist.Predictor; the lock
// makes it safe to share.
type session struct {
	engine        *Engine
	model         *loaded
	use           use
	role          catalog.Role
	name          string
	contextTokens int
	tokenizer     *token.Tokenizer

	mu      sync.Mutex
	session *model.Session
	closed  bool
	ids     []token.ID // scratch
}

var _ assist.Session = (*session)(nil)

// work takes the session for one piece of work and shows it in the status line.
func (s *session) work() (done func(), err error) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, ErrClosed
	}
	s.engine.set(s.role, State{Status: Thinking, Model: s.name})
	return func() {
		s.engine.set(s.role, State{Status: Ready, Model: s.name})
		s.mu.Unlock()
	}, nil
}

func (s *session) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.session = nil
}

// Vocabulary implements assist.Predictor.
func (s *session) Vocabulary() assist.Vocabulary { return vocabulary{s.tokenizer} }

// Logits implements assist.Predictor. A prompt longer than the context loses its
// beginning.
func (s *session) Logits(ctx context.Context, tokens []int32) ([]float32, error) {
	done, err := s.work()
	if err != nil {
		return nil, err
	}
	defer done()
	return s.session.Prefill(ctx, s.prompted(tokens))
}

// prompted gives tokens as the session reads them: behind the mark of a
// beginning, and no more than its context holds.
func (s *session) prompted(tokens []int32) []token.ID {
	s.ids = s.ids[:0]
	if bos, ok := s.bos(); ok {
		s.ids = append(s.ids, bos)
	}
	if room := s.contextTokens - len(s.ids) - 1; len(tokens) > room {
		tokens = tokens[len(tokens)-room:]
	}
	for _, id := range tokens {
		s.ids = append(s.ids, token.ID(id))
	}
	return s.ids
}

// Cached implements assist.Session.
func (s *session) Cached(tokens []int32) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0
	}
	ids := s.prompted(tokens)
	added := max(0, len(ids)-len(tokens))
	n := 0
	for held := s.session.Tokens(); n < min(len(held), len(ids)) && held[n] == ids[n]; n++ {
	}
	return max(0, n-added)
}

// Fork implements assist.Session.
func (s *session) Fork(context.Context) (assist.Session, error) {
	u := s.use
	u.number++
	fork, err := s.engine.open(s.model, u, s.contextTokens)
	if err != nil {
		return nil, err
	}
	return fork, nil
}

// bos gives the token that the model's metadata asks for before every text.
func (s *session) bos() (token.ID, bool) {
	if !s.tokenizer.AddBOS() {
		return 0, false
	}
	return s.tokenizer.BOS(), true
}

// vocabulary shows a tokenizer as assist sees it: no token is ever added to the
// text's own.
type vocabulary struct{ t *token.Tokenizer }

func (v vocabulary) Encode(text string) []int32 {
	ids := v.t.AppendText(nil, text)
	out := make([]int32, len(ids))
	for i, id := range ids {
		out[i] = int32(id)
	}
	return out
}

func (v vocabulary) Piece(id int32) []byte {
	if v.t.IsEOG(token.ID(id)) || v.t.IsControl(token.ID(id)) {
		return nil
	}
	return v.t.Piece(token.ID(id))
}

func (v vocabulary) Size() int { return v.t.VocabSize() }

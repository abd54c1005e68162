package model

import (
	"context"
	"errors"
	"fmt"

	"inkling/model/lora"
	"inkling/model/token"
)

// SessionOptions say how a session is set up. The zero value is ready to use.
type SessionOptions struct {
	// ContextTokens is how many tokens the KV cache holds, 0 for 4096 or what
	// the model was trained for, whichever is less.
	ContextTokens int
	// KeepTokens is how many tokens at the head of a prompt (an instruction)
	// stay when the prompt is longer than the cache and its oldest part is
	// dropped. 0 keeps none.
	KeepTokens int
	// Adapter is applied to every product with the model's matrices; nil for
	// none. The weights stay as they are.
	Adapter *lora.Adapter
}

// Session reads and continues one line of text. It keeps what it has read in
// its KV cache, so that a prompt that begins like the one before costs only its
// new part. A session is for one goroutine at a time.
type Session struct {
	m      *Model
	keep   int
	pass   *pass
	tokens []token.ID // what slots 0.. of the cache hold
	fitted []token.ID // scratch
}

// NewSession makes a session with an empty cache.
func (m *Model) NewSession(o SessionOptions) (*Session, error) {
	slots := o.ContextTokens
	if slots == 0 {
		slots = min(4096, m.context)
	}
	if slots < 16 {
		return nil, fmt.Errorf("a context of %d tokens is too small: at least 16 are needed", slots)
	}
	if o.KeepTokens < 0 || o.KeepTokens > slots/2 {
		return nil, fmt.Errorf("%d tokens to keep in a context of %d: at most half of it can be kept", o.KeepTokens, slots)
	}
	s := &Session{m: m, keep: o.KeepTokens, pass: m.newPass(slots), tokens: make([]token.ID, 0, slots)}
	if o.Adapter != nil {
		if err := s.pass.useAdapter(o.Adapter); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Model is the model that the session belongs to.
func (s *Session) Model() *Model { return s.m }

// Tokens gives what the cache holds. The slice is the session's own.
func (s *Session) Tokens() []token.ID { return s.tokens }

// ErrNoTokens is returned for a prompt without tokens: there is nothing to
// continue.
var ErrNoTokens = errors.New("the prompt has no tokens")

// Prefill reads a prompt and gives the logits of the token after it,
// [vocabulary], valid until the session is used again. What the cache has in
// common with the prompt's beginning is kept, the rest of the prompt is
// evaluated; a prompt longer than the cache loses its oldest part. When ctx is
// done, Prefill returns its error within some milliseconds and the session
// keeps what it had finished.
func (s *Session) Prefill(ctx context.Context, prompt []token.ID) ([]float32, error) {
	if err := s.read(ctx, s.fit(prompt)); err != nil {
		return nil, err
	}
	return s.pass.row(0), nil
}

// read evaluates a prompt that fits into the cache, up to the logits.
func (s *Session) read(ctx context.Context, prompt []token.ID) error {
	if len(prompt) == 0 {
		return ErrNoTokens
	}
	defer s.watch(ctx)()
	s.truncate(min(commonPrefix(s.tokens, prompt), len(prompt)-1))
	for len(s.tokens) < len(prompt) {
		next := prompt[len(s.tokens):min(len(prompt), len(s.tokens)+batchTokens)]
		if err := s.extend(ctx, next); err != nil {
			return err
		}
	}
	s.pass.project(s.pass.n-1, s.pass.n)
	return context.Cause(ctx)
}

// extend evaluates tokens that follow those in the cache.
func (s *Session) extend(ctx context.Context, ids []token.ID) error {
	s.pass.batch.plain(len(s.tokens), ids)
	if err := s.pass.run(ctx); err != nil {
		return err
	}
	s.tokens = append(s.tokens, ids...)
	return nil
}

// truncate forgets all but the first n tokens.
func (s *Session) truncate(n int) { s.tokens = s.tokens[:n] }

// watch makes running loops stop when ctx is done, until the returned function
// is called.
func (s *Session) watch(ctx context.Context) func() {
	stop := &s.pass.stop
	stop.Store(false)
	if ctx.Done() == nil {
		return func() {}
	}
	unhook := context.AfterFunc(ctx, func() { stop.Store(true) })
	return func() { unhook() }
}

// room is how many tokens the cache holds.
func (s *Session) room() int { return s.pass.slots }

// fit shortens a prompt to what the cache holds and leaves room for some tokens
// after it: the head is kept, the oldest part after it is dropped. The cut
// moves by an eighth of the cache at a time, so that a growing text reuses its
// prefix until the next cut.
func (s *Session) fit(prompt []token.ID) []token.ID {
	step := s.room() / 8
	if len(prompt) <= s.room()-step/2 {
		return prompt
	}
	over := len(prompt) - (s.room() - step/2)
	drop := (over + step - 1) / step * step
	drop = min(drop, len(prompt)-s.keep-1)
	s.fitted = append(append(s.fitted[:0], prompt[:s.keep]...), prompt[s.keep+drop:]...)
	return s.fitted
}

func commonPrefix(a, b []token.ID) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

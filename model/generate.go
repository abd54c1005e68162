package model

import (
	"context"
	"slices"

	"inkling/model/kernel"
	"inkling/model/token"
)

// Generate continues a prompt token by token and hands each to yield, until
// the model ends the text, an option does, yield returns false or ctx is done
// (then its error is returned). When the cache is full its oldest part is
// dropped, but for the tokens that the session keeps.
func (s *Session) Generate(ctx context.Context, prompt []token.ID, o SampleOptions, yield func(Step) bool) error {
	if err := s.read(ctx, s.fit(prompt)); err != nil {
		return err
	}
	text := s.m.newStream(&o, 0)
	text.see(prompt)
	defer s.watch(ctx)()
	step, more := text.next(s.pass.row(0))
	more = hand(step, yield) && more
	copied := copier{off: o.NoCopy}
	for more {
		draft := copied.draft(s.tokens, step.ID, min(s.room()-len(s.tokens)-1, maxDraft))
		if err := s.advance(ctx, step.ID, draft); err != nil {
			return err
		}
		past, accepted := len(s.tokens)-len(draft), 0
		for {
			step, more = text.next(s.pass.row(accepted))
			more = hand(step, yield) && more
			if !more || accepted == len(draft) || step.ID != draft[accepted] {
				break
			}
			accepted++
		}
		s.truncate(min(past+accepted, len(s.tokens)))
		copied.learn(len(draft), accepted)
	}
	return context.Cause(ctx)
}

// hand gives a step to yield if there is anything to it.
func hand(step Step, yield func(Step) bool) bool {
	return step.ID == token.None && step.Text == "" || yield(step)
}

// advance evaluates a token and a draft of what may follow it, up to the logits
// after each.
func (s *Session) advance(ctx context.Context, id token.ID, draft []token.ID) error {
	if len(s.tokens) == s.room() {
		full := append(slices.Clone(s.tokens), id)
		return s.read(ctx, s.fit(full))
	}
	one := [1 + maxDraft]token.ID{id}
	if err := s.extend(ctx, one[:1+copy(one[1:], draft)]); err != nil {
		return err
	}
	s.pass.project(0, s.pass.n)
	return context.Cause(ctx)
}

// step evaluates one more token, up to the logits.
func (s *Session) step(ctx context.Context, id token.ID) error { return s.advance(ctx, id, nil) }

// Next gives the k most probable tokens after a prompt, the most probable
// first.
func (s *Session) Next(ctx context.Context, prompt []token.ID, k int) ([]Candidate, error) {
	logits, err := s.Prefill(ctx, prompt)
	if err != nil {
		return nil, err
	}
	ids := topTokens(logits, k)
	lse := kernel.LogSumExp(logits)
	out := make([]Candidate, len(ids))
	for i, id := range ids {
		out[i] = Candidate{ID: id, Text: string(s.m.tokenizer.Piece(id)), P: exp32(logits[id] - lse)}
	}
	return out, nil
}

// topTokens gives the k tokens with the greatest logits, the greatest first.
func topTokens(logits []float32, k int) []token.ID {
	k = min(k, len(logits))
	top := make([]token.ID, 0, max(k, 0)+1)
	for i, v := range logits {
		if len(top) == k && (k <= 0 || v <= logits[top[k-1]]) {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, v, func(id token.ID, v float32) int {
			if logits[id] >= v {
				return -1
			}
			return 1
		})
		top = slices.Insert(top, at, token.ID(i))
		top = top[:min(len(top), k)]
	}
	return top
}

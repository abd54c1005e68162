package model

import (
	"context"
	"fmt"

	"inkling/model/token"
)

// Branch is another way for a text to go on after its first At tokens, At at least 1.
type Branch struct {
	At  int
	IDs []token.ID
}

// ScoreBranches gives the natural logarithms of the probabilities of branches that
// leave one text, the trunk, at different places: out[b][i] belongs to
// branches[b].IDs[i] behind trunk[:branches[b].At]. The trunk is read where the
// cache doesn't have it yet, all branches are evaluated together against it, and
// the cache holds it afterwards, as far as a branch leaves it.
func (s *Session) ScoreBranches(ctx context.Context, trunk []token.ID, branches []Branch) ([][]float32, error) {
	last, longest := 0, 0
	for _, b := range branches {
		if b.At < 1 || b.At > len(trunk) {
			return nil, fmt.Errorf("a branch at token %d of %d: out of range", b.At, len(trunk))
		}
		last, longest = max(last, b.At), max(longest, len(b.IDs))
	}
	if room := s.room() - len(trunk); longest > min(room, batchTokens) {
		return nil, fmt.Errorf("a branch of %d tokens beside a text of %d is too long for a context of %d", longest, len(trunk), s.room())
	}
	defer s.watch(ctx)()
	if err := s.hold(ctx, trunk, last); err != nil {
		return nil, err
	}
	out := make([][]float32, len(branches))
	var targets []target
	s.pass.batch.clear()
	for i, b := range branches {
		out[i] = make([]float32, len(b.IDs))
		if len(targets)+len(b.IDs) > min(batchTokens, s.room()-len(s.tokens)) {
			if err := s.runTargets(ctx, targets); err != nil {
				return nil, err
			}
			targets = targets[:0]
			s.pass.batch.clear()
		}
		// The branch begins with the trunk's last token before it, whose logits are
		// those of the branch's first: so nothing but the cache is needed of the trunk.
		start := len(s.tokens) + len(targets)
		before := trunk[b.At-1]
		for j, id := range b.IDs {
			targets = append(targets, target{id: id, into: &out[i][j]})
			s.pass.batch.add(before, b.At-1, start+j, start)
			before = id
		}
	}
	return out, s.runTargets(ctx, targets)
}

// hold makes the cache begin with the first n tokens of a text, at least.
func (s *Session) hold(ctx context.Context, text []token.ID, n int) error {
	common := commonPrefix(s.tokens, text)
	if common >= n {
		s.truncate(common)
		return nil
	}
	s.truncate(common)
	for len(s.tokens) < n {
		past := len(s.tokens)
		if err := s.extend(ctx, text[past:min(n, past+batchTokens)]); err != nil {
			return err
		}
	}
	return nil
}

// runTargets evaluates the batch and fills in the scores that are wanted of it.
func (s *Session) runTargets(ctx context.Context, targets []target) error {
	if len(targets) == 0 {
		return nil
	}
	if err := s.pass.run(ctx); err != nil {
		return err
	}
	return s.scoreTargets(ctx, targets)
}

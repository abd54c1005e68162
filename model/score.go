package model

import (
	"context"
	"fmt"
	"math"

	"inkling/model/kernel"
	"inkling/model/token"
)

func exp32(x float32) float32 { return float32(math.Exp(float64(x))) }

// projectRows is how many tokens' logits are held at a time where those of many
// are wanted.
const projectRows = 16

// EachLogits reads tokens and hands out the raw logits at every position from
// the given one on: logits[pos] predicts tokens[pos+1]. The slice is valid
// during the call only. What the cache has in common with the tokens before
// from is kept; afterwards it holds all of them. An error of visit ends the
// reading and is returned.
func (s *Session) EachLogits(ctx context.Context, tokens []token.ID, from int, visit func(pos int, logits []float32) error) error {
	if from < 0 || from >= len(tokens) {
		return fmt.Errorf("logits from position %d of %d tokens: out of range", from, len(tokens))
	}
	if len(tokens) > s.room() {
		return fmt.Errorf("%d tokens don't fit into a context of %d", len(tokens), s.room())
	}
	defer s.watch(ctx)()
	s.truncate(min(commonPrefix(s.tokens, tokens), from))
	for len(s.tokens) < len(tokens) {
		past := len(s.tokens)
		if err := s.extend(ctx, tokens[past:min(len(tokens), past+batchTokens)]); err != nil {
			return err
		}
		for i := max(0, from-past); i < s.pass.n; i += projectRows {
			n := min(projectRows, s.pass.n-i)
			s.pass.project(i, i+n)
			if err := context.Cause(ctx); err != nil {
				return err
			}
			for j := range n {
				if err := visit(past+i+j, s.pass.row(j)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Score gives the natural logarithms of the probabilities of each candidate's
// tokens after a prefix that all share: out[c][i] belongs to candidates[c][i].
// The candidates are evaluated together, each in a branch of its own, against
// one copy of the prefix's cache; what the cache has in common with the prefix
// is kept, and afterwards it holds the prefix.
func (s *Session) Score(ctx context.Context, prefix []token.ID, candidates [][]token.ID) ([][]float32, error) {
	if len(prefix) == 0 {
		return nil, ErrNoTokens
	}
	longest := 0
	for _, c := range candidates {
		longest = max(longest, len(c))
	}
	if most := s.room() / 2; longest > most {
		return nil, fmt.Errorf("a candidate of %d tokens is too long for a context of %d", longest, s.room())
	}
	// Room for the longest branch must be left behind the prefix.
	if over := len(prefix) + longest - s.room(); over > 0 {
		prefix = prefix[over:]
	}
	if err := s.read(ctx, prefix); err != nil {
		return nil, err
	}
	defer s.watch(ctx)()
	out := make([][]float32, len(candidates))
	first := s.pass.row(0)
	lse := kernel.LogSumExp(first)
	for i, c := range candidates {
		out[i] = make([]float32, len(c))
		if len(c) > 0 {
			if int(c[0]) < 0 || int(c[0]) >= s.m.vocab {
				return nil, fmt.Errorf("token %d is not in the vocabulary of %d", c[0], s.m.vocab)
			}
			out[i][0] = first[c[0]] - lse
		}
	}
	return out, s.scoreBranches(ctx, candidates, out)
}

// scoreBranches fills in the scores of all but the candidates' first tokens.
func (s *Session) scoreBranches(ctx context.Context, candidates [][]token.ID, out [][]float32) error {
	past := len(s.tokens)
	limit := min(batchTokens, s.room()-past)
	b := &s.pass.batch
	var targets []target
	for i := 0; i < len(candidates); {
		b.clear()
		targets = targets[:0]
		for ; i < len(candidates); i++ {
			c := candidates[i]
			if len(b.ids) > 0 && len(b.ids)+len(c)-1 > limit {
				break
			}
			start := past + len(b.ids)
			for j := 0; j+1 < len(c); j++ {
				targets = append(targets, target{id: c[j+1], into: &out[i][j+1]})
				b.add(c[j], past, start+j, start)
			}
		}
		if err := s.runTargets(ctx, targets); err != nil {
			return err
		}
	}
	return nil
}

// target is a token whose score is wanted from the logits of one row.
type target struct {
	id   token.ID
	into *float32
}

// scoreTargets computes the score of one token after each token of the batch.
func (s *Session) scoreTargets(ctx context.Context, targets []target) error {
	for i := 0; i < len(targets); i += projectRows {
		part := targets[i:min(len(targets), i+projectRows)]
		s.pass.project(i, i+len(part))
		if err := context.Cause(ctx); err != nil {
			return err
		}
		s.m.pool.Run(len(part), &scoreTask{pass: s.pass, targets: part})
	}
	return nil
}

// scoreTask turns rows of logits into scores.
type scoreTask struct {
	pass    *pass
	targets []target
}

func (t *scoreTask) Do(_, i int) {
	logits, want := t.pass.row(i), t.targets[i]
	if int(want.id) >= 0 && int(want.id) < len(logits) {
		*want.into = logits[want.id] - kernel.LogSumExp(logits)
	} else {
		*want.into = float32(math.Inf(-1))
	}
}

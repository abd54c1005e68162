package model

import (
	"context"
	"slices"

	"inkling/model/token"
)

// Alternatives gives k continuations of a prompt that differ from their first
// token on, the most probable first token first. At temperature 0 they begin
// with the k most probable tokens and go on with the most probable ones; else
// each draws its own tokens. They are decoded together, so that k of them take
// little longer than one; the prompt is read once. Fewer come back if fewer
// first tokens are possible.
func (s *Session) Alternatives(ctx context.Context, prompt []token.ID, k int, o SampleOptions) ([]Completion, error) {
	if o.MaxTokens <= 0 {
		o.MaxTokens = 64
	}
	k = max(1, min(k, batchTokens))
	o.MaxTokens = max(1, min(o.MaxTokens, s.room()/(2*k)))
	fitted := s.fit(prompt)
	// Each branch gets its own stretch of slots behind the prompt.
	if over := len(fitted) + k*o.MaxTokens - s.room(); over > 0 {
		fitted = slices.Concat(fitted[:min(s.keep, len(fitted))], fitted[min(s.keep+over, len(fitted)-1):])
	}
	if err := s.read(ctx, fitted); err != nil {
		return nil, err
	}
	branches := s.startBranches(prompt, k, &o)
	defer s.watch(ctx)()
	for s.batchBranches(branches, o.MaxTokens) {
		if err := s.pass.run(ctx); err != nil {
			return nil, err
		}
		s.pass.project(0, s.pass.n)
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		row := 0
		for i := range branches {
			if b := &branches[i]; !b.done {
				b.take(s.pass.row(row))
				row++
			}
		}
	}
	out := make([]Completion, len(branches))
	for i, b := range branches {
		out[i] = b.Completion
	}
	return out, nil
}

// branch is one alternative in the making.
type branch struct {
	Completion
	stream *stream
	done   bool
}

// take chooses the branch's next token.
func (b *branch) take(logits []float32) {
	step, more := b.stream.next(logits)
	b.Text += step.Text
	if step.ID != token.None {
		b.IDs = append(b.IDs, step.ID)
		b.LogProbs = append(b.LogProbs, step.LogProb)
	}
	b.done = !more
}

// startBranches chooses k different first tokens from the prompt's logits.
func (s *Session) startBranches(prompt []token.ID, k int, o *SampleOptions) []branch {
	logits := slices.Clone(s.pass.row(0))
	scratch := make([]float32, len(logits))
	var branches []branch
	for len(branches) < k {
		b := branch{stream: s.m.newStream(o, uint64(len(branches)))}
		b.stream.see(prompt)
		copy(scratch, logits)
		b.stream.barred = append(chosenFirst(branches), s.m.ends()...)
		b.take(scratch)
		if b.stream.barred = nil; len(b.IDs) == 0 {
			break
		}
		branches = append(branches, b)
	}
	slices.SortStableFunc(branches, func(a, b branch) int {
		if a.LogProbs[0] > b.LogProbs[0] {
			return -1
		}
		return 1
	})
	return branches
}

func chosenFirst(branches []branch) []token.ID {
	var ids []token.ID
	for _, b := range branches {
		ids = append(ids, b.IDs[0])
	}
	return ids
}

// batchBranches fills the batch with the last token of each unfinished branch;
// false if none is left. Branch number i has the slots from past + i*length on.
func (s *Session) batchBranches(branches []branch, length int) bool {
	b := &s.pass.batch
	past := len(s.tokens)
	b.clear()
	for i := range branches {
		if branches[i].done {
			continue
		}
		ids := branches[i].IDs
		start := past + i*length
		b.add(ids[len(ids)-1], past, start+len(ids)-1, start)
	}
	return len(b.ids) > 0
}

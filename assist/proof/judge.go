package proof

import (
	"context"
	"sort"
	"strings"
)

// judge weighs proposals with a language model.
type judge struct {
	scorer  Scorer
	weights *weights
}

// How much of the text around an edit the model sees.
const (
	contextBytes = 400 // before the sentence, from the same paragraph
	horizonBytes = 60  // behind the edit
	keepPerWord  = 1.0 // proposals that survive pruning, for every word of the sentence
	keepLeast    = 8
)

// verdict is a proposal with what the model says of it.
type verdict struct {
	proposal
	gain   float64 // log P(edited) - log P(text), nats
	chance float64 // that the edit is right, 0 to 1
}

// weigh returns the proposals for one sentence that survive, with their chances. The paragraph's
// sentences come from left to right.
func (j *judge) weigh(ctx context.Context, s *sentence, proposals []proposal) ([]verdict, error) {
	text := s.para.text
	var open []proposal
	var out []verdict
	for _, p := range proposals {
		if p.rule.certain {
			out = append(out, verdict{proposal: p, chance: p.prior})
		} else {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		return out, nil
	}
	from := contextStart(text, s.start())
	lead := text[from:s.start()]
	open, err := j.prune(ctx, lead, s, open)
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(open); {
		k := i
		for k < len(open) && open[k].start == open[i].start {
			k++
		}
		group, err := j.score(ctx, lead, s, open[i:k])
		if err != nil {
			return nil, err
		}
		out = append(out, group...)
		i = k
	}
	return out, nil
}

// prune keeps the proposals that one pass over the sentence finds most promising, in order of place.
func (j *judge) prune(ctx context.Context, lead string, s *sentence, proposals []proposal) ([]proposal, error) {
	base := s.start()
	edits := make([]Edit, len(proposals))
	for i, p := range proposals {
		edits[i] = Edit{p.start - base, p.end - base, p.text}
	}
	first, err := j.scorer.Trace(ctx, lead, s.text(), edits)
	if err != nil {
		return nil, err
	}
	type ranked struct {
		proposal
		promise float64
	}
	list := make([]ranked, 0, len(proposals))
	for i, p := range proposals {
		if promise := j.weights.promise(p, first[i]); promise > leastPromise {
			list = append(list, ranked{p, promise})
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].promise > list[b].promise })
	keep := max(keepLeast, int(keepPerWord*float64(s.words())))
	list = list[:min(keep, len(list))]
	out := make([]proposal, len(list))
	for i, r := range list {
		out[i] = r.proposal
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].start < out[b].start })
	return out, nil
}

// score compares proposals that begin at the same byte with the text as it is.
func (j *judge) score(ctx context.Context, lead string, s *sentence, proposals []proposal) ([]verdict, error) {
	text := s.para.text
	at, end := proposals[0].start, 0
	for _, p := range proposals {
		end = max(end, p.end)
	}
	end = horizon(text, end, s.end())
	candidates := []string{text[at:end]}
	for _, p := range proposals {
		candidates = append(candidates, p.text+text[p.end:end])
	}
	logs, err := j.scorer.Score(ctx, lead+text[s.start():at], candidates)
	if err != nil {
		return nil, err
	}
	out := make([]verdict, len(proposals))
	for i, p := range proposals {
		gain := logs[i+1] - logs[0]
		out[i] = verdict{proposal: p, gain: gain, chance: j.weights.chance(p, gain)}
	}
	return out, nil
}

// contextStart is where the context of a sentence at byte at begins: at most contextBytes before, at
// a word's beginning.
func contextStart(text string, at int) int {
	if at <= contextBytes {
		return 0
	}
	from := at - contextBytes
	if blank := strings.IndexByte(text[from:at], ' '); blank >= 0 {
		return from + blank + 1
	}
	return at
}

// horizon is where the stretch behind an edit ends that is scored with it: horizonBytes on, at a
// blank, or at the sentence's end.
func horizon(text string, from, end int) int {
	if from+horizonBytes >= end {
		return end
	}
	if blank := strings.IndexByte(text[from+horizonBytes:end], ' '); blank >= 0 {
		return from + horizonBytes + blank
	}
	return end
}

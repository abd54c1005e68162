package proof

import (
	"context"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"inkling/internal/logistic"
)

// judge weighs proposals with a language model.
type judge struct {
	scorer  Scorer
	taught  Corrector // listened to as well; nil: none
	weights *weights
	// thorough judges prune little: what they see the weights are fitted on.
	thorough bool
}

// How much of the text around an edit the model sees, and how many edits it weighs.
const (
	windowBytes  = 2000 // of a paragraph at a time
	contextBytes = 400  // before the window, from the same paragraph
	horizonBytes = 40   // behind the edit
	keepLeast    = 5    // proposals of a sentence that may survive pruning, and
	keepPerWord  = 0.6  // so many more for every word
	mostTraced   = 1000 // proposals of a sentence that are put to the model at all,
	mostChinese  = 800  // and of a Chinese one, where every character has many that are like it, of which
	keepChinese  = 0.35 // for every word more survive
)

// thoroughMargin is how much less, in nats, a proposal may promise that a thorough judge still scores.
const thoroughMargin = 3.5

// verdict is a proposal with what the models say of it.
type verdict struct {
	proposal
	departure Departure
	gain      float64 // log P(edited) - log P(text), nats
	company   float64 // how many other slips there seem to be nearby
	consulted bool    // an instruct model was asked, and this is
	asked     Departure
	answered  bool    // that its correction has the edit
	answer    float64 // log P(edited) - log P(text) as its answer, nats; 0 where that wasn't weighed
	listened  bool    // a taught model has weighed the edit, and this is
	taught    float64 // log P(edited) - log P(text) as its answer, nats
	offered   bool    // the taught model's correction has the edit
	chance    float64 // that the edit is right, 0 to 1
}

// weigh returns the verdicts on the sentences of one paragraph that survive, with their chances.
// open[i] belongs to sentences[i]. asked, where it is there, has been asked about some of them.
func (j *judge) weigh(ctx context.Context, asked Corrector, sentences []sentence, open [][]verdict) ([]verdict, error) {
	var out []verdict
	for i := 0; i < len(sentences); {
		k := i + 1
		for k < len(sentences) && sentences[k].end()-sentences[i].start() < windowBytes {
			k++
		}
		part, err := j.weighWindow(ctx, asked, sentences[i:k], open[i:k])
		if err != nil {
			return nil, err
		}
		out = append(out, part...)
		i = k
	}
	return out, nil
}

// weighWindow weighs the proposals for a few sentences: one pass over all of them prunes, and one more
// weighs the survivors, as does the instruct model where it was asked.
func (j *judge) weighWindow(ctx context.Context, asked Corrector, sentences []sentence, lists [][]verdict) ([]verdict, error) {
	text := sentences[0].para.text
	start, end := sentences[0].start(), sentences[len(sentences)-1].end()
	lead := text[contextStart(text, start):start]
	var out, open []verdict
	var edits []Edit
	var owner []int
	for i, list := range lists {
		for _, v := range likeliest(list, tracedOf(&sentences[i])) {
			if v.rule.certain {
				out = append(out, v)
				continue
			}
			open = append(open, v)
			owner = append(owner, i)
			edits = append(edits, Edit{v.start - start, v.end - start, v.text})
		}
	}
	if len(open) == 0 {
		return out, nil
	}
	departures, err := j.scorer.Trace(ctx, lead, text[start:end], edits)
	if err != nil {
		return nil, err
	}
	bySentence := make([][]verdict, len(sentences))
	for i, v := range open {
		v.departure = departures[i]
		bySentence[owner[i]] = append(bySentence[owner[i]], v)
	}
	var kept []verdict
	var trials []Trial
	for i := range sentences {
		survivors := j.prune(bySentence[i], sentences[i].words())
		if asked != nil {
			if err := hear(ctx, asked, &sentences[i], survivors); err != nil {
				return nil, err
			}
		}
		for _, v := range survivors {
			kept = append(kept, v)
			trials = append(trials, Trial{Edit{v.start - start, v.end - start, v.text}, reach(text, v, sentences[i].end()) - start})
		}
	}
	if len(kept) > 0 {
		gains, err := j.scorer.Gains(ctx, lead, text[start:end], trials)
		if err != nil {
			return nil, err
		}
		for i := range kept {
			kept[i].gain = gains[i]
		}
		out = append(out, kept...)
	}
	for i, company := range company(out, sentences) {
		out[i].company = company
	}
	j.decide(out, text)
	if j.taught != nil {
		if err := listen(ctx, j.taught, sentences, out); err != nil {
			return nil, err
		}
		j.decide(out, text)
	}
	return out, nil
}

// tracedOf is how many proposals for a sentence are put to the model.
func tracedOf(s *sentence) int {
	if s.language == Chinese {
		return mostChinese
	}
	return mostTraced
}

// likeliest keeps the n verdicts that are likeliest by their rules alone.
func likeliest(list []verdict, n int) []verdict {
	if len(list) <= n {
		return list
	}
	list = slices.Clone(list)
	sort.SliceStable(list, func(a, b int) bool { return list[a].prior > list[b].prior })
	return list[:n]
}

// decide sets the chances of the verdicts on a window of a text by what is known of them.
func (j *judge) decide(verdicts []verdict, text string) {
	for i := range verdicts {
		if v := &verdicts[i]; !v.rule.certain {
			v.chance = logistic.Probability(j.weights.odds(*v))
		}
	}
	rankSpelling(verdicts, text)
	rankReplacements(verdicts)
}

// prune keeps the most promising proposals for a sentence of so many words, the first in it first.
func (j *judge) prune(verdicts []verdict, words int) []verdict {
	promise := func(v verdict) float64 { return j.weights.promise(v) }
	least, most := leastPromise, keepLeast+int(keepPerWord*float64(words))
	if slices.ContainsFunc(verdicts, func(v verdict) bool { return v.traits != nil }) {
		least, most = leastChinese, keepLeast+int(keepChinese*float64(words))
	}
	if j.thorough {
		least, most = least-thoroughMargin, 3*most
	}
	list := make([]verdict, 0, len(verdicts))
	for _, v := range verdicts {
		if promise(v) > least {
			list = append(list, v)
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return promise(list[a]) > promise(list[b]) })
	list = list[:min(len(list), most)]
	sort.SliceStable(list, func(a, b int) bool { return list[a].start < list[b].start })
	return list
}

// reach is the byte up to which an edit in a sentence that ends at byte end is felt.
func reach(text string, v verdict, end int) int {
	to := horizon(text, v.end, end, horizonBytes)
	if v.rule.kind.chinese() {
		return min(to, chineseHorizon(text, v.end))
	}
	return to
}

// rankSpelling sets the chances of the suggestions for an unknown word. They are rivals, and so is that
// the word is right: the rule's probabilities are the prior, tempered gains the evidence, and what an
// instruct model makes of them. Names get less of it, since to a model any name is unlikely.
func rankSpelling(verdicts []verdict, text string) {
	const temper, temperName = 0.5, 0.25
	for i := range verdicts {
		if !verdicts[i].spelling() {
			continue
		}
		kept, total := 1.0, 0.0
		scale := temper
		if isCapitalised(text[verdicts[i].start:verdicts[i].end]) {
			scale = temperName
		}
		weight := func(v verdict) float64 {
			return v.prior * math.Exp(scale*min(max(v.gain, -20), 20)+v.consultation())
		}
		for _, v := range verdicts {
			if v.spelling() && v.start == verdicts[i].start && v.end == verdicts[i].end {
				if v.rule.name == spellingRule {
					kept -= v.prior
				}
				total += weight(v)
			}
		}
		verdicts[i].chance = weight(verdicts[i]) / (total + max(kept, 0.005))
	}
}

// spelling tells whether a verdict is on what may be meant by an unknown word.
func (v verdict) spelling() bool {
	return v.rule.name == spellingRule || v.rule.name == correctionRule && v.rule.kind == Spelling
}

// consultation is what an instruct model adds, in nats, to the case for a suggestion.
func (v verdict) consultation() float64 {
	const trust, said = 0.3, 2.0
	switch {
	case v.answered:
		return trust*max(bounded(v.answer), 0) + said
	case v.consulted:
		return trust * bounded(v.answer)
	}
	return 0
}

// contextStart is where the context of a window at byte at begins: at most contextBytes before, at a
// word's beginning.
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

// chineseHorizon is where the stretch behind an edit in Chinese ends, which has no blanks.
func chineseHorizon(text string, from int) int {
	const characters = 9
	for range characters {
		_, size := utf8.DecodeRuneInString(text[from:])
		from += size
	}
	return from
}

// horizon is where the stretch behind an edit ends that is scored with it: so many bytes on, at a
// blank, or at the sentence's end.
func horizon(text string, from, end, bytes int) int {
	if from+bytes >= end {
		return end
	}
	if blank := strings.IndexByte(text[from+bytes:end], ' '); blank >= 0 {
		return from + bytes + blank
	}
	return end
}

package proof

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"inkling/internal/logistic"
)

// weights turn what rule and model say of a proposal into a probability. They are fitted on injected
// errors by scripts/fitproof.
type weights struct {
	// Rules holds the weights of rules, by name or by name, slash and op; Kinds those for rules
	// without their own.
	Rules map[string]weight
	Kinds map[Kind]weight
	// Pattern is for proposals of which their rule is fairly sure by itself.
	Pattern weight
	// Consulted are the weights where an instruct model was asked as well.
	Consulted *weights
	// Heard are the weights, with those for the instruct model among them, where a taught model has weighed the edit.
	Heard *weights
	// Caution is what all odds lose, in nats, so that sound text costs no more false alarms than it may; where it
	// would cost fewer, it is negative.
	Caution float64
	// Outlooks holds, by op, or by rule, slash and op, what estimates a proposal before it is scored.
	Outlooks map[string]outlook

	chinese *chineseWeights
}

// weight is a logistic regression: odds = Bias + Gain·gain + Prior·odds(prior) + Company·company +
// Answer·answer + Taught·taught + Answered where the instruct model's correction has the edit + Offered where the
// taught model's has it.
type weight struct {
	Bias    float64 `json:"bias"`
	Gain    float64 `json:"gain"`
	Prior   float64 `json:"prior"`
	Company float64 `json:"company"`
	// Both are 0 where no instruct model was asked.
	Answer   float64 `json:"answer,omitempty"`
	Answered float64 `json:"answered,omitempty"`
	// Both are 0 where no taught model has weighed the edit.
	Taught  float64 `json:"taught,omitempty"`
	Offered float64 `json:"offered,omitempty"`
}

//go:embed weights.json
var fittedWeights []byte

// patternPrior is the prior from which a proposal counts as a pattern that was recognised, rather than
// as one of many possibilities.
const patternPrior = 0.25

// leastPromise is the log-odds below which a proposal isn't worth scoring.
const leastPromise = -4.3

func loadWeights() (*weights, error) {
	w := &weights{}
	if err := json.Unmarshal(fittedWeights, w); err != nil {
		return nil, fmt.Errorf("proofreading weights: %w", err)
	}
	var err error
	w.chinese, err = loadChineseWeights()
	return w, err
}

// odds are the log-odds that a verdict is right.
func (w *weights) odds(v verdict) float64 {
	switch {
	case v.traits != nil:
		return w.chinese.Judged.odds(v)
	case v.rule.kind.chinese():
		return weight{Bias: -2.6, Gain: 0.7, Prior: 0.75}.odds(v) // a Chinese pattern's, set by hand
	}
	if v.listened && w.Heard != nil {
		w = w.Heard
	}
	if v.consulted && w.Consulted != nil {
		w = w.Consulted
	}
	return w.of(v).odds(v) - w.Caution
}

// of picks the weight for a verdict on English.
func (w *weights) of(v verdict) weight {
	p, r := v.proposal, v.rule
	if p.prior >= patternPrior && w.Pattern != (weight{}) {
		return w.Pattern
	}
	if own, ok := w.Rules[r.name+"/"+p.op]; ok {
		return own
	}
	if own, ok := w.Rules[r.name]; ok {
		return own
	}
	if kind, ok := w.Kinds[r.kind]; ok {
		return kind
	}
	return weight{Bias: -1, Gain: 0.8, Prior: 1}
}

// mostGain is the gain, in nats, beyond which more is no more evidence.
const mostGain = 15.0

func (k weight) odds(v verdict) float64 {
	sum := k.Bias + k.Gain*bounded(v.gain) + k.Prior*logistic.Odds(v.prior) + k.Company*v.company + k.Answer*bounded(v.answer) + k.Taught*bounded(v.taught)
	if v.answered {
		sum += k.Answered
	}
	if v.offered {
		sum += k.Offered
	}
	return sum
}

// bounded is a gain, in nats, as far as it is evidence.
func bounded(gain float64) float64 { return min(max(gain, -mostGain), mostGain) }

// margin is by how much the instruct model would rather make an edit than not, in nats, within bounds.
func (v verdict) margin() float64 { return bounded(v.asked.New - v.asked.Old) }

// outlook is a logistic regression on what is known before an edit is scored: odds = Bias + New·log
// P(first new token) + Old·log P(token in its place) + Prior·odds(prior).
type outlook struct {
	Bias  float64 `json:"bias"`
	New   float64 `json:"new"`
	Old   float64 `json:"old"`
	Prior float64 `json:"prior"`
}

// promise estimates the log-odds that a proposal is right from where it departs from the text. What
// replaces a token must be likelier than it; what is put before a token also makes that one likelier,
// by about half of what it lacked.
func (w *weights) promise(v verdict) float64 {
	k, ok := w.Outlooks[v.rule.name+"/"+v.op]
	if !ok {
		k, ok = w.Outlooks[v.op]
	}
	switch {
	case v.traits != nil:
		return w.chinese.Outlook.odds(v)
	case v.chinesePattern():
		return 0
	case !ok:
		k = outlook{Bias: -1, New: 0.6, Old: -0.6, Prior: 0.8}
		if v.op == "insert" {
			k = outlook{Bias: 0, New: 0.8, Old: -0.4, Prior: 0.6}
		}
	}
	promise := k.Bias + k.New*max(v.departure.New, -20) + k.Old*max(v.departure.Old, -20) + k.Prior*logistic.Odds(v.prior)
	switch {
	case v.answered || v.offered:
		promise = max(promise, 0)
	case v.consulted:
		// What the instruct model would nearly do is worth a look, whatever the judge makes of it.
		promise = max(promise, leastPromise+0.5*(v.margin()+promiseMargin))
	}
	return promise
}

// promiseMargin is how far, in nats, the instruct model may be from making an edit that is still scored.
const promiseMargin = 4.0

// suspicion is how likely a verdict is right by rule and gain alone, with weights that are the same
// for all rules and never fitted.
func suspicion(v verdict) float64 {
	if v.rule.certain {
		return v.prior
	}
	v.company, v.answered = 0, false
	return logistic.Probability(weight{Bias: -2.5, Gain: 0.7, Prior: 0.8}.odds(v))
}

// mostCompany is as much company as is counted.
const mostCompany = 3.0

// company tells for every verdict on a window how often the writer seems to slip, the slip apart that the
// verdict is about: where there are many slips, the next is likelier too. It is the sum of the suspicions
// of the others in its sentence that could stand beside it and of what was mended there, and the mean of
// those of the window's other sentences, at most mostCompany.
func company(verdicts []verdict, sentences []sentence) []float64 {
	rivals := make([]verdict, len(verdicts))
	for i, v := range verdicts {
		v.chance = suspicion(v)
		rivals[i] = v
	}
	groups := resolve(rivals)
	slips, sum := make([]float64, len(sentences)), 0.0 // of every sentence, of all
	for i := range sentences {
		slips[i] = sentences[i].mended
		sum += slips[i]
	}
	for _, g := range groups {
		slips[sentenceAt(sentences, g[0].start)] += g[0].chance
		sum += g[0].chance
	}
	out := make([]float64, len(verdicts))
	for i, v := range verdicts {
		own := sentenceAt(sentences, v.start)
		out[i] = slips[own]
		for _, g := range groups {
			if overlap(g[0].proposal, v.proposal) && sentenceAt(sentences, g[0].start) == own {
				out[i] -= g[0].chance
			}
		}
		if others := len(sentences) - 1; others > 0 {
			out[i] += (sum - slips[own]) / float64(others)
		}
		out[i] = min(max(out[i], 0), mostCompany)
	}
	return out
}

// sentenceAt is the index of the sentence in which byte at of the paragraph is, or behind which.
func sentenceAt(sentences []sentence, at int) int {
	for i := range sentences {
		if at < sentences[i].end() {
			return i
		}
	}
	return len(sentences) - 1
}

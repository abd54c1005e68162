package proof

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"inkling/assist/proof/lexicon"
	"inkling/internal/logistic"
)

// traits are what can be told of a character or word in another's place without a model.
type traits struct {
	likeness lexicon.Likeness
	confused bool    // writers often take the one for the other
	fit      float64 // how much likelier, in nats, it makes the words around it
	size     int     // characters of the word that it makes with its neighbours, 1 for none
	changed  int     // characters that change
	broken   bool    // what it replaces is in no common word of the text
	apart    bool    // the stretch of that word isn't one as it stands
	old, new float64 // how common the first changed character is by itself, in the dictionary's levels
	opening  bool    // the text begins with it
	swapped  bool    // it has the characters in the other order
	particle bool    // one of 的, 地 and 得 for another of them
	name     bool    // it is part of what seems to be a name
	phrase   bool    // all that speaks for it is the set phrase that it completes
}

// traitNames name the traits as numbers, in the order of vector.
var traitNames = [...]string{"bias", "same-tone", "same-sound", "near-sound", "same-shape", "near-typed", "confused",
	"better", "worse", "word", "broken", "apart", "longer", "old", "new", "opening", "particle", "swapped", "phrase", "name"}

// vector gives the traits as numbers of the size of one.
func (t *traits) vector() (v [len(traitNames)]float64) {
	const mostFit = 10.0 // nats beyond which more says nothing more
	mark := func(i int, is bool) {
		if is {
			v[i] = 1
		}
	}
	v[0] = 1
	mark(int(t.likeness), t.likeness != lexicon.Unlike)
	mark(6, t.confused)
	v[7], v[8] = min(max(t.fit, 0), mostFit), min(max(-t.fit, 0), mostFit)
	mark(9, t.size > 1)
	mark(10, t.broken)
	mark(11, t.apart)
	v[12], v[13], v[14] = float64(t.changed-1), t.old/10, t.new/10
	mark(15, t.opening)
	mark(16, t.particle)
	mark(17, t.swapped)
	mark(18, t.phrase)
	mark(19, t.name)
	return v
}

// What was meant in a Chinese text is looked for as in a noisy channel: how likely is it that a writer makes the one
// character of the other, and how much likelier does a model find the text with it. A beam of the model's own
// continuations under such a channel (Zhou and others 2024, arXiv:2410.04027) finds the like one token at a time, each
// of which costs a reading of all weights; here everything that is alike is laid beside one reading of the text.

// chineseWeights turn what is known of a Chinese character or word in another's place into a probability.
// scripts/fitproof-zh fits them.
type chineseWeights struct {
	// Traits give, by name, the log-odds before a model is asked.
	Traits map[string]float64
	// Outlook estimates a proposal before it is scored, Judged judges it afterwards.
	Outlook judgedWeights
	Judged  judgedWeights

	traits [len(traitNames)]float64
}

// judgedWeights are a logistic regression: odds = Bias + Gain·gain + Prior·odds(prior) + New·log P(first new
// token) + Old·log P(token in its place) + Stretch·log P(all tokens in its place).
type judgedWeights struct {
	Bias    float64 `json:"bias"`
	Gain    float64 `json:"gain"`
	Prior   float64 `json:"prior"`
	New     float64 `json:"new"`
	Old     float64 `json:"old"`
	Stretch float64 `json:"stretch"`
}

// leastLog is the log-probability below which less says nothing more.
const leastLog = -20.0

func (k judgedWeights) odds(v verdict) float64 {
	d := v.departure
	return k.Bias + k.Gain*min(max(v.gain, -mostGain), mostGain) + k.Prior*logistic.Odds(v.prior) +
		k.New*max(d.New, leastLog) + k.Old*max(d.Old, leastLog) + k.Stretch*max(d.Stretch, leastLog)
}

//go:embed weights_zh.json
var fittedChineseWeights []byte

func loadChineseWeights() (*chineseWeights, error) {
	w := &chineseWeights{}
	if err := json.Unmarshal(fittedChineseWeights, w); err != nil {
		return nil, fmt.Errorf("weights for Chinese: %w", err)
	}
	for i, name := range traitNames {
		w.traits[i] = w.Traits[name]
	}
	return w, nil
}

// prior is the probability, by traits alone, that a replacement is right.
func (w *chineseWeights) prior(t *traits) float64 {
	sum := 0.0
	for i, x := range t.vector() {
		sum += w.traits[i] * x
	}
	return logistic.Probability(sum)
}

// leastChinese is the log-odds below which a Chinese character isn't worth scoring: few of a great many are right.
const leastChinese = -5.2

// chinesePattern tells whether a rule for Chinese is fairly sure of a verdict by itself: there are few of these, and
// all are scored.
func (v verdict) chinesePattern() bool {
	return v.traits == nil && v.prior >= patternPrior && strings.HasPrefix(v.rule.name, "zh-")
}

// rankReplacements puts replacements behind those that they overlap with and that the model finds likelier, where
// these are likely enough to be shown: of two wrong characters side by side mending both comes before mending one.
func rankReplacements(verdicts []verdict) {
	support := func(v *verdict) float64 { return v.gain + logistic.Odds(v.prior) }
	for i := range verdicts {
		v := &verdicts[i]
		if v.traits == nil {
			continue
		}
		for k := range verdicts {
			rival := &verdicts[k]
			if rival.traits != nil && rival.chance > defaultStrictness && overlap(v.proposal, rival.proposal) && support(rival) > support(v) {
				v.chance = min(v.chance, rival.chance-0.001)
			}
		}
	}
}

// named gives the traits as numbers by name.
func (t *traits) named() map[string]float64 {
	if t == nil {
		return nil
	}
	out := make(map[string]float64)
	for i, x := range t.vector() {
		if x != 0 {
			out[traitNames[i]] = x
		}
	}
	return out
}

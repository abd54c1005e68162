package main

import (
	"slices"
	"strings"

	"inkling/internal/logistic"
)

// weight is a logistic regression as assist/proof reads it.
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

// list gives the weights in the order of the features that after gives.
func (w weight) list() []float64 {
	return []float64{w.Bias, w.Gain, w.Prior, w.Company, w.Answer, w.Answered, w.Taught, w.Offered}
}

type weights struct {
	Rules map[string]weight
	Kinds map[string]weight
	// Pattern is for proposals with a prior of at least patternPrior.
	Pattern weight
	// Consulted are the weights for proposals that an instruct model was asked about as well.
	Consulted *weights `json:",omitempty"`
	// Heard are the weights, Consulted among them, for proposals that a taught model has weighed.
	Heard *weights `json:",omitempty"`
	// Caution is what all odds lose, in nats, so that sound text costs as many alarms as it may.
	Caution float64 `json:",omitempty"`
	// Outlooks estimate a proposal before it is scored, by what it does, or by rule, slash and what it does.
	Outlooks map[string]outlook `json:",omitempty"`
}

// outlook is as in assist/proof.
type outlook struct {
	Bias  float64 `json:"bias"`
	New   float64 `json:"new"`
	Old   float64 `json:"old"`
	Prior float64 `json:"prior"`
}

// correctionRule is the rule in whose name the instruct model proposes.
const correctionRule = "correction"

// patternPrior is as in assist/proof.
const patternPrior = 0.25

// enough is how many right proposals a rule needs for weights of its own.
const enough = 12

// What the weights are drawn to where nothing speaks against it, and the share of it that an instruct model leaves.
var (
	alone     = weight{Gain: 0.7, Prior: 0.7, Company: 0.3}
	consulted = weight{Gain: 0.3, Prior: 0.5, Company: 0.2, Answer: 0.4, Answered: 2}
)

// fit fits the weights for where no taught model is listened to, and those for where one is, on what that has weighed.
func fit(samples []sample) weights {
	var deaf, heard []sample
	for _, s := range samples {
		if !s.Heard {
			deaf = append(deaf, s)
			continue
		}
		s.Proposals = slices.DeleteFunc(slices.Clone(s.Proposals), func(p proposal) bool { return !p.Listened })
		heard = append(heard, s)
	}
	w := fitWaves(deaf, mostDeaf)
	if len(heard) > 0 {
		h := fitWaves(heard, mostHeard)
		h.Outlooks = nil
		w.Heard = &h
	}
	return w
}

// fitWaves fits the weights of the judge alone on the texts that no instruct model was asked about, and those with one
// on the others, and sees to it that either raises few false alarms.
func fitWaves(samples []sample, may budget) weights {
	w := fitSome(samples)
	// How many false alarms there would be is reckoned on texts that the weights weren't fitted on.
	var halves [2][]sample
	for i, s := range samples {
		halves[i%2] = append(halves[i%2], s)
	}
	first, second := fitSome(halves[0]), fitSome(halves[1])
	w.Caution = logistic.Round(cautious(false, may.alone, halves, second, first))
	if w.Consulted != nil {
		first.Caution, second.Caution = w.Caution, w.Caution
		w.Consulted.Caution = logistic.Round(cautious(true, may.both, halves, second, first))
	}
	return w
}

// fitSome fits all weights on some samples.
func fitSome(samples []sample) weights {
	var byJudge, byBoth []proposal
	for _, s := range samples {
		for _, p := range s.Proposals {
			switch {
			case p.Consulted:
				byBoth = append(byBoth, p)
			case !s.Instruct:
				byJudge = append(byJudge, p)
			}
		}
	}
	w := fitWave(byJudge, alone)
	if len(byBoth) > 0 {
		both := fitWave(byBoth, consulted)
		both.Outlooks = nil
		w.Consulted = &both
	}
	return w
}

// fitWave regresses being right on what is known: over all, then by kind, by rule, and by what the rule
// does (insert, delete, replace), each drawn to the one above it by a quadratic penalty.
func fitWave(proposals []proposal, start weight) weights {
	var all, patterns, corrections []proposal
	kinds, rules := map[string][]proposal{}, map[string][]proposal{}
	kindOf := map[string]string{}
	for _, p := range proposals {
		if p.Certain || p.Rule == "spelling" {
			continue
		}
		if p.Rule == correctionRule {
			corrections = append(corrections, p)
			continue
		}
		if p.Prior >= patternPrior {
			patterns = append(patterns, p)
			continue
		}
		all = append(all, p)
		kinds[p.Kind] = append(kinds[p.Kind], p)
		for _, name := range []string{p.Rule, p.Rule + "/" + p.Op} {
			rules[name] = append(rules[name], p)
			kindOf[name] = p.Kind
		}
	}
	w := weights{Rules: map[string]weight{}, Kinds: map[string]weight{}}
	base := regress(all, start, 1)
	for k, list := range kinds {
		w.Kinds[k] = regress(list, base, 4)
	}
	for _, finer := range []bool{false, true} {
		for r, list := range rules {
			if strings.Contains(r, "/") != finer || right(list) < enough {
				continue
			}
			rule, _, _ := strings.Cut(r, "/")
			above, ok := w.Rules[rule]
			if !ok || !finer {
				above = w.Kinds[kindOf[r]]
			}
			w.Rules[r] = regress(list, above, 4)
		}
	}
	// Sure proposals are few in the samples: the penalty holds their weights near what precise rules need.
	w.Pattern = regress(patterns, weight{Bias: -0.5, Gain: 0.4, Prior: 1, Answer: start.Answer / 2, Answered: start.Answered}, 50)
	if len(corrections) > 0 {
		w.Rules[correctionRule] = regress(corrections, weight{Bias: base.Bias, Gain: base.Gain, Company: base.Company, Answer: base.Answer, Taught: base.Taught}, 100)
	}
	w.Outlooks = map[string]outlook{}
	ops := map[string][]proposal{}
	for _, s := range all {
		ops[s.Op] = append(ops[s.Op], s)
	}
	for op, list := range ops {
		base := logit(list, before, []float64{-1, 0.6, -0.6, 0.8}, 8)
		w.Outlooks[op] = outlookOf(base)
		for r, list := range rules {
			if strings.HasSuffix(r, "/"+op) && right(list) >= enough {
				w.Outlooks[r] = outlookOf(logit(list, before, base, 8))
			}
		}
	}
	return w
}

func outlookOf(x []float64) outlook {
	return outlook{logistic.Round(x[0]), logistic.Round(x[1]), logistic.Round(x[2]), logistic.Round(x[3])}
}

func right(list []proposal) int {
	n := 0
	for _, s := range list {
		if s.Right {
			n++
		}
	}
	return n
}

// regress fits the weights of what is known after scoring.
func regress(list []proposal, prior weight, strength float64) weight {
	x := logit(list, after, prior.list(), strength)
	for i := range x {
		x[i] = logistic.Round(x[i])
	}
	return weight{x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]}
}

// logit fits a logistic regression of being right on features.
func logit(list []proposal, features func(proposal) []float64, centre []float64, strength float64) []float64 {
	rows, right := make([][]float64, len(list)), make([]bool, len(list))
	for i, s := range list {
		rows[i], right[i] = features(s), s.Right
	}
	return logistic.Fit(rows, right, centre, strength)
}

// after is what is known of a proposal once it is scored: 1, the gain held within bounds where it is
// still evidence, the log-odds of the prior, the company, by how much likelier
// the instruct model's answer is with the edit and whether it has it, and the same of the taught model.
func after(s proposal) []float64 {
	bounded := func(gain float64) float64 { return min(max(gain, -15), 15) }
	told := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	return []float64{1, bounded(s.Gain), logistic.Odds(s.Prior), s.Company, bounded(s.Answer), told(s.Answered), bounded(s.Taught), told(s.Offered)}
}

// before is what is known of it before: 1, the log-probabilities of the first new token and of the one
// in its place, the log-odds of the prior.
func before(s proposal) []float64 {
	return []float64{1, max(s.New, -20), max(s.Old, -20), logistic.Odds(s.Prior)}
}

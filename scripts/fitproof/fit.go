package main

import (
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
	Asked    float64 `json:"asked,omitempty"`
	Answered float64 `json:"answered,omitempty"`
}

type weights struct {
	Rules map[string]weight
	Kinds map[string]weight
	// Pattern is for proposals with a prior of at least patternPrior.
	Pattern weight
	// Consulted are the weights for proposals that an instruct model was asked about as well.
	Consulted *weights `json:",omitempty"`
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

// answered is what it adds to the odds of an edit, in nats, that rules and instruct model both propose it.
const answered = 4.0

// caution is what the odds of an edit lose, in nats, where an instruct model was asked: it sees to it that sound text,
// of which the samples have little, keeps under three false alarms in 1,000 words.
const caution = 0.6

// enough is how many right proposals a rule needs for weights of its own.
const enough = 12

// fit fits the weights of the judge alone on the samples without an instruct model, and those with one on
// the others.
func fit(samples []sample) weights {
	var alone, consulted []sample
	for _, s := range samples {
		if s.Consulted {
			consulted = append(consulted, s)
		} else {
			alone = append(alone, s)
		}
	}
	w := fitWave(alone, weight{Bias: 0, Gain: 0.7, Prior: 0.7, Company: 0.3}, 1)
	if len(consulted) > 0 {
		// Few of the injected slips are such that only the instruct model sees them, so the samples say too little about
		// its answers: they draw the weights away from what was set by hand only slowly.
		both := fitWave(consulted, weight{Bias: 0, Gain: 0.3, Prior: 0.5, Company: 0.2, Asked: 0.2, Answered: answered}, 100)
		both.Outlooks = nil
		both.holdBack()
		w.Consulted = &both
	}
	return w
}

// holdBack takes caution from all odds but those of what only the instruct model proposes, which are low already.
func (w *weights) holdBack() {
	w.Pattern.Bias -= caution
	for _, group := range []map[string]weight{w.Rules, w.Kinds} {
		for name, one := range group {
			if name != correctionRule {
				one.Bias -= caution
				group[name] = one
			}
		}
	}
}

// fitWave regresses being right on what is known: over all, then by kind, by rule, and by what the rule
// does (insert, delete, replace), each drawn to the one above it by a quadratic penalty.
// strength is that of the penalty for leaving start.
func fitWave(samples []sample, start weight, strength float64) weights {
	var all, patterns, corrections []sample
	kinds, rules := map[string][]sample{}, map[string][]sample{}
	kindOf := map[string]string{}
	for _, s := range samples {
		if s.Certain || s.Rule == "spelling" {
			continue
		}
		if s.Rule == correctionRule {
			corrections = append(corrections, s)
			continue
		}
		if s.Prior >= patternPrior {
			patterns = append(patterns, s)
			continue
		}
		all = append(all, s)
		kinds[s.Kind] = append(kinds[s.Kind], s)
		for _, name := range []string{s.Rule, s.Rule + "/" + s.Op} {
			rules[name] = append(rules[name], s)
			kindOf[name] = s.Kind
		}
	}
	w := weights{Rules: map[string]weight{}, Kinds: map[string]weight{}}
	base := regress(all, start, strength)
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
	w.Pattern = regress(patterns, weight{Bias: -0.5, Gain: 0.4, Prior: 1, Asked: start.Asked, Answered: start.Answered}, 200)
	if len(corrections) > 0 {
		// The injector makes slips that rules can mend, so the samples say little about what the instruct
		// model proposes beyond the rules: the penalty holds its weights near what was set by hand.
		w.Rules[correctionRule] = regress(corrections, weight{Bias: -2.5, Gain: 0.25, Company: 0.8, Asked: 0.35}, 5000)
	}
	w.Outlooks = map[string]outlook{}
	ops := map[string][]sample{}
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

func right(list []sample) int {
	n := 0
	for _, s := range list {
		if s.Right {
			n++
		}
	}
	return n
}

// regress fits the weights of what is known after scoring.
func regress(list []sample, prior weight, strength float64) weight {
	x := logit(list, after, []float64{prior.Bias, prior.Gain, prior.Prior, prior.Company, prior.Asked, prior.Answered}, strength)
	return weight{logistic.Round(x[0]), logistic.Round(x[1]), logistic.Round(x[2]), logistic.Round(x[3]), logistic.Round(x[4]), logistic.Round(x[5])}
}

// logit fits a logistic regression of being right on features.
func logit(list []sample, features func(sample) []float64, centre []float64, strength float64) []float64 {
	rows, right := make([][]float64, len(list)), make([]bool, len(list))
	for i, s := range list {
		rows[i], right[i] = features(s), s.Right
	}
	return logistic.Fit(rows, right, centre, strength)
}

// after is what is known of a proposal once it is scored: 1, the gain held within bounds where it is
// still evidence, the log-odds of the prior, the company, how much rather the instruct model would make
// the edit than not, and whether it did.
func after(s sample) []float64 {
	has := 0.0
	if s.Answered {
		has = 1
	}
	return []float64{1, min(max(s.Gain, -15), 15), logistic.Odds(s.Prior), s.Company, min(max(s.Asked, -15), 15), has}
}

// before is what is known of it before: 1, the log-probabilities of the first new token and of the one
// in its place, the log-odds of the prior.
func before(s sample) []float64 {
	return []float64{1, max(s.New, -20), max(s.Old, -20), logistic.Odds(s.Prior)}
}

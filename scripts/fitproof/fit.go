package main

import (
	"math"
	"strings"
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

// dims is the number of weights of one regression.
const dims = 6

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
		base := newton(list, before, [dims]float64{-1, 0.6, -0.6, 0.8}, 8)
		w.Outlooks[op] = outlookOf(base)
		for r, list := range rules {
			if strings.HasSuffix(r, "/"+op) && right(list) >= enough {
				w.Outlooks[r] = outlookOf(newton(list, before, base, 8))
			}
		}
	}
	return w
}

func outlookOf(x [dims]float64) outlook {
	return outlook{round(x[0]), round(x[1]), round(x[2]), round(x[3])}
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
	x := newton(list, after, [dims]float64{prior.Bias, prior.Gain, prior.Prior, prior.Company, prior.Asked, prior.Answered}, strength)
	return weight{round(x[0]), round(x[1]), round(x[2]), round(x[3]), round(x[4]), round(x[5])}
}

// newton fits by Newton's method, with strength times the squared distance to centre as penalty.
func newton(list []sample, features func(sample) [dims]float64, centre [dims]float64, strength float64) [dims]float64 {
	x := centre
	for range 40 {
		var grad [dims]float64
		var hess [dims][dims]float64
		for i := range dims {
			grad[i] = strength * (x[i] - centre[i])
			hess[i][i] = strength
		}
		for _, s := range list {
			f := features(s)
			p := 1 / (1 + math.Exp(-(dot(x, f))))
			y := 0.0
			if s.Right {
				y = 1
			}
			for i := range dims {
				grad[i] += (p - y) * f[i]
				for j := range dims {
					hess[i][j] += p * (1 - p) * f[i] * f[j]
				}
			}
		}
		step := solve(hess, grad)
		// Newton's step overshoots far from the minimum: halve it until the loss falls.
		here, scale := loss(list, features, x, centre, strength), 1.0
		for ; scale > 1e-4; scale /= 2 {
			var next [dims]float64
			for i := range dims {
				next[i] = x[i] - scale*step[i]
			}
			if loss(list, features, next, centre, strength) < here {
				x = next
				break
			}
		}
		if scale <= 1e-4 {
			break
		}
	}
	return x
}

// loss is what regress makes small.
func loss(list []sample, features func(sample) [dims]float64, x, centre [dims]float64, strength float64) float64 {
	sum := 0.0
	for i := range dims {
		sum += strength / 2 * (x[i] - centre[i]) * (x[i] - centre[i])
	}
	for _, s := range list {
		f := features(s)
		z := dot(x, f)
		if s.Right {
			z = -z
		}
		sum += math.Log1p(math.Exp(-math.Abs(z))) + max(z, 0)
	}
	return sum
}

// after is what is known of a proposal once it is scored: 1, the gain held within bounds where it is
// still evidence, the log-odds of the prior, the company, how much rather the instruct model would make
// the edit than not, and whether it did.
func after(s sample) [dims]float64 {
	has := 0.0
	if s.Answered {
		has = 1
	}
	return [dims]float64{1, min(max(s.Gain, -15), 15), logOdds(s.Prior), s.Company, min(max(s.Asked, -15), 15), has}
}

// before is what is known of it before: 1, the log-probabilities of the first new token and of the one
// in its place, the log-odds of the prior.
func before(s sample) [dims]float64 {
	return [dims]float64{1, max(s.New, -20), max(s.Old, -20), logOdds(s.Prior)}
}

func logOdds(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}

func dot(a, b [dims]float64) float64 {
	sum := 0.0
	for i := range dims {
		sum += a[i] * b[i]
	}
	return sum
}

func round(x float64) float64 { return math.Round(x*1000) / 1000 }

// solve solves a x = b for a symmetric positive definite a.
func solve(a [dims][dims]float64, b [dims]float64) [dims]float64 {
	for i := range dims {
		for k := i + 1; k < dims; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < dims; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	var x [dims]float64
	for i := dims - 1; i >= 0; i-- {
		x[i] = b[i]
		for j := i + 1; j < dims; j++ {
			x[i] -= a[i][j] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}

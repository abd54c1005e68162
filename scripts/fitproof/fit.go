package main

import "math"

// weight is a logistic regression as assist/proof reads it.
type weight struct {
	Bias  float64 `json:"bias"`
	Gain  float64 `json:"gain"`
	Prior float64 `json:"prior"`
}

type weights struct {
	Rules map[string]weight
	Kinds map[string]weight
}

// enough is how many right proposals a rule needs for weights of its own.
const enough = 12

// fit regresses being right on gain and prior: over all, then by kind, then by rule, each drawn to the
// one above it by a quadratic penalty.
func fit(samples []sample) weights {
	var all []sample
	kinds, rules := map[string][]sample{}, map[string][]sample{}
	kindOf := map[string]string{}
	for _, s := range samples {
		if s.Certain {
			continue
		}
		all = append(all, s)
		kinds[s.Kind] = append(kinds[s.Kind], s)
		rules[s.Rule] = append(rules[s.Rule], s)
		kindOf[s.Rule] = s.Kind
	}
	w := weights{Rules: map[string]weight{}, Kinds: map[string]weight{}}
	base := regress(all, weight{Bias: 0, Gain: 0.7, Prior: 0.7}, 1)
	for k, list := range kinds {
		w.Kinds[k] = regress(list, base, 4)
	}
	for r, list := range rules {
		if right(list) >= enough {
			w.Rules[r] = regress(list, w.Kinds[kindOf[r]], 4)
		}
	}
	return w
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

// regress fits by Newton's method, with strength times the squared distance to prior as penalty.
func regress(list []sample, prior weight, strength float64) weight {
	x := [3]float64{prior.Bias, prior.Gain, prior.Prior}
	centre := x
	for range 40 {
		var grad [3]float64
		var hess [3][3]float64
		for i := range 3 {
			grad[i] = strength * (x[i] - centre[i])
			hess[i][i] = strength
		}
		for _, s := range list {
			f := features(s)
			p := 1 / (1 + math.Exp(-(x[0]*f[0] + x[1]*f[1] + x[2]*f[2])))
			y := 0.0
			if s.Right {
				y = 1
			}
			for i := range 3 {
				grad[i] += (p - y) * f[i]
				for j := range 3 {
					hess[i][j] += p * (1 - p) * f[i] * f[j]
				}
			}
		}
		step := solve(hess, grad)
		size := 0.0
		for i := range 3 {
			x[i] -= step[i]
			size += math.Abs(step[i])
		}
		if size < 1e-6 {
			break
		}
	}
	return weight{round(x[0]), round(x[1]), round(x[2])}
}

// features are 1, the gain held within bounds where it is still evidence, and the log-odds of the prior.
func features(s sample) [3]float64 {
	p := min(max(s.Prior, 1e-6), 1-1e-6)
	return [3]float64{1, min(max(s.Gain, -15), 15), math.Log(p / (1 - p))}
}

func round(x float64) float64 { return math.Round(x*1000) / 1000 }

// solve solves a x = b for a symmetric positive definite a.
func solve(a [3][3]float64, b [3]float64) [3]float64 {
	for i := range 3 {
		for k := i + 1; k < 3; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < 3; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	var x [3]float64
	for i := 2; i >= 0; i-- {
		x[i] = b[i]
		for j := i + 1; j < 3; j++ {
			x[i] -= a[i][j] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}

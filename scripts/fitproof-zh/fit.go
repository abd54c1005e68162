package main

import (
	"math"
	"slices"
)

// weights are as assist/proof reads them.
type weights struct {
	Traits  map[string]float64
	Outlook map[string]float64
	Judged  map[string]float64
}

// Findings that reach the probability enough are underlined at the default strictness. The mean of precision and
// recall (F1) is greatest where all is shown that is right with half its own value (Lipton and others 2014,
// arXiv:1402.1892); slips of real writers, who are less even than the injector, turn out right more often still.
const enough, strictness = 0.15, 0.6

// expected are weights for what the slips are too few to teach: to a model anything seems likely where a text
// begins, and 的, 地 and 得 are taken for one another more often than the injector does.
func expected() map[string]float64 {
	return map[string]float64{"opening": -1, "near-typed": -2, "swapped": -1, "particle": 1.3, "confused": 1.5}
}

// mostGain and leastLog are the bounds within which assist/proof counts gains and log-probabilities.
const mostGain, leastLog = 15.0, -20.0

// scores is how many of what a model tells of a proposal are regressed on, before the traits.
const scores = 4

// fit regresses being right on traits and scores together. What the traits contribute is the prior; how much of a
// score is known before an edit is scored is fitted beside it.
func fit(samples []sample) weights {
	names := map[string]bool{}
	for _, s := range samples {
		for name := range s.Traits {
			names[name] = true
		}
	}
	order := []string{"gain", "new", "old", "stretch"}
	for name := range names {
		order = append(order, name)
	}
	slices.Sort(order[scores:])
	rows := make([][]float64, len(samples))
	right := make([]bool, len(samples))
	for i, s := range samples {
		rows[i] = []float64{min(max(s.Gain, -mostGain), mostGain), max(s.New, leastLog), max(s.Old, leastLog), max(s.Stretch, leastLog)}
		for _, name := range order[scores:] {
			rows[i] = append(rows[i], s.Traits[name])
		}
		right[i] = s.Right
	}
	centre, wanted := make([]float64, len(order)), expected()
	for i, name := range order {
		centre[i] = wanted[name]
	}
	x := regress(rows, right, centre, 2)
	w := weights{Traits: map[string]float64{}, Judged: map[string]float64{
		"bias": round(logOdds(strictness) - logOdds(enough)), "prior": 1, "gain": round(x[0]), "new": round(x[1]), "old": round(x[2]), "stretch": round(x[3])}}
	for i, name := range order[scores:] {
		w.Traits[name] = round(x[scores+i])
	}
	for i, s := range samples {
		prior := 0.0
		for name, v := range s.Traits {
			prior += w.Traits[name] * v
		}
		rows[i] = []float64{1, prior, max(s.New, leastLog), max(s.Old, leastLog), max(s.Stretch, leastLog)}
	}
	x = regress(rows, right, make([]float64, 5), 1)
	w.Outlook = map[string]float64{"bias": round(x[0]), "prior": round(x[1]), "new": round(x[2]), "old": round(x[3]), "stretch": round(x[4])}
	return w
}

// regress fits a logistic regression by Newton's method, with strength times the squared distance to centre as
// penalty.
func regress(rows [][]float64, right []bool, centre []float64, strength float64) []float64 {
	n := len(centre)
	x := slices.Clone(centre)
	for range 50 {
		grad, hess := make([]float64, n), make([][]float64, n)
		for i := range hess {
			hess[i] = make([]float64, n)
			grad[i], hess[i][i] = strength*(x[i]-centre[i]), strength
		}
		for k, f := range rows {
			p := 1 / (1 + math.Exp(-dot(x, f)))
			d := p
			if right[k] {
				d = p - 1
			}
			for i, v := range f {
				if v == 0 {
					continue
				}
				grad[i] += d * v
				for j, u := range f {
					hess[i][j] += p * (1 - p) * v * u
				}
			}
		}
		step := solve(hess, grad)
		here, scale := loss(rows, right, x, centre, strength), 1.0
		next := make([]float64, n)
		for ; scale > 1e-4; scale /= 2 {
			for i := range next {
				next[i] = x[i] - scale*step[i]
			}
			if loss(rows, right, next, centre, strength) < here-1e-9 {
				break
			}
		}
		if scale <= 1e-4 {
			break
		}
		x = next
	}
	return x
}

// loss is what regress makes small.
func loss(rows [][]float64, right []bool, x, centre []float64, strength float64) float64 {
	sum := 0.0
	for i := range x {
		sum += strength / 2 * (x[i] - centre[i]) * (x[i] - centre[i])
	}
	for k, f := range rows {
		z := dot(x, f)
		if right[k] {
			z = -z
		}
		sum += math.Log1p(math.Exp(-math.Abs(z))) + max(z, 0)
	}
	return sum
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func logOdds(p float64) float64 { return math.Log(p / (1 - p)) }

func round(x float64) float64 { return math.Round(x*1000) / 1000 }

// solve solves a x = b for a symmetric positive definite a, and changes both.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < n; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		x[i] = b[i]
		for j := i + 1; j < n; j++ {
			x[i] -= a[i][j] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}

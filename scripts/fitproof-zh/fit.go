package main

import (
	"slices"

	"inkling/internal/logistic"
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
// begins, and of names, which are fewer in the texts than in most, any seems a slip.
func expected() map[string]float64 {
	return map[string]float64{"opening": -1, "near-typed": -2, "swapped": -1, "confused": 1.5, "name": -2}
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
	x := logistic.Fit(rows, right, centre, 2)
	w := weights{Traits: map[string]float64{}, Judged: map[string]float64{
		"bias": logistic.Round(logistic.Odds(strictness) - logistic.Odds(enough)), "prior": 1, "gain": logistic.Round(x[0]), "new": logistic.Round(x[1]), "old": logistic.Round(x[2]), "stretch": logistic.Round(x[3])}}
	for i, name := range order[scores:] {
		w.Traits[name] = logistic.Round(x[scores+i])
	}
	for i, s := range samples {
		prior := 0.0
		for name, v := range s.Traits {
			prior += w.Traits[name] * v
		}
		rows[i] = []float64{1, prior, max(s.New, leastLog), max(s.Old, leastLog), max(s.Stretch, leastLog)}
	}
	x = logistic.Fit(rows, right, make([]float64, 5), 1)
	w.Outlook = map[string]float64{"bias": logistic.Round(x[0]), "prior": logistic.Round(x[1]), "new": logistic.Round(x[2]), "old": logistic.Round(x[3]), "stretch": logistic.Round(x[4])}
	return w
}

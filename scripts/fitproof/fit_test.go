package main

import (
	"math/rand/v2"
	"testing"
)

// drawn makes samples in which an edit is right by the odds that its gain says.
func drawn(n int, odds func(gain float64) bool) []sample {
	rng := rand.New(rand.NewPCG(1, 2))
	out := make([]sample, n)
	for i := range out {
		out[i] = sample{Words: 20, Slips: i % 2}
		for k := range 8 {
			p := proposal{Start: 10 * k, End: 10*k + 4, Rule: "article", Op: "replace", Kind: "article", Prior: 0.1, Gain: 10*rng.Float64() - 5}
			p.Right = i%2 == 1 && odds(p.Gain)
			out[i].Proposals = append(out[i].Proposals, p)
		}
	}
	return out
}

// The weights find what decides, and hold back so far that sound text keeps few alarms.
func TestFitHoldsBack(t *testing.T) {
	samples := drawn(600, func(gain float64) bool { return gain > 1 })
	w := fit(samples)
	sure, never := proposal{Rule: "article", Op: "replace", Kind: "article", Prior: 0.1, Gain: 5}, proposal{Rule: "article", Op: "replace", Kind: "article", Prior: 0.1, Gain: -5}
	if w.odds(sure) < w.odds(never)+3 {
		t.Errorf("the odds are %.1f with a gain of 5 and %.1f with one of -5", w.odds(sure), w.odds(never))
	}
	n, words := 0, 0
	for _, s := range samples {
		if s.Slips > 0 {
			continue
		}
		words += s.Words
		for _, a := range alarms(s, &w) {
			if a.odds > 0.41 { // a confidence of 0.6
				n++
			}
		}
	}
	// It is reckoned on the halves, so that the whole may have a few more.
	if float64(n) > 1.5*mostDeaf.alone*float64(words)/1000 {
		t.Errorf("%d alarms in %d words of sound text, want about %v in 1000", n, words, mostDeaf.alone)
	}
}

// What an instruct model was asked about has weights of its own.
func TestFitKeepsTheWavesApart(t *testing.T) {
	samples := drawn(200, func(gain float64) bool { return gain > 1 })
	if w := fit(samples); w.Consulted != nil {
		t.Error("there are weights for an instruct model, which nothing was asked of")
	}
	for i := range samples {
		if i%4 < 2 {
			continue
		}
		samples[i].Instruct = true
		for k := range samples[i].Proposals {
			p := &samples[i].Proposals[k]
			p.Consulted, p.Answer = true, p.Gain
			p.Gain = 0
		}
	}
	w := fit(samples)
	if w.Consulted == nil || w.Consulted.Kinds["article"].Answer < 0.3 || w.Consulted.Outlooks != nil {
		t.Errorf("the weights with an instruct model are %+v", w.Consulted)
	}
}

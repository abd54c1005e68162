package main

import (
	"math/rand/v2"
	"strings"
	"testing"
)

const passage = "The old harbour was quiet, and nobody walked along the shore that morning. She had always enjoyed reading about the sea, because it was near to her house. Many people have tried to explain it."

// Undoing all slips gives the sound text again: each is where the injector says, and what stood there is known.
func TestDamageCanBeUndone(t *testing.T) {
	in, err := newInjector(3)
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for range 2000 {
		wrong, slips := in.damage(passage)
		fixed := wrong
		for i := len(slips) - 1; i >= 0; i-- {
			s := slips[i]
			fixed = fixed[:s.start] + s.original + fixed[s.end:]
		}
		if fixed != passage {
			t.Fatalf("%q with %+v undone is %q", wrong, slips, fixed)
		}
		made += len(slips)
	}
	if made < 3000 {
		t.Errorf("%d slips in 2000 texts, want as many as learners make", made)
	}
}

// Some texts are sound, and learners' have many more slips than others.
func TestWritersDiffer(t *testing.T) {
	in, err := newInjector(4)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for range 1000 {
		_, slips := in.damage(passage)
		switch n := len(slips); {
		case n == 0:
			counts["none"]++
		case n <= 3:
			counts["few"]++
		default:
			counts["many"]++
		}
	}
	for kind, n := range counts {
		if n < 150 {
			t.Errorf("%d of 1000 texts have %s: %v", n, kind, counts)
		}
	}
}

func TestKindsOfSlip(t *testing.T) {
	in, err := newInjector(5)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text, at string
		apply          func(*injector, []piece, int) (string, bool)
		want           string // with alternatives between bars; "" where no slip can be made
	}{
		{"another word of like meaning", "We make a list.", "make", (*injector).lexical, "do"},
		{"no other word", "We walk home.", "walk", (*injector).lexical, ""},
		{"a verb behind a verb", "They enjoy reading it.", "reading", (*injector).pattern, "to read|read"},
		{"a verb behind a preposition", "He left without a word for reading it.", "reading", (*injector).pattern, "to read|read"},
		{"an infinitive", "They want to read it.", "read", (*injector).pattern, "reading"},
		{"nothing to go wrong", "They read it.", "read", (*injector).pattern, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pieces := split(tt.text)
			for i, p := range pieces {
				if p.text != tt.at {
					continue
				}
				got, ok := tt.apply(in, pieces, i)
				if ok != (tt.want != "") || ok && !strings.Contains("|"+tt.want+"|", "|"+got+"|") {
					t.Errorf("%q becomes %q, %v; want %q", tt.at, got, ok, tt.want)
				}
			}
		})
	}
}

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
	if float64(n) > 1.5*mostAlone*float64(words)/1000 {
		t.Errorf("%d alarms in %d words of sound text, want about %v in 1000", n, words, mostAlone)
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

package assist

import (
	"context"
	"math"
	"testing"
)

func TestEvidence(t *testing.T) {
	for _, test := range []struct {
		name, before, text string
		lang               Language
		want               Evidence
	}{
		{"a whole word", "The harbour lay quiet. The", " harbour", English, Evidence{Shown: 8, Seen: 1}},
		{"the rest of one", "The harbour lay quiet. The har", "bour", English, Evidence{Typed: 3, Shown: 4, Seen: 1}},
		{"part of a longer one is no sighting", "The harbours lay quiet. The", " harbour", English, Evidence{Shown: 8}},
		{"behind a mark", "The harbour lay quiet", ", and", English, Evidence{Shown: 5}},
		{"Chinese, seen behind the same character", "去公园。我们去", "公园", Chinese, Evidence{Typed: 1, Shown: 2, Seen: 1}},
		{"Chinese, seen behind another one", "到公园。我们去", "公园", Chinese, Evidence{Typed: 1, Shown: 2}},
	} {
		p := &place{before: test.before, lang: test.lang}
		test.want.Believed = 0.4
		if got := p.evidence(test.text, 0.4); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestTrust(t *testing.T) {
	e := Evidence{Believed: 0.4, Typed: 3, Shown: 5}
	for _, test := range []struct {
		name  string
		trust Trust
		want  float64
	}{
		{"a model that was never measured is believed", Trust{}, 0.4},
		{"one that is as sure as it should be", Trust{Weights: map[string]float64{"believed": 1}}, 0.4},
		{"one that is too sure", Trust{Weights: map[string]float64{"believed": 1, "constant": -math.Log(3)}}, 0.4 / (0.4 + 3*0.6)},
		{"one that is right about half-typed words", Trust{Weights: map[string]float64{"believed": 1, "typed": 1}}, 4 * 0.4 / (4*0.4 + 0.6)},
	} {
		if got := test.trust.Chance(e); math.Abs(got-test.want) > 1e-9 {
			t.Errorf("%s: %.4f, want %.4f", test.name, got, test.want)
		}
	}
}

func TestALongerWordMayBeLessCertain(t *testing.T) {
	one, two := Evidence{Shown: 1}, Evidence{Shown: 2}
	for _, test := range []struct {
		trust Trust
		e     Evidence
		want  bool
	}{
		{Trust{Least: 0.5}, one, false},
		{Trust{Least: 0.5}, two, false},
		{Trust{Least: 0.5, Long: 0.3}, one, false},
		{Trust{Least: 0.5, Long: 0.3}, two, true},
		{Trust{Least: 0.3, Long: 0.3}, one, true},
	} {
		if got := test.trust.Enough(test.e, 0.4); got != test.want {
			t.Errorf("%+v, %d characters with a chance of 0.4: shown %v, want %v", test.trust, test.e.Shown, got, test.want)
		}
	}
}

// trusting is a script of which it is known how far it can be trusted.
type trusting struct {
	*script
	trust Trust
}

func (t *trusting) Trust(Language) Trust                               { return t.trust }
func (t *trusting) Prose(context.Context, Language) (Predictor, error) { return t, nil }

func TestTheDecisionToShowIsTheTrustsOwn(t *testing.T) {
	for _, test := range []struct {
		name   string
		trust  Trust
		before string
		want   bool
	}{
		{"trusted", Trust{Weights: map[string]float64{"believed": 1}, Least: 0.4}, "Then she looked at him with the", true},
		{"too sure of itself", Trust{Weights: map[string]float64{"believed": 1, "constant": -2}, Least: 0.4}, "Then she looked at him with the", false},
		{"held to more", Trust{Weights: map[string]float64{"believed": 1}, Least: 0.6}, "Then she looked at him with the", false},
		{"never measured", Trust{}, "Then she looked at him with the", true},
		{"Chinese, trusted", Trust{Weights: map[string]float64{"believed": 1}, Least: 0.4}, "我们去", true},
		{"Chinese, held to more", Trust{Weights: map[string]float64{"believed": 1}, Least: 0.6}, "我们去", false},
	} {
		m := &trusting{newScript(append([]string{" dog", " cat"}, pieces...), "Then she looked at him with the dog.", "Then she looked at him with the cat.",
			"我们去公园散步。", "我们去北京路。"), test.trust}
		c := NewContinuer(m, ContinueOptions{Evaluations: 20})
		shown := false
		if err := c.Suggest(t.Context(), at(test.before, ""), func(s Suggestion) bool { shown = true; return false }); err != nil {
			t.Fatal(err)
		}
		if shown != test.want {
			t.Errorf("%s: shown %v, want %v", test.name, shown, test.want)
		}
	}
}

// A chance is the same to the last bit however often it is asked for: what is shown may hang on it.
func TestAChanceIsAlwaysTheSame(t *testing.T) {
	trust := Trust{Weights: map[string]float64{"constant": 0.1, "believed": 1.008, "seen": 0.011, "shown": -0.403, "typed": 0.781, "whole": 0.405}}
	e := Evidence{Believed: 0.37, Typed: 3, Shown: 5, Seen: 2}
	first := trust.Chance(e)
	for range 1000 {
		if got := trust.Chance(e); got != first {
			t.Fatalf("%v, then %v", first, got)
		}
	}
}

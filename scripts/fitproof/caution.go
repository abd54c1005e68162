package main

import (
	"cmp"
	"slices"

	"inkling/internal/logistic"
)

// budget is what sound text may cost: this many false alarms in 1,000 words, of the judge alone and with what the
// instruct model adds, counted from the confidence on with which findings are underlined.
type budget struct{ alone, both float64 }

// The texts that the weights are fitted on are older than what people write today, of which the same weights doubt
// about half as much. Where a taught model is listened to they may cost less: it has learned from some like them.
var (
	mostDeaf  = budget{2.5, 3.5}
	mostHeard = budget{2.0, 2.5}
)

const underline = 0.6 // as in assist/proof

// The cautions that are tried, in nats.
const (
	leastCaution = -2.0
	mostCaution  = 4.0
	cautionStep  = 0.05
)

// cautious is the least caution with which the sound texts of each half, judged by the weights for it, have no more
// alarms in 1,000 words than they may: with an instruct model, where the caution is that with which it is listened to,
// or without.
func cautious(instruct bool, may float64, halves [2][]sample, weights ...weights) float64 {
	words := 0
	var list []alarm
	for i, half := range halves {
		for _, s := range half {
			if s.Slips == 0 && s.Instruct == instruct {
				words += s.Words
				list = append(list, alarms(s, &weights[i])...)
			}
		}
	}
	most := may * float64(words) / 1000
	for caution := leastCaution; caution < mostCaution; caution += cautionStep {
		n := 0
		for _, a := range list {
			odds := a.odds
			if a.Consulted == instruct {
				odds -= caution
			}
			if logistic.Probability(odds) >= underline {
				n++
			}
		}
		if float64(n) <= most {
			return caution
		}
	}
	return mostCaution
}

// alarm is a proposal for sound text, with the log-odds that it is right by the weights.
type alarm struct {
	proposal
	odds float64
}

// alarms are the judged proposals for a sound text, the likeliest of those that overlap.
func alarms(s sample, w *weights) []alarm {
	var list, kept []alarm
	for _, p := range s.Proposals {
		if !p.Certain && p.Rule != "spelling" {
			list = append(list, alarm{p, w.odds(p)})
		}
	}
	slices.SortStableFunc(list, func(a, b alarm) int { return cmp.Compare(b.odds, a.odds) })
	for _, a := range list {
		if !slices.ContainsFunc(kept, func(k alarm) bool { return a.Start <= k.End && k.Start <= a.End }) {
			kept = append(kept, a)
		}
	}
	return kept
}

// odds are the log-odds that a proposal is right, as assist/proof reckons them.
func (w *weights) odds(p proposal) float64 {
	if p.Consulted && w.Consulted != nil {
		w = w.Consulted
	}
	one, ok := w.Rules[p.Rule+"/"+p.Op]
	switch {
	case p.Prior >= patternPrior:
		one = w.Pattern
	case ok:
	default:
		if one, ok = w.Rules[p.Rule]; !ok {
			one = w.Kinds[p.Kind]
		}
	}
	sum := -w.Caution
	for i, x := range after(p) {
		sum += x * one.list()[i]
	}
	return sum
}

package proof

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// weights turn what rule and model say of a proposal into a probability. They are fitted on injected
// errors by scripts/fitproof.
type weights struct {
	// Rules holds the weights of rules, by name or by name, slash and Edit.Op; Kinds those for rules
	// without their own.
	Rules map[string]weight
	Kinds map[Kind]weight
}

// weight is a logistic regression: odds = Bias + Gain·gain + Prior·odds(prior) + Company·company.
type weight struct {
	Bias    float64 `json:"bias"`
	Gain    float64 `json:"gain"`
	Prior   float64 `json:"prior"`
	Company float64 `json:"company"`
}

//go:embed weights.json
var fittedWeights []byte

// leastPromise is the log-odds below which a proposal isn't worth scoring.
const leastPromise = -6.0

func loadWeights() (*weights, error) {
	w := &weights{}
	if err := json.Unmarshal(fittedWeights, w); err != nil {
		return nil, fmt.Errorf("proofreading weights: %w", err)
	}
	return w, nil
}

func (w *weights) of(p proposal) weight {
	r := p.rule
	if own, ok := w.Rules[r.name+"/"+Edit{p.start, p.end, p.text}.Op()]; ok {
		return own
	}
	if own, ok := w.Rules[r.name]; ok {
		return own
	}
	if kind, ok := w.Kinds[r.kind]; ok {
		return kind
	}
	return weight{Bias: -1, Gain: 0.8, Prior: 1}
}

// mostGain is the gain, in nats, beyond which more is no more evidence.
const mostGain = 15.0

func (k weight) odds(p proposal, gain, company float64) float64 {
	return k.Bias + k.Gain*min(max(gain, -mostGain), mostGain) + k.Prior*odds(p.prior) + k.Company*company
}

// promise estimates the log-odds of p from the gain of the first differing token alone, in the most
// suspicious company.
func (w *weights) promise(p proposal, first float64) float64 {
	return w.of(p).odds(p, first, mostCompany)
}

// suspicion is how likely a verdict is right by rule and gain alone, with weights that are the same
// for all rules and never fitted.
func suspicion(v verdict) float64 {
	if v.rule.certain {
		return v.prior
	}
	return chance(weight{Bias: -2.5, Gain: 0.7, Prior: 0.8}.odds(v.proposal, v.gain, 0))
}

// mostCompany is as much company as is counted.
const mostCompany = 3.0

// company tells for every verdict on a window how many other slips there seem to be in it: where the
// writer slips often, the next slip is likelier too. It is the sum of the suspicions of the others that
// could stand beside it, at most mostCompany.
func company(verdicts []verdict) []float64 {
	rivals := make([]verdict, len(verdicts))
	for i, v := range verdicts {
		v.chance = suspicion(v)
		rivals[i] = v
	}
	groups := resolve(rivals)
	out := make([]float64, len(verdicts))
	for i, v := range verdicts {
		for _, g := range groups {
			if !overlap(g[0].proposal, v.proposal) {
				out[i] += g[0].chance
			}
		}
		out[i] = min(out[i], mostCompany)
	}
	return out
}

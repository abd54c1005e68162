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

// weight is a logistic regression: odds = Bias + Gain·gain + Prior·odds(prior).
type weight struct {
	Bias  float64 `json:"bias"`
	Gain  float64 `json:"gain"`
	Prior float64 `json:"prior"`
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

// chance is the probability that p is right, given the model's gain.
func (w *weights) chance(p proposal, gain float64) float64 {
	k := w.of(p)
	return chance(k.Bias + k.Gain*min(max(gain, -15), 15) + k.Prior*odds(p.prior))
}

// promise estimates the log-odds of p from the gain of the first differing token alone.
func (w *weights) promise(p proposal, first float64) float64 {
	k := w.of(p)
	return k.Bias + k.Gain*first + k.Prior*odds(p.prior)
}

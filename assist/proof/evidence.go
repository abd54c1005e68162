package proof

import (
	"context"
	"fmt"
)

// Evidence is what is known of one proposed edit before it is judged: what the weights are fitted on.
type Evidence struct {
	Edit         // byte offsets in the text
	Rule  string // the rule that proposed it
	Kind  Kind
	Op    string  // "insert", "delete" or "replace", by the number of words
	Prior float64 // probability by the rule alone, 0 to 1
	Departure
	Gain float64 // log P(edited) - log P(text) by the model, nats; 0 for certain rules
	// Company is how many other slips the writer seems to make in a sentence, 0 to 3.
	Company float64
	// Chance is the probability by the weights as they are.
	Chance float64
	// Certain edits are not put to the model.
	Certain bool
	// Consulted tells whether an instruct model was asked; Answer is then log P(edited) - log P(text) as its
	// answer, nats, and Answered tells whether the answer that it gave has the edit.
	Consulted bool
	Answer    float64
	Answered  bool
	// Listened tells whether a model that was taught to correct has weighed the edit; Taught is then log P(edited) -
	// log P(text) as its answer, nats, and Offered tells whether its correction has the edit.
	Listened bool
	Taught   float64
	Offered  bool
	// Traits are what is known, by name, of a Chinese character in another's place; nil for any other edit.
	Traits map[string]float64
}

// Evidence returns all proposals for a text that survive pruning, judged, with nothing filtered out.
func (c *Checker) Evidence(ctx context.Context, text string) ([]Evidence, error) {
	var out []Evidence
	dialect := c.dialectOf(text)
	for _, p := range paragraphs(text) {
		language := c.languageFor(p.text, dialect)
		if language == "" {
			continue
		}
		verdicts, err := c.verdicts(ctx, p, language, byCorrector)
		if err != nil {
			return nil, fmt.Errorf("collect evidence: %w", err)
		}
		for _, v := range verdicts {
			out = append(out, Evidence{
				Edit: Edit{p.start + v.start, p.start + v.end, v.text},
				Rule: v.rule.name, Kind: v.rule.kind, Op: v.op, Prior: v.prior, Gain: v.gain, Departure: v.departure, Company: v.company, Chance: v.chance, Certain: v.rule.certain,
				Consulted: v.consulted, Answer: v.answer, Answered: v.answered, Listened: v.listened, Taught: v.taught, Offered: v.offered,
				Traits: v.traits.named(),
			})
		}
	}
	return out, nil
}

package proof

import "context"

// Scorer is the language model as the judge sees it. Probabilities are natural logarithms.
// A Scorer is used by one goroutine at a time.
type Scorer interface {
	// Trace evaluates prefix+text once and tells for every edit of text how it departs from it. Edits
	// that depart badly can be left out of the costlier Gains.
	Trace(ctx context.Context, prefix, text string, edits []Edit) ([]Departure, error)

	// Gains returns for every trial log P(edited text) - log P(text) behind prefix, summed over the tokens
	// of both up to the trial's end. A call for a text that Trace has just seen costs the edits alone.
	Gains(ctx context.Context, prefix, text string, trials []Trial) ([]float64, error)
}

// Trial is an edit that is weighed, with the byte of the text up to which it is felt, at least.
type Trial struct {
	Edit
	To int
}

// Departure is the first token in which an edited text differs from the text: its log-probability,
// and that of the token that the text has there, both after what the two texts share. The zero value
// stands for an edit that no token tells apart.
type Departure struct {
	New, Old float64
	// Stretch is the log-probability of all tokens that the text has where New's token would stand. It is 0 where
	// only a Corrector was asked.
	Stretch float64
}

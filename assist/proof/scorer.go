package proof

import "context"

// Scorer is the language model as the judge sees it. Probabilities are natural logarithms.
// A Scorer is used by one goroutine at a time.
type Scorer interface {
	// Score returns for every candidate log P(candidate | prefix), summed over its tokens. The
	// calls for one paragraph go from left to right, so that what was evaluated for the last
	// prefix serves the next one.
	Score(ctx context.Context, prefix string, candidates []string) ([]float64, error)

	// Trace evaluates prefix+text once and tells for every edit of text how it departs from it. Edits
	// that depart badly can be left out of the costlier Score.
	Trace(ctx context.Context, prefix, text string, edits []Edit) ([]Departure, error)
}

// Departure is the first token in which an edited text differs from the text: its log-probability,
// and that of the token that the text has there, both after what the two texts share. The zero value
// stands for an edit that no token tells apart.
type Departure struct {
	New, Old float64
}

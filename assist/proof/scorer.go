package proof

import "context"

// Scorer is the language model as the judge sees it. Probabilities are natural logarithms.
// A Scorer is used by one goroutine at a time.
type Scorer interface {
	// Score returns for every candidate log P(candidate | prefix), summed over its tokens. The
	// calls for one paragraph go from left to right, so that what was evaluated for the last
	// prefix serves the next one.
	Score(ctx context.Context, prefix string, candidates []string) ([]float64, error)

	// Trace evaluates prefix+text once. For every edit of text it returns the log-probability of
	// the first token in which the edited text departs from text, minus that of the token that
	// text has there. Edits whose sum is low can be left out of the costlier Score.
	Trace(ctx context.Context, prefix, text string, edits []Edit) ([]float64, error)
}

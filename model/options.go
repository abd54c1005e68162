package model

import "inkling/model/token"

// SampleOptions say how the next token is chosen and when generation ends. The
// zero value takes the most probable token until the model ends the text or the
// cache is full.
type SampleOptions struct {
	// MaxTokens ends generation after so many tokens, 0 for no limit.
	MaxTokens int
	// Temperature divides the logits before a token is drawn; 0 takes the most
	// probable one.
	Temperature float32
	// TopK draws among the k most probable tokens only, 0 among all.
	TopK int
	// TopP draws among the most probable tokens that together have this
	// probability (Holtzman et al. 2019, arXiv:1904.09751), 0 or 1 among all.
	TopP float32
	// MinP draws among tokens with at least this share of the most probable
	// token's probability (arXiv:2407.01082), 0 among all.
	MinP float32
	// RepetitionPenalty divides positive logits of the last 64 tokens, and
	// multiplies negative ones (Keskar et al. 2019, arXiv:1909.05858); 0 or 1 for
	// none.
	RepetitionPenalty float32
	// Seed starts the random numbers; the same seed, prompt and options repeat
	// the same tokens.
	Seed uint64
	// Stop ends generation where one of these strings begins; it isn't part of
	// the text.
	Stop []string
	// Prefix is what the output must begin with, byte for byte, with whatever
	// tokens the model likes best for it. A prompt that ends inside a word is
	// best cut before that word, with the cut part given here.
	Prefix []byte
	// Bias may change the logits [vocabulary] before each choice. LogProb isn't
	// affected by it.
	Bias func(logits []float32)
	// NoCopy turns copy speculation off: several tokens a pass where the text
	// repeats what the prompt has. It never changes what is generated.
	NoCopy bool
}

// Step is one generated token.
type Step struct {
	ID token.ID
	// Text is what can be shown after this token: whole characters only, and
	// nothing that may turn out to be the beginning of a stop string.
	Text string
	// LogProb is the natural logarithm of the token's probability in the
	// model's own distribution, before temperature, penalty, bias and prefix.
	LogProb float32
}

// Completion is one of several continuations of a prompt.
type Completion struct {
	IDs      []token.ID
	Text     string
	LogProbs []float32 // of each token
}

// Candidate is a token that may come next.
type Candidate struct {
	ID   token.ID
	Text string
	P    float32 // probability
}

package assist

import "context"

// Predictor is a language model seen token by token. It keeps what it has read
// (a KV cache), so that a call whose tokens begin like the last call's costs
// only the new ones. Not for concurrent use.
type Predictor interface {
	// Vocabulary gives the model's tokens.
	Vocabulary() Vocabulary
	// Logits reads tokens [T] and gives the unnormalised log-probabilities of the
	// next one, [vocab], valid until the next call.
	Logits(ctx context.Context, tokens []int32) ([]float32, error)
}

// Session is what a Predictor may be besides: one whose cache can be asked about
// and doubled. With it, a Continuer answers from a short window at once after the
// caret jumped, while a second session reads the whole window.
type Session interface {
	Predictor
	// Cached gives how many tokens at the beginning of tokens are read already.
	Cached(tokens []int32) int
	// Fork gives another session of the same model, with a cache of its own.
	Fork(ctx context.Context) (Session, error)
}

// Calibrated is what a Predictor may be besides: one of which is known how far its
// beliefs can be trusted.
type Calibrated interface {
	// Trust gives what was fitted for text in lang; the zero value: as for other
	// models.
	Trust(lang Language) Trust
}

// Vocabulary turns text into tokens and back.
type Vocabulary interface {
	// Encode splits text into tokens; marks of the model's own template that stand
	// in the text are ordinary text.
	Encode(text string) []int32
	// Piece gives a token's bytes; empty for control tokens.
	Piece(id int32) []byte
	// Size is the number of tokens.
	Size() int
}

// Message is one turn of a conversation with an instruct model. Role is
// "system", "user" or "assistant"; Content is data and never parsed as markup.
type Message struct{ Role, Content string }

// Piece is a stretch of generated text, always whole characters.
type Piece struct {
	Text    string
	LogProb float64 // natural logarithm of the probability of the token that ended it
}

// GenerateOptions steer one generation; the zero value is greedy and ends where
// the model ends.
type GenerateOptions struct {
	MaxTokens   int      // most tokens to generate; 0: 512
	Temperature float64  // 0: greedy; sensible to 1.5
	TopP        float64  // nucleus sampling; 0: 1 (off)
	Repetition  float64  // penalty on tokens already seen; 0: 1 (off); sensible to 1.3
	Seed        uint64   // of the sampler; equal seeds give equal text
	Stop        []string // generation ends before any of these
	Begin       string   // text that the answer is made to begin with; it is part of the answer
}

// Generator answers a conversation with streamed text.
type Generator interface {
	// Chat yields the assistant's answer to messages piece by piece and returns
	// when the model ends, yield returns false (no error), or ctx ends (its error).
	Chat(ctx context.Context, messages []Message, o GenerateOptions, yield func(Piece) bool) error
}

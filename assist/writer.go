package assist

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"
)

// Writer asks the instruct model for rewrites, ideas, summaries, translations,
// analyses and answers, and makes of its output what a writer can use: free of
// chatter, in the right language, with nothing lost that had to stay. What
// can't be made usable is an *UnusableError, never half a text. It is safe for
// concurrent use as far as its Generator is.
type Writer struct {
	generator Generator
}

// NewWriter returns a Writer over an instruct model.
func NewWriter(g Generator) *Writer { return &Writer{generator: g} }

// ErrUnchanged says that the model would leave the text as it is.
var ErrUnchanged = errors.New("nothing to change")

// UnusableError says why an answer can't be used.
type UnusableError struct {
	Reason string // a sentence in the writer's words
}

func (e *UnusableError) Error() string { return "no usable answer: " + e.Reason }

// generate asks for one answer and hands over what there is so far. It ends
// the answer where it begins to go round in circles.
func (w *Writer) generate(ctx context.Context, messages []Message, o GenerateOptions, show func(soFar string)) (string, error) {
	var answer strings.Builder
	circles := false
	err := w.generator.Chat(ctx, messages, o, func(p Piece) bool {
		answer.WriteString(p.Text)
		if strings.HasSuffix(p.Text, "\n") || answer.Len()%64 < len(p.Text) {
			if _, circles = withoutCircles(answer.String()); circles {
				return false
			}
		}
		show(answer.String())
		return true
	})
	if err != nil {
		return "", err
	}
	text, _ := withoutCircles(answer.String())
	return text, nil
}

// attempts is how often an answer that can't be used is asked for again, with
// some chance in it.
const attempts = 3

// Sampling of an answer that is to differ from the likeliest one.
const (
	againTemperature = 0.7
	againTopP        = 0.9
)

// variant sets the sampling of the n-th answer to the same request: the first
// is the likeliest, the others are drawn.
func (o GenerateOptions) variant(n int) GenerateOptions {
	if n > 0 {
		o.Temperature, o.TopP, o.Seed = againTemperature, againTopP, uint64(n)
	}
	return o
}

// tokensFor bounds the tokens of an answer about as long as text times factor.
// A Chinese character is about a token, an English token about four bytes.
func tokensFor(text string, factor float64) int {
	runes := utf8.RuneCountInString(text)
	tokens := float64(len(text)) / 3.5
	if DetectLanguage(text, English) != English {
		tokens = float64(runes) * 1.2
	}
	return int(tokens*factor) + 48
}

// paragraphsOf splits text at blank lines. Joining them with what stood
// between them gives text again.
func paragraphsOf(text string) (paragraphs, between []string) {
	for text != "" {
		end := strings.Index(text, "\n\n")
		if end < 0 {
			return append(paragraphs, text), append(between, "")
		}
		gap := end
		for gap < len(text) && text[gap] == '\n' {
			gap++
		}
		paragraphs, between = append(paragraphs, text[:end]), append(between, text[end:gap])
		text = text[gap:]
	}
	return paragraphs, between
}

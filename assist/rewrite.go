package assist

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Style is a way of rewriting.
type Style string

// The styles that have a name.
const (
	Fluent   Style = "fluent"
	Formal   Style = "formal"
	Friendly Style = "friendly"
	Simpler  Style = "simpler"
	Shorter  Style = "shorter"
	Longer   Style = "longer"
)

// Styles lists the styles that have a name.
func Styles() []Style { return []Style{Fluent, Formal, Friendly, Simpler, Shorter, Longer} }

// RewriteRequest asks for a passage in other words.
type RewriteRequest struct {
	Text        string
	Style       Style
	Instruction string // the writer's own, in place of Style
	Variant     int    // 0: the likeliest version; 1 and up: others
}

// Rewrite gives a passage in other words, paragraph by paragraph. show gets
// what there is so far. The errors are ErrUnchanged, an *UnusableError, and
// the generator's.
func (w *Writer) Rewrite(ctx context.Context, r RewriteRequest, show func(soFar string)) (string, error) {
	paragraphs, between := paragraphsOf(r.Text)
	var done strings.Builder
	changed := false
	for i, paragraph := range paragraphs {
		if !hasWords(paragraph) {
			done.WriteString(paragraph + between[i])
			continue
		}
		one := r
		one.Text = paragraph
		text, err := w.rewriteParagraph(ctx, one, func(soFar string) { show(done.String() + soFar) })
		switch {
		case errors.Is(err, ErrUnchanged):
			text = paragraph
		case err != nil:
			return "", err
		default:
			changed = true
		}
		done.WriteString(text + between[i])
	}
	if !changed {
		return "", ErrUnchanged
	}
	return done.String(), nil
}

// rewriteParagraph asks until an answer can be used, the first time for the
// likeliest one.
func (w *Writer) rewriteParagraph(ctx context.Context, r RewriteRequest, show func(string)) (string, error) {
	messages, err := rewriteMessages(r)
	if err != nil {
		return "", err
	}
	o := GenerateOptions{MaxTokens: tokensFor(r.Text, lengthAllowed(r.Style)), Repetition: 1.05}
	var last error
	for attempt := range attempts {
		answer, err := w.generate(ctx, messages, o.variant(r.Variant+attempt*7), func(soFar string) { show(cleaned(soFar, r.Text)) })
		if err != nil {
			return "", err
		}
		text := cleaned(answer, r.Text)
		if last = checkRewrite(r, text); last == nil {
			return text, nil
		}
		if errors.Is(last, ErrUnchanged) && r.Variant == 0 && r.Style == Fluent {
			break // a passage may well be fluent already
		}
	}
	return "", last
}

// lengthAllowed is how many times as long as the source an answer may be.
func lengthAllowed(s Style) float64 {
	if s == Longer || s == "" {
		return 3
	}
	return 1.6
}

// rewriteMessages writes the request with examples of its style.
func rewriteMessages(r RewriteRequest) ([]Message, error) {
	sections, err := readPrompts("rewrite", DetectLanguage(r.Text, English))
	if err != nil {
		return nil, err
	}
	messages := []Message{{"system", sections["system"].text}}
	ask := strings.TrimSpace(r.Instruction)
	if ask == "" {
		style, ok := sections[string(r.Style)]
		if !ok {
			return nil, fmt.Errorf("unknown style %q; the styles are %v, or an instruction of your own", r.Style, Styles())
		}
		ask = style.first("ask")
		for _, l := range style.lines {
			switch l.key {
			case "before":
				messages = append(messages, Message{"user", ask + "\n\n" + l.value})
			case "after":
				messages = append(messages, Message{"assistant", l.value})
			}
		}
	}
	return append(messages, Message{"user", ask + "\n\n" + r.Text}), nil
}

// clearlyShorter is how long a passage may be, against what it was, to count as
// made shorter.
const clearlyShorter = 0.9

// checkRewrite says what keeps a version from being used; nil where nothing does.
func checkRewrite(r RewriteRequest, text string) error {
	lang := DetectLanguage(r.Text, English)
	length, before := utf8.RuneCountInString(text), utf8.RuneCountInString(r.Text)
	switch {
	case text == "":
		return &UnusableError{"the model gave no text."}
	case assistantTalk.MatchString(text) && !assistantTalk.MatchString(r.Text):
		return &UnusableError{"the model talked about itself."}
	case sameText(text, r.Text):
		return ErrUnchanged
	}
	if r.Instruction != "" {
		return nil // what an instruction may change is the writer's business
	}
	if got := DetectLanguage(text, lang); got != lang {
		return &UnusableError{"it came in another language."}
	}
	if lost := lostParts(r.Text, text); len(lost) > 0 && r.Style != Shorter {
		return &UnusableError{fmt.Sprintf("it lost “%s”.", lost[0])}
	}
	switch {
	case r.Style == Shorter && float64(length) > clearlyShorter*float64(before):
		return &UnusableError{"it did not become clearly shorter."}
	case r.Style == Longer && length <= before:
		return &UnusableError{"it did not become longer."}
	case length < before/4 && r.Style != Shorter:
		return &UnusableError{"most of the passage was gone."}
	case r.Style != Longer && length > 2*before+40:
		return &UnusableError{"it grew far too long."}
	}
	return nil
}

// hasWords reports whether there is anything to rewrite.
func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return isWordRune(r) || isHan(r) })
}

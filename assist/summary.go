package assist

import (
	"context"
	"strings"
)

// partBytes is how much of a text is summarised at once; a longer one is
// summarised by parts, and then the parts' summaries are.
const partBytes = 6000

// Summarize gives a text in two or three sentences. show gets what there is so
// far of the summary.
func (w *Writer) Summarize(ctx context.Context, text string, show func(soFar string)) (string, error) {
	for len(text) > partBytes {
		parts := partsOf(text, partBytes)
		summaries := make([]string, len(parts))
		for i, part := range parts {
			s, err := w.summarizePart(ctx, part, func(string) {})
			if err != nil {
				return "", err
			}
			summaries[i] = s
		}
		shorter := strings.Join(summaries, "\n\n")
		if len(shorter) >= len(text) {
			return "", &UnusableError{"the summaries of its parts did not become shorter than the text."}
		}
		text = shorter
	}
	return w.summarizePart(ctx, text, show)
}

func (w *Writer) summarizePart(ctx context.Context, text string, show func(string)) (string, error) {
	lang := DetectLanguage(text, English)
	sections, err := readPrompts("tasks", lang)
	if err != nil {
		return "", err
	}
	s := sections["summary"]
	messages := []Message{{"system", s.first("system")}, {"user", s.first("ask") + "\n\n" + text}}
	return w.usable(ctx, messages, GenerateOptions{MaxTokens: 220, Repetition: 1.05}, text, show, func(answer string) error {
		if DetectLanguage(answer, lang) != lang {
			return &UnusableError{"it came in another language."}
		}
		return nil
	})
}

// usable asks until an answer passes the check, the first time for the
// likeliest one, and gives it free of chatter.
func (w *Writer) usable(ctx context.Context, messages []Message, o GenerateOptions, source string, show func(string), check func(string) error) (string, error) {
	var last error
	for attempt := range attempts {
		answer, err := w.generate(ctx, messages, o.variant(attempt), func(soFar string) { show(cleaned(soFar, source)) })
		if err != nil {
			return "", err
		}
		text := cleaned(answer, source)
		switch {
		case text == "":
			last = &UnusableError{"the model gave no text."}
		case assistantTalk.MatchString(text) && !assistantTalk.MatchString(source):
			last = &UnusableError{"the model talked about itself."}
		default:
			last = check(text)
		}
		if last == nil {
			return text, nil
		}
	}
	return "", last
}

// partsOf cuts a text into parts of at most size bytes, at paragraphs where it
// can, else at sentences or words.
func partsOf(text string, size int) []string {
	var parts []string
	for len(text) > size {
		cut := strings.LastIndex(text[:size], "\n")
		if cut < size/2 {
			half := size / 2
			cut = half + boundary(text[half:size])
		}
		parts = append(parts, strings.TrimSpace(text[:cut]))
		text = text[cut:]
	}
	if text = strings.TrimSpace(text); text != "" {
		parts = append(parts, text)
	}
	return parts
}

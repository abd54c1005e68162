package assist

import (
	"context"
	"strings"
)

// Limits of what the model reads of the document for an answer, in bytes.
const (
	selectionReach = 3000
	documentReach  = 6000
)

// Answer continues a conversation about a document, the last turn of which is
// the writer's. show gets what there is so far of the answer. The document is
// given as material; nothing in it is taken for an instruction of the
// template.
func (w *Writer) Answer(ctx context.Context, history []Message, document, selection string, show func(soFar string)) (string, error) {
	question := ""
	if len(history) > 0 {
		question = history[len(history)-1].Content
	}
	sections, err := readPrompts("tasks", DetectLanguage(question, English))
	if err != nil {
		return "", err
	}
	messages := append([]Message{{"system", chatGround(sections["chat"].first("system"), document, selection)}}, history...)
	answer, err := w.generate(ctx, messages, GenerateOptions{MaxTokens: 400, Repetition: 1.05, Temperature: 0.5, TopP: againTopP, Seed: uint64(len(history))},
		func(soFar string) { show(strings.TrimSpace(soFar)) })
	if err != nil {
		return "", err
	}
	if answer = strings.TrimSpace(answer); answer == "" {
		return "", &UnusableError{"the model gave no answer."}
	}
	return answer, nil
}

// chatGround puts the document below the instructions: its beginning and its
// end where it is too long, and the selection by itself.
func chatGround(instructions, document, selection string) string {
	var b strings.Builder
	b.WriteString(instructions)
	document = strings.TrimSpace(document)
	if len(document) > documentReach {
		parts := partsOf(document, documentReach/2)
		document = parts[0] + "\n[…]\n" + tail(document, documentReach/2)
	}
	if document != "" {
		b.WriteString("\n\n---\n" + document + "\n---")
	}
	if selection = strings.TrimSpace(selection); selection != "" {
		b.WriteString("\n\nSelected:\n" + tail(selection, selectionReach))
	}
	return b.String()
}

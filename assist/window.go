package assist

import (
	"strings"
	"unicode/utf8"
)

// Text is a text at rest, read in parts. Offsets are bytes.
type Text interface {
	Len() int
	Slice(start, end int) string
}

// Plain is a string as Text.
type Plain string

// Len is the length in bytes.
func (p Plain) Len() int { return len(p) }

// Slice gives the bytes from start to end.
func (p Plain) Slice(start, end int) string { return string(p[start:end]) }

// Window is what the model reads of a document before it continues it.
type Window struct {
	Preamble string // title, notes and the section's heading, as a document would have them
	Start    int    // byte offset where the nearest text begins
	Text     string // the document from Start to the caret
}

// Prompt is the window as one text.
func (w Window) Prompt() string { return w.Preamble + w.Text }

// headingReach is how far back, in bytes, the section's heading is looked for.
const headingReach = 1 << 16

// ChooseWindow picks what the model reads before a caret: the nearest text, from
// size/2 to size bytes of it, with title, notes and heading before it. The start
// stays where it is while the caret moves on, and jumps by size/2 when the window
// is full, always to the start of a paragraph, sentence or word: so that the
// next request begins with the same tokens and costs only the new ones.
func ChooseWindow(text Text, caret, size int, title, notes string) Window {
	caret = min(max(caret, 0), text.Len())
	step := max(size/2, 64)
	start := 0
	if caret > 2*step {
		start = (caret/step - 1) * step
		start += boundary(text.Slice(start, min(start+step/2, caret)))
	}
	w := Window{Start: start, Text: text.Slice(start, caret)}
	w.Preamble = preamble(title, notes, headingBefore(text, start))
	return w
}

// boundary gives the offset in head of the best place to begin reading: after
// the first line break, else after the first sentence, else after the first
// space, else at the first whole character.
func boundary(head string) int {
	if i := strings.IndexByte(head, '\n'); i >= 0 {
		return i + 1
	}
	for _, end := range []string{". ", "! ", "? ", "。", "！", "？"} {
		if i := strings.Index(head, end); i >= 0 {
			return i + len(end)
		}
	}
	if i := strings.IndexByte(head, ' '); i >= 0 {
		return i // the space belongs to the word's token
	}
	for i := range len(head) {
		if utf8.RuneStart(head[i]) {
			return i
		}
	}
	return 0
}

// headingBefore gives the last Markdown heading above offset, without its marks.
func headingBefore(text Text, offset int) string {
	from := max(0, offset-headingReach)
	above := text.Slice(from, offset)
	for above != "" {
		line := above
		if i := strings.LastIndexByte(above, '\n'); i >= 0 {
			line, above = above[i+1:], above[:i]
		} else {
			above = ""
		}
		if h, ok := heading(line); ok {
			return h
		}
	}
	return ""
}

func heading(line string) (string, bool) {
	h := strings.TrimLeft(line, "#")
	if n := len(line) - len(h); n == 0 || n > 6 || !strings.HasPrefix(h, " ") {
		return "", false
	}
	return strings.TrimSpace(h), true
}

// preamble writes title, notes and heading the way a document begins, so that a
// model without any instruction tuning reads them as such.
func preamble(title, notes, heading string) string {
	var b strings.Builder
	if title = strings.TrimSpace(title); title != "" {
		b.WriteString("# " + title + "\n\n")
	}
	if notes = strings.TrimSpace(notes); notes != "" {
		b.WriteString(notes + "\n\n")
	}
	if heading != "" && heading != title {
		b.WriteString("## " + heading + "\n\n")
	}
	if b.Len() == 0 {
		return "\n" // something to continue from at the very start of a text
	}
	return b.String()
}

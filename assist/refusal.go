package assist

import "strings"

// Refusal is a suggestion that the writer sent away: while the line goes on as
// it would have, it isn't offered again. The zero value is none.
type Refusal struct {
	line string // the line up to the caret where the suggestion stood
	text string
}

// NewRefusal is of the suggestion text behind the text before.
func NewRefusal(before, text string) Refusal {
	return Refusal{line: lastLine(before), text: text}
}

// Covers reports whether text behind before is what was refused: all of it that
// isn't typed by now, the beginning of that, or more than that.
func (r Refusal) Covers(before, text string) bool {
	typed, same := strings.CutPrefix(lastLine(before), r.line)
	if r.text == "" || text == "" || !same || len(typed) >= len(r.text) {
		return false
	}
	offered := typed + text
	return strings.HasPrefix(offered, r.text) || strings.HasPrefix(r.text, offered)
}

// lastLine is what stands behind the last line break.
func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

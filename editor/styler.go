package editor

import (
	"inkling/editor/buffer"
	"inkling/editor/markdown"
)

// styler reads Markdown: it decides the form of paragraphs and the looks of the text in them. The state between two
// lines (inside a code fence or not) is remembered at every stride-th line of the document, as far as it was read.
type styler struct {
	off       bool    // the text is shown plain
	firstLine bool    // paragraphs begin with an indent
	room      float32 // beside the column for the marks of headings, in ems; at most wideRoom
	states    []markdown.State
}

const (
	// stateStride is how many lines lie between two remembered states.
	stateStride = 64
	// stateReach is how many lines are read to know the state at a place that was jumped to. Beyond that a place is
	// taken to lie outside of code.
	stateReach = 20_000
	// longPrefix is how much of a long paragraph decides what block it is.
	longPrefix = 2 << 10
)

// wideRoom is room enough for the marks of any heading.
const wideRoom = 8

// reset forgets the states from a line on.
func (s *styler) reset(line int) {
	s.states = s.states[:min(len(s.states), line/stateStride+1)]
}

// before is the state before a line of which nothing above is laid out.
func (s *styler) before(snap *buffer.Snapshot, line int) markdown.State {
	if s.off {
		return markdown.State{}
	}
	if len(s.states) == 0 {
		s.states = append(s.states, markdown.State{})
	}
	known := min(line/stateStride, len(s.states)-1)
	from, state := known*stateStride, s.states[known]
	if line-from > stateReach {
		from, state = line-stateStride, markdown.State{}
		for ; from < line; from++ {
			state = markdown.After(linePrefix(snap, from), state)
		}
		return state
	}
	for ; from < line; from++ {
		if from == len(s.states)*stateStride {
			s.states = append(s.states, state)
		}
		state = markdown.After(linePrefix(snap, from), state)
	}
	return state
}

func linePrefix(snap *buffer.Snapshot, line int) string {
	start := snap.LineStart(line)
	return snap.Slice(start, min(snap.LineEnd(line), start+longPrefix))
}

// style sets the form and the spans of p, which comes after state, and the state behind it.
func (s *styler) style(p *paragraph, state markdown.State, set *typesetter) {
	p.form, p.spans = form{}, p.spans[:0:0]
	p.above, p.below = state, state
	text := p.text
	if p.long {
		text = p.stored(0, min(longPrefix, p.size))
	}
	if s.off {
		if blank(text) {
			p.form.kind = formBlank
		}
		if s.firstLine && p.form.kind == formBody {
			p.form.inset, p.form.hang = firstLineEms, -firstLineEms
		}
		p.form.right = startsRight(text)
		return
	}
	line, after := markdown.Scan(text, state)
	p.below = after
	p.form = formOf(line, state, text)
	p.form.right = p.form.kind != formCode && startsRight(text)
	for _, span := range line.Spans {
		if !p.long {
			p.spans = append(p.spans, spanOf(span))
		}
	}
	switch {
	case p.form.kind == formHeading && p.form.level <= 3:
		p.form.hang = s.width(p, line.Content, set)
		p.form.inset = -min(p.form.hang, s.room)
	case p.form.kind == formBody && s.firstLine:
		p.form.inset, p.form.hang = firstLineEms, -firstLineEms
	case p.form.kind == formItem, p.form.kind == formQuote:
		p.form.inset = 0.25 * float32(line.Indent)
		p.form.hang = s.width(p, line.Content, set)
	}
}

// width is the width of the first bytes of a paragraph, in ems of body text.
func (s *styler) width(p *paragraph, bytes int, set *typesetter) float32 {
	run := advancer{wrapper: &wrapper{set: set}, p: p, text: p.stored(0, bytes)}
	run.advance(bytes, 1e9)
	return run.x / set.size
}

// formOf is the form of a line. What Markdown takes for code because it is indented is a paragraph here: writers
// indent.
func formOf(line markdown.Line, before markdown.State, text string) form {
	switch line.Kind {
	case markdown.Blank:
		if before.InCode() {
			return form{kind: formCode}
		}
		return form{kind: formBlank}
	case markdown.Heading:
		if line.Content >= len(text) {
			return form{}
		}
		return form{kind: formHeading, level: uint8(line.Level)}
	case markdown.Item:
		return form{kind: formItem}
	case markdown.Quote:
		return form{kind: formQuote}
	case markdown.Code:
		if !before.InCode() {
			return form{}
		}
		return form{kind: formCode}
	case markdown.Fence, markdown.FrontMatter:
		return form{kind: formCode}
	case markdown.Table:
		return form{kind: formTable}
	}
	if line.Quotes > 0 {
		return form{kind: formQuote}
	}
	return form{}
}

func spanOf(s markdown.Span) span {
	out := span{start: s.Start, end: s.End}
	add := func(style markdown.Style, look look) {
		if s.Style&style != 0 {
			out.look |= look
		}
	}
	add(markdown.Bold, lookBold)
	add(markdown.Italic, lookItalic)
	add(markdown.Strike, lookStrike)
	add(markdown.CodeStyle, lookMono)
	switch {
	case s.Style&markdown.Markup != 0:
		out.role = roleMarkup
	case s.Style&markdown.Link != 0:
		out.role = roleLink
	}
	return out
}

// SetMarkdown styles Markdown in place, as a new editor does, or shows the text plain.
func (e *Editor) SetMarkdown(on bool) {
	if e.view.styler.off == !on {
		return
	}
	e.view.styler = styler{off: !on, firstLine: e.view.styler.firstLine, room: e.view.styler.room}
	e.view.invalidate()
	e.update()
}

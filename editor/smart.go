package editor

import (
	"strings"
	"unicode"

	"inkling/editor/buffer"
	"inkling/editor/markdown"
)

// smart is what typing r puts into the text: the character itself or, for a straight quote where the writer wants
// curly ones, the one that fits what is before it. Code keeps its straight quotes.
func (e *Editor) smart(r rune) string {
	if !e.smartQuotes || r != '"' && r != '\'' {
		return string(r)
	}
	start, _ := e.Selection()
	if e.inCode(start) {
		return string(r)
	}
	before, size := e.snap.RuneBefore(start)
	opening := size == 0 || unicode.IsSpace(before) || strings.ContainsRune("([{<—–-/“‘（「『《，。：；！？、", before)
	switch {
	case r == '"' && opening:
		return "“"
	case r == '"':
		return "”"
	case opening:
		return "‘"
	}
	return "’"
}

// inCode says whether what is typed at an offset is shown as code.
func (e *Editor) inCode(offset int) bool {
	p := e.view.paragraph(e.snap.LineOf(offset))
	if p.form.kind == formCode {
		return true
	}
	shown := p.toShown(offset - p.start)
	for _, at := range []int{shown - 1, shown} {
		if look, role, _ := p.styleAt(at); look&lookMono != 0 && role == roleText && at >= 0 {
			return true
		}
	}
	return false
}

// newLine starts a new line, in a list or a quote with the next marker, or ends the list.
func (e *Editor) newLine() {
	line := e.snap.LineOf(e.caret)
	p := e.view.paragraph(line)
	if e.selected() || p.long || e.view.styler.off {
		e.typeText(e.lineEnd())
		return
	}
	edit, ok := markdown.Continue(p.text, e.caret-p.start, p.above, e.lineEnd())
	if !ok {
		e.typeText(e.lineEnd())
		return
	}
	edit.Start, edit.End = edit.Start+p.start, edit.End+p.start
	e.replace(edit, buffer.Typing)
	e.afterEdit()
}

// indentItem moves the list item at the caret in or out. It returns false where there is none.
func (e *Editor) indentItem(line, by int) bool {
	p := e.view.paragraph(line)
	if p.long || e.view.styler.off {
		return false
	}
	edit, ok := markdown.Indent(p.text, by, p.above)
	if !ok {
		return false
	}
	edit.Start, edit.End = edit.Start+p.start, edit.End+p.start
	e.changeLines([]buffer.Edit{edit}, line, line)
	return true
}

// indent puts a tab in the place of the selection, or one before every line where several are selected.
func (e *Editor) indent() {
	first, last := e.selectedLines()
	if first == last {
		if !e.indentItem(first, 1) {
			e.typeText("\t")
		}
		return
	}
	var edits []buffer.Edit
	for line := first; line <= last; line++ {
		if start := e.snap.LineStart(line); e.snap.LineEnd(line) > start {
			edits = append(edits, buffer.Edit{Start: start, End: start, Text: "\t"})
		}
	}
	e.changeLines(edits, first, last)
}

// outdent takes a tab, or as many spaces as it is worth, away before every selected line.
func (e *Editor) outdent() {
	first, last := e.selectedLines()
	if first == last && e.indentItem(first, -1) {
		return
	}
	var edits []buffer.Edit
	for line := first; line <= last; line++ {
		start := e.snap.LineStart(line)
		head := e.snap.Slice(start, min(start+4, e.snap.LineEnd(line)))
		cut := len(head) - len(strings.TrimLeft(head, " "))
		if strings.HasPrefix(head, "\t") {
			cut = 1
		}
		if cut > 0 {
			edits = append(edits, buffer.Edit{Start: start, End: start + cut})
		}
	}
	e.changeLines(edits, first, last)
}

// selectedLines are the lines that the selection touches; one that it only reaches the start of doesn't count.
func (e *Editor) selectedLines() (first, last int) {
	start, end := e.Selection()
	first, last = e.snap.LineOf(start), e.snap.LineOf(end)
	if last > first && e.snap.LineStart(last) == end {
		last--
	}
	return first, last
}

// changeLines edits whole lines and keeps them selected where they were.
func (e *Editor) changeLines(edits []buffer.Edit, first, last int) {
	start, end := e.Selection()
	if len(edits) == 0 {
		return
	}
	several := start != end && first != last
	_ = e.ReplaceRanges(edits, buffer.Format)
	if several {
		e.SelectRange(e.snap.LineStart(first), e.snap.LineEnd(last))
		return
	}
	moved := len(edits[0].Text) - (edits[0].End - edits[0].Start)
	at := e.snap.LineStart(first)
	e.SelectRange(max(start+moved, at), max(end+moved, at))
}

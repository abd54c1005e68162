package editor

import "inkling/editor/buffer"

// UnderlineKind decides the colour of a wavy underline.
type UnderlineKind uint8

const (
	Spelling UnderlineKind = iota
	Grammar
	Wording // style and word choice
)

// Underline is a wavy line under a range of the text.
type Underline struct {
	Start, End int
	Kind       UnderlineKind
	ID         int // the program's own, to find its finding again
}

// HighlightKind decides how a range is shown.
type HighlightKind uint8

const (
	Match        HighlightKind = iota // a search match
	CurrentMatch                      // the match that the search is at
	Deleted                           // struck out on the deletion's background
	Inserted                          // on the insertion's background
	Wash                              // on the accent's wash
)

// Highlight shows a range of the text on a background.
type Highlight struct {
	Start, End int
	Kind       HighlightKind
}

// Mark is a tick on the scroll bar.
type Mark struct {
	Offset int
	Kind   MarkKind
}

// MarkKind says what a mark is for.
type MarkKind uint8

const (
	FindingMark MarkKind = iota // in the colour of a finding of style
	SpellingMark
	GrammarMark
	MatchMark // of a search
)

// MarkOf is the mark on the scroll bar for a wavy underline of a kind.
func MarkOf(kind UnderlineKind) MarkKind {
	switch kind {
	case Spelling:
		return SpellingMark
	case Grammar:
		return GrammarMark
	}
	return FindingMark
}

// layers is what lies over the text and moves with its edits.
type layers struct {
	underlines track[Underline]
	highlights track[Highlight]
	marks      track[Mark]
	changed    track[lineRange] // lines with a bar in the gutter
}

// lineRange is a range of whole lines.
type lineRange buffer.Range

// SetUnderlines replaces the wavy underlines.
func (e *Editor) SetUnderlines(underlines []Underline) {
	e.layers.underlines.set(underlines, e.snap.Len())
	e.update()
}

// SetHighlights replaces the highlighted ranges.
func (e *Editor) SetHighlights(highlights []Highlight) {
	e.layers.highlights.set(highlights, e.snap.Len())
	e.update()
}

// SetMarks replaces the marks of the scroll bar.
func (e *Editor) SetMarks(marks []Mark) {
	e.layers.marks.set(marks, e.snap.Len())
	e.update()
}

// SetChangedLines replaces the bars in the gutter: one beside each range of whole lines, a short one where an empty
// range says that lines were deleted. The ranges don't overlap.
func (e *Editor) SetChangedLines(ranges []buffer.Range) {
	if len(ranges) == 0 && len(e.layers.changed.items) == 0 {
		return
	}
	lines := make([]lineRange, len(ranges))
	for i, r := range ranges {
		lines[i] = lineRange(r)
	}
	e.layers.changed.set(lines, e.snap.Len())
	e.update()
}

// ChangedLines returns the ranges with a bar in the gutter where they are now.
func (e *Editor) ChangedLines() []buffer.Range {
	lines := e.layers.changed.all()
	ranges := make([]buffer.Range, len(lines))
	for i, l := range lines {
		ranges[i] = buffer.Range(l)
	}
	return ranges
}

// move moves the layers with edits. An underline or a highlight whose text was edited is dropped: it may be wrong. A
// changed line grows and shrinks with its text.
func (l *layers) move(changes []buffer.Change) {
	for _, c := range changes {
		l.underlines.change(c, func(u Underline) (Underline, bool) { return u, u.End <= c.Start })
		l.highlights.change(c, func(h Highlight) (Highlight, bool) { return h, h.End <= c.Start })
		l.marks.change(c, func(m Mark) (Mark, bool) {
			m.Offset = min(m.Offset, c.NewEnd())
			return m, true
		})
		l.changed.change(c, func(r lineRange) (lineRange, bool) {
			r.Start = min(r.Start, c.Start)
			switch {
			case r.End >= c.End:
				r.End += c.NewEnd() - c.End
			case r.End > c.Start:
				r.End = c.NewEnd()
			}
			return r, true
		})
	}
}

// changedAt is whether the line [start, end] of the text, and the place right above it, are marked as changed.
func (l *layers) changedAt(start, end int) (changed, deleted bool) {
	l.changed.each(start, end, func(r lineRange) bool {
		switch {
		case r.Start == r.End:
			deleted = deleted || r.Start == start
		case r.End > start || r.End == start && start == end:
			changed = true
		}
		return true
	})
	return changed, deleted
}

package editor

import (
	"cmp"
	"slices"
	"sort"

	"inkling/editor/buffer"
)

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

// layers is what lies over the text. Each slice is sorted by start and moves with the edits.
type layers struct {
	underlines []Underline
	highlights []Highlight
	marks      []Mark
	changed    []buffer.Range // lines with a bar in the gutter

	longestUnderline, longestHighlight int // bytes, for finding what reaches into a range
}

// SetUnderlines replaces the wavy underlines.
func (e *Editor) SetUnderlines(underlines []Underline) {
	u := slices.Clone(underlines)
	slices.SortFunc(u, func(a, b Underline) int { return cmp.Compare(a.Start, b.Start) })
	e.layers.underlines, e.layers.longestUnderline = u, 0
	for _, x := range u {
		e.layers.longestUnderline = max(e.layers.longestUnderline, x.End-x.Start)
	}
	e.update()
}

// Underlines returns the wavy underlines where they are now. Those whose text was edited are gone.
func (e *Editor) Underlines() []Underline { return slices.Clone(e.layers.underlines) }

// UnderlineAt is the underline at an offset; ok is false where there is none.
func (e *Editor) UnderlineAt(offset int) (u Underline, ok bool) {
	for _, u := range within(e.layers.underlines, offset-e.layers.longestUnderline, offset+1, Underline.start) {
		if u.Start <= offset && offset <= u.End {
			return u, true
		}
	}
	return Underline{}, false
}

// SetHighlights replaces the highlighted ranges.
func (e *Editor) SetHighlights(highlights []Highlight) {
	h := slices.Clone(highlights)
	slices.SortFunc(h, func(a, b Highlight) int { return cmp.Compare(a.Start, b.Start) })
	e.layers.highlights, e.layers.longestHighlight = h, 0
	for _, x := range h {
		e.layers.longestHighlight = max(e.layers.longestHighlight, x.End-x.Start)
	}
	e.update()
}

// SetChangedLines replaces the bars in the gutter: one beside each range of whole lines, a short one where an empty
// range says that lines were deleted. The ranges are ascending and don't overlap.
func (e *Editor) SetChangedLines(ranges []buffer.Range) {
	if len(ranges) == 0 && len(e.layers.changed) == 0 {
		return
	}
	e.layers.changed = slices.Clone(ranges)
	e.update()
}

// ChangedLines returns the ranges with a bar in the gutter where they are now.
func (e *Editor) ChangedLines() []buffer.Range { return slices.Clone(e.layers.changed) }

// SetMarks replaces the marks of the scroll bar.
func (e *Editor) SetMarks(marks []Mark) {
	e.layers.marks = slices.Clone(marks)
	slices.SortFunc(e.layers.marks, func(a, b Mark) int { return cmp.Compare(a.Offset, b.Offset) })
	e.update()
}

func (u Underline) start() int { return u.Start }
func (h Highlight) start() int { return h.Start }
func (m Mark) start() int      { return m.Offset }

// within is the part of a sorted slice that starts in [from, to).
func within[T any](all []T, from, to int, start func(T) int) []T {
	lo := sort.Search(len(all), func(i int) bool { return start(all[i]) >= from })
	hi := lo + sort.Search(len(all)-lo, func(i int) bool { return start(all[lo+i]) >= to })
	return all[lo:hi]
}

// move moves the layers with edits. An underline or a highlight whose text was edited is dropped: it may be wrong.
func (l *layers) move(changes []buffer.Change) {
	for _, c := range changes {
		delta := len(c.Text) - (c.End - c.Start)
		l.underlines = shift(l.underlines, c, l.longestUnderline, Underline.start,
			func(u Underline) (Underline, bool) {
				if u.Start >= c.End {
					u.Start, u.End = u.Start+delta, u.End+delta
					return u, true
				}
				return u, u.End <= c.Start
			})
		l.highlights = shift(l.highlights, c, l.longestHighlight, Highlight.start,
			func(h Highlight) (Highlight, bool) {
				if h.Start >= c.End {
					h.Start, h.End = h.Start+delta, h.End+delta
					return h, true
				}
				return h, h.End <= c.Start
			})
		l.marks = shift(l.marks, c, 0, Mark.start, func(m Mark) (Mark, bool) {
			if m.Offset >= c.End {
				m.Offset += delta
			}
			return m, true
		})
		l.changed = moveRanges(l.changed, c)
	}
}

// moveRanges moves ranges of lines with a change; one that is edited grows and shrinks with its text.
func moveRanges(ranges []buffer.Range, c buffer.Change) []buffer.Range {
	from := sort.Search(len(ranges), func(i int) bool { return ranges[i].End >= c.Start })
	moved := func(offset int) int {
		switch {
		case offset >= c.End:
			return offset + c.NewEnd() - c.End
		case offset > c.Start:
			return c.NewEnd()
		}
		return offset
	}
	for i := from; i < len(ranges); i++ {
		r := &ranges[i]
		if r.Start >= c.End && r.Start > c.Start {
			r.Start = moved(r.Start)
		} else {
			r.Start = min(r.Start, c.Start)
		}
		r.End = max(moved(r.End), r.Start)
	}
	return ranges
}

// changedAt is whether the line [start, end] of the text, and the place right above it, are marked as changed.
func (l *layers) changedAt(start, end int) (changed, deleted bool) {
	i := sort.Search(len(l.changed), func(i int) bool { return l.changed[i].End >= start })
	for ; i < len(l.changed) && l.changed[i].Start <= end; i++ {
		r := l.changed[i]
		switch {
		case r.Start == r.End:
			deleted = deleted || r.Start == start
		case r.End > start || r.End == start && start == end:
			changed = true
		}
	}
	return changed, deleted
}

// shift moves what starts behind a change and what it touches.
func shift[T any](all []T, c buffer.Change, longest int, start func(T) int, move func(T) (T, bool)) []T {
	from := sort.Search(len(all), func(i int) bool { return start(all[i]) >= c.Start-longest })
	kept := from
	for _, x := range all[from:] {
		if moved, ok := move(x); ok {
			all[kept] = moved
			kept++
		}
	}
	return all[:kept]
}

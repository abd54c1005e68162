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

// Mark is a line in the gutter or a place on the scroll bar.
type Mark struct {
	Offset int
	Kind   MarkKind
}

// MarkKind says what a mark is for.
type MarkKind uint8

const (
	ChangedLine MarkKind = iota // a bar beside the line
	FindingMark                 // a tick on the scroll bar
)

// layers is what lies over the text. Each slice is sorted by start and moves with the edits.
type layers struct {
	underlines []Underline
	highlights []Highlight
	marks      []Mark

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

// SetMarks replaces the marks of the gutter and the scroll bar.
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
	}
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

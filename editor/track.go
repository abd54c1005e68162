package editor

import (
	"cmp"
	"slices"
	"sort"

	"inkling/editor/buffer"
)

// track is things that lie on the text, sorted by start, and move with its edits. Those before the place of the last
// edit are counted from the text's start, those behind it from its end (with negative numbers), so that an edit touches
// only what lies between it and the edit before, however many there are.
type track[T lying[T]] struct {
	items   []T
	gap     int // how many are counted from the start
	length  int // of the text
	longest int // bytes of the longest, for finding what reaches into a range
}

// lying is something on a range of the text.
type lying[T any] interface {
	bounds() (start, end int)
	moved(by int) T
}

func (u Underline) bounds() (start, end int) { return u.Start, u.End }
func (h Highlight) bounds() (start, end int) { return h.Start, h.End }
func (m Mark) bounds() (start, end int)      { return m.Offset, m.Offset }
func (l lineRange) bounds() (start, end int) { return l.Start, l.End }

func (u Underline) moved(by int) Underline {
	u.Start, u.End = u.Start+by, u.End+by
	return u
}

func (h Highlight) moved(by int) Highlight {
	h.Start, h.End = h.Start+by, h.End+by
	return h
}

func (m Mark) moved(by int) Mark {
	m.Offset += by
	return m
}

func (l lineRange) moved(by int) lineRange { return lineRange{l.Start + by, l.End + by} }

// set replaces everything on a text of the given length.
func (t *track[T]) set(items []T, length int) {
	*t = track[T]{items: slices.Clone(items), gap: len(items), length: length}
	slices.SortStableFunc(t.items, func(a, b T) int { return cmp.Compare(startOf(a), startOf(b)) })
	for _, x := range t.items {
		start, end := x.bounds()
		t.longest = max(t.longest, end-start)
	}
}

func startOf[T lying[T]](x T) int {
	start, _ := x.bounds()
	return start
}

// at is the ith thing, where it is now.
func (t *track[T]) at(i int) T {
	if i >= t.gap {
		return t.items[i].moved(t.length)
	}
	return t.items[i]
}

// all is everything, where it is now.
func (t *track[T]) all() []T {
	out := make([]T, len(t.items))
	for i := range out {
		out[i] = t.at(i)
	}
	return out
}

// search is the index of the first thing that starts at or behind an offset.
func (t *track[T]) search(offset int) int {
	return sort.Search(len(t.items), func(i int) bool { return startOf(t.at(i)) >= offset })
}

// each visits what touches [from, to], in order, until visit returns false.
func (t *track[T]) each(from, to int, visit func(T) bool) {
	for i := t.search(from - t.longest); i < len(t.items); i++ {
		x := t.at(i)
		start, end := x.bounds()
		if start > to || end >= from && !visit(x) {
			return
		}
	}
}

// change moves everything with a change of the text. What starts before the change's end is given to touch, which says
// what becomes of it.
func (t *track[T]) change(c buffer.Change, touch func(T) (T, bool)) {
	first, behind := t.search(c.Start-t.longest), t.search(c.End)
	t.moveGap(behind)
	t.length += c.NewEnd() - c.End
	kept := first
	for _, x := range t.items[first:behind] {
		if moved, ok := touch(x); ok {
			start, end := moved.bounds()
			t.longest = max(t.longest, end-start)
			t.items[kept] = moved
			kept++
		}
	}
	if kept < behind {
		t.items = slices.Delete(t.items, kept, behind)
		t.gap = kept
	}
}

// moveGap has the first n things counted from the start and the others from the end.
func (t *track[T]) moveGap(n int) {
	for ; t.gap < n; t.gap++ {
		t.items[t.gap] = t.items[t.gap].moved(t.length)
	}
	for ; t.gap > n; t.gap-- {
		t.items[t.gap-1] = t.items[t.gap-1].moved(-t.length)
	}
}

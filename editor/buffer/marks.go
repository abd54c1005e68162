package buffer

import (
	"cmp"
	"slices"
	"sort"
)

// Gravity says which way a mark goes when text comes in exactly where it is.
type Gravity uint8

const (
	// Left keeps a mark before text that is inserted at it.
	Left Gravity = iota
	// Right moves a mark behind text that is inserted at it.
	Right
)

// Mark is a position that moves with the edits around it.
//
// A mark inside replaced text goes to the start of the new text (Left) or to
// its end (Right). Marks at the two ends of replaced text stay at its ends. A
// range whose ends should not grow when text is typed at them has a Right
// mark at its start and a Left mark at its end.
type Mark struct {
	set     *marks
	pos     int // from the start of the text, or, behind the gap, from its end
	gravity Gravity
	behind  bool // behind the gap
}

// Offset is where the mark is now. A released mark stays at its last place.
func (m *Mark) Offset() int {
	if m.behind {
		return m.set.len + m.pos
	}
	return m.pos
}

// Gravity is the mark's gravity.
func (m *Mark) Gravity() Gravity { return m.gravity }

// NewMark returns a mark at off. It costs O(marks) at worst, very little at
// thousands of them. Release it when it is no longer needed.
func (b *Buffer) NewMark(off int, g Gravity) *Mark {
	m := &Mark{set: &b.marks, pos: b.snap.clamp(off), gravity: g}
	b.marks.add(m)
	return m
}

// Release ends the moving of marks, each of which must be of this buffer.
// Releasing many in one call is cheaper than one by one.
func (b *Buffer) Release(ms ...*Mark) { b.marks.release(ms) }

// marks is the marks of a buffer in order of position, those of Left gravity
// first among equals. The first gap of them count from the start of the text,
// the others (with negative numbers) from its end, so that an edit touches
// only the marks between it and the edit before.
type marks struct {
	list []*Mark
	gap  int
	len  int // of the text
}

// compare orders marks in the list.
func (m *Mark) compare(off int, g Gravity) int {
	return cmp.Or(cmp.Compare(m.Offset(), off), cmp.Compare(m.gravity, g))
}

// search returns the index of the first mark at or behind off.
func (s *marks) search(off int) int {
	return sort.Search(len(s.list), func(i int) bool { return s.list[i].Offset() >= off })
}

// moveGap puts the gap before the ith mark.
func (s *marks) moveGap(i int) {
	for ; s.gap < i; s.gap++ {
		m := s.list[s.gap]
		m.pos, m.behind = m.Offset(), false
	}
	for ; s.gap > i; s.gap-- {
		m := s.list[s.gap-1]
		m.pos, m.behind = m.pos-s.len, true
	}
}

// edit moves the marks with e, made in a text of the marks' length.
func (s *marks) edit(e Edit) {
	delta := len(e.Text) - (e.End - e.Start)
	if len(s.list) == 0 {
		s.len += delta
		return
	}
	i, j := s.search(e.Start), s.search(e.End+1)
	s.moveGap(j)
	for _, m := range s.list[i:j] {
		m.pos = moveOffset(m.pos, m.gravity, e.Start, e.End, e.Start+len(e.Text))
	}
	if e.Start < e.End {
		slices.SortStableFunc(s.list[i:j], func(a, b *Mark) int { return a.compare(b.pos, b.gravity) })
	}
	s.len += delta
}

// moveOffset moves an offset with the replacement of [start, end) by what
// then ends at newEnd.
func moveOffset(off int, g Gravity, start, end, newEnd int) int {
	switch {
	case off < start:
		return off
	case off > end:
		return off + newEnd - end
	case start < end && off == start:
		return start
	case start < end && off == end:
		return newEnd
	case g == Left:
		return start
	}
	return newEnd
}

func (s *marks) add(m *Mark) {
	i := sort.Search(len(s.list), func(i int) bool { return s.list[i].compare(m.pos, m.gravity) > 0 })
	s.list = slices.Insert(s.list, i, m)
	if i <= s.gap {
		s.gap++
	} else {
		m.pos, m.behind = m.pos-s.len, true
	}
}

func (s *marks) release(ms []*Mark) {
	if len(ms) == 0 {
		return
	}
	s.moveGap(len(s.list)) // a released mark's place then needs no text length
	for _, m := range ms {
		if m.set == s {
			m.set = nil
		}
	}
	s.list = slices.DeleteFunc(s.list, func(m *Mark) bool { return m.set == nil })
	s.gap = len(s.list)
}

package editor

import "sort"

// rowList holds where the rows of a paragraph start. Starts before the place of the last edit are counted from the
// paragraph's head, those behind it from its tail, so that typing in a paragraph of a megabyte moves nothing but the
// gap between the two.
type rowList struct {
	head  []int // starts, ascending
	tail  []int // distances from the end, ascending: the next row is the last
	total int   // length of the paragraph in bytes
	open  bool  // the rows after the last one are not known yet
}

// count is the number of rows known.
func (l *rowList) count() int { return len(l.head) + len(l.tail) }

// start is where row i starts; the row after the last starts at the paragraph's end. Where the list is open, only
// rows that the wrapper was asked for are known.
func (l *rowList) start(i int) int {
	if i < len(l.head) {
		return l.head[i]
	}
	i -= len(l.head)
	if i < len(l.tail) {
		return l.total - l.tail[len(l.tail)-1-i]
	}
	return l.total
}

// find is the row that holds offset; an offset between two rows belongs to the second.
func (l *rowList) find(offset int) int {
	return max(sort.Search(l.count(), func(i int) bool { return l.start(i) > offset })-1, 0)
}

// split moves the gap so that rows [0, i) are in the head.
func (l *rowList) split(i int) {
	for len(l.head) > i {
		last := len(l.head) - 1
		l.tail = append(l.tail, l.total-l.head[last])
		l.head = l.head[:last]
	}
	for len(l.head) < i {
		last := len(l.tail) - 1
		l.head = append(l.head, l.total-l.tail[last])
		l.tail = l.tail[:last]
	}
}

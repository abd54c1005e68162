package markdown

import (
	"unicode"
	"unicode/utf8"
)

// mark is a run of one of * _ ~ that may begin or end emphasis.
type mark struct {
	char   byte
	start  int // of what is left of the run
	length int // what is left of it
	whole  int // its length in the text
	opens  bool
	closes bool
}

// mark reads the run of marks at i.
func (in *inliner) mark(i int) int {
	c, end := in.text[i], i
	for end < len(in.text) && in.text[end] == c {
		end++
	}
	m := mark{char: c, start: i, length: end - i, whole: end - i}
	before, _ := utf8.DecodeLastRuneInString(in.text[:i])
	after, _ := utf8.DecodeRuneInString(in.text[end:])
	spaceBefore, spaceAfter := i == 0 || unicode.IsSpace(before), end == len(in.text) || unicode.IsSpace(after)
	punctBefore, punctAfter := i > 0 && isPunct(before), end < len(in.text) && isPunct(after)
	left := !spaceAfter && (!punctAfter || spaceBefore || punctBefore || isEastAsian(before))
	right := !spaceBefore && (!punctBefore || spaceAfter || punctAfter || isEastAsian(after))
	m.opens, m.closes = left, right
	switch c {
	case '_': // not inside a word
		m.opens = left && (!right || punctBefore)
		m.closes = right && (!left || punctAfter)
	case '~':
		if m.length != 2 {
			return end
		}
	}
	if m.opens || m.closes {
		in.marks = append(in.marks, m)
	}
	return end
}

// sortOfMark is a sort of closing marks that pair with the same openers.
type sortOfMark struct {
	char  byte
	opens bool
	third int
}

// emphasis pairs the marks from bottom on, and takes them out.
func (in *inliner) emphasis(bottom int) {
	marks := in.marks[bottom:]
	in.marks = in.marks[:bottom]
	var openers []int             // indexes of marks that may still open
	floor := map[sortOfMark]int{} // below this index none opens for the sort
	for c := range marks {
		closer := &marks[c]
		sort := sortOfMark{closer.char, closer.opens, closer.whole % 3}
		for closer.closes && closer.length > 0 {
			o := len(openers) - 1
			for o >= 0 && openers[o] >= floor[sort] && !pairs(&marks[openers[o]], closer) {
				o--
			}
			if o < 0 || openers[o] < floor[sort] {
				floor[sort] = c
				break
			}
			opener := &marks[openers[o]]
			in.pair(opener, closer)
			openers = openers[:o+1] // those in between can't reach over the pair
			if opener.length == 0 {
				openers = openers[:o]
			}
		}
		if closer.opens && closer.length > 0 {
			openers = append(openers, c)
		}
	}
}

// pairs reports whether emphasis may go from open to closer.
func pairs(open, closer *mark) bool {
	if open.char != closer.char {
		return false
	}
	if open.char == '~' {
		return true
	}
	return !(open.closes || closer.opens) || (open.whole+closer.whole)%3 != 0 || open.whole%3 == 0 && closer.whole%3 == 0
}

// pair makes emphasis of the innermost marks of two runs.
func (in *inliner) pair(open, closer *mark) {
	n, style := 1, Italic
	switch {
	case open.char == '~':
		n, style = 2, Strike
	case open.length >= 2 && closer.length >= 2:
		n, style = 2, Bold
	}
	open.length -= n
	start := open.start + open.length
	end := closer.start + n
	closer.start, closer.length = end, closer.length-n
	in.add(start, end, style)
	in.add(start, start+n, Markup)
	in.add(end-n, end, Markup)
}

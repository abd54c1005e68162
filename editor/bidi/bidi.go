// Package bidi finds the order in which text of both directions is shown: Unicode Standard Annex 9, the bidirectional
// algorithm, for one row at a time.
//
// Formatting characters (embeddings, overrides, isolates) are taken as having no direction of their own: writers don't
// type them, and what lies in them is still shown, in the order of its letters.
package bidi

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Class is a character's bidirectional class.
type Class = bidi.Class

// The classes that a caller names as context.
const (
	Left   = bidi.L
	Right  = bidi.R
	Arabic = bidi.AL
)

// HasRightToLeft says whether text may hold a character of a script that is written from right to left. It reads
// bytes, so that it costs almost nothing where it is asked about every row.
func HasRightToLeft(text string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < 0xd6 {
			continue
		}
		next := byte(0)
		if i+1 < len(text) {
			next = text[i+1]
		}
		switch {
		case c <= 0xdf, // U+0580 to U+07FF
			c == 0xe0 && next <= 0xa3,                 // to U+08FF
			c == 0xe2 && next == 0x80,                 // marks and embeddings, among other punctuation
			c == 0xef && next >= 0xac && next <= 0xbb, // presentation forms
			c == 0xf0 && (next == 0x90 || next == 0x9e):
			if c != 0xe2 || i+2 < len(text) && (text[i+2] == 0x8f || text[i+2] == 0xab || text[i+2] == 0xae) {
				return true
			}
		}
	}
	return false
}

// Strong is the class of the first character of text with a direction; ok is false where there is none.
func Strong(text string) (class Class, ok bool) {
	for _, r := range text {
		if c := classOf(r); c == bidi.L || c == bidi.R || c == bidi.AL {
			return c, true
		}
	}
	return bidi.L, false
}

// LastStrong is Strong from the end.
func LastStrong(text string) (class Class, ok bool) {
	for text != "" {
		r, size := utf8.DecodeLastRuneInString(text)
		if c := classOf(r); c == bidi.L || c == bidi.R || c == bidi.AL {
			return c, true
		}
		text = text[:len(text)-size]
	}
	return bidi.L, false
}

// classOf is the bidirectional class of a character.
func classOf(r rune) Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// Mirrored is text as it looks when it is read from the right: characters in reverse, brackets turned. It is for text
// that has no letters.
func Mirrored(text string) string { return bidi.ReverseString(text) }

// Levels are the embedding levels of the characters of a row: even from left to right, odd from right to left. base is
// the paragraph's level, 0 or 1; before and after are the classes of the nearest characters with a direction on
// either side of the row.
func Levels(row []rune, base uint8, before, after Class) []uint8 {
	if len(row) == 0 {
		return nil
	}
	r := resolver{row: row, base: base, before: before, after: after, types: make([]Class, len(row))}
	for i, c := range row {
		r.types[i] = classOf(c)
	}
	r.weak()
	r.brackets()
	r.neutral()
	return r.levels()
}

type resolver struct {
	row           []rune
	base          uint8
	before, after Class
	types         []Class
}

// own is the direction of the paragraph.
func (r *resolver) own() Class {
	if r.base == 1 {
		return bidi.R
	}
	return bidi.L
}

// weak is rules W1 to W7: what numbers and the signs in and around them are. Here W1 to W4.
func (r *resolver) weak() {
	t := r.types
	previous, strong := r.before, r.before
	for i, c := range t {
		switch c {
		case bidi.NSM, bidi.BN, bidi.Control, bidi.LRO, bidi.RLO, bidi.LRE, bidi.RLE, bidi.PDF, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
			t[i] = previous
		case bidi.EN:
			if strong == bidi.AL {
				t[i] = bidi.AN
			}
		case bidi.L, bidi.R, bidi.AL:
			strong = c
		}
		previous = t[i]
	}
	for i, c := range t {
		if c == bidi.AL {
			t[i] = bidi.R
		}
	}
	for i := 1; i+1 < len(t); i++ {
		number := t[i-1]
		if t[i+1] == number && (t[i] == bidi.ES && number == bidi.EN || t[i] == bidi.CS && (number == bidi.EN || number == bidi.AN)) {
			t[i] = number
		}
	}
	r.signs()
}

// signs is rules W5 to W7: signs beside numbers, and what isn't part of one after all.
func (r *resolver) signs() {
	t := r.types
	for i := 0; i < len(t); i++ {
		if t[i] != bidi.ET {
			continue
		}
		end := i
		for end < len(t) && t[end] == bidi.ET {
			end++
		}
		if i > 0 && t[i-1] == bidi.EN || end < len(t) && t[end] == bidi.EN {
			fill(t[i:end], bidi.EN)
		}
		i = end - 1
	}
	strong := r.before
	for i, c := range t {
		switch c {
		case bidi.ES, bidi.ET, bidi.CS:
			t[i] = bidi.ON
		case bidi.EN:
			if strong == bidi.L {
				t[i] = bidi.L
			}
		case bidi.L, bidi.R:
			strong = c
		}
	}
}

func fill(types []Class, with Class) {
	for i := range types {
		types[i] = with
	}
}

// direction is L, R, or ON for what has none; numbers count as R (rule N1).
func direction(c Class) Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.AL, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// brackets is rule N0: a pair of brackets goes with what it holds.
func (r *resolver) brackets() {
	type opened struct {
		closes rune
		at     int
	}
	var stack []opened
	pairs := map[int]int{}
	for i, c := range r.row {
		if r.types[i] != bidi.ON {
			continue
		}
		properties, _ := bidi.LookupRune(c)
		if !properties.IsBracket() {
			continue
		}
		if properties.IsOpeningBracket() {
			if len(stack) == 63 {
				break
			}
			closes := []rune(bidi.ReverseString(string(c)))
			stack = append(stack, opened{closes[0], i})
			continue
		}
		for j := len(stack) - 1; j >= 0; j-- {
			if stack[j].closes == c {
				pairs[stack[j].at] = i
				stack = stack[:j]
				break
			}
		}
	}
	for open := range r.row {
		if end, ok := pairs[open]; ok {
			if c := r.bracketed(open, end); c != bidi.ON {
				r.types[open], r.types[end] = c, c
			}
		}
	}
}

// bracketed is the direction of a pair of brackets, or ON.
func (r *resolver) bracketed(open, end int) Class {
	found := Class(bidi.ON)
	for _, c := range r.types[open+1 : end] {
		switch d := direction(c); d {
		case r.own():
			return d
		case bidi.L, bidi.R:
			found = d
		}
	}
	if found == bidi.ON {
		return bidi.ON
	}
	for i := open - 1; i >= 0; i-- {
		if d := direction(r.types[i]); d != bidi.ON {
			if d == found {
				return found
			}
			return r.own()
		}
	}
	if direction(r.before) == found {
		return found
	}
	return r.own()
}

// neutral is rules N1 and N2: what has no direction takes that of its neighbours, where they agree.
func (r *resolver) neutral() {
	t := r.types
	for i := 0; i < len(t); i++ {
		if direction(t[i]) != bidi.ON {
			continue
		}
		end := i
		for end < len(t) && direction(t[end]) == bidi.ON {
			end++
		}
		left, right := direction(r.before), direction(r.after)
		if i > 0 {
			left = direction(t[i-1])
		}
		if end < len(t) {
			right = direction(t[end])
		}
		for j := i; j < end; j++ {
			if left == right {
				t[j] = left
			} else {
				t[j] = r.own()
			}
		}
		i = end - 1
	}
}

// levels is rules I1, I2 and L1.
func (r *resolver) levels() []uint8 {
	out := make([]uint8, len(r.types))
	for i, c := range r.types {
		out[i] = r.base
		switch {
		case r.base == 0 && c == bidi.R:
			out[i] = 1
		case r.base == 0 && (c == bidi.AN || c == bidi.EN):
			out[i] = 2
		case r.base == 1 && c != bidi.R:
			out[i] = 2
		}
	}
	trailing := true
	for i := len(out) - 1; i >= 0; i-- {
		switch c := classOf(r.row[i]); c {
		case bidi.B, bidi.S:
			out[i], trailing = r.base, true
		case bidi.WS, bidi.BN, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI, bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.Control:
			if trailing {
				out[i] = r.base
			}
		default:
			trailing = false
		}
	}
	return out
}

// Order is rule L2: the places of the given pieces of a row, each with its level, from left to right.
func Order(levels []uint8) []int {
	order := make([]int, len(levels))
	var most uint8
	for i, level := range levels {
		order[i], most = i, max(most, level)
	}
	for level := most; level >= 1; level-- {
		for i := 0; i < len(order); i++ {
			if levels[order[i]] < level {
				continue
			}
			end := i
			for end < len(order) && levels[order[end]] >= level {
				end++
			}
			for a, b := i, end-1; a < b; a, b = a+1, b-1 {
				order[a], order[b] = order[b], order[a]
			}
			i = end - 1
		}
	}
	return order
}

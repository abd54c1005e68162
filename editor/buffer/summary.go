package buffer

import (
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// summary is what a node knows of its text. Summaries of adjoining texts add
// up with plus.
type summary struct {
	bytes  int
	breaks int // line ends: LF, CRLF, lone CR
	runes  int // an invalid byte counts as one
	words  int // counted as if the text began outside a word
	han    int // Han characters, each of them also in words

	// The two ends of the text, for a word that goes on from one node into
	// the next: opens says that a word is under way before any break of
	// words, so that it is the same word as one left open to the left; end is
	// the state at the end.
	opens bool
	end   wordState
}

// wordState is where a text leaves the counting of words.
type wordState uint8

const (
	unchanged wordState = iota // nothing seen that begins or ends a word
	outside
	inside
)

func (a summary) plus(b summary) summary {
	s := summary{
		bytes:  a.bytes + b.bytes,
		breaks: a.breaks + b.breaks,
		runes:  a.runes + b.runes,
		words:  a.words + b.words,
		han:    a.han + b.han,
		opens:  a.opens,
		end:    b.end,
	}
	if a.end == inside && b.opens {
		s.words-- // one word over the border
	}
	if a.end == unchanged {
		s.opens = b.opens
	}
	if b.end == unchanged {
		s.end = a.end
	}
	return s
}

// runeClass is what a rune does to the counting of words: a set of two bits,
// so that counting needs no branches.
type runeClass uint8

const (
	classNone  runeClass = 0 // inner punctuation, marks: changes nothing
	classWord  runeClass = 1 // a letter or digit: begins a word, or goes on with it
	classBreak runeClass = 2 // space, dash, East Asian punctuation: ends a word
	classHan   runeClass = 3 // a word of its own
)

// classify says what r does to the counting of words.
func classify(r rune) runeClass {
	switch {
	case r < utf8.RuneSelf:
		return asciiClass(byte(r))
	case r >= 0x4E00 && r <= 0x9FFF:
		return classHan
	case r >= 0x3000 && r <= 0x303F && r != '々' && r != '〇', r >= 0xFF00 && r <= 0xFFEF && !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return classBreak // East Asian and full-width punctuation
	case r == '\u2014' || r == '\u2015' || r == '\u2026': // dashes and the ellipsis stand between words
		return classBreak
	case unicode.IsSpace(r) || r == '\u200B':
		return classBreak
	case unicode.Is(unicode.Han, r):
		return classHan
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return classHan // counted as word processors do: by the character
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return classWord
	}
	return classNone
}

// asciiClasses holds a digit for the runeClass of each ASCII character.
const asciiClasses = "222222222222222222222222222222222" + // controls and space
	"000000000000000" + "1111111111" + "0000000" + // digits
	"11111111111111111111111111" + "000000" + // capitals
	"11111111111111111111111111" + "00000" // small letters

func asciiClass(c byte) runeClass { return runeClass(asciiClasses[c] - '0') }

// summarize reads text once.
func summarize(text string) summary {
	s := summary{bytes: len(text), breaks: countBreaks(text)}
	first := firstClass(text)
	s.opens = first == classWord
	word := 0 // 1 inside a word
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			class := int(asciiClasses[c] - '0')
			s.words += class &^ word & 1
			word = (word | class&1) &^ (class >> 1)
			s.runes++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch classify(r) {
		case classWord:
			s.words += 1 - word
			word = 1
		case classHan:
			s.words++
			s.han++
			word = 0
		case classBreak:
			word = 0
		}
		s.runes++
		i += size
	}
	switch {
	case first == classNone:
		s.end = unchanged
	case word == 1:
		s.end = inside
	default:
		s.end = outside
	}
	return s
}

// firstClass is the class of the first rune of text that has one.
func firstClass(text string) runeClass {
	for _, r := range text {
		if class := classify(r); class != classNone {
			return class
		}
	}
	return classNone
}

func countBreaks(text string) int {
	n := strings.Count(text, "\n")
	for i := strings.IndexByte(text, '\r'); i >= 0; {
		if i+1 == len(text) || text[i+1] != '\n' {
			n++
		}
		next := strings.IndexByte(text[i+1:], '\r')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return n
}

// breakEnd returns the offset behind the nth (from 1) line end of text.
func breakEnd(text string, n int) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\r':
			if i+1 < len(text) && text[i+1] == '\n' {
				continue
			}
		case '\n':
		default:
			continue
		}
		if n--; n == 0 {
			return i + 1
		}
	}
	return len(text)
}

// bytesToString gives b as a string without copying; b must not change after.
func bytesToString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

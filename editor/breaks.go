package editor

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// lineSegment is the length of text up to the first place where a row may end, and whether it must end there.
// Unicode Standard Annex 14 decides, through uniseg; the two commonest cases, a word before a space and two
// Chinese characters in a row, are known without its tables. Rules carry no state over a break, so that every row
// can be found from its start alone.
func lineSegment(text string) (size int, must bool) {
	if size = wordSegment(text); size > 0 {
		return size, false
	}
	if size = hanSegment(text); size > 0 {
		return size, false
	}
	for rest := text; ; {
		var segment string
		segment, rest, _, _ = uniseg.FirstLineSegmentInString(rest, -1)
		size += len(segment)
		// Behind a skin tone uniseg breaks before a joiner and before a space, where rules LB9 and LB7 have no break.
		if !strings.HasPrefix(rest, joiner) && (!strings.HasPrefix(rest, " ") || endsLine(segment)) {
			return size, endsLine(segment)
		}
	}
}

const joiner = "\u200d"

// wordSegment is the length of letters, digits and harmless punctuation with the spaces that end them, if a letter
// or digit follows, or of letters and digits alone, if nothing follows, else 0.
func wordSegment(text string) int {
	i := runOf(text, 0, inWord)
	if i == 0 || i == len(text) {
		return i
	}
	i = runOf(text, i, endsWord)
	spaces := i
	for i < len(text) && text[i] == ' ' {
		i++
	}
	if i == spaces || i == len(text) || text[i] == '\'' || runOf(text[:min(i+utf8.UTFMax, len(text))], i, inWord) == i {
		return 0
	}
	return i
}

// wordPart is what a character is to wordSegment.
type wordPart uint8

const (
	otherPart wordPart = iota
	inWord             // may stand inside a word without a break around it
	endsWord           // may end one before a space
)

// runOf is where the characters of a kind end that begin at an offset.
func runOf(text string, at int, part wordPart) int {
	for at < len(text) {
		if c := text[at]; c < utf8.RuneSelf {
			if asciiPart[c] != part {
				return at
			}
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if part == inWord && !plainLetter(r) || part == endsWord && r != '،' && r != '؛' && r != '؟' {
			return at
		}
		at += size
	}
	return at
}

// plainLetter says of the commonest letters of alphabets other than the Latin one that they behave as its letters do:
// Greek, Cyrillic, Hebrew, Arabic.
func plainLetter(r rune) bool {
	return r >= 0x391 && r <= 0x3a9 && r != 0x3a2 || r >= 0x3ac && r <= 0x3ce || r >= 0x400 && r <= 0x45f ||
		r >= 0x5d0 && r <= 0x5ea || r >= 0x621 && r <= 0x63a || r >= 0x641 && r <= 0x64a
}

// asciiPart is what the characters of ASCII are.
var asciiPart = func() (table [utf8.RuneSelf]wordPart) {
	for c := '0'; c <= 'z'; c++ {
		if c <= '9' || c >= 'a' || c >= 'A' && c <= 'Z' {
			table[c] = inWord
		}
	}
	table['\''] = inWord
	for _, c := range ".,;:!?)\"" {
		table[c] = endsWord
	}
	return table
}()

// hanSegment is the length of one ideograph with the closing punctuation after it, if another ideograph follows.
func hanSegment(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	if !ideograph(r) {
		return 0
	}
	for {
		r, n := utf8.DecodeRuneInString(text[size:])
		switch {
		case ideograph(r):
			return size
		case r == '，' || r == '。' || r == '、' || r == '；' || r == '：' || r == '？' || r == '！':
			size += n
		default:
			return 0
		}
	}
}

func ideograph(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// endsLine says whether text ends with a character that breaks the row whatever follows.
func endsLine(text string) bool {
	for _, end := range []string{"\n", "\v", "\f", "\u0085", "\u2028", "\u2029"} {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return false
}

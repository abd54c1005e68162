package editor

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// lineSegment is the length of text up to the first place where a row may end, and whether it must end there.
// Unicode Standard Annex 14 decides, through uniseg; the two commonest cases, a plain word before a space and two
// Chinese characters in a row, are known without its tables. Rules carry no state over a break, so that every row
// can be found from its start alone.
func lineSegment(text string) (size int, must bool) {
	if size = latinSegment(text); size > 0 {
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

// latinSegment is the length of letters, digits and harmless punctuation with the spaces that end them, if a letter
// or digit follows, else 0.
func latinSegment(text string) int {
	i := 0
	for i < len(text) && wordByte[text[i]] == 1 {
		i++
	}
	if i == 0 {
		return 0
	}
	for i < len(text) && wordByte[text[i]] == 2 {
		i++
	}
	spaces := i
	for i < len(text) && text[i] == ' ' {
		i++
	}
	if i == spaces || i == len(text) || wordByte[text[i]] != 1 || text[i] == '\'' {
		return 0
	}
	return i
}

// wordByte is 1 for what may stand inside a word without a break around it, 2 for what may end one before a space.
var wordByte = func() (table [256]uint8) {
	for c := '0'; c <= 'z'; c++ {
		if c <= '9' || c >= 'a' || c >= 'A' && c <= 'Z' {
			table[c] = 1
		}
	}
	table['\''] = 1
	for _, c := range ".,;:!?)\"" {
		table[c] = 2
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

// Package paste makes clean text of what comes in from elsewhere: FromHTML of
// a web page or a rich text, Clean of a plain text.
package paste

import (
	"strings"
	"unicode/utf8"
)

// Clean returns text as it should go into a document whose lines end with
// newline: all line ends (LF, CRLF, CR, and Unicode's line and paragraph
// separators) become newline, and the characters that can't be seen and only
// get in the way are left out: control characters other than tab, byte order
// marks, soft hyphens, zero-width spaces, the object replacement character.
// Joiners stay, they make emoji and some scripts. A no-break space stays too,
// it is put on purpose in French and between a number and its unit. Bytes
// that are not UTF-8 become U+FFFD.
func Clean(text, newline string) string {
	if newline == "\n" && isClean(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r == '\r':
			if i < len(text) && text[i] == '\n' {
				i++
			}
			b.WriteString(newline)
		case r == '\n' || r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\v' || r == '\f':
			b.WriteString(newline)
		case isNoise(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isClean reports whether Clean with LF has nothing to do; most text is such.
func isClean(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return true
}

func isNoise(r rune) bool {
	switch r {
	case '\t':
		return false
	case '\u00AD', '\u200B', '\u2060', '\uFEFF', '\uFFFC':
		return true
	}
	return r < ' ' || r >= 0x7F && r < 0xA0
}

package assist

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// firstUnit measures the first word of tail together with the spaces and
// punctuation before it: what one press of "accept a word" takes. n is its
// length in bytes; done is false while more text could make the word longer
// ("weath" may become "weather", "don’" may become "don’t"). A line break ends
// the unit. A run of Han is one unit.
func firstUnit(tail string) (n int, done bool) {
	i := 0
	for i < len(tail) {
		r, size := utf8.DecodeRuneInString(tail[i:])
		if r == '\n' || r == '\r' {
			return len(strings.TrimRight(tail[:i], " \t")), true
		}
		if r == utf8.RuneError && size <= 1 {
			return 0, false // half a character
		}
		if isWordRune(r) || isHan(r) {
			break
		}
		i += size
	}
	if i == len(tail) {
		return 0, false
	}
	if r, _ := utf8.DecodeRuneInString(tail[i:]); isHan(r) {
		return hanUnit(tail, i)
	}
	return wordEnd(tail, i)
}

// hanUnit measures the run of Han that begins at i.
func hanUnit(tail string, i int) (n int, done bool) {
	for i < len(tail) {
		r, size := utf8.DecodeRuneInString(tail[i:])
		if r == utf8.RuneError && size <= 1 {
			return 0, false
		}
		if !isHan(r) {
			break
		}
		i += size
	}
	return i, true
}

// wordEnd gives the end of the spaced word that begins at i, and whether what
// follows settles it.
func wordEnd(text string, i int) (end int, settled bool) {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isWordRune(r):
			i += size
		case isApostrophe(r):
			if i+size == len(text) {
				return i, false
			}
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			if next == utf8.RuneError {
				return i, false
			}
			if !isWordRune(next) {
				return i, true
			}
			i += size
		case r == utf8.RuneError && size <= 1:
			return i, false
		default:
			return i, true
		}
	}
	return i, false
}

// NextUnit gives the length in bytes of what "accept a word" takes of text: the
// spaces and punctuation before the first word, and the word; all of text when
// it holds no word.
func NextUnit(text string) int {
	n, _ := firstUnit(text)
	if n == 0 {
		return len(text)
	}
	return n
}

// halfWord gives where the stretch begins that must be tokenised anew together
// with what is to follow: the word before the caret, if the caret touches it,
// with the space or mark that tokenisers join to it. Nothing before a line break
// belongs to it. Han is left to the caller, who knows the tokens.
func halfWord(before string) int {
	i := len(before)
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(before[:i])
		if !isWordRune(r) && !(isApostrophe(r) && i < len(before) && i > size && endsInWord(before[:i-size])) {
			break
		}
		i -= size
	}
	if i > 0 {
		r, size := utf8.DecodeLastRuneInString(before[:i])
		if r != '\n' && r != '\r' && !isHan(r) {
			i -= size
		}
	}
	return i
}

func endsInWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWordRune(r)
}

// sentenceEnders close a sentence; a closing quote or bracket after one belongs
// to it.
const (
	sentenceEnders = ".!?。！？…"
	phraseEnders   = ",;:，；：、—"
	closers        = "\"'”’)]）」』》】"
	openers        = "“‘([（「『《【"
)

// endsSentence reports whether text ends with the end of a sentence, given that
// nothing but space follows. Initials and common titles with a full stop don't.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, closers)
	r, size := utf8.DecodeLastRuneInString(text)
	if r == utf8.RuneError || !strings.ContainsRune(sentenceEnders, r) {
		return false
	}
	if r != '.' {
		return true
	}
	head := text[:len(text)-size]
	word := head[strings.LastIndexFunc(head, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	if utf8.RuneCountInString(word) == 1 && unicode.IsUpper(rune(word[0])) && word != "I" {
		return false
	}
	switch strings.ToLower(word) {
	case "mr", "mrs", "ms", "dr", "st", "prof", "mme", "mlle", "messrs", "vs", "etc", "no", "cf":
		return false
	}
	return true
}

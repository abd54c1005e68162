package assist

import (
	"unicode"
	"unicode/utf8"
)

// Language is what a paragraph is written in, as far as the choice of a model
// and of spacing rules needs to know.
type Language string

const (
	English Language = "en" // and whatever else is written in Latin letters
	Chinese Language = "zh"
	Other   Language = "other"
)

// DetectLanguage names the language of text by its letters. A Han character
// weighs as much as four Latin letters, which keeps Chinese with English names in
// it Chinese. Text without letters gets fallback.
func DetectLanguage(text string, fallback Language) Language {
	var han, latin, other int
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				latin++
			}
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	switch {
	case han+latin+other == 0:
		return fallback
	case other > 4*han && other > latin:
		return Other
	case 4*han >= latin:
		return Chinese
	}
	return English
}

// isHan reports characters that are written without spaces between words.
func isHan(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// isWordRune reports what belongs to a spaced word: letters, digits and the
// marks that modify them, but no Han.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) && !isHan(r)
}

// isApostrophe reports the characters that may join two halves of a word.
func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

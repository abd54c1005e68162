package proof

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isCapitalised tells whether a word begins with a capital.
func isCapitalised(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// isUpper tells whether a word has two letters or more, all capitals.
func isUpper(w string) bool {
	n := 0
	for _, r := range w {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}

// capitalised gives a word a capital.
func capitalised(w string) string {
	r, size := utf8.DecodeRuneInString(w)
	if size == 0 {
		return w
	}
	return string(unicode.ToUpper(r)) + w[size:]
}

// lowerFirst takes the capital from a word.
func lowerFirst(w string) string {
	r, size := utf8.DecodeRuneInString(w)
	if size == 0 || isUpper(w) {
		return w
	}
	return string(unicode.ToLower(r)) + w[size:]
}

// like writes w with the capitals of model: all, first letter, or none.
func like(model, w string) string {
	switch {
	case isUpper(model) && utf8.RuneCountInString(model) > 1:
		return strings.ToUpper(w)
	case isCapitalised(model) && w != "":
		return capitalised(w)
	}
	return w
}

// list is a set of words written out in one string.
type list map[string]bool

func words(text string) list {
	l := make(list)
	for _, w := range strings.Fields(text) {
		l[w] = true
	}
	return l
}

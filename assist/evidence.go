package assist

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"inkling/internal/logistic"
)

// Evidence is what is known of the first word of a suggestion when it is decided
// whether to show it.
type Evidence struct {
	Believed float64 // its probability, as the model believes, 0 to 1
	Typed    int     // characters of it that stand before the caret
	Shown    int     // characters that would be shown of it, marks and spaces included
	Seen     int     // how often the window has it already; of Chinese, behind the same character
}

// evidence gathers what is known of text, a first word behind the caret that is
// believed with probability p.
func (p *place) evidence(text string, believed float64) Evidence {
	e := Evidence{Believed: believed, Shown: utf8.RuneCountInString(text)}
	word := strings.TrimLeftFunc(text, func(r rune) bool { return !isWordRune(r) && !isHan(r) })
	typed := ""
	switch {
	case len(word) < len(text):
	case p.lang == Chinese:
		_, size := utf8.DecodeLastRuneInString(p.before)
		typed = p.before[len(p.before)-size:]
	default:
		typed = typedWord(p.before)
	}
	e.Typed = utf8.RuneCountInString(typed)
	e.Seen = occurrences(p.before[:len(p.before)-len(typed)], typed+word)
	return e
}

// occurrences counts where text has word, not inside a longer one; of Chinese,
// anywhere.
func occurrences(text, word string) int {
	if word == "" {
		return 0
	}
	first, _ := utf8.DecodeRuneInString(word)
	n := 0
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return n
		}
		end := at + i + len(word)
		if isHan(first) || !endsInWord(text[:at+i]) && !startsWithWord(text[end:]) {
			n++
		}
		at = end
	}
}

// Trust says how far a model's beliefs can be trusted in one language: a logistic
// regression of whether the first word of a suggestion is right on its Evidence,
// fitted on training texts. The zero value stands for a model that was never
// measured.
type Trust struct {
	// Weights are by the names that Features uses; nil: the model is believed.
	Weights map[string]float64 `json:"weights"`
	// Least is the chance from which on a word is shown to a writer who types.
	Least float64 `json:"least"`
	// Long is that of words of two characters and more, 0: the same. One of a
	// single character, as in Chinese, saves no key by itself.
	Long float64 `json:"long,omitempty"`
}

// Enough reports whether a word with this chance is to be shown to a writer who
// types.
func (t Trust) Enough(e Evidence, chance float64) bool {
	if t.Long > 0 && e.Shown > 1 {
		return chance >= t.Long
	}
	return chance >= t.Least
}

// Features gives what Trust weighs, by name.
func (e Evidence) Features() map[string]float64 {
	whole := 0.0
	if e.Typed == 0 {
		whole = 1
	}
	return map[string]float64{
		"constant": 1,
		"believed": logistic.Odds(min(max(e.Believed, 1e-4), 1-1e-4)),
		"whole":    whole,
		"typed":    math.Log1p(float64(e.Typed)),
		"shown":    math.Log1p(float64(e.Shown)),
		"seen":     math.Log1p(float64(e.Seen)),
	}
}

// Chance is the probability that the word of e is what the writer means, 0 to 1.
func (t Trust) Chance(e Evidence) float64 {
	if t.Weights == nil {
		return e.Believed
	}
	sum, features := 0.0, e.Features()
	for _, name := range slices.Sorted(maps.Keys(features)) { // in one order, so that the last bits are always the same
		sum += t.Weights[name] * features[name]
	}
	return logistic.Probability(sum)
}

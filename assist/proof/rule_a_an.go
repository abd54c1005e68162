package proof

import (
	"strings"
	"unicode"
)

// ruleAAn chooses between a and an by the sound of the next word.
func ruleAAn() *rule {
	return &rule{
		name: "a-an", kind: Article, message: "“an” stands before a vowel sound, “a” before any other.", spoken: true, certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens[:max(0, len(s.tokens)-1)] {
				if t.lower != "a" && t.lower != "an" || t.class != word || isUpper(t.text) && t.text != "A" {
					continue
				}
				next := s.tokens[i+1]
				if articles[next.lower] && len(next.text) < 3 && !isCapitalised(next.text) {
					continue // a doubled article
				}
				if !next.gap || next.class != word && next.class != number || t.text == "A" && i > 0 && !s.tokens[i-1].quoted {
					continue
				}
				vowel, sure := vowelSound(next)
				switch {
				case !sure:
				case vowel && t.lower == "a":
					add(s.replace(i, like(t.text, "an")[:1]+"n", 0.96))
				case !vowel && t.lower == "an":
					add(s.replace(i, t.text[:1], 0.96))
				}
			}
		},
		flags: []example{
			{"It is an useful hint.", "It is a useful hint."},
			{"She ate a apple in an hour.", "She ate an apple in an hour."},
			{"He is a honest man.", "He is an honest man."},
			{"It took a 8-hour shift.", "It took an 8-hour shift."},
			{"It was an one-off.", "It was a one-off."},
		},
		silent: []string{
			"An hour, a university, an heir, a European and a one-way street.", "An MP and a UN envoy met an FBI agent.",
			"An 18th-century house with a 1-in-5 chance.", "It was a historic, an unhappy day.", "Plan A is better.", "A US city.",
		},
	}
}

// vowelSound tells whether a word begins with a vowel sound, and whether that is sure.
func vowelSound(t token) (vowel, sure bool) {
	w := t.lower
	if t.class == number {
		switch {
		case strings.HasPrefix(w, "8"):
			return true, true
		case strings.HasPrefix(w, "11"), strings.HasPrefix(w, "18"):
			rest := strings.TrimLeft(w[2:], "0123456789")
			return true, len(w)-len(rest) == 2 || len(w)-len(rest) == 5 || rest == "th" || rest == "th-century"
		}
		return false, w[0] != '1'
	}
	first := rune(w[0])
	if first > unicode.MaxASCII {
		return false, false
	}
	if len(w) == 1 || isUpper(t.text) { // letters are spoken by name
		if len(t.text) > 4 {
			return false, false
		}
		return strings.ContainsRune("aefhilmnorsx", first), len(w) == 1 || !strings.ContainsAny(w[1:], "aeiou") && first != 'u'
	}
	hasPrefix := func(list string) bool {
		for _, p := range strings.Fields(list) {
			if strings.HasPrefix(w, p) {
				return true
			}
		}
		return false
	}
	switch {
	case hasPrefix("honest honor honour hour heir") && !hasPrefix("honorar"):
		return true, true
	case hasPrefix("herb historic hotel habitual hallucin heroic honorar"):
		return false, false // both are heard
	case hasPrefix("uni") && !hasPrefix("unin unim unid unig uninh unimp unint unill unit") && !strings.HasPrefix(w, "unis-"):
		return false, !hasPrefix("unia unio") || hasPrefix("union")
	case hasPrefix("unit unite united unity"):
		return false, true
	case hasPrefix("use usa usu usur ute util utop ubiq ufo ukr uran urin uro euro eu ewe one once oneself ouija"):
		return false, !hasPrefix("oner onero")
	}
	return strings.ContainsRune("aeiou", first), true
}

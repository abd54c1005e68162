package proof

import "strings"

// ruleDialect finds spellings of the other English, where the writer has said which one is meant or a text
// that mostly uses one slips into the other.
func ruleDialect() *rule {
	return &rule{
		name: "dialect", kind: Style, message: "This is the spelling of the other English.", certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != word || len(t.text) < 5 || isCapitalised(t.text) && i > 0 || strings.ContainsAny(t.text, "-'’.") || sc.trusted != nil && sc.trusted(t.text) {
					continue
				}
				entry, ok := sc.english.Lookup(t.lower)
				if !ok || entry.Dialects&sc.dialect != 0 || entry.Tier > 7 {
					continue
				}
				for _, sug := range sc.speller.suggest(t.text, sc.dialect) {
					if !otherSpelling(t.lower, strings.ToLower(sug.Word)) {
						continue
					}
					prior := 0.45 // in a text without a set dialect, a quiet word
					if sc.dialectSet {
						prior = 0.9
					}
					add(s.replace(i, sug.Word, prior))
					break
				}
			}
		},
		flagsIn: EnUS,
		flags:   []example{{"The harbour is grey.", "The harbor is grey."}, {"They organize the theatre.", "They organize the theater."}},
		silent:  []string{"The color of the harbor.", "A glamorous advertiser."},
	}
}

// otherSpelling tells whether two words differ as British and American spellings do: our and or, re and
// er, ise and ize, yse and yze, ll and l, ogue and og, ence and ense, ae and e.
func otherSpelling(a, b string) bool {
	for _, pair := range [][2]string{{"our", "or"}, {"re", "er"}, {"is", "iz"}, {"ys", "yz"}, {"ll", "l"}, {"l", "ll"}, {"ogue", "og"}, {"ence", "ense"}, {"ae", "e"}, {"oe", "e"}, {"ey", "ay"}, {"mme", "m"}, {"tre", "ter"}} {
		for k := range 2 {
			from, to := pair[k], pair[1-k]
			for at := 0; ; at++ {
				i := strings.Index(a[at:], from)
				if i < 0 {
					break
				}
				at += i
				if a[:at]+to+a[at+len(from):] == b {
					return true
				}
			}
		}
	}
	return false
}

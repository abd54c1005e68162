package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// ruleIrregular finds pasts that are formed as if their verb were regular, though the dictionary lists
// them for the sake of a rare other use: payed for paid.
func ruleIrregular() *rule {
	return &rule{
		name: "irregular-past", kind: VerbForm, message: "This verb forms its past otherwise.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			const farRarer = 10 // thirds of an octave
			for i, t := range s.tokens {
				if t.class != word || !strings.HasSuffix(t.lower, "ed") || t.lower == "hanged" || isCapitalised(t.text) && i > 0 {
					continue
				}
				if _, ok := sc.english.Lookup(t.lower); !ok {
					continue // the spelling comes first
				}
				past := irregularPast(sc, t.lower)
				if past == "" || past == t.lower || sc.english.Level(past) < sc.english.Level(t.lower)+farRarer || sc.english.Tags(t.lower)&(nounTags|lexicon.Adjective) != 0 {
					continue
				}
				if base := first(sc.english.Form(t.lower, lexicon.VerbPast, lexicon.VerbBase)); base != "" && first(sc.english.Form(base, lexicon.VerbBase, lexicon.VerbPast)) == t.lower {
					continue // the past of another verb
				}
				add(s.replace(i, like(t.text, past), 0.8))
			}
		},
		flags:  []example{{"They payed for it.", "They paid for it."}},
		silent: []string{"They paid for it.", "He was hanged.", "She learned it.", "The sun shined on them, and he lighted a fire.", "They founded a school."},
	}
}

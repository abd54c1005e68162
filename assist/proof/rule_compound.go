package proof

import "inkling/assist/proof/lexicon"

// ruleCompoundSubject puts the verb of two joined subjects at the beginning of a sentence into the plural.
func ruleCompoundSubject() *rule {
	return &rule{
		name: "compound-subject", kind: Agreement, message: "Two subjects joined by “and” take a plural verb.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			k := subjectEnd(sc, s, 0)
			if k == 0 || s.word(k) != "and" {
				return
			}
			verb := subjectEnd(sc, s, k+1)
			if verb == 0 || s.at(0).quoted != s.at(verb).quoted {
				return
			}
			for adverbsBeforeVerb[s.word(verb)] {
				verb++
			}
			w := s.word(verb)
			fixed, ok := otherPersonOf[w]
			if !ok && !closed[w] && sc.english.Tags(w)&lexicon.VerbThird != 0 && sc.english.Mostly(w, verbTags, 1) {
				fixed = first(sc.english.Form(w, lexicon.VerbThird, lexicon.VerbBase))
			}
			if fixed != "" && fixed != w {
				add(s.replace(verb, fixed, 0.8))
			}
		},
		flags:  []example{{"Me and my brother goes there.", "Me and my brother go there."}, {"The boy and the girl was late.", "The boy and the girl were late."}, {"My mother and I likes tea.", "My mother and I like tea."}},
		silent: []string{"My brother and I go there.", "Every man and every woman has a vote.", "My friend and colleague is here.", "The boy and his dog were late.", "He reads and she writes.", "The cup and the saucer he has are old."},
	}
}

// subjectEnd is the index behind a pronoun, or a determiner and a singular noun, that begins at index i; 0 if none
// does.
func subjectEnd(sc *scene, s *sentence, i int) int {
	switch w := s.word(i); {
	case w == "me", w == "i", w == "he", w == "she", w == "him", w == "her" && !sc.english.Mostly(s.word(i+1), nounTags, 0), w == "you":
		return i + 1
	case (w == "the" || possessives[w]) && isSingular(sc, s.word(i+1)) && sc.english.Mostly(s.word(i+1), nounTags, 0):
		return i + 2
	}
	return 0
}

package proof

import "inkling/assist/proof/lexicon"

// manyWords stand before plurals only.
var manyWords = words("some many most these those several few other young old")

// rulePluralVerb puts the verb behind a plural noun, or behind who after one, into the plural.
func rulePluralVerb() *rule {
	return &rule{
		name: "plural-verb", kind: Agreement, message: "A plural subject takes a plural verb.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 0; i+1 < len(s.tokens); i++ {
				noun := s.word(i)
				if noun == "" || !isPlural(sc, noun) || s.at(i).quoted || isCapitalised(s.at(i).text) && i > 0 || noun == "days" || noun == "times" || noun == "news" || noun != "people" && collective[noun] {
					continue
				}
				verb, sure := i+1, 2
				switch {
				case s.word(i+1) == "who" && !amongOne(s, i):
					verb, sure = i+2, -9 // no noun follows "who"
				case !opensWithPlural(s, i):
					continue
				}
				for adverbsBeforeVerb[s.word(verb)] {
					verb++
				}
				w := s.word(verb)
				fixed, ok := otherPersonOf[w]
				if !ok && !closed[w] && sc.english.Tags(w)&lexicon.VerbThird != 0 && sc.english.Mostly(w, lexicon.VerbThird, sure) {
					fixed = first(sc.english.Form(w, lexicon.VerbThird, lexicon.VerbBase))
				}
				if fixed != "" && fixed != w {
					add(s.replace(verb, fixed, 0.82))
				}
			}
		},
		flags:  []example{{"Some people thinks that it is late.", "Some people think that it is late."}, {"People is happy.", "People are happy."}, {"The people who lives there are nice.", "The people who live there are nice."}},
		silent: []string{"Some people think that.", "One of the people who lives there came.", "Many people's houses burned.", "The number of people is high.", "These days, it is late.", "To help people is good.", "He is the only one of the people who has it."},
	}
}

// opensWithPlural tells whether the plural noun at index i begins its clause, alone or behind a word that only
// stands before plurals.
func opensWithPlural(s *sentence, i int) bool {
	start := i
	for start > 0 && manyWords[s.word(start-1)] {
		start--
	}
	if start == i && s.word(i) != "people" {
		return false
	}
	return start == 0 || s.at(start-1).text == "," && start == i || s.word(start-1) == "because" || start < i && s.word(start-1) == "that"
}

// amongOne tells whether "one" or "only" stands shortly before index i, with which who goes.
func amongOne(s *sentence, i int) bool {
	for k := max(0, i-5); k < i; k++ {
		if s.word(k) == "one" || s.word(k) == "only" {
			return true
		}
	}
	return false
}

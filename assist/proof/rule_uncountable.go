package proof

import "inkling/assist/proof/lexicon"

// ruleUncountable takes the indefinite article from before nouns that have no plural.
func ruleUncountable() *rule {
	return &rule{
		name: "uncountable-article", kind: Article, message: "This noun takes no “a”.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 0; i+1 < len(s.tokens); i++ {
				if w := s.word(i); w != "a" && w != "an" || s.at(i).quoted {
					continue
				}
				k := i + 1
				if sc.english.Mostly(s.word(k), lexicon.Adjective, 1) && uncountable[s.word(k+1)] {
					k++
				}
				next := s.word(k + 1)
				if !uncountable[s.word(k)] || next != "" && !closed[next] && sc.english.Tags(next)&lexicon.Adverb == 0 || softUncountable[s.word(k)] {
					continue
				}
				add(s.remove(i, 0.85))
			}
		},
		flags:  []example{{"He gave me an information.", "He gave me information."}, {"I have a homework today.", "I have homework today."}},
		silent: []string{"He gave me information.", "An information desk stood there.", "A knowledge of Greek helps.", "It is a music shop."},
	}
}

// softUncountable are nouns that do take the article in some uses.
var softUncountable = words("knowledge music behaviour behavior vocabulary staff poetry happiness luck cash mail slang violence progress research traffic evidence news")

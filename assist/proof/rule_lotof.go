package proof

import "inkling/assist/proof/lexicon"

// ruleLotOf completes "a lot of".
func ruleLotOf() *rule {
	return &rule{
		name: "lot-of", kind: Article, message: "It is “a lot of” or “lots of”.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i+1 < len(s.tokens); i++ {
				if s.word(i+1) != "of" || s.at(i).quoted {
					continue
				}
				before := s.word(i - 1)
				switch s.word(i) {
				case "lot":
					switch {
					case before == "" || determiners[before] || before == "whole" || before == "parking" || before == "awful" || sc.english.Mostly(before, nounTags, 0) || sc.english.Mostly(before, lexicon.Adjective, 0):
					default:
						add(s.insertBefore(i, "a", 0.93))
					}
				case "lots":
					if before == "a" {
						add(s.replace(i, "lot", 0.95))
					}
				}
			}
		},
		flags:  []example{{"He spent lot of money.", "He spent a lot of money."}, {"There are a lots of books.", "There are a lot of books."}},
		silent: []string{"He spent a lot of money.", "Lots of people came.", "A job lot of shoes.", "The lot of man."},
	}
}

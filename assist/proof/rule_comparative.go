package proof

import (
	"inkling/assist/proof/lexicon"
)

// ruleComparative mends double comparatives and superlatives, and "then" for "than".
func ruleComparative() *rule {
	return &rule{
		name: "comparative", kind: Word, message: "The comparison is made twice.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 0; i+1 < len(s.tokens); i++ {
				w, next := s.word(i), s.word(i+1)
				tags := sc.english.Tags(next)
				if s.at(i).quoted || next == "" {
					continue
				}
				switch {
				case w == "more" && tags&lexicon.Comparative != 0 && next != "lower" && next != "upper" && next != "better" && tags&nounTags == 0:
					add(s.remove(i, 0.88))
				case w == "more" && next == "better", w == "most" && next == "best":
					add(s.remove(i, 0.88))
				case w == "most" && tags&lexicon.Superlative != 0 && tags&nounTags == 0:
					add(s.remove(i, 0.88))
				}
				if s.word(i+1) == "then" && (sc.english.Tags(w)&lexicon.Comparative != 0 && w != "later" && w != "lower" || w == "rather" || w == "other") && s.at(i+2).class != mark {
					prior := 0.9
					if w == "other" || w == "earlier" || w == "sooner" {
						prior = 0.5
					}
					add(proposal{start: s.at(i + 1).start, end: s.at(i + 1).end, text: "than", prior: prior, message: "“Than” compares, “then” tells the time."})
				}
			}
		},
		flags:  []example{{"It is more easier now.", "It is easier now."}, {"The most biggest house.", "The biggest house."}, {"He is older then me.", "He is older than me."}},
		silent: []string{"He is older than me.", "It got later then.", "The most he could do.", "The more the better."},
	}
}

package proof

import "inkling/assist/proof/lexicon"

// verbsWithTo take another verb only with "to".
var verbsWithTo = words("want wants wanted wanting hope hopes hoped decide decides decided plan plans planned refuse refuses refused wish wishes agree agrees agreed tend tends tended prefer prefers preferred manage manages managed try tries tried need needs needed")

// ruleMissingTo puts "to" between two verbs that need it, and takes it from behind a modal verb.
func ruleMissingTo() *rule {
	return &rule{
		name: "missing-to", kind: VerbForm, message: "“To” is missing here, or one too many.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i+1 < len(s.tokens); i++ {
				w, next := s.word(i), s.word(i+1)
				if s.at(i).quoted || next == "" {
					continue
				}
				base := sc.english.Tags(next)&lexicon.VerbBase != 0 && !closed[next]
				switch {
				case verbsWithTo[w] && (pronouns[s.word(i-1)] || modals[s.word(i-1)] || s.word(i-1) == "people" || s.word(i-1) == "n't" || s.word(i-1) == "don't"):
					if base && sc.english.Tags(next)&(lexicon.VerbPast|nounTags) == 0 || plainVerbs[next] && s.word(i+2) != "" {
						add(s.insertBefore(i+1, "to", 0.85))
					}
				case modals[w] && next == "to" && !articles[s.word(i-1)] && sc.english.Tags(s.word(i+2))&lexicon.VerbBase != 0 && !closed[s.word(i+2)]:
					if sc.english.Mostly(s.word(i+2), verbTags, 0) || s.word(i+2) == "do" {
						add(s.remove(i+1, 0.9))
					}
				}
			}
		},
		flags:  []example{{"They want go home.", "They want to go home."}, {"You can to see it.", "You can see it."}},
		silent: []string{"They want to go home.", "They want love.", "The will to live.", "We need help.", "They try hard."},
	}
}

// plainVerbs are so often verbs that their use as nouns is no worry.
var plainVerbs = words("be go have do get make know see buy live tell become keep learn find take give spend sell eat understand say use work study improve")

package proof

import "inkling/assist/proof/lexicon"

// verbsWithIng take another verb only in its -ing form.
var verbsWithIng = words("enjoy enjoys enjoyed enjoying avoid avoids avoided avoiding dislike dislikes disliked finish finishes finished")

// ruleGerund puts the -ing form behind verbs that take no infinitive, and interested before in.
func ruleGerund() *rule {
	return &rule{
		name: "ing-form", kind: VerbForm, message: "The other form of the verb belongs here.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 0; i+2 < len(s.tokens); i++ {
				w, next := s.word(i), s.word(i+1)
				switch {
				case s.at(i).quoted:
				case verbsWithIng[w] && next == "to" && sc.english.Tags(s.word(i+2))&lexicon.VerbBase != 0 && s.at(i+2).gap:
					prior := 0.9
					if w == "finished" || w == "finish" || w == "finishes" {
						prior = 0.4 // "finished to applause"
					}
					if ing := first(sc.english.Form(s.word(i+2), lexicon.VerbBase, lexicon.VerbIng)); ing != "" {
						add(s.replaceAll(i+1, i+2, ing, prior))
					}
				case w == "interesting" && next == "in" && s.word(i+2) != "that" && s.word(i+2) != "its" && s.word(i+2) != "their" && (s.word(i-1) == "am" || s.word(i-1) == "are" && (otherPersons[s.word(i-2)] || s.word(i-2) == "people") || thirdPersons[s.word(i-2)] && s.word(i-2) != "it" && s.word(i-1) == "is"):
					add(s.replace(i, "interested", 0.9))
				}
			}
		},
		flags:  []example{{"I enjoy to swim here.", "I enjoy swimming here."}, {"She is interesting in art.", "She is interested in art."}},
		silent: []string{"I enjoy swimming.", "It is interesting in its own way.", "He stopped to rest."},
	}
}

package proof

import "inkling/assist/proof/lexicon"

// ruleMissingBe puts "be" between a modal verb and what is no verb, and takes a form of be from before
// "agree".
func ruleMissingBe() *rule {
	return &rule{
		name: "modal-be", kind: VerbForm, message: "“Be” is missing here, or one verb too many.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i+1 < len(s.tokens); i++ {
				w, next := s.word(i), s.word(i+1)
				if s.at(i).quoted || next == "" {
					continue
				}
				switch {
				case be[w] && (next == "agree" || next == "disagree") && (pronouns[s.word(i-1)] || s.word(i-1) == "people"):
					add(s.remove(i, 0.92))
				case !modals[w] || !pronouns[s.word(i-1)] && !sc.english.Mostly(s.word(i-1), nounTags, 0):
				case next == "able":
					add(s.insertBefore(i+1, "be", 0.96))
				case sc.english.Mostly(next, lexicon.Adjective, 1) && sc.english.Tags(next)&(verbTags|lexicon.Adverb) == 0 && !closed[next]:
					add(s.insertBefore(i+1, "be", 0.75))
				}
			}
		},
		flags:  []example{{"We will able to do it.", "We will be able to do it."}, {"I am agree with him.", "I agree with him."}, {"It will possible soon.", "It will be possible soon."}},
		silent: []string{"We will be able to do it.", "I agree with him.", "The will possible heirs read.", "He will soon come.", "It can only help.", "They are agreed."},
	}
}

var be = words("am is are was were")

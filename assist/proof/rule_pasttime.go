package proof

import "inkling/assist/proof/lexicon"

// pastUnits are what "last" names as a time that is over.
var pastUnits = words("night week month year summer winter spring autumn weekend monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december")

// rulePastTime puts the verb into the past where the sentence begins by naming a time that is over.
func rulePastTime() *rule {
	return &rule{
		name: "past-time", kind: VerbForm, message: "The time is over: the past tense belongs here.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			i := 0
			switch {
			case s.word(0) == "yesterday":
				i = 1
			case s.word(0) == "last" && pastUnits[s.word(1)]:
				i = 2
			default:
				return
			}
			if s.at(i).text == "," {
				i++
			}
			subject := s.word(i)
			verb := i + 1
			third := subject == "he" || subject == "she" || subject == "it"
			if possessives[subject] || subject == "the" {
				third, verb = true, i+2
				if !isSingular(sc, s.word(i+1)) {
					return
				}
			} else if !third && !otherPersons[subject] {
				return
			}
			w := s.word(verb)
			if past, ok := pastOf[w]; ok && (third || w != "is" && w != "has") {
				add(s.replace(verb, past, 0.7))
				return
			}
			want := lexicon.VerbBase
			if third {
				want = lexicon.VerbThird
			}
			tags := sc.english.Tags(w)
			if closed[w] || tags&want == 0 || tags&lexicon.VerbPast != 0 || !sc.english.Mostly(w, verbTags, 0) {
				return
			}
			if past := first(sc.english.Form(w, want, lexicon.VerbPast)); past != "" {
				add(s.replace(verb, past, 0.8))
			}
		},
		flags:  []example{{"Last summer my brother goes to Spain.", "Last summer my brother went to Spain."}, {"Yesterday I see a film.", "Yesterday I saw a film."}, {"Yesterday, he is ill.", "Yesterday, he was ill."}},
		silent: []string{"Last summer my brother went to Spain.", "Last year's plan helps us.", "Yesterday is gone.", "Last but not least he goes home.", "Yesterday I put it away.", "Last week the books were lost."},
	}
}

var pastOf = map[string]string{"is": "was", "are": "were", "am": "was", "has": "had", "have": "had", "do": "did", "does": "did", "don't": "didn't", "doesn't": "didn't", "isn't": "wasn't", "aren't": "weren't"}

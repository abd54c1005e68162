package proof

import (
	"inkling/assist/proof/lexicon"
)

// ruleModal puts the bare verb after a modal, after do and after to.
func ruleModal() *rule {
	return &rule{
		name: "modal-verb", kind: VerbForm, message: "The plain form of the verb belongs here.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i < len(s.tokens); i++ {
				t := s.at(i)
				verb := s.word(i)
				if verb == "" || !t.gap || isCapitalised(t.text) {
					continue
				}
				k := i - 1
				for k > 0 && (negations[s.word(k)] || adverbsBeforeVerb[s.word(k)] || s.word(k) == "not") {
					k--
				}
				before := s.word(k)
				negated := k < i-1
				tags := sc.english.Tags(verb)
				if tags&verbTags == 0 || tags&lexicon.VerbBase != 0 {
					continue
				}
				base := first(sc.english.Form(verb, verbTags, lexicon.VerbBase))
				if base == "" || tags&lexicon.Adjective != 0 && tags&lexicon.VerbThird == 0 && !negated && before != "to" {
					continue
				}
				third, past := tags&lexicon.VerbThird != 0, tags&lexicon.VerbPast != 0
				if verb == "been" && before != "" {
					base = "be"
				}
				switch {
				case modals[before] && (third || past || tags&lexicon.VerbParticiple != 0) && verb != "being":
					prior := 0.9
					if sc.english.Tags(verb)&nounTags != 0 && !negated && (before == "can" || before == "will" || before == "might" || before == "must" || before == "may") {
						prior = 0.5
					}
					if s.word(k-1) == "the" || s.word(k-1) == "a" || s.word(k-1) == "of" || s.word(k-1) == "their" || s.word(k-1) == "his" || verb == "has" || verb == "is" || conjunctions[s.word(k-1)] {
						prior = 0.35
					}
					add(s.replace(i, base, prior))
				case (before == "did" || before == "didn't" || before == "don't" || before == "doesn't" || before == "does" && negated || before == "do" && negated) && (third || past && tags&nounTags == 0) && verb != "done":
					prior := 0.9
					if (before == "did" || before == "does") && !negated {
						prior = 0.4
					}
					add(s.replace(i, base, prior))
				case before == "to" && !negated && past && tags&(nounTags|lexicon.AnyAdjective) == 0 && verb != "put" && verb != "read":
					prior := 0.6
					if past && tags&lexicon.VerbParticiple == 0 {
						prior = 0.9
					}
					add(s.replace(i, base, prior))
				case before == "to" && !negated && third && tags&nounTags == 0:
					add(s.replace(i, base, 0.85))
				}
			}
		},
		flags: []example{
			{"She can goes home.", "She can go home."},
			{"I didn't went there.", "I didn't go there."},
			{"He wanted to went out.", "He wanted to go out."},
			{"They will not came back.", "They will not come back."},
			{"It must not stopped here.", "It must not stop here."},
		},
		silent: []string{
			"She can go home.", "The will left nothing.", "From start to finished work.", "He did nothing and might has left him.",
			"The things they did made sense.", "It ought to.", "He will, said she.", "What he did hurt me.", "She has to read it.",
		},
	}
}

// ruleCouldOf mends "could of".
func ruleCouldOf() *rule {
	return &rule{
		name: "could-of", kind: Style, message: "“Of” is written here for the sound of “have”.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i+1 < len(s.tokens); i++ {
				if s.word(i) != "of" {
					continue
				}
				switch s.word(i - 1) {
				case "could", "would", "should", "might", "must", "couldn't", "wouldn't", "shouldn't":
				default:
					continue
				}
				next := s.word(i + 1)
				if next == "course" || articles[s.word(i-2)] {
					continue
				}
				prior := 0.8
				if sc.english.Tags(next)&lexicon.VerbParticiple != 0 || next == "been" {
					prior = 0.96
				}
				add(s.replace(i, "have", prior))
			}
		},
		flags:  []example{{"You could of told me.", "You could have told me."}},
		silent: []string{"I would of course go.", "You could have told me.", "Out of the might of the sea."},
	}
}

// rulePerfect puts the participle after forms of have.
func rulePerfect() *rule {
	return &rule{
		name: "perfect", kind: VerbForm, message: "The past participle belongs here.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i < len(s.tokens); i++ {
				verb := s.word(i)
				k := i - 1
				for k > 0 && (negations[s.word(k)] || adverbsBeforeVerb[s.word(k)]) {
					k--
				}
				switch s.word(k) {
				case "have", "has", "had", "haven't", "hasn't", "hadn't", "having", "i've", "you've", "we've", "they've":
				default:
					continue
				}
				tags := sc.english.Tags(verb)
				if tags&verbTags == 0 || tags&lexicon.VerbParticiple != 0 || auxiliaries[verb] {
					continue
				}
				// A noun may be had; before a determiner it is a verb: "had build a boat".
				noun := tags&(nounTags|lexicon.AnyAdjective) != 0
				if noun && (tags&lexicon.VerbBase == 0 || !sc.english.Mostly(verb, verbTags, 3) || !articles[s.word(i+1)] && !possessives[s.word(i+1)] || !pronouns[s.word(k-1)]) {
					continue
				}
				part := first(sc.english.Form(verb, verbTags, lexicon.VerbParticiple))
				if part == "" || part == verb {
					continue
				}
				prior := 0.6
				if tags&lexicon.VerbPast != 0 && tags&lexicon.VerbBase == 0 {
					prior = 0.9
				}
				add(s.replace(i, part, prior))
			}
		},
		flags:  []example{{"I have went there.", "I have gone there."}, {"She has never wrote it.", "She has never written it."}, {"He had build a boat.", "He had built a boat."}},
		silent: []string{"I have gone there.", "He had work the whole day.", "We have need of a boat.", "They have to go.", "He had dinner.", "Those we have make do."},
	}
}

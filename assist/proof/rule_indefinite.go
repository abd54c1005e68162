package proof

import "inkling/assist/proof/lexicon"

var indefinites = words("everyone everybody someone somebody nobody everything something nothing")

// ruleIndefinite puts the verb behind everyone, nobody and each of them into the singular.
func ruleIndefinite() *rule {
	return &rule{
		name: "indefinite-verb", kind: Agreement, message: "This subject takes a singular verb.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 0; i+1 < len(s.tokens); i++ {
				before := s.word(i - 1)
				if i > 0 && s.at(i-1).class != mark && before != "and" && before != "but" && before != "because" && before != "that" || s.at(i).quoted != s.at(i+1).quoted {
					continue
				}
				verb := i + 1
				switch {
				case indefinites[s.word(i)] && before != "that" && (before != "and" || s.at(i-2).text == ","):
				case indefinites[s.word(i)]: // "that everyone has", but also "demand that everyone have", "him and everyone"
					continue
				case s.word(i) == "each" && s.word(i+1) == "of" && (s.word(i+2) == "them" || s.word(i+2) == "us"):
					verb = i + 3
				case s.word(i) == "each" && s.word(i+1) == "of" && determiners[s.word(i+2)] && isPlural(sc, s.word(i+3)):
					verb = i + 4
				default:
					continue
				}
				w := s.word(verb)
				fixed, ok := thirdPersonOf[w]
				if !ok && !closed[w] && sc.english.Tags(w)&lexicon.VerbBase != 0 && sc.english.Tags(w)&(lexicon.VerbPast|lexicon.AnyAdjective|lexicon.Adverb) == 0 && sc.english.Mostly(w, verbTags, 1) {
					fixed = first(sc.english.Form(w, lexicon.VerbBase, lexicon.VerbThird))
				}
				if fixed != "" && fixed != w {
					add(s.replace(verb, fixed, 0.85))
				}
			}
		},
		flags: []example{{"Everyone have a car.", "Everyone has a car."}, {"It is bad because everybody want more.", "It is bad because everybody wants more."}, {"Each of them have a key.", "Each of them has a key."},
			{"Each of the members have a key.", "Each of the members has a key."}, {"It was late, and nobody want to go.", "It was late, and nobody wants to go."}},
		silent: []string{"Everyone has a car.", "Does everyone have a car?", "Let everyone come in.", "They demand that everyone have a seat.", "Everyone please sit down.", "Everyone present was glad.", "Nobody else came.", "He and everyone have gone.", "Each of the members voted."},
	}
}

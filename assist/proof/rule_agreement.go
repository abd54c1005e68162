package proof

import (
	"inkling/assist/proof/lexicon"
)

// ruleAgreement matches the verb to a pronoun subject.
func ruleAgreement() *rule {
	return &rule{
		name: "subject-verb", kind: Agreement, message: "The verb does not agree with its subject.",
		check: checkAgreement,
		flags: []example{
			{"He go to school every day.", "He goes to school every day."},
			{"They was very tired.", "They were very tired."},
			{"She have a car.", "She has a car."},
			{"It don't matter.", "It doesn't matter."},
			{"We goes home now.", "We go home now."},
			{"I has a plan.", "I have a plan."},
		},
		silent: []string{
			"He goes to school and they were tired.", "Let it go.", "If he were here, she would go.", "I suggest that he go home.",
			"Did he go?", "Nor do they want it to be.", "I saw him and he put it down.", "She read the book.", "Make it work.",
			"What they need is time.", "How does it feel?", "He and I are friends.", "May it please you.", "He must see that she come to no harm.",
			"The people who use it like it.", "You and she have met.", "It was they who were late.", "Every one of us has it.", "If you are creating your own, they are fine.",
		},
	}
}

// beforeBase are words after which "he" may stand with a bare verb: questions, wishes, demands.
var beforeBase = words(`do does did will would can could may might shall should must let make makes made help helps see saw watch
	hear heard feel have had that lest if whether than as don't doesn't didn't won't wouldn't can't couldn't shouldn't nor and or so
	though unless until bid bade like to not but when where before until`)

func checkAgreement(sc *scene, s *sentence, add func(proposal)) {
	for i := 0; i+1 < len(s.tokens); i++ {
		subject, before := s.word(i), s.word(i-1)
		third, plain := thirdPersons[subject], otherPersons[subject]
		if !third && !plain || prepositions[before] || subject == "it" && (before == "do" || before == "make") {
			continue
		}
		k := i + 1
		for s.at(k).class == word && (adverbsBeforeVerb[s.word(k)]) {
			k++
		}
		verb := s.word(k)
		if verb == "" {
			continue
		}
		joint := before == "and" || before == "or" // "he and she go", but also "…, and she goes"
		if joint && !sc.wide {
			continue
		}
		asked := auxiliaries[before] || before == "let" || before == "lets"
		switch {
		case third:
			fixed, ok := thirdPersonOf[verb]
			prior := 0.93
			if verb == "were" && (before == "if" || before == "as" || before == "though" || before == "wish" || before == "than" || before == "whether" || before == "that" || asked || before == "were") || verb == "be" {
				continue
			}
			if !ok && !asked {
				tags := sc.english.Tags(verb)
				if tags&lexicon.VerbBase == 0 || tags&(lexicon.VerbPast|lexicon.VerbThird) != 0 || modals[verb] || auxiliaries[verb] {
					continue
				}
				if sc.english.Weight(verb, lexicon.VerbBase) < 3 || !sc.english.Mostly(verb, verbTags, 0) {
					continue
				}
				fixed, prior = first(sc.english.Form(verb, lexicon.VerbBase, lexicon.VerbThird)), 0.85
				if beforeBase[before] || i > 0 && before == "" && s.at(i-1).class != mark {
					prior = 0.3
				} else if subject == "it" && k == i+1 && (verb == "like" || verb == "well" || verb == "back" || verb == "down" || verb == "close" || verb == "open") {
					prior = 0.2
				} else if i > 1 && s.at(i-1).class != mark && !conjunctions[before] {
					prior = 0.5 // "I saw him help it grow"
				}
			}
			if asked && !ok || fixed == "" || fixed == verb {
				continue
			}
			if asked {
				prior = 0.3
			}
			if joint {
				prior = min(prior, 0.3)
			}
			add(s.replace(k, like(s.at(k).text, fixed), prior))
		default:
			fixed, ok := otherPersonOf[verb]
			prior := 0.93
			if subject == "i" && (verb == "was" || verb == "am") || subject == "i" && verb == "were" {
				continue
			}
			if subject == "i" && verb == "is" {
				fixed = "am"
			}
			if !ok {
				tags := sc.english.Tags(verb)
				if auxiliaries[verb] || tags&lexicon.VerbThird == 0 || tags&(lexicon.VerbBase|lexicon.VerbPast|lexicon.NounPlural) != 0 && !sc.english.Mostly(verb, lexicon.VerbThird, 1) {
					continue
				}
				fixed, prior = first(sc.english.Form(verb, lexicon.VerbThird, lexicon.VerbBase)), 0.8
			}
			if subject == "you" && !conjunctions[before] && i > 0 && before != "" || asked || questions[before] || fixed == "" {
				prior = 0.35 // "what helps you is"
			}
			if joint {
				prior = min(prior, 0.3)
			}
			if before == "of" || before == "what" || s.word(i-2) == "what" {
				continue
			}
			add(s.replace(k, like(s.at(k).text, fixed), prior))
		}
	}
}

var adverbsBeforeVerb = words("always often never usually sometimes also really still just only already ever even rarely seldom probably certainly generally")

var thirdPersonOf = map[string]string{
	"are": "is", "were": "was", "have": "has", "haven't": "hasn't", "do": "does", "don't": "doesn't", "aren't": "isn't", "weren't": "wasn't",
	"am": "is",
}

var otherPersonOf = map[string]string{
	"is": "are", "was": "were", "has": "have", "hasn't": "haven't", "does": "do", "doesn't": "don't", "isn't": "aren't", "wasn't": "weren't",
}

// ruleNounVerb matches forms of be, have and do to a noun right before them.
// opensSentence tells whether the subject that goes on at token start opens the sentence or follows a
// comma, with nothing before it that could be the true subject: only determiners, nouns, adjectives, "and".
func opensSentence(s *sentence, start int) bool {
	for i := start - 1; i >= 0; i-- {
		switch w := s.word(i); {
		case w == "":
			return s.at(i).text == ","
		case w == "and", determiners[w]:
		case closed[w]:
			return false
		}
	}
	return true
}

func ruleNounVerb() *rule {
	return &rule{
		name: "noun-verb", kind: Agreement, message: "The verb does not agree with its subject.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i < len(s.tokens); i++ {
				verb, noun := s.word(i), s.word(i-1)
				if noun == "" || s.at(i).quoted != s.at(i-1).quoted {
					continue
				}
				start := i - 1
				for start > 0 && s.at(start-1).class == word && sc.english.Tags(s.word(start-1))&lexicon.AnyAdjective != 0 && !determiners[s.word(start-1)] {
					start--
				}
				head := s.word(start - 1)
				plain := determiners[head] && !prepositions[s.word(start-2)] && s.word(start-2) != "and" && s.word(start-2) != "or" && (start < 3 || s.at(start-2).class == mark || conjunctions[s.word(start-2)])
				if isPlural(sc, noun) && !collective[noun] {
					if fixed, ok := otherPersonOf[verb]; ok {
						prior := 0.3
						if plain || i == 1 || opensSentence(s, start) {
							prior = 0.75
						}
						if noun == "news" || noun == "mathematics" || noun == "years" || noun == "dollars" || noun == "miles" || isCapitalised(s.at(i-1).text) && i > 1 {
							prior = 0.1
						}
						add(s.replace(i, fixed, prior))
					}
				}
				if isSingular(sc, noun) && !collective[noun] && sc.english.Mostly(noun, nounTags, 0) {
					if fixed, ok := thirdPersonOf[verb]; ok && verb != "do" && verb != "am" {
						prior := 0.2
						if plain && singulars[head] {
							prior = 0.7
						}
						add(s.replace(i, fixed, prior))
					}
				}
			}
		},
		flags:  []example{{"The boxes was heavy.", "The boxes were heavy."}, {"This house are old.", "This house is old."}},
		silent: []string{"The house of my parents was old.", "The boxes were heavy.", "The police are here.", "One of the boxes was heavy.", "Tom and the dog were here.", "The list of names is long."},
	}
}

// collective nouns take a verb in either number.
var collective = words("police people team staff family group government committee crew public audience data media number majority rest lot series species means none couple pair fish sheep news crowd class company band statistics mathematics physics politics economics half percent cattle")

// ruleThere matches "there is" to what follows.
func ruleThere() *rule {
	return &rule{
		name: "there-is", kind: Agreement, message: "After “there”, the verb agrees with what follows.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 0; i+2 < len(s.tokens); i++ {
				if s.word(i) != "there" {
					continue
				}
				verb, next := s.word(i+1), s.word(i+2)
				noun := s.word(i + 3)
				switch {
				case (verb == "is" || verb == "was" || verb == "isn't" || verb == "wasn't") && (next == "many" || next == "several" || next == "few" || next == "these" || next == "two" || next == "three" || next == "various") && (noun == "" || !isSingular(sc, noun)):
					add(s.replace(i+1, otherPersonOf[verb], 0.88))
				case (verb == "are" || verb == "were") && (next == "a" || next == "an" || next == "no" && isSingular(sc, noun) && sc.english.Mostly(noun, nounTags, 0)):
					prior := 0.75
					if noun == "lot" || noun == "number" || noun == "few" || noun == "couple" || noun == "variety" || noun == "range" || noun == "host" || noun == "series" || noun == "total" || next == "no" || noun == "great" || noun == "large" || noun == "small" || noun == "wide" || noun == "good" || noun == "limited" || noun == "huge" || noun == "growing" || noun == "dozen" || noun == "hundred" || noun == "thousand" || noun == "million" || noun == "handful" || noun == "whole" {
						prior = 0.1
					}
					add(s.replace(i+1, thirdPersonOf[verb], prior))
				case (verb == "is" || verb == "was") && isPlural(sc, next) && sc.english.Mostly(next, lexicon.NounPlural, 1):
					add(s.replace(i+1, otherPersonOf[verb], 0.7))
				}
			}
		},
		flags:  []example{{"There is many reasons.", "There are many reasons."}, {"There are a house.", "There is a house."}},
		silent: []string{"There are a lot of houses.", "There is a house.", "There are many reasons.", "There is a few left.", "There were a great many."},
	}
}

package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// commonPrepositions are those that are mixed up most.
var commonPrepositions = strings.Fields("of in to for on at with from by about")

// rulePreposition offers the other common prepositions, none, and one where there is none.
func rulePreposition() *rule {
	return &rule{
		name: "preposition", kind: Preposition, message: "Another preposition is usual here.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i, t := range s.tokens {
				if t.class != word || t.quoted {
					continue
				}
				if prepositions[t.lower] {
					for _, w := range commonPrepositions {
						if w != t.lower {
							add(s.replace(i, like(t.text, w), 0.01))
						}
					}
					if i > 0 {
						add(s.remove(i, 0.01))
					}
					switch t.lower {
					case "in":
						add(s.replace(i, like(t.text, "into"), 0.01))
					case "between":
						add(s.replace(i, like(t.text, "among"), 0.01))
					case "since":
						add(s.replace(i, like(t.text, "for"), 0.02))
					case "during":
						add(s.replace(i, like(t.text, "for"), 0.01))
					}
				}
				if i > 0 && t.gap && !prepositions[t.lower] && !prepositions[s.word(i-1)] && s.at(i-1).class == word && !articles[s.word(i-1)] {
					for _, w := range commonPrepositions {
						add(s.insertBefore(i, w, 0.002))
					}
				}
			}
		},
		flags:  []example{{"She is good in chess.", "She is good at chess."}, {"I listen music.", "I listen to music."}, {"We entered into the room.", "We entered the room."}},
		silent: []string{"She is good at chess."},
	}
}

// ruleArticle offers another article, none, and one where there is none.
func ruleArticle() *rule {
	return &rule{
		name: "article", kind: Article, message: "The article does not fit.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i, t := range s.tokens {
				if t.class != word || t.quoted {
					continue
				}
				next := s.at(i + 1)
				switch {
				case t.lower == "the" && next.class == word:
					add(s.replace(i, like(t.text, aOrAn(next)), 0.01))
					add(s.remove(i, 0.03))
				case (t.lower == "a" || t.lower == "an") && next.class == word:
					add(s.replace(i, like(t.text, "the")[:1]+"he", 0.01))
					add(s.remove(i, 0.03))
				case takesArticle(sc, s, i):
					prior := 0.015
					if _, bare := bareSingular(sc, s, i); bare {
						prior = 0.06
					}
					add(s.insertBefore(i, "the", prior))
					add(s.insertBefore(i, aOrAn(t), prior))
				}
			}
		},
		flags:  []example{{"He is teacher.", "He is a teacher."}, {"I love the nature.", "I love nature."}},
		silent: []string{"He is a teacher."},
	}
}

// takesArticle tells whether an article could stand before the word at index i.
func takesArticle(sc *scene, s *sentence, i int) bool {
	t, before := s.at(i), s.at(i-1)
	if determiners[t.lower] || prepositions[t.lower] || pronouns[t.lower] || auxiliaries[t.lower] || conjunctions[t.lower] || i > 0 && !t.gap {
		return false
	}
	if before.class == word && (determiners[before.lower] || strings.HasSuffix(before.lower, "'s")) {
		return false
	}
	return sc.english.Tags(t.lower)&(nounTags|lexicon.AnyAdjective|lexicon.Adverb) != 0 || isCapitalised(t.text) && i > 0
}

// bareSingular tells whether a noun phrase begins at the word at index i that has no determiner though its
// noun, whose index it returns, is a singular that can be counted: seldom right but in fixed phrases.
func bareSingular(sc *scene, s *sentence, i int) (head int, ok bool) {
	if before := s.word(i - 1); before != "" && !closed[before] && sc.english.Mostly(before, nounTags|lexicon.Adjective, 0) && sc.english.Tags(before)&verbTags == 0 {
		return 0, false // in the midst of a phrase
	}
	head = -1
	for k := i; k < i+4; k++ {
		w := s.word(k)
		if w == "" || closed[w] || k > i && !s.at(k).gap || isCapitalised(s.at(k).text) && k > 0 {
			break
		}
		if sc.english.Mostly(w, lexicon.NounSingular, 0) {
			head = k
		} else if !sc.english.Mostly(w, lexicon.Adjective, 0) {
			break
		}
	}
	if head < 0 || sc.english.Tags(s.word(head+1))&lexicon.NounPlural != 0 {
		return 0, false
	}
	noun := s.word(head)
	plural := first(sc.english.Form(noun, lexicon.NounSingular, lexicon.NounPlural))
	return head, plural != "" && !uncountable[noun] && sc.english.Level(plural)+mostRarer >= sc.english.Level(noun)
}

// mostRarer is by how many levels the plural of a noun that can be counted may be rarer than its singular.
const mostRarer = 9

func aOrAn(next token) string {
	if vowel, _ := vowelSound(next); vowel {
		return "an"
	}
	return "a"
}

// smallWords are what most often is missing, besides articles and prepositions.
var smallWords = strings.Fields("is are was be have has that and it they we you not do to will can who there their as if when because been than so would")

// ruleSmallWord offers small words where none stands, and none where one stands.
func ruleSmallWord() *rule {
	return &rule{
		name: "small-word", kind: Word, message: "A small word is missing here, or one too many.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i, t := range s.tokens {
				if t.quoted || t.class != word && t.class != opaque {
					continue
				}
				if i > 0 && t.gap && s.at(i-1).class != other {
					for _, w := range smallWords {
						if t.lower != w && s.word(i-1) != w {
							add(s.insertBefore(i, w, missing(sc, s, i, w)))
						}
					}
				}
				if s.at(i+1).class != word && i == 0 {
					continue
				}
				if auxiliaries[t.lower] || pronouns[t.lower] || conjunctions[t.lower] || determiners[t.lower] && !articles[t.lower] || deletable[t.lower] {
					add(s.remove(i, 0.01))
				}
			}
		},
		flags:  []example{{"She going home.", "She is going home."}, {"There are have many people.", "There are many people."}},
		silent: []string{"She is going home."},
	}
}

// missing is how likely it is beforehand that a small word is missing before the word at index i: an auxiliary is
// where a subject meets an -ing form, a participle or an adjective, "to" where a verb meets another.
func missing(sc *scene, s *sentence, i int, w string) float64 {
	const rarely, often = 0.002, 0.01
	before, here := s.word(i-1), sc.english.Tags(s.word(i))
	switch w {
	case "is", "are", "was", "were", "be", "been", "have", "has", "will", "can":
		subject := subjects[before] || sc.english.Mostly(before, nounTags, 0) || before == "that" || before == "which" || before == "who" || modals[before] || before == "to"
		if subject && here&(lexicon.VerbIng|lexicon.VerbParticiple|lexicon.Adjective) != 0 {
			return often
		}
	case "to":
		if here&lexicon.VerbBase != 0 && sc.english.Tags(before)&(verbTags|lexicon.Adjective) != 0 {
			return often
		}
	case "it", "they", "we", "you":
		if here&verbTags != 0 && (conjunctions[before] || subordinators[before] || before == "") {
			return often
		}
	}
	return rarely
}

var deletable = words("to not very more most so such there it them him also too just as up out of all any some own more much even still been being")

// pronounForms are the cases and kin of pronouns, demonstratives and quantifiers.
var pronounForms = func() map[string][]string {
	forms := make(map[string][]string)
	for _, set := range strings.Split("i me my mine|he him his|she her hers|we us our ours|they them their theirs it|it its they|you your yours|who whom which that whose|this these that those the|other others another|"+
		"some any|much many|each every all|few less little|both all|himself themselves itself herself|them it|him her|his her their its|everyone everybody|someone anyone|something anything|no any|a one|the their|the his|the its|the our|the my", "|") {
		members := strings.Fields(set)
		for _, a := range members {
			for _, b := range members {
				if a != b {
					forms[a] = append(forms[a], b)
				}
			}
		}
	}
	return forms
}()

// rulePronoun offers other cases and kinds of pronouns and determiners.
func rulePronoun() *rule {
	return &rule{
		name: "pronoun", kind: Word, message: "Another pronoun or determiner fits better.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i, t := range s.tokens {
				if t.class != word || t.quoted {
					continue
				}
				for _, w := range pronounForms[t.lower] {
					if w == "i" {
						w = "I"
					}
					if t.text == "I" {
						add(s.replace(i, w, 0.01))
					} else {
						add(s.replace(i, like(t.text, w), 0.01))
					}
				}
			}
		},
		flags:  []example{{"Me went with they.", "I went with they."}},
		silent: []string{"I went with them."},
	}
}

// ruleComma offers commas in and out.
func ruleComma() *rule {
	return &rule{
		name: "comma", kind: Punctuation, message: "The comma is missing, or does not belong here.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i, t := range s.tokens {
				if t.text == "," && !t.quoted {
					add(proposal{start: t.start, end: t.end, prior: 0.01})
				}
				before := s.at(i - 1)
				if i == 0 || t.class != word || before.class != word || t.quoted || !t.gap {
					continue
				}
				prior := 0.003
				switch {
				case i <= 4 && !determiners[before.lower] && !prepositions[before.lower], t.lower == "but" || t.lower == "which" || t.lower == "so":
					prior = 0.02
				case i == 1 && introductory[before.lower]:
					prior = 0.3
				case followsClause(sc, s, i):
					prior = 0.06
				}
				add(proposal{start: before.end, end: before.end, text: ",", prior: prior})
			}
		},
		flags:  []example{{"However we went home.", "However, we went home."}, {"And when the forest burns the wood turns to ashes.", "And when the forest burns, the wood turns to ashes."}},
		silent: []string{"However, we went home.", "He asked me when the next train would leave.", "She sang while the others slept."},
	}
}

var introductory = words("however therefore moreover furthermore nevertheless finally firstly secondly thirdly first second third consequently additionally besides meanwhile hence thus similarly unfortunately fortunately yes no well also nowadays today")

// ruleNearWord offers frequent words one slip away from a known word.
func ruleNearWord() *rule {
	return &rule{
		name: "near-word", kind: Confusion, message: "A similar word may be meant.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i, t := range s.tokens {
				if t.class != word || len(t.text) < 2 || isCapitalised(t.text) && i > 0 || strings.ContainsAny(t.text, "-'’.0123456789") {
					continue
				}
				for _, near := range sc.speller.near(t.lower) {
					if entry, ok := sc.english.Lookup(near); !ok || entry.Dialects&sc.dialect == 0 {
						continue
					}
					add(s.replace(i, like(t.text, near), 0.005))
				}
			}
		},
		flags:  []example{{"We like fish an chips.", "We like fish and chips."}},
		silent: []string{"We like fish and chips."},
	}
}

// ruleOrder offers to swap neighbours that learners put the wrong way round.
func ruleOrder() *rule {
	return &rule{
		name: "word-order", kind: Word, message: "The words usually stand the other way round.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i := 0; i+1 < len(s.tokens); i++ {
				a, b := s.at(i), s.at(i+1)
				if a.class != word || b.class != word || a.quoted || !b.gap || isCapitalised(b.text) {
					continue
				}
				adverb := adverbsBeforeVerb[a.lower] || adverbsBeforeVerb[b.lower] || a.lower == "not" || b.lower == "not"
				verb := auxiliaries[a.lower] || auxiliaries[b.lower] || sc.english.Tags(a.lower)&verbTags != 0 && sc.english.Tags(b.lower)&lexicon.Adverb != 0
				if adverb && verb || auxiliaries[a.lower] && (pronouns[b.lower]) || pronouns[a.lower] && auxiliaries[b.lower] {
					second := a.text
					if second != "I" {
						second = lowerFirst(second)
					}
					add(s.replaceAll(i, i+1, like(a.text, b.text)+" "+second, 0.01))
				}
			}
		},
		flags:  []example{{"I know what is it.", "I know what it is."}},
		silent: []string{"I know what it is."},
	}
}

package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// introductions open a sentence and are set off by a comma, with how likely it is that the comma is
// missing where there is none.
var introductions = map[string]float64{
	"however": 0.9, "therefore": 0.85, "moreover": 0.95, "furthermore": 0.95, "nevertheless": 0.9, "nonetheless": 0.9, "consequently": 0.9,
	"for example": 0.93, "for instance": 0.93, "in addition": 0.92, "in conclusion": 0.95, "in my opinion": 0.92, "in my view": 0.9,
	"on the other hand": 0.93, "on the one hand": 0.85, "on the contrary": 0.93, "as a result": 0.9, "first of all": 0.93, "in other words": 0.92,
	"in fact": 0.85, "of course": 0.65, "finally": 0.75, "firstly": 0.9, "secondly": 0.9, "thirdly": 0.9, "lastly": 0.88, "nowadays": 0.85,
	"additionally": 0.9, "unfortunately": 0.88, "fortunately": 0.88, "meanwhile": 0.8, "for this reason": 0.85, "for these reasons": 0.88,
	"to sum up": 0.92, "in summary": 0.93, "in short": 0.9, "in general": 0.85, "in contrast": 0.9, "to conclude": 0.92, "all in all": 0.92,
	"besides": 0.75, "as we know": 0.85, "as we all know": 0.88, "to begin with": 0.9, "at the same time": 0.72, "in this case": 0.72, "in the past": 0.6,
	"these days": 0.7, "similarly": 0.85, "likewise": 0.88, "instead": 0.7, "otherwise": 0.8, "hence": 0.5, "thus": 0.45, "today": 0.45, "personally": 0.85,
	"generally": 0.6, "usually": 0.4, "sometimes": 0.4, "in the future": 0.65, "in my country": 0.75, "in today's world": 0.88, "yes": 0.85, "well": 0.6, "also": 0.4,
	"second": 0.6, "third": 0.6, "first": 0.4, "then again": 0.7, "in reality": 0.85, "as for me": 0.9, "after all": 0.75, "in the end": 0.7, "eventually": 0.5,
	"obviously": 0.75, "basically": 0.75, "honestly": 0.8, "actually": 0.7, "indeed": 0.72, "that is": 0.5, "in particular": 0.85, "by the way": 0.93, "to be honest": 0.93,
}

// ruleIntroComma sets a comma behind what introduces a sentence.
func ruleIntroComma() *rule {
	return &rule{
		name: "introductory-comma", kind: Punctuation, message: "A comma sets off what introduces the sentence.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if s.tokens[0].class != word || !s.first && !isCapitalised(s.tokens[0].text) {
				return
			}
			prior, last, from := 0.0, -1, 0
			if w := s.word(0); w == "but" || w == "and" || w == "so" {
				from = 1 // "But on the other hand"
			}
			for n, text := from, ""; n < from+5 && s.word(n) != ""; n++ {
				if n > from {
					text += " "
				}
				text += s.word(n)
				if p, ok := introductions[text]; ok {
					prior, last = p, n
				}
			}
			if last < 0 || !s.at(last+1).gap || !opensClause(sc, s, last+1) || prior < patternPrior && !sc.wide {
				return
			}
			at := s.at(last).end
			add(proposal{start: at, end: at, text: ",", prior: prior})
		},
		flags:  []example{{"However they came home.", "However, they came home."}, {"For example people drive cars.", "For example, people drive cars."}, {"In my opinion the plan is good.", "In my opinion, the plan is good."}},
		silent: []string{"However hard they try, it fails.", "However, they came.", "Finally came the rain.", "For example of this see below.", "Besides him nobody came."},
	}
}

// opensClause tells whether the word at index i can only begin a clause: a subject, or what stands before
// one.
func opensClause(sc *scene, s *sentence, i int) bool {
	w := s.word(i)
	switch {
	case w == "":
		return false
	case subjects[w]:
		return true
	case (determiners[w] || w == "many" || w == "several" || w == "one" || subordinators[w]) && s.word(i+1) != "":
		return true
	}
	// A plural noun before a verb: "people drive".
	return isPlural(sc, w) && sc.english.Tags(s.word(i+1))&(verbTags|lexicon.Adverb) != 0 || w == "people"
}

var subjects = words("i you he she it we they there i'm you're he's she's it's we're they're i've we've they've i'd we'd they'd everyone everybody someone somebody nobody something everything nothing")

// subordinators open a clause that is set off by a comma where it comes first.
var subordinators = words("if when because although though while since unless whenever after before as once until whereas")

// ruleClauseComma sets a comma between a clause that comes first and the main one.
func ruleClauseComma() *rule {
	return &rule{
		name: "clause-comma", kind: Punctuation, message: "A comma stands between the clauses.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !subordinators[s.word(0)] && !(s.word(0) == "even" && (s.word(1) == "if" || s.word(1) == "though")) {
				return
			}
			verb := false
			for i := 2; i < len(s.tokens); i++ {
				t := s.tokens[i]
				if t.class == mark || t.quoted || t.class == other {
					return
				}
				// The next subject with its own verb, behind a first clause that had one.
				if verb && i >= 4 && mayEndClause(sc, s.word(i-1)) {
					prior := 0.0
					switch {
					case mainSubjects[t.lower] && finite(sc, s.word(i+1)):
						prior = 0.72
					case (articles[t.lower] || possessives[t.lower]) && sc.english.Mostly(s.word(i-1), nounTags, 0) && auxiliaries[s.word(i+2)]:
						prior = 0.7
					}
					if prior > 0 {
						at := s.at(i - 1).end
						add(proposal{start: at, end: at, text: ",", prior: prior})
						return
					}
				}
				if finite(sc, t.lower) || mainSubjects[s.word(i-1)] && sc.english.Tags(t.lower)&lexicon.Verb != 0 {
					verb = true
				}
			}
		},
		flags:  []example{{"If it rains tomorrow we will stay home.", "If it rains tomorrow, we will stay home."}, {"When I came home she was asleep.", "When I came home, she was asleep."}},
		silent: []string{"If I knew what he wanted, I would go.", "Before long he was gone.", "As soon as he came, we left.", "When he thinks we left, he goes.", "After he said he was ill, we went."},
	}
}

// followsClause tells whether the token at index i may open the main clause behind one that a subordinator
// opened, with no mark between: "when we talk about it [we see]".
func followsClause(sc *scene, s *sentence, i int) bool {
	const shortest = 3 // words of the first clause
	if !opensClause(sc, s, i) || subordinators[s.word(i)] || !mayEndClause(sc, s.word(i-1)) {
		return false
	}
	verb, subordinate := false, -1
	for k := i - 1; k >= 0 && s.at(k).class == word; k-- {
		w := s.word(k)
		switch {
		case subordinate < 0 && subordinators[w]:
			if !verb || i-k < shortest {
				return false
			}
			subordinate, verb = k, false
		case finite(sc, w):
			verb = true
		}
	}
	return subordinate >= 0 && !verb // else the main clause stands before it
}

var mainSubjects = words("i he she we they there it you")

// finite tells whether a word can be a finite verb behind a subject.
func finite(sc *scene, w string) bool {
	return w != "" && (auxiliaries[w] && w != "be" && w != "been" && w != "being" && w != "having" ||
		!closed[w] && sc.english.Tags(w)&(lexicon.VerbPast|lexicon.VerbThird|lexicon.VerbBase) != 0 && sc.english.Mostly(w, verbTags, 0))
}

// mayEndClause tells whether a clause can end with a word before which no object clause is open: not a
// verb of saying or thinking, no preposition, no conjunction.
func mayEndClause(sc *scene, w string) bool {
	if w == "" || closed[w] && !strings.Contains(" here there now again too it them him me us you ", " "+w+" ") {
		return false
	}
	if clauseVerbs[first(sc.english.Form(w, verbTags, lexicon.VerbBase))] {
		return false
	}
	return !subordinators[w] && !prepositions[w] && !conjunctions[w]
}

// clauseVerbs take a clause as their object without "that".
var clauseVerbs = words("say think know believe feel see hear tell find hope wish suppose guess mean understand realize realise remember forget notice show want need like expect imagine fear learn")

// ruleCoordinateComma sets a comma before "but" and "so" where they join two clauses.
func ruleCoordinateComma() *rule {
	return &rule{
		name: "conjunction-comma", kind: Punctuation, message: "A comma stands before the conjunction that joins two clauses.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			verb := false
			for i := 1; i+2 < len(s.tokens); i++ {
				t := s.tokens[i]
				if t.quoted {
					return
				}
				if t.class == mark {
					verb = false
				}
				if i >= 1 && finite(sc, t.lower) {
					verb = true
				}
				if s.at(i-1).class != word || !verb || i < 4 || conjunctions[s.word(i-1)] || s.word(i-1) == "not" {
					continue
				}
				next := s.word(i + 1)
				joins := mainSubjects[next] && finite(sc, s.word(i+2))
				prior := 0.0
				switch {
				case t.lower == "but" && joins:
					prior = 0.8
				case t.lower == "but" && (determiners[next] || next == "when" || next == "if"):
					prior = 0.62
				case t.lower == "but" && i >= 6 && (next == "even" || next == "right" || next == "in" || next == "for" || next == "at" || next == "on"):
					prior = 0.62
				case t.lower == "so" && joins && !clauseVerbs[first(sc.english.Form(s.word(i-1), verbTags, lexicon.VerbBase))]:
					prior = 0.62
				case t.lower == "and" && joins && i >= 6:
					prior = 0.45
				default:
					continue
				}
				at := s.at(i - 1).end
				add(proposal{start: at, end: at, text: ",", prior: prior})
			}
		},
		flags:  []example{{"We wanted to go there but it was late.", "We wanted to go there, but it was late."}},
		silent: []string{"He was poor but honest.", "We had nothing but the rain.", "They did not think so he said.", "We wanted to go there, but it was late."},
	}
}

// rulePhraseComma sets a comma behind a phrase with a preposition that opens a sentence, before its subject.
func rulePhraseComma() *rule {
	return &rule{
		name: "phrase-comma", kind: Punctuation, message: "A comma sets off the phrase that opens the sentence.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			const longest = 8 // words of such a phrase
			if !openingPrepositions[s.word(0)] {
				return
			}
			for i := 1; i <= longest && i+1 < len(s.tokens); i++ {
				t := s.tokens[i]
				if t.class != word || t.quoted || auxiliaries[t.lower] || conjunctions[t.lower] && t.lower != "and" {
					return
				}
				if i < 2 || !mainSubjects[t.lower] || !finite(sc, s.word(i+1)) {
					continue
				}
				if mainSubjects[s.word(i+2)] && finite(sc, s.word(i+3)) {
					return // "the people we met": a relative clause
				}
				before := s.word(i - 1)
				if closed[before] && before != "this" && before != "that" || !closed[before] && sc.english.Tags(before)&nounTags == 0 {
					return
				}
				prior := 0.66
				if i >= 4 {
					prior = 0.74
				}
				at := s.at(i - 1).end
				add(proposal{start: at, end: at, text: ",", prior: prior})
				return
			}
		},
		flags:  []example{{"In a market economy they must reflect the cost.", "In a market economy, they must reflect the cost."}, {"Without facts there will be no ideas.", "Without facts, there will be no ideas."}},
		silent: []string{"In what he said there was truth.", "With her he was happy.", "For the people we met it was late.", "To know it is good."},
	}
}

var openingPrepositions = words("in on at by for from without with after before during as like among despite since under through throughout")

// ruleEspecially sets a comma before "especially" behind a noun.
func ruleEspecially() *rule {
	return &rule{
		name: "especially-comma", kind: Punctuation, message: "A comma stands before “especially”.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 3; i+1 < len(s.tokens); i++ {
				if w := s.word(i); w != "especially" && w != "particularly" || s.at(i).quoted {
					continue
				}
				next := s.word(i + 1)
				if before := s.word(i - 1); before == "" || closed[before] || !sc.english.Mostly(before, nounTags, 0) || !prepositions[next] && !subordinators[next] {
					continue
				}
				at := s.at(i - 1).end
				add(proposal{start: at, end: at, text: ",", prior: 0.78})
			}
		},
		flags:  []example{{"People buy many cars especially in the cities.", "People buy many cars, especially in the cities."}},
		silent: []string{"People buy many cars, especially in the cities.", "This is especially true in winter.", "He is a man especially dear to us."},
	}
}

package proof

import (
	"inkling/assist/proof/lexicon"
)

// Shorthand for the lexicon's tags.
const (
	verbTags = lexicon.Verb
	nounTags = lexicon.Noun
)

// The closed classes of English.
var (
	auxiliaries = words(`am is are was were be been being have has had do does did will would can could may might shall
		should must isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't won't wouldn't can't cannot couldn't
		mustn't shouldn't`)
	modals        = words("will would can could may might shall should must won't wouldn't can't cannot couldn't mustn't shouldn't ll 'll")
	pronouns      = words("i you he she it we they who")
	thirdPersons  = words("he she it")
	otherPersons  = words("i you we they")
	articles      = words("a an the")
	possessives   = words("my your his her its our their")
	demonstrative = words("this that these those")
	determiners   = words("a an the my your his her its our their this that these those some any each every no another either neither")
	prepositions  = words(`of in to for on at with from by about into through during over after before between under against
		without within among upon as towards toward since until like across behind beside besides beyond despite except inside
		outside near off onto out per than via along around above below beneath throughout`)
	conjunctions = words("and or but so because if although though while when that than nor yet unless whereas")
	questions    = words("what which who whom whose where when why how")
	negations    = words("not n't never no")
	plurals      = words("these those many several few both various numerous")
	singulars    = words("a an this that each every another one either neither")
)

// closed are all words of the closed classes: no nouns, whatever else the dictionary lists.
var closed = func() list {
	all := words("there here then so as too very not also just only even now well up down out off away back again more most much many such same own less least other else")
	for _, l := range []list{auxiliaries, modals, pronouns, determiners, prepositions, conjunctions, questions, negations, plurals, numerals} {
		for w := range l {
			all[w] = true
		}
	}
	return all
}()

// isSingular tells whether a word is a singular noun and hardly ever a plural.
func isSingular(sc *scene, w string) bool {
	return w != "people" && !closed[w] && sc.english.Weight(w, lexicon.NounSingular) > sc.english.Weight(w, lexicon.NounPlural)+2
}

// isPlural tells whether a word is a plural noun and hardly ever a singular.
func isPlural(sc *scene, w string) bool {
	return w == "people" || !closed[w] && sc.english.Weight(w, lexicon.NounPlural) > sc.english.Weight(w, lexicon.NounSingular)+2
}

// first returns the first of a list, or "".
func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

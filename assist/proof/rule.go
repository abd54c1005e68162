package proof

import (
	"inkling/assist/proof/lexicon"
)

// rule proposes edits of one sort. Its examples are its specification: the tests run them.
type rule struct {
	name    string
	kind    Kind
	message string
	// certain rules are right without a judge, which then isn't asked.
	certain bool
	// spoken rules also apply inside quotation marks, where the wording is the speaker's own.
	spoken bool
	check  func(*scene, *sentence, func(proposal))
	// flags are texts in which the rule must propose, with the text that results.
	flags []example
	// flagsIn is the dialect that flags are in, where they aren't in either.
	flagsIn Language
	// silent are texts in which Rules must find nothing.
	silent []string
}

// example is a text with a slip and the text without it.
type example struct{ text, fixed string }

// proposal is one edit that a rule thinks of.
type proposal struct {
	start, end int    // bytes in the paragraph
	text       string // what would stand there
	rule       *rule
	op         string // see op
	// prior is the probability, 0 to 1, that the edit is right, as far as the rule alone can tell.
	prior float64
	// message replaces the rule's own where it is not empty.
	message string
	// traits tell more of a Chinese character in another's place; nil for any other edit.
	traits *traits
}

// scene is what rules know besides the sentence.
type scene struct {
	english *lexicon.English
	speller *speller
	chinese *lexicon.Chinese // nil where the text is not Chinese
	// alike weighs Chinese characters in others' places.
	alike   *chineseWeights
	dialect lexicon.Dialect // the dialect to suggest in
	// dialectSet tells whether the writer has named it.
	dialectSet bool
	// trusted tells whether a word is the writer's own.
	trusted func(string) bool
	// found is what may be meant in the sentence that was looked at last, see replacements.
	found struct {
		in   *sentence
		list []runReplacement
	}
	// wide lets the rules speak that are of use only to a judge.
	wide bool
}

// replace proposes text for the token at index i.
func (s *sentence) replace(i int, text string, prior float64) proposal {
	t := s.tokens[i]
	return proposal{start: t.start, end: t.end, text: text, prior: prior}
}

// replaceAll proposes text for the tokens from index i to j, both included.
func (s *sentence) replaceAll(i, j int, text string, prior float64) proposal {
	return proposal{start: s.tokens[i].start, end: s.tokens[j].end, text: text, prior: prior}
}

// insertBefore proposes a word before the token at index i, whose capital it takes over where the
// sentence begins.
func (s *sentence) insertBefore(i int, text string, prior float64) proposal {
	t := s.tokens[i]
	if i == 0 && isCapitalised(t.text) && t.text != "I" {
		return proposal{start: t.start, end: t.end, text: capitalised(text) + " " + lowerFirst(t.text), prior: prior}
	}
	return proposal{start: t.start, end: t.start, text: text + " ", prior: prior}
}

// remove proposes to leave out the token at index i with the blank before or after it.
func (s *sentence) remove(i int, prior float64) proposal {
	t := s.tokens[i]
	if i+1 < len(s.tokens) && s.tokens[i+1].gap {
		next := s.tokens[i+1]
		if i == 0 && isCapitalised(t.text) {
			return proposal{start: t.start, end: next.end, text: capitalised(next.text), prior: prior}
		}
		return proposal{start: t.start, end: next.start, prior: prior}
	}
	if i > 0 && t.gap {
		return proposal{start: s.tokens[i-1].end, end: t.end, prior: prior}
	}
	return proposal{start: t.start, end: t.end, prior: prior}
}

package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// The rules of this file and of the other propose_ files speak only where a judge listens: they offer
// what learners and typists mix up, right or wrong, and leave it to the model to say which it is.

// ruleVerbForms offers the other forms of every verb.
func ruleVerbForms() *rule {
	return &rule{
		name: "verb-form", kind: VerbForm, message: "Another form of the verb fits better.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for i, t := range s.tokens {
				if t.class != word || t.quoted || isCapitalised(t.text) && i > 0 {
					continue
				}
				verb := t.lower
				if forms, ok := auxiliaryForms[verb]; ok {
					for _, w := range forms {
						add(s.replace(i, like(t.text, w), 0.02))
					}
				}
				if sc.english.Weight(verb, verbTags) < 1 && !sc.english.Mostly(verb, verbTags, 0) {
					continue
				}
				base := first(sc.english.Form(verb, verbTags, lexicon.VerbBase))
				for _, w := range sc.english.Form(verb, verbTags, verbTags) {
					if w != verb {
						add(s.replace(i, like(t.text, w), 0.03))
					}
				}
				if base == "" || auxiliaries[verb] || sc.english.Weight(verb, verbTags) < 2 {
					continue
				}
				if s.word(i-1) == "to" && verb == base {
					if ing := first(sc.english.Form(base, lexicon.VerbBase, lexicon.VerbIng)); ing != "" {
						add(s.replaceAll(i-1, i, like(s.at(i-1).text, ing), 0.01))
					}
				}
				for _, w := range sc.phrases(verb, base) {
					add(s.replace(i, like(t.text, w), 0.002))
				}
			}
		},
		flags:  []example{{"Yesterday he walk home.", "Yesterday he walked home."}, {"I enjoy swim.", "I enjoy swimming."}},
		silent: []string{"Yesterday he walked home."},
	}
}

// phrases lists a verb with one auxiliary or "to" before it.
func (sc *scene) phrases(verb, base string) []string {
	ing := first(sc.english.Form(base, lexicon.VerbBase, lexicon.VerbIng))
	part := first(sc.english.Form(base, lexicon.VerbBase, lexicon.VerbParticiple))
	var out []string
	for _, head := range []string{"to ", "will ", "can ", "would "} {
		out = append(out, head+base)
	}
	if part != "" {
		out = append(out, "is "+part, "are "+part, "was "+part, "were "+part, "be "+part, "been "+part, "have "+part, "has "+part, "had "+part)
	}
	if ing != "" {
		out = append(out, "is "+ing, "are "+ing, "was "+ing, "of "+ing, "for "+ing)
	}
	return out
}

var auxiliaryForms = map[string][]string{
	"am": {"is", "are", "was"}, "is": {"are", "was", "be", "has", "were", "am"}, "are": {"is", "were", "was", "be", "have"}, "was": {"were", "is", "had", "are"}, "were": {"was", "are", "is", "had", "be"},
	"be": {"is", "are", "been", "being", "was"}, "been": {"be", "being"}, "being": {"be", "been"}, "has": {"have", "had", "is"}, "have": {"has", "had", "are"}, "had": {"have", "has", "was"},
	"do": {"does", "did"}, "does": {"do", "did", "is"}, "did": {"do", "does"}, "will": {"would"}, "would": {"will"}, "can": {"could", "can be"}, "could": {"can"},
	"don't": {"doesn't", "didn't"}, "doesn't": {"don't", "didn't"}, "didn't": {"don't", "doesn't"}, "isn't": {"aren't", "wasn't"}, "aren't": {"isn't"}, "wasn't": {"weren't"}, "weren't": {"wasn't"},
	"hasn't": {"haven't"}, "haven't": {"hasn't"}, "may": {"might"}, "must": {"had to"}, "should": {"would"}, "shall": {"will"},
}

// ruleNounForms offers the other number of every noun, and its possessive.
func ruleNounForms() *rule {
	return &rule{
		name: "noun-number", kind: Noun, message: "The other number of the noun fits better.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			bare := make(map[int]bool)
			for i := range s.tokens {
				if s.word(i) == "" || !takesArticle(sc, s, i) {
					continue
				}
				if head, ok := bareSingular(sc, s, i); ok {
					bare[head] = true
				}
			}
			for i, t := range s.tokens {
				if t.class != word || t.quoted || isCapitalised(t.text) && i > 0 || auxiliaries[t.lower] || prepositions[t.lower] || pronouns[t.lower] || determiners[t.lower] {
					continue
				}
				prior := 0.015
				if bare[i] {
					prior = 0.05
				}
				for _, w := range sc.english.Form(t.lower, lexicon.NounSingular, lexicon.NounPlural) {
					if w == t.lower+"s" && strings.HasSuffix(t.lower, "s") {
						continue // "discuss" is no plural of "discus"
					}
					add(s.replace(i, like(t.text, w), prior))
				}
				if sc.english.Tags(t.lower)&lexicon.NounPlural == 0 {
					continue
				}
				for _, w := range sc.english.Form(t.lower, lexicon.NounPlural, lexicon.NounSingular) {
					add(s.replace(i, like(t.text, w), 0.02))
					if next := s.at(i + 1); next.class == word && sc.english.Tags(next.lower)&(nounTags|lexicon.Adjective) != 0 && !prepositions[next.lower] {
						add(s.replace(i, like(t.text, w+"'s"), 0.01))
						add(s.replace(i, t.text+"'", 0.01))
					}
				}
			}
		},
		flags:  []example{{"I have two good friend here.", "I have two good friends here."}, {"My brothers house is big.", "My brother's house is big."}},
		silent: []string{"I have two good friends here."},
	}
}

// ruleAdjectiveForms offers the adverb for the adjective and the other way, and other degrees.
func ruleAdjectiveForms() *rule {
	return &rule{
		name: "adjective-form", kind: Word, message: "Another form of the word fits better.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			const all = lexicon.AnyAdjective | lexicon.Adverb
			for i, t := range s.tokens {
				if t.class != word || t.quoted || isCapitalised(t.text) && i > 0 || prepositions[t.lower] || determiners[t.lower] || sc.english.Tags(t.lower)&all == 0 {
					continue
				}
				for _, w := range sc.english.Form(t.lower, all, all) {
					if w != t.lower {
						add(s.replace(i, like(t.text, w), 0.015))
					}
				}
				before := s.word(i - 1)
				if sc.english.Tags(t.lower)&lexicon.Adjective == 0 || before == "more" || before == "most" {
					continue
				}
				if before == "much" || s.word(i+1) == "than" {
					add(s.replace(i, "more "+t.text, 0.05))
				}
			}
			for i := 0; i+1 < len(s.tokens); i++ {
				if s.word(i) == "more" || s.word(i) == "most" {
					want := lexicon.Comparative
					if s.word(i) == "most" {
						want = lexicon.Superlative
					}
					if w := first(sc.english.Form(s.word(i+1), lexicon.Adjective, want)); w != "" {
						add(s.replaceAll(i, i+1, like(s.at(i).text, w), 0.2))
					}
				}
			}
		},
		flags:  []example{{"He drives very careful.", "He drives very carefully."}, {"This is more easy.", "This is easier."}},
		silent: []string{"He drives very carefully."},
	}
}

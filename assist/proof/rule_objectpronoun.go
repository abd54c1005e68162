package proof

import "inkling/assist/proof/lexicon"

var objectCase = map[string]string{"they": "them", "he": "him", "we": "us", "i": "me"}

// objectVerbs take a person as their object, not a clause.
var objectVerbs = words("help let make give teach ask allow force encourage enable want need tell show bring take send put meet love like hate follow join")

// ruleObjectPronoun puts the object form behind a verb that takes a person, and behind a preposition.
func ruleObjectPronoun() *rule {
	return &rule{
		name: "object-pronoun", kind: Word, message: "Behind a verb or preposition the object form stands.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i < len(s.tokens); i++ {
				t := s.tokens[i]
				object, ok := objectCase[t.lower]
				next := s.word(i + 1)
				if !ok || t.quoted || t.class != word || next != "" && next != "to" && next != "with" && next != "from" && next != "in" && next != "a" && next != "the" && next != "understand" && next != "feel" {
					continue
				}
				before := s.word(i - 1)
				base := first(sc.english.Form(before, verbTags, lexicon.VerbBase))
				switch {
				case objectVerbs[base] && next != "" && s.at(i+1).gap:
					add(s.replace(i, like(t.text, object), 0.85))
				case (before == "with" || before == "for" || before == "from" || before == "to" || before == "of") && next == "" && s.at(i+1).text == ".":
					add(s.replace(i, object, 0.85))
				}
			}
		},
		flags:  []example{{"It helps they to understand.", "It helps them to understand."}, {"I went with he.", "I went with him."}},
		silent: []string{"It helps them to understand.", "What I want they have.", "The man I like he hates.", "I think he is here.", "We gave in; he left."},
	}
}

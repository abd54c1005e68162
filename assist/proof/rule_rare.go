package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// ruleRare finds rare words that are a slip away from a far commoner one: the dictionary knows them, but
// the writer most likely meant the other.
func ruleRare() *rule {
	return &rule{
		name: "rare-word", kind: Spelling, message: "This is a rare word; a common one is spelled almost alike.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != word || len(t.text) < 4 || isCapitalised(t.text) && len(s.tokens) > 1 || strings.ContainsAny(t.text, "-'’.0123456789") || sc.trusted != nil && sc.trusted(t.text) || modernWords[t.lower] {
					continue
				}
				entry, ok := sc.english.Lookup(t.lower)
				alone := len(s.tokens) == 1
				if !ok || (entry.Tier < 7 || entry.Level > 24) && !alone {
					continue
				}
				for k, sug := range sc.speller.suggest(t.text, sc.dialect) {
					prior, ok := rarePrior(sc, entry, t.lower, sug)
					if k > 2 || !ok {
						continue
					}
					switch {
					case alone && entry.Tier >= 7:
						prior = 0.75
					case alone:
						prior = 0.45 // a word that many know, but why would it be asked about?
					}
					if prior >= 0.3 || sc.wide {
						add(s.replace(i, sug.Word, prior))
					}
				}
			}
		},
		flags:  []example{{"Look at the calender.", "Look at the calendar."}, {"He was resistent to it.", "He was resistant to it."}, {"planed", "planned"}, {"millepede", "millipede"}},
		silent: []string{"Look at the calendar.", "The abbess and the palfrey.", "Dial", "He planed the board."},
	}
}

// rarePrior is how likely a suggestion is meant for a listed rare word.
func rarePrior(sc *scene, rare lexicon.Entry, w string, sug lexicon.Suggestion) (float64, bool) {
	common, ok := sc.english.Find(sug.Word)
	margin := 15
	if rare.Tier >= 8 {
		margin = 3 // a variant that few accept
	}
	if !ok || strings.Contains(sug.Word, " ") || common.Tier > 5 && common.Tier >= rare.Tier || common.Level < rare.Level+margin || isCapitalised(sug.Word) {
		return 0, false
	}
	// Forms of the same word are not slips of one another.
	if strings.HasPrefix(w, sug.Word) && len(w) > len(sug.Word)+1 || sug.Word+"s" == w || sug.Word == w+"s" {
		return 0, false
	}
	switch {
	case sug.Cost < -2.3:
		return 0.5, true
	case sug.Cost < -0.3:
		return 0.3, true
	case sug.Cost < 2.7:
		return 0.08, true
	case rare.Tier >= 8 && sug.Cost < 4.8:
		return 0.02, true
	}
	return 0, false
}

package proof

import "inkling/assist/proof/lexicon"

// ruleLotsPlural puts nouns that are counted into the plural behind "a lot of" and its like.
func ruleLotsPlural() *rule {
	return &rule{
		name: "lots-plural", kind: Noun, message: "Behind this word for an amount, a noun that is counted stands in the plural.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 2; i < len(s.tokens); i++ {
				if s.word(i-1) != "of" || s.at(i).quoted || isCapitalised(s.at(i).text) {
					continue
				}
				switch s.word(i - 2) {
				case "lot":
					if s.word(i-3) != "a" && s.word(i-3) != "" && articles[s.word(i-3)] {
						continue
					}
				case "lots", "number", "variety", "kinds", "types", "sorts", "hundreds", "thousands", "millions", "couple":
				default:
					continue
				}
				k := i
				if sc.english.Mostly(s.word(k), lexicon.Adjective, 1) && !closed[s.word(k+1)] && s.word(k+1) != "" {
					k++
				}
				noun, next := s.word(k), s.word(k+1)
				plural := first(sc.english.Form(noun, lexicon.NounSingular, lexicon.NounPlural))
				if plural == "" || plural == noun || !isSingular(sc, noun) || !sc.english.Mostly(noun, lexicon.NounSingular, 1) || uncountable[noun] || collective[noun] || massNouns[noun] || next != "" && !closed[next] {
					continue
				}
				if sc.english.Level(plural)+2 < sc.english.Level(noun) {
					continue // the singular is what is used: rice, sand
				}
				add(s.replace(k, plural, 0.8))
			}
		},
		flags:  []example{{"A lot of scientist who know it agree.", "A lot of scientists who know it agree."}, {"I had lots of problem with it.", "I had lots of problems with it."}},
		silent: []string{"A lot of money was spent.", "Lots of time and work.", "A lot of problems came.", "A lot of work to do.", "The number of the house."},
	}
}

// massNouns are uncountable in the sense in which they mostly follow "a lot of", though their plural is
// common.
var massNouns = words("time work food water effort experience energy paper light space room business interest pain power pressure thought fish fruit change noise value land use love trouble care support attention damage debate discussion pleasure history sense doubt detail data talk travel study exercise practice")

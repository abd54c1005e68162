package proof

// apostrophes are short forms written without their apostrophe that are no words themselves.
var apostrophes = map[string]string{
	"dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "wasnt": "wasn't", "werent": "weren't",
	"arent": "aren't", "havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't", "couldnt": "couldn't",
	"wouldnt": "wouldn't", "shouldnt": "shouldn't", "mustnt": "mustn't", "aint": "ain't", "im": "I'm", "ive": "I've",
	"youre": "you're", "youve": "you've", "youll": "you'll", "youd": "you'd", "theyre": "they're", "theyve": "they've",
	"theyll": "they'll", "theyd": "they'd", "weve": "we've", "hes": "he's", "shes": "she's", "thats": "that's",
	"whats": "what's", "theres": "there's", "heres": "here's", "wheres": "where's", "whos": "who's", "itll": "it'll",
	"thatll": "that'll", "couldve": "could've", "wouldve": "would've", "shouldve": "should've", "mightve": "might've",
	"cant": "can't", "wont": "won't", "do'nt": "don't", "did'nt": "didn't", "does'nt": "doesn't", "is'nt": "isn't",
	"ca'nt": "can't", "could'nt": "couldn't", "would'nt": "wouldn't", "should'nt": "shouldn't", "was'nt": "wasn't",
	"has'nt": "hasn't", "have'nt": "haven't", "are'nt": "aren't", "were'nt": "weren't", "wo'nt": "won't", "lets": "let's",
	"o'clock": "o'clock", "oclock": "o'clock", "yall": "y'all", "womens": "women's", "mens": "men's", "childrens": "children's",
}

// ruleApostrophe puts the apostrophe into short forms.
func ruleApostrophe() *rule {
	return &rule{
		name: "missing-apostrophe", kind: Spelling, message: "This short form is written with an apostrophe.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				full, ok := apostrophes[t.lower]
				if !ok || t.class != word || full == t.lower || isUpper(t.text) {
					continue
				}
				prior := 0.95
				switch t.lower {
				case "lets": // "lets" is also a verb: "she lets him"
					prior = 0.3
					if i == 0 || s.at(i-1).class == mark {
						prior = 0.85
					}
				case "wont", "cant": // rare words: "as was his wont", "thieves' cant"
					if before := s.word(i - 1); before == "his" || before == "her" || before == "their" || before == "my" || before == "the" || before == "is" || before == "was" || before == "were" {
						continue
					}
				case "mens", "hes", "im", "ive":
					prior = 0.85
				}
				add(s.replace(i, like(t.text, full), prior))
			}
		},
		flags: []example{
			{"I dont know.", "I don't know."},
			{"Thats what he said, isnt it?", "That's what he said, isnt it?"},
			{"They did'nt come.", "They didn't come."},
		},
		silent: []string{"She lets him go.", "It was his wont to rise early.", "I don't know."},
	}
}

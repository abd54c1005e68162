package proof

// doubles are words that may well stand twice in a row.
var doubles = words(`had that very so really no yes ha bye knock tut hear there now well long far many much on in is do
	blah chop hush boo tick tock ding dong bang pom cha go walla aye yeah oh ah la ho he hee hey never please sorry wait
	more again out over up down round right night win come poor dear my pretty big little good bad big hot old too her you it
	duran baden pago bora york new zsa sing sirhan`)

// ruleDoubled finds a word written twice.
func ruleDoubled() *rule {
	return &rule{
		name: "doubled-word", kind: Repetition, message: "The word stands twice.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i < len(s.tokens); i++ {
				t, before := s.tokens[i], s.tokens[i-1]
				if t.class != word || before.class != word || t.lower != before.lower || !t.gap || len(t.text) < 2 && t.lower != "a" && t.lower != "i" {
					continue
				}
				prior := 0.95
				switch {
				case isCapitalised(t.text) && isCapitalised(before.text) && !isUpper(t.text), t.quoted != before.quoted:
					continue
				case t.text != before.text && i > 1, isUpper(t.text) && len(t.text) > 1:
					prior = 0.6
				case doubles[t.lower]:
					prior = 0.25
				}
				p := s.remove(i-1, prior)
				p.start, p.end, p.text = before.start, t.end, before.text
				add(p)
			}
		},
		flags: []example{
			{"We sat in the the garden.", "We sat in the garden."},
			{"The the garden is big.", "The garden is big."},
			{"A drawing of a a lighthouse hangs there.", "A drawing of a lighthouse hangs there."},
			{"He went to to town.", "He went to town."},
		},
		silent: []string{"He had had enough.", "I know that that is so.", "No, no, very very nice.", "Duran Duran played in New York.", "Bora Bora is far."},
	}
}

package proof

import "strings"

// redundant lists wordings that say a thing twice, and phrases that are usually meant otherwise.
var redundant = []struct {
	wrong, right string
	prior        float64
}{
	{"return back", "return", 0.75}, {"returned back", "returned", 0.75}, {"repeat again", "repeat", 0.7}, {"revert back", "revert", 0.75},
	{"discuss about", "discuss", 0.88}, {"discussed about", "discussed", 0.88}, {"discussing about", "discussing", 0.88}, {"mention about", "mention", 0.85}, {"emphasize on", "emphasize", 0.8},
	{"in the other hand", "on the other hand", 0.93}, {"on the contrast", "in contrast", 0.8}, {"in my point of view", "from my point of view", 0.85},
	{"according with", "according to", 0.85}, {"different than", "different from", 0.3}, {"despite of", "despite", 0.95}, {"inspite of", "in spite of", 0.95},
	{"married with", "married to", 0.6}, {"depend of", "depend on", 0.93}, {"depends of", "depends on", 0.93}, {"depending of", "depending on", 0.93}, {"consist on", "consist of", 0.8}, {"consists on", "consists of", 0.8},
	{"interested on", "interested in", 0.93}, {"interested about", "interested in", 0.85}, {"good in", "good at", 0.1}, {"succeed on", "succeed in", 0.6},
	{"for example of", "for example", 0.3}, {"as the same as", "the same as", 0.8}, {"must to", "must", 0.85}, {"should to", "should", 0.85}, {"can to", "can", 0.6}, {"could to", "could", 0.6},
	{"in despite of", "in spite of", 0.9}, {"most of people", "most people", 0.93}, {"most of students", "most students", 0.9}, {"one of the most important thing", "one of the most important things", 0.95},
	{"free gift", "gift", 0.3}, {"past history", "history", 0.4}, {"close proximity", "proximity", 0.3}, {"each and every", "every", 0.3}, {"irregardless", "regardless", 0.85},
	{"for all intensive purposes", "for all intents and purposes", 0.97}, {"nip it in the butt", "nip it in the bud", 0.95}, {"statue of limitations", "statute of limitations", 0.93},
	{"one in the same", "one and the same", 0.9}, {"case and point", "case in point", 0.85}, {"deep seeded", "deep-seated", 0.85}, {"escape goat", "scapegoat", 0.95}, {"hunger pains", "hunger pangs", 0.5},
	{"could care less", "couldn't care less", 0.5}, {"peak my interest", "pique my interest", 0.93}, {"baited breath", "bated breath", 0.9}, {"wet your appetite", "whet your appetite", 0.93}, {"sneak peak", "sneak peek", 0.95},
	{"per say", "per se", 0.93}, {"first come first serve", "first come, first served", 0.7}, {"on accident", "by accident", 0.6}, {"the reason is because", "the reason is that", 0.6}, {"reason why is because", "reason is that", 0.6},
	{"try and", "try to", 0.05}, {"suppose to", "supposed to", 0.9}, {"use to be", "used to be", 0.8}, {"as well known as", "as well known as", 0}, {"make a photo", "take a photo", 0.85}, {"nowadays days", "nowadays", 0.9},
	{"explain me", "explain to me", 0.8}, {"listen music", "listen to music", 0.93}, {"enjoy to", "enjoy", 0.4}, {"for to", "to", 0.8}, {"more and more better", "better and better", 0.9},
	{"in the same time", "at the same time", 0.9}, {"at the first time", "the first time", 0.4}, {"in first", "first", 0.4}, {"at the end of the day of", "at the end of", 0}, {"since long time", "for a long time", 0.9},
	{"same like", "same as", 0.8}, {"how it looks like", "what it looks like", 0.85}, {"look forward to meet", "look forward to meeting", 0.9}, {"look forward to see", "look forward to seeing", 0.9}, {"look forward to hear", "look forward to hearing", 0.93},
}

var redundantRows = func() map[string][]int {
	rows := make(map[string][]int)
	for i, row := range redundant {
		if row.prior > 0 {
			head, _, _ := strings.Cut(row.wrong, " ")
			rows[head] = append(rows[head], i)
		}
	}
	return rows
}()

// rulePhrase mends redundant and garbled phrases.
func rulePhrase() *rule {
	return &rule{
		name: "phrase", kind: Style, message: "The phrase is usually put otherwise.",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != word {
					continue
				}
				for _, row := range redundantRows[t.lower] {
					parts := strings.Fields(redundant[row].wrong)
					n := 0
					for n < len(parts) && s.word(i+n) == parts[n] {
						n++
					}
					if n == len(parts) && (redundant[row].prior >= 0.3 || sc.wide) {
						add(s.replaceAll(i, i+n-1, like(t.text, redundant[row].right), redundant[row].prior))
					}
				}
			}
		},
		flags:  []example{{"Most of people like it.", "Most people like it."}, {"Despite of the rain we went.", "Despite the rain we went."}},
		silent: []string{"Most of the people like it.", "In spite of the rain, we went.", "They discuss it and talk about it."},
	}
}

package proof

import "strings"

// ruleMarks mends runs of marks that are one too few or too many.
func ruleMarks() *rule {
	return &rule{
		name: "repeated-mark", kind: Punctuation, message: "The mark is repeated.", certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != mark || i == 0 {
					continue
				}
				switch {
				case t.text == ".." && !t.gap && (i+1 == len(s.tokens) || s.at(i+1).gap) && s.at(i-1).class == word:
					add(s.replace(i, ".", 0.7))
				case t.text == "....":
					continue
				case strings.Trim(t.text, ".") == "" && len(t.text) > 4:
					add(s.replace(i, "...", 0.6))
				case t.text == "," && s.at(i-1).text == ",":
					add(proposal{start: s.at(i - 1).start, end: t.end, text: ",", prior: 0.9})
				case (t.text == "." && s.at(i-1).text == ",") && i+1 == len(s.tokens):
					add(proposal{start: s.at(i - 1).start, end: t.end, text: ".", prior: 0.85})
				}
			}
		},
		flags:  []example{{"Yes,, we can.", "Yes, we can."}, {"It ended..", "It ended."}},
		silent: []string{"Wait ... what?", "And then....", "No!!!"},
	}
}

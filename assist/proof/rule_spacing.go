package proof

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ruleSpaceBefore takes the blank from before a mark that closes up to the word.
func ruleSpaceBefore() *rule {
	return &rule{
		name: "space-before-mark", kind: Typography, message: "No blank stands before this mark.", spoken: true, certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i < len(s.tokens); i++ {
				t, before := s.tokens[i], s.tokens[i-1]
				if t.class != mark || !t.gap || !strings.Contains(",.;:!?", t.text) || before.class != word && before.class != number && before.class != opaque {
					continue
				}
				next := s.at(i + 1)
				if i+1 < len(s.tokens) && !next.gap && !closing(next) || strings.Contains(s.para.text[before.end:t.start], "\n") {
					continue // ".NET", ":smile", " ?x"
				}
				add(proposal{start: before.end, end: t.start, prior: 0.93})
			}
		},
		flags:  []example{{"Wait , I said .", "Wait, I said ."}, {"Is it so ?", "Is it so?"}},
		silent: []string{"We use .NET here.", "Wait, I said.", "A smile :-) is nice."},
	}
}

// ruleSpaceAfter puts the blank behind a comma or full stop.
func ruleSpaceAfter() *rule {
	return &rule{
		name: "space-after-mark", kind: Typography, message: "A blank is missing behind the mark.", certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i+1 < len(s.tokens); i++ {
				t, before, next := s.tokens[i], s.tokens[i-1], s.tokens[i+1]
				if t.class != mark || t.gap || next.gap || next.class != word || before.class != word {
					continue
				}
				switch t.text {
				case ",", ";":
					if len(next.text) > 1 || next.lower == "i" || next.lower == "a" {
						add(proposal{start: t.start, end: t.end, text: t.text + " ", prior: 0.9})
					}
				case "!", "?":
					if len(next.text) > 1 && isCapitalised(next.text) {
						add(proposal{start: t.start, end: t.end, text: t.text + " ", prior: 0.9})
					}
				case ".":
					// "end.Next" but neither "example.com" nor "Node.js".
					_, knownBefore := sc.english.Find(before.text)
					entry, knownNext := sc.english.Find(next.text)
					if knownBefore && knownNext && entry.Level > 25 && isCapitalised(next.text) && !isCapitalised(before.text) && len(before.text) > 1 {
						add(proposal{start: t.start, end: t.end, text: ". ", prior: 0.9})
					}
				}
			}
		},
		flags:  []example{{"Yes,we can.", "Yes, we can."}, {"It ended.Then it rained.", "It ended. Then it rained."}},
		silent: []string{"Visit example.com or Node.js.", "It cost 1,000 pounds.", "The ratio a,b is known.", "Yes, we can."},
	}
}

// ruleDoubleSpace makes one blank of several between words.
func ruleDoubleSpace() *rule {
	return &rule{
		name: "double-space", kind: Typography, message: "One blank is enough.", spoken: true, certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i < len(s.tokens); i++ {
				from, to := s.tokens[i-1].end, s.tokens[i].start
				if between := s.para.text[from:to]; len(between) > 1 && strings.Trim(between, " ") == "" && s.tokens[i].class != mark && s.tokens[i-1].class != mark {
					prior := 0.9
					if len(between) > 3 {
						prior = 0.3 // aligned on purpose
					}
					add(proposal{start: from, end: to, text: " ", prior: prior})
				}
			}
		},
		flags:  []example{{"We  can go.", "We can go."}},
		silent: []string{"We can go.  Then we rest.", "One     column"},
	}
}

// ruleSentenceEnd puts the full stop at the end of a paragraph's last sentence.
func ruleSentenceEnd() *rule {
	return &rule{
		name: "sentence-end", kind: Punctuation, message: "The sentence has no end mark.", certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			n := len(s.tokens)
			last := s.tokens[n-1]
			if !s.last || !s.para.complete || s.words() < 5 || last.class != word && last.class != number {
				return
			}
			first, _ := utf8.DecodeRuneInString(s.tokens[0].text)
			if !unicode.IsUpper(first) && !finiteVerb(sc, s) || titleCase(s) {
				return
			}
			prior := 0.6
			if finiteVerb(sc, s) {
				prior = 0.88
			}
			if s.first && s.words() < 7 {
				prior -= 0.3
			}
			at := last.end
			if at < len(s.para.text) && strings.TrimSpace(s.para.text[at:]) != "" {
				return // markup closes the line
			}
			add(proposal{start: at, end: at, text: ".", prior: prior})
		},
		flags:  []example{{"We went to the market and then it was closed", "We went to the market and then it was closed."}},
		silent: []string{"# A heading about the things we do", "- an item that is not a sentence", "The Importance of Being Earnest", "Chapter one of the book", "We went home."},
	}
}

// finiteVerb tells whether a sentence has a word that can only be, or mostly is, a finite verb.
func finiteVerb(sc *scene, s *sentence) bool {
	for i, t := range s.tokens {
		if t.class != word {
			continue
		}
		if auxiliaries[t.lower] || pronouns[s.word(i-1)] && sc.english.Tags(t.lower)&verbTags != 0 {
			return true
		}
	}
	return false
}

// titleCase tells whether most longer words of a sentence are capitalised.
func titleCase(s *sentence) bool {
	upper, all := 0, 0
	for _, t := range s.tokens {
		if t.class == word && len(t.text) > 3 {
			all++
			if isCapitalised(t.text) {
				upper++
			}
		}
	}
	return upper*2 > all
}

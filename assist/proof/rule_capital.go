package proof

import (
	"strings"
	"unicode/utf8"
)

// ruleCapitalStart gives a sentence its capital.
func ruleCapitalStart() *rule {
	return &rule{
		name: "capital-start", kind: Capitals, message: "A sentence begins with a capital.", certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			i := 0
			for i < len(s.tokens) && s.tokens[i].class == mark && strings.Contains("\"“‘'(", s.tokens[i].text) {
				i++
			}
			t := s.at(i)
			if t.class != word || s.words() < 2 || isCapitalised(t.text) || !s.para.complete || len(t.text) > utf8.RuneCountInString(t.text) {
				return
			}
			if strings.ContainsAny(t.text[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") || modernWords[t.lower] || t.lower == "e.g." || t.lower == "i.e." || t.lower == "von" || t.lower == "de" {
				return
			}
			if t.start > 0 && s.para.text[t.start-1] == '[' {
				return // the text of a link that stands alone
			}
			if _, ok := sc.english.Find(t.text); !ok {
				return // the spelling comes first
			}
			last := s.tokens[len(s.tokens)-1]
			ends := terminal(last) || closing(last)
			switch {
			case s.first && !ends, i > 0:
				return // a fragment: a list without bullets, a line of a poem, a quotation's rest
			case s.first:
				add(s.replace(i, capitalised(t.text), 0.93))
			case !s.first:
				add(s.replace(i, capitalised(t.text), 0.8))
			}
		},
		flags: []example{
			{"the weather is fine today.", "The weather is fine today."},
		},
		silent: []string{"iPhone sales rose.", "see below", "He works for Mr. von Berg.", "The U.S. army came.", "It cost 5 p.m. tickets.", "Really? he asked."},
	}
}

// ruleCapitalI writes the pronoun I with its capital.
func ruleCapitalI() *rule {
	return &rule{
		name: "capital-i", kind: Capitals, message: "The pronoun “I” is written with a capital.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != word || t.text[0] != 'i' {
					continue
				}
				switch t.lower {
				case "i", "i'm", "i've", "i'll", "i'd":
				default:
					continue
				}
				before, next := s.at(i-1), s.at(i+1)
				if !t.gap && i > 0 || !next.gap && (next.text == "." || next.text == ")" || next.text == "/" || next.text == "=" || next.text == ":") && i+2 < len(s.tokens) || next.text == "=" || before.text == "(" {
					continue // "i.e.", "i)", a variable
				}
				prior := 0.93
				if t.lower == "i" && next.class != word && i > 0 {
					prior = 0.6
				}
				add(s.replace(i, "I"+t.text[1:], prior))
			}
		},
		flags:  []example{{"Then i went home and i'm glad.", "Then I went home and i'm glad."}, {"i think so.", "I think so."}},
		silent: []string{"I think, i.e. I hope.", "For every i = 0 we stop.", "(i) first, (ii) second"},
	}
}

// ruleProper writes names of days, months, peoples, languages and places with a capital.
func ruleProper() *rule {
	return &rule{
		name: "proper-name", kind: Capitals, message: "A name is written with a capital.", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != word || isCapitalised(t.text) || len(t.text) < 4 || modernWords[t.lower] {
					continue
				}
				upper := capitalised(t.text)
				entry, ok := sc.english.Lookup(strings.TrimSuffix(upper, "'s"))
				if lower, listed := sc.english.Find(t.text); listed && (lower.Tier < 7 || entry.Tier > 2) {
					continue
				}
				if !ok || entry.Level < 18 && entry.Tier > 5 {
					continue
				}
				prior := 0.9
				if entry.Tier > 5 {
					prior = 0.3
				}
				if !t.gap || !s.at(i+1).gap && s.at(i+1).class == mark && !terminal(s.at(i+1)) && s.at(i+1).text != "," && s.at(i+1).text != ")" {
					prior = 0.3
				}
				add(s.replace(i, upper, prior))
			}
		},
		flags: []example{
			{"We meet on monday.", "We meet on Monday."},
			{"She speaks english well.", "She speaks English well."},
		},
		silent: []string{"We may march in august company.", "The china plate fell.", "They meet on Monday."},
	}
}

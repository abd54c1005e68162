package proof

import (
	"strconv"
	"strings"
)

// ruleOrdinal mends the ending of ordinals in figures.
func ruleOrdinal() *rule {
	return &rule{
		name: "ordinal", kind: Typography, message: "The ending does not belong to this number.", certain: true, spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != number || len(t.text) < 3 {
					continue
				}
				digits, ending := t.text[:len(t.text)-2], strings.ToLower(t.text[len(t.text)-2:])
				n, err := strconv.Atoi(digits)
				if err != nil || ending != "st" && ending != "nd" && ending != "rd" && ending != "th" {
					continue
				}
				right := "th"
				if n%100 < 11 || n%100 > 13 {
					switch n % 10 {
					case 1:
						right = "st"
					case 2:
						right = "nd"
					case 3:
						right = "rd"
					}
				}
				if right != ending {
					add(s.replace(i, digits+right, 0.95))
				}
			}
		},
		flags:  []example{{"On the 22th of May.", "On the 22nd of May."}, {"The 11st time.", "The 11th time."}},
		silent: []string{"The 1st, 2nd, 3rd, 11th and 112th day."},
	}
}

var daysOfMonth = map[string]int{
	"february": 29, "april": 30, "june": 30, "september": 30, "november": 30, "january": 31, "march": 31, "may": 31, "july": 31,
	"august": 31, "october": 31, "december": 31,
}

// ruleDate finds days that their month doesn't have.
func ruleDate() *rule {
	return &rule{
		name: "impossible-date", kind: Style, message: "This month has no such day.", certain: true, spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			day := func(i int) int {
				if t := s.at(i); t.class == number && len(t.text) <= 4 {
					n, err := strconv.Atoi(strings.TrimRight(t.text, "stndrh"))
					if err == nil {
						return n
					}
				}
				return 0
			}
			for i, t := range s.tokens {
				days, ok := daysOfMonth[t.lower]
				if !ok || !isCapitalised(t.text) {
					continue
				}
				before, k := day(i-1), i-1
				if before == 0 && s.word(i-1) == "of" {
					before, k = day(i-2), i-2
				}
				if before > days && before < 100 && (k == 0 || s.at(k-1).class != mark) {
					add(s.replace(k, strconv.Itoa(days)+strings.TrimLeft(s.at(k).text, "0123456789"), 0.5))
				}
				if after := day(i + 1); after > days && after < 40 {
					add(s.replace(i+1, strconv.Itoa(days)+strings.TrimLeft(s.at(i+1).text, "0123456789"), 0.5))
				}
			}
		},
		flags:  []example{{"We met on 31 June.", "We met on 30 June."}},
		silent: []string{"We met on 30 June 1999.", "In May 45 people came.", "It was March 31."},
	}
}

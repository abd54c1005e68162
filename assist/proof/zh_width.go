package proof

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

var halfToFull = map[string]string{",": "，", ".": "。", "!": "！", "?": "？", ":": "：", ";": "；", "(": "（", ")": "）"}

// ruleWidth finds half-width marks in Chinese.
func ruleWidth() *rule {
	return &rule{
		name: "zh-width", kind: Typography, message: "中文里用全角标点。", certain: true, spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				full, ok := halfToFull[t.text]
				if !ok || i == 0 || t.gap {
					continue
				}
				before, next := s.at(i-1), s.at(i+1)
				if before.class != han && !(t.text == ")" || closing(before)) || next.class == number && t.text != "," || next.class == word && !next.gap && t.text != "," {
					continue
				}
				if t.text == "." && i+1 < len(s.tokens) && !next.gap && next.class != han {
					continue
				}
				// Where a text has the mark in both widths, one of them slipped in; a text that is half-width
				// throughout is so on purpose.
				prior := 0.55
				if strings.Contains(s.para.text, full) {
					prior = 0.85
				}
				if t.text == "(" || t.text == ")" || t.text == ":" {
					prior -= 0.2
				}
				add(proposal{start: t.start, end: t.end, text: full, prior: prior})
			}
		},
		flags:  []example{{"你好,世界，再见。", "你好，世界，再见。"}, {"你好,世界。", "你好，世界。"}},
		silent: []string{"你好，世界。", "圆周率约为3.14。", "版本是v1.2,很新。"},
	}
}

// ruleChineseSpacing puts a blank between Chinese and Latin words where the text mostly has one.
func ruleChineseSpacing() *rule {
	return &rule{
		name: "zh-spacing", kind: Typography, message: "中文与西文之间留一个空格。", certain: true, spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			with, without := spacingHabit(s.para.text)
			if with == 0 || with < without {
				return
			}
			for i := 1; i < len(s.tokens); i++ {
				a, b := s.tokens[i-1], s.tokens[i]
				if b.gap || !(a.class == han && b.class == word || a.class == word && b.class == han) {
					continue
				}
				add(proposal{start: a.end, end: a.end, text: " ", prior: 0.75})
			}
		},
		flags:  []example{{"我用 Go 写，他用 C 写，你用Rust写。", "我用 Go 写，他用 C 写，你用 Rust写。"}},
		silent: []string{"我用Go写代码。", "我用 Go 写代码。"},
	}
}

// spacingHabit counts the borders of Chinese and Latin letters with and without a blank.
func spacingHabit(text string) (with, without int) {
	var last, before rune
	for _, r := range text {
		switch {
		case border(last, r):
			without++
		case last == ' ' && border(before, r):
			with++
		}
		before, last = last, r
	}
	return with, without
}

func border(a, b rune) bool {
	latin := func(r rune) bool { return r < unicode.MaxASCII && unicode.IsLetter(r) }
	return latin(a) && unicode.Is(unicode.Han, b) || unicode.Is(unicode.Han, a) && latin(b)
}

// ruleFullWidthLetters finds Latin letters and digits in full width.
func ruleFullWidthLetters() *rule {
	return &rule{
		name: "zh-wide-letters", kind: Typography, message: "字母和数字用半角。", certain: true, spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for _, t := range s.tokens {
				r, _ := utf8.DecodeRuneInString(t.text)
				if r < 'Ａ' && (r < '０' || r > '９') || r > 'ｚ' {
					continue
				}
				narrow := strings.Map(func(r rune) rune {
					if r >= '！' && r <= '～' {
						return r - '！' + '!'
					}
					return r
				}, t.text)
				add(proposal{start: t.start, end: t.end, text: narrow, prior: 0.8})
			}
		},
		flags:  []example{{"我用Ｇｏ写。", "我用Go写。"}},
		silent: []string{"我用Go写。"},
	}
}

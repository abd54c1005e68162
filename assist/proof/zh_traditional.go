package proof

import "unicode"

// fewTraditional is how many other characters a paragraph must have for each traditional one for these to be
// slips.
const fewTraditional = 9

// ruleTraditional finds traditional characters in a text that is written in simplified ones.
func ruleTraditional() *rule {
	return &rule{
		name: "zh-traditional", kind: ChineseShape, message: "简体文中的繁体字。", certain: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			plain := 0
			for _, r := range s.para.text {
				if _, ok := sc.chinese.Simplified(r); ok {
					plain -= fewTraditional
				} else if unicode.Is(unicode.Han, r) {
					plain++
				}
			}
			if plain < 0 {
				return // it is written in traditional characters, or quotes them
			}
			for i, t := range s.tokens {
				if t.class != han {
					continue
				}
				if simple, ok := sc.chinese.Simplified([]rune(t.text)[0]); ok {
					add(s.replace(i, string(simple), 0.9))
				}
			}
		},
		flags:  []example{{"他把文件的格式转換好了。", "他把文件的格式转换好了。"}, {"天亮的时候她还沒有睡。", "天亮的时候她还没有睡。"}},
		silent: []string{"他把文件的格式轉換好了，卻還沒有寄出去。", "店名叫國華麵館，开在街角。", "他把文件的格式转换好了。"},
	}
}

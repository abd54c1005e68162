package proof

// ruleMissingCharacter finds set phrases of four characters of which one is missing.
func ruleMissingCharacter() *rule {
	return &rule{
		name: "zh-missing", kind: Word, message: "缺了一个字。", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for _, run := range hanRuns(sc.chinese, s) {
				for at := 0; at+3 <= len(run.runes); at++ {
					typed := run.runes[at : at+3]
					if _, word := sc.chinese.Level(string(typed)); word || wholeWords(sc, run, at) {
						continue
					}
					sc.chinese.Without(typed, func(missing int, char rune) {
						before := s.tokens[run.first+at+missing-1].end
						// Alone it is no proof: three characters of four come together by chance as well.
						add(proposal{start: before, end: before, text: string(char), prior: 0.3})
					})
				}
			}
		},
		flags:  []example{{"他迫不待地拆开了信。", "他迫不及待地拆开了信。"}, {"大家七八舌地说起来。", "大家七嘴八舌地说起来。"}},
		silent: []string{"他迫不及待地拆开了信。", "这种事不可以再做。", "大家都说好。"},
	}
}

// wholeWords tells whether the three characters of a run from index at on belong to words as they stand.
func wholeWords(sc *scene, run hanRun, at int) bool {
	for i := at; i < at+3; i++ {
		if !partOfWord(sc.chinese, run.runes, i) {
			return false
		}
	}
	return true
}

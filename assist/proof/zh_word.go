package proof

import (
	"inkling/assist/proof/lexicon"
)

// chineseRules lists the rules for Chinese.
func chineseRules() []*rule {
	return []*rule{
		ruleChineseWord(), ruleChineseSound(), ruleTraditional(), ruleMissingCharacter(), ruleParticle(), ruleChineseRepeat(), ruleMeasure(), rulePinyin(),
		ruleWidth(), ruleChineseSpacing(), ruleFullWidthLetters(),
	}
}

// messageOf names the likeness and what is meant.
func messageOf(r replacement) string {
	meant := r.word
	if meant == "" {
		meant = string(r.text)
	}
	what := "音近字"
	switch {
	case r.phrase:
		what = "成语用字"
	case r.swapped:
		what = "字序颠倒"
	case r.likeness == lexicon.SameShape:
		what = "形近字"
	}
	return what + "：这里应为“" + meant + "”。"
}

// ruleChineseWord finds characters that break a word which a like character would complete.
func ruleChineseWord() *rule {
	return &rule{
		name: "zh-word", kind: ChineseSound, message: "错别字。", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for _, r := range sc.replacements(s) {
				if !r.apart || r.changed > 1 || r.particle {
					continue
				}
				prior := patternOf(r.replacement)
				if sc.wide {
					prior = sc.alike.prior(&r.traits)
				}
				if prior > 0 {
					add(chineseProposal(s, r, prior))
				}
			}
		},
		flags:  []example{{"我以经到了。", "我已经到了。"}, {"他迫不急待地走了。", "他迫不及待地走了。"}, {"我们要再接再励。", "我们要再接再厉。"}, {"前途末来可期。", "前途未来可期。"}, {"他简直想哭无泪。", "他简直欲哭无泪。"}},
		silent: []string{"我已经到了，迫不及待地想见你。", "今天的天气非常好，我们去公园散步吧。", "中国是一个历史悠久的国家。"},
	}
}

// patternOf is the probability that a replacement is right which completes a word of characters that make none,
// as far as can be told without a model; 0 where that says little.
func patternOf(r replacement) float64 {
	switch {
	case !r.broken:
	case r.size == 4 && r.fit > 10:
		return 0.93
	case r.size == 3 && r.fit > 12:
		return 0.6
	case r.fit > 9 && r.likeness != lexicon.NearSound && r.likeness != lexicon.NearTyped:
		return 0.45
	}
	return 0
}

func chineseProposal(s *sentence, r runReplacement, prior float64) proposal {
	i := r.run.first + r.at
	p := s.replaceAll(i, i+len(r.text)-1, string(r.text), prior)
	p.message = messageOf(r.replacement)
	t := r.traits
	p.traits = &t
	return p
}

// ruleChineseSound offers every common character of like sound or shape, for the judge.
func ruleChineseSound() *rule {
	return &rule{
		name: "zh-character", kind: ChineseSound, message: "错别字。", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			if !sc.wide {
				return
			}
			for _, r := range sc.replacements(s) {
				if (!r.apart || r.changed > 1) && !r.particle { // else it is another rule's
					add(chineseProposal(s, r, sc.alike.prior(&r.traits)))
				}
			}
		},
		flags:  []example{{"汽油的燃点比柴油底。", "汽油的燃点比柴油低。"}, {"他确做不出来。", "他却做不出来。"}, {"这那里是安全之地？", "这哪里是安全之地？"}, {"请你在来一次。", "请你再来一次。"}, {"这是免费供提的服务。", "这是免费提供的服务。"}, {"他瘫坐了在地上。", "他瘫坐在了地上。"}, {"他咂了砸舌。", "他砸了砸舌。"}},
		silent: []string{"他却做不出来。"},
	}
}

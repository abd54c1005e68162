package proof

import (
	"strings"
)

// ruleParticle tells 的, 地 and 得 apart.
func ruleParticle() *rule {
	return &rule{
		name: "zh-particle", kind: ChineseParticle, message: "“的”接名词，“地”接动词，“得”接补语。", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			char := func(i int) string {
				if t := s.at(i); t.class == han {
					return t.text
				}
				return ""
			}
			if sc.wide {
				for _, r := range sc.replacements(s) {
					if r.particle {
						p := chineseProposal(s, r, sc.alike.prior(&r.traits))
						p.message = "" // the rule's own says why
						add(p)
					}
				}
			}
			for i, t := range s.tokens {
				if t.class != han || t.text != "的" || i == 0 {
					continue
				}
				next := char(i+1) + char(i+2)
				// Doubled adjectives before a verb: 慢慢的走, 高高兴兴的回家.
				a, b := char(i-1), char(i-2)
				doubled := a != "" && (a == b || char(i-2) == char(i-1)) && strings.Contains("慢静轻悄渐深紧匆默缓偷狠呆", a)
				aabb := a != "" && a == b && char(i-3) != "" && char(i-3) == char(i-4)
				if (doubled || aabb) && startsVerb(next) {
					add(s.replace(i, "地", 0.65)) // widely written with 的, so a quiet word
				}
				// A complement of degree: 跑的很快, 说的太多.
				if strings.Contains("跑走飞吃喝睡写做玩看学长变过来得讲打唱跳画考穿笑哭", a) && a != "" && (strings.HasPrefix(next, "很") || strings.HasPrefix(next, "太") || strings.HasPrefix(next, "非常") || strings.HasPrefix(next, "特别") || strings.HasPrefix(next, "不错")) && endsClause(s, i+1) {
					add(s.replace(i, "得", 0.8))
				}
			}
		},
		flags:  []example{{"他慢慢的走了。", "他慢慢地走了。"}, {"他跑的很快。", "他跑得很快。"}, {"他们高高兴兴的回家了。", "他们高高兴兴地回家了。"}},
		silent: []string{"这是我的书。", "他慢慢地走了。", "他跑得很快。", "大大的眼睛很好看。", "他写的很多书都卖完了。"},
	}
}

// startsVerb tells whether a clause goes on with a common verb.
func startsVerb(next string) bool {
	for _, v := range strings.Fields("走 说 跑 看 回 站 坐 笑 哭 想 吃 喝 睡 听 写 读 来 去 打 拿 放 离开 开始 问 答 点头 摇头 学习 工作 过去 等 爬 推 拉 关 开 流 飘 落 升 变 抱 握 望 盯") {
		if strings.HasPrefix(next, v) {
			return true
		}
	}
	return false
}

// endsClause tells whether the clause ends within four characters from index i.
func endsClause(s *sentence, i int) bool {
	for k := i; k < i+5; k++ {
		if t := s.at(k); k >= len(s.tokens) || t.class == mark {
			return k > i
		}
	}
	return false
}

// ruleChineseRepeat finds a function word written twice.
func ruleChineseRepeat() *rule {
	return &rule{
		name: "zh-repeat", kind: Repetition, message: "重复的字。", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i < len(s.tokens); i++ {
				a, b := s.tokens[i-1], s.tokens[i]
				if a.class != han || a.text != b.text || b.gap || !strings.Contains("的了是在和我你他她它就也都与及或把被从对向", a.text) {
					continue
				}
				if _, ends := sc.chinese.Level(s.at(i-2).text + a.text); ends || strings.Contains("不得", s.at(i-2).text) && s.at(i-2).text != "" {
					continue // 目的的, 受不了了
				}
				if s.at(i+1).text == a.text || s.at(i-2).text == a.text || a.text == "的" && s.at(i+1).text == "士" {
					continue // stammered on purpose; 的的士
				}
				prior := 0.85
				if strings.Contains("我你他她就也对", a.text) {
					prior = 0.6
				}
				add(s.remove(i, prior))
			}
		},
		flags:  []example{{"这是我的的书。", "这是我的书。"}},
		silent: []string{"我看看就来，谢谢。", "我我我不知道。"},
	}
}

// measures gives for nouns that do not go with 个 the measure word that they take.
var measures = map[string]string{
	"裤子": "条", "裙子": "条", "河": "条", "路": "条", "狗": "条", "鱼": "条", "蛇": "条", "毛巾": "条", "书": "本", "杂志": "本", "词典": "本", "小说": "本",
	"车": "辆", "汽车": "辆", "自行车": "辆", "飞机": "架", "马": "匹", "牛": "头", "猪": "头", "鸟": "只", "猫": "只", "鸡": "只", "鸭": "只", "衣服": "件", "衬衫": "件", "毛衣": "件", "纸": "张",
	"桌子": "张", "床": "张", "照片": "张", "票": "张", "地图": "张", "椅子": "把", "雨伞": "把", "刀": "把", "钥匙": "把", "树": "棵", "花": "朵", "笔": "支", "铅笔": "支", "船": "艘", "雨": "场",
}

// ruleMeasure finds 个 before nouns that take another measure word.
func ruleMeasure() *rule {
	return &rule{
		name: "zh-measure", kind: Word, message: "这个名词通常用别的量词。",
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i := 1; i+1 < len(s.tokens); i++ {
				if s.tokens[i].text != "个" || !strings.Contains("一二两三四五六七八九十几", s.tokens[i-1].text) {
					continue
				}
				for size := 3; size >= 1; size-- {
					if i+size >= len(s.tokens) {
						continue
					}
					noun := s.para.text[s.tokens[i+1].start:s.tokens[i+size].end]
					right, ok := measures[noun]
					if !ok {
						continue
					}
					// The noun must end there: 一个书店 is fine.
					if after := s.at(i + size + 1); after.class == han && !strings.Contains("是在很的了都也和，被把", after.text) {
						break
					}
					add(s.replace(i, right, 0.72))
					break
				}
			}
		},
		flags:  []example{{"我买了一个裤子。", "我买了一条裤子。"}},
		silent: []string{"那是一个书店。", "我买了一条裤子。", "一个人走了。", "我一定要买这个电影的光盘。", "那个照片在哪里？"},
	}
}

// rulePinyin finds pinyin that was left unconverted.
func rulePinyin() *rule {
	return &rule{
		name: "zh-pinyin", kind: ChineseSound, message: "拼音没有转换成汉字。", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for i, t := range s.tokens {
				if t.class != word || t.text != t.lower || len(t.text) < 4 || s.at(i-1).class != han && s.at(i+1).class != han {
					continue
				}
				if _, english := sc.english.Find(t.text); english || modernWords[t.lower] || sc.trusted != nil && sc.trusted(t.text) {
					continue
				}
				if n := sc.chinese.Syllables(t.lower); n < 2 || n > 4 {
					continue
				}
				for k, w := range sc.chinese.BySound(t.lower) {
					if k == 4 {
						break
					}
					add(s.replace(i, w, 0.75/float64(k+1)))
				}
			}
		},
		flags:  []example{{"我很gaoxing。", "我很高兴。"}},
		silent: []string{"我用Python写代码。", "他用google搜索。"},
	}
}

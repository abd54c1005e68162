package proof

import (
	"math"
	"strings"

	"inkling/assist/proof/lexicon"
)

// chineseRules lists the rules for Chinese.
func chineseRules() []*rule {
	return []*rule{
		ruleChineseWord(), ruleChineseSound(), ruleParticle(), ruleChineseRepeat(), ruleMeasure(), rulePinyin(),
		ruleWidth(), ruleChineseSpacing(), ruleFullWidthLetters(),
	}
}

// hanRun is a stretch of a sentence that is all Chinese characters.
type hanRun struct {
	first int // index of its first token
	runes []rune
}

// hanRuns lists the stretches of Chinese characters of a sentence.
func hanRuns(s *sentence) []hanRun {
	var out []hanRun
	for i := 0; i < len(s.tokens); i++ {
		if s.tokens[i].class != han {
			continue
		}
		run := hanRun{first: i}
		for ; i < len(s.tokens) && s.tokens[i].class == han; i++ {
			run.runes = append(run.runes, []rune(s.tokens[i].text)...)
		}
		out = append(out, run)
	}
	return out
}

// replacement is a character that may have been meant for another.
type replacement struct {
	at       int // index in the run
	char     rune
	likeness lexicon.Likeness
	word     string  // the word that it forms with its neighbours, "" if none
	gain     float64 // how much likelier, in nats, that word is than what stands there
	fit      float64 // how much likelier, in nats, it makes all the words around it
}

// replacements lists for every character of a run those of like sound or shape that form a word with
// the neighbours, or are common enough to stand alone.
func replacements(zh *lexicon.Chinese, wide bool, text string, run []rune, visit func(replacement)) {
	known := segmentCosts(zh, run)
	for at, old := range run {
		if recursIn(text, run, at) {
			continue // a name or a term: nobody mistypes it alike twice
		}
		from, to := max(0, at-fitReach), min(len(run), at+fitReach+1)
		around := append([]rune(nil), run[from:to]...)
		before := 0.0
		if wide {
			before = zh.Segment(around)
		}
		seen := make(map[rune]bool)
		consider := func(char rune, likeness lexicon.Likeness) {
			if !wide && likeness == lexicon.NearTyped {
				return // too unlikely without a judge
			}
			seen[char] = true
			r := replacement{at: at, char: char, likeness: likeness}
			for size := 2; size <= 4; size++ {
				for start := max(0, at-size+1); start <= at && start+size <= len(run); start++ {
					var buf [4]rune
					window := buf[:copy(buf[:size], run[start:start+size])]
					window[at-start] = char
					p, ok := zh.LogProb(window)
					if !ok {
						continue
					}
					if gain := p - known[start][size]; r.word == "" || gain > r.gain {
						r.word, r.gain = string(window), gain
					}
				}
			}
			if level, _ := zh.Level(string(char)); r.word == "" && level < leastLevel(likeness) && !confusedChinese(old, char) {
				return
			}
			if !wide {
				if r.word != "" {
					visit(r)
				}
				return
			}
			around[at-from] = char
			r.fit = zh.Segment(around) - before
			around[at-from] = old
			visit(r)
		}
		zh.Alike(old, consider)
		if !wide {
			continue
		}
		for _, char := range chineseConfusions[old] {
			if !seen[char] {
				consider(char, lexicon.NearSound)
			}
		}
	}
}

// recursIn tells whether a character of a run stands with the same neighbour elsewhere in the text as well.
func recursIn(text string, run []rune, at int) bool {
	for start := max(0, at-1); start <= at && start+2 <= len(run); start++ {
		if strings.Count(text, string(run[start:start+2])) > 1 {
			return true
		}
	}
	return false
}

// confusedPrior is the prior of a character that is often taken for the one that stands there, unless it fits
// worse than leastFit nats.
const confusedPrior, leastFit = 0.3, -8.0

// openingDoubt is a factor for the first character of a text: without a beginning any other seems as likely
// to the model.
const openingDoubt = 0.1

// leastLevel is how common a character must be, in the dictionary's levels, to be put where it forms no
// word with its neighbours.
func leastLevel(l lexicon.Likeness) int {
	switch l {
	case lexicon.SameTone, lexicon.SameSound:
		return 24
	case lexicon.SameShape:
		return 33
	}
	return 45
}

// fitReach is how many characters to either side of a replacement are cut into words anew.
const fitReach = 4

// segmentCosts gives for every place of a run the log-probability of the words in the next 1 to 4
// characters: known[start][size].
func segmentCosts(zh *lexicon.Chinese, run []rune) [][5]float64 {
	known := make([][5]float64, len(run))
	for start := range run {
		for size := 1; size <= 4 && start+size <= len(run); size++ {
			known[start][size] = zh.Segment(run[start : start+size])
		}
	}
	return known
}

// kindOfLikeness is the kind of finding that a likeness makes.
func kindOfLikeness(l lexicon.Likeness) string {
	if l == lexicon.SameShape {
		return "形近字：这里应为“%s”。"
	}
	return "音近字：这里应为“%s”。"
}

// ruleChineseWord finds characters that break a word which a like character would complete.
func ruleChineseWord() *rule {
	return &rule{
		name: "zh-word", kind: ChineseSound, message: "错别字。", spoken: true,
		check: func(sc *scene, s *sentence, add func(proposal)) {
			for _, run := range hanRuns(s) {
				replacements(sc.chinese, sc.wide, s.para.text, run.runes, func(r replacement) {
					if r.word == "" {
						return
					}
					size := len([]rune(r.word))
					if _, ok := sc.chinese.Level(wordOf(run.runes, r)); ok {
						return // the text has a word there
					}
					prior := 0.0
					switch {
					case partOfWord(sc.chinese, run.runes, r.at):
						prior = 0.01
					case size == 4 && r.gain > 10:
						prior = 0.93
					case size == 3 && r.gain > 12:
						prior = 0.6
					case r.gain > 9 && r.likeness != lexicon.NearSound && r.likeness != lexicon.NearTyped:
						prior = 0.45
					case r.gain > 5:
						prior = 0.1
					case r.gain > 0:
						prior = 0.03
					default:
						prior = 0.005
					}
					switch r.likeness {
					case lexicon.NearSound:
						prior *= 0.6
					case lexicon.NearTyped:
						prior *= 0.6
					}
					if prior < 0.4 && !sc.wide {
						return
					}
					add(chineseProposal(s, run, r, prior))
				})
			}
		},
		flags:  []example{{"我以经到了。", "我已经到了。"}, {"他迫不急待地走了。", "他迫不及待地走了。"}, {"我们要再接再励。", "我们要再接再厉。"}, {"前途末来可期。", "前途未来可期。"}},
		silent: []string{"我已经到了，迫不及待地想见你。", "今天的天气非常好，我们去公园散步吧。", "中国是一个历史悠久的国家。"},
	}
}

// fitWeight turns the fit of a replacement, up to fitMost nats, into a factor of its probability.
const fitWeight, fitMost = 0.35, 4.0

// wordOf is the stretch of the run that the replacement's word would take the place of.
func wordOf(run []rune, r replacement) string {
	word := []rune(r.word)
	for start := max(0, r.at-len(word)+1); start <= r.at && start+len(word) <= len(run); start++ {
		match := true
		for i, c := range word {
			match = match && (start+i == r.at || run[start+i] == c)
		}
		if match && word[r.at-start] == r.char {
			return string(run[start : start+len(word)])
		}
	}
	return ""
}

// partOfWord tells whether the character at index at already is part of a common word of the text.
func partOfWord(zh *lexicon.Chinese, run []rune, at int) bool {
	for size := 2; size <= 4; size++ {
		for start := max(0, at-size+1); start <= at && start+size <= len(run); start++ {
			if level, ok := zh.Level(string(run[start : start+size])); ok && level >= 12 {
				return true
			}
		}
	}
	return false
}

func chineseProposal(s *sentence, run hanRun, r replacement, prior float64) proposal {
	p := s.replace(run.first+r.at, string(r.char), prior)
	meant := r.word
	if meant == "" {
		meant = string(r.char)
	}
	p.message = strings.Replace(kindOfLikeness(r.likeness), "%s", meant, 1)
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
			for _, run := range hanRuns(s) {
				replacements(sc.chinese, sc.wide, s.para.text, run.runes, func(r replacement) {
					if _, word := sc.chinese.Level(wordOf(run.runes, r)); r.word != "" && !word {
						return // ruleChineseWord has it
					}
					prior := 0.01
					switch r.likeness {
					case lexicon.SameTone:
						prior = 0.03
					case lexicon.SameSound:
						prior = 0.02
					case lexicon.NearTyped:
						prior = 0.004
					}
					// What makes worse words of its surroundings is seldom meant; words as common as those
					// that stand there may be: 那里 for 哪里.
					prior *= math.Exp(fitWeight * min(r.fit, fitMost))
					if confusedChinese(run.runes[r.at], r.char) && r.fit > leastFit {
						prior = max(prior, confusedPrior)
					}
					if s.tokens[run.first+r.at].start == 0 {
						prior *= openingDoubt
					}
					add(chineseProposal(s, run, r, prior))
				})
			}
		},
		flags:  []example{{"汽油的燃点比柴油底。", "汽油的燃点比柴油低。"}, {"他确做不出来。", "他却做不出来。"}, {"这那里是安全之地？", "这哪里是安全之地？"}, {"请你在来一次。", "请你再来一次。"}},
		silent: []string{"他却做不出来。"},
	}
}

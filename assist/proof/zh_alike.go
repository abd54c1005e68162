package proof

import (
	"slices"
	"strings"

	"inkling/assist/proof/lexicon"
)

// hanRun is a stretch of a sentence that is all Chinese characters.
type hanRun struct {
	first int // index of its first token
	runes []rune
	cut   *lexicon.Cut
}

// hanRuns lists the stretches of Chinese characters of a sentence.
func hanRuns(zh *lexicon.Chinese, s *sentence) []hanRun {
	var out []hanRun
	for i := 0; i < len(s.tokens); i++ {
		if s.tokens[i].class != han {
			continue
		}
		run := hanRun{first: i}
		for ; i < len(s.tokens) && s.tokens[i].class == han; i++ {
			run.runes = append(run.runes, []rune(s.tokens[i].text)...)
		}
		run.cut = zh.Cut(run.runes)
		out = append(out, run)
	}
	return out
}

// replacement is what may have been meant for a stretch of a run.
type replacement struct {
	at   int // index in the run of the first character that changes
	text []rune
	word string // the word that it makes with its neighbours, "" if none
	traits
}

// runReplacement is a replacement with its run.
type runReplacement struct {
	run hanRun
	replacement
}

// replacements lists what may have been meant for the characters and words of a sentence. Several rules ask for it,
// each once.
func (sc *scene) replacements(s *sentence) []runReplacement {
	if sc.found.in == s {
		return sc.found.list
	}
	list := sc.found.list[:0]
	for _, run := range hanRuns(sc.chinese, s) {
		visit := func(r replacement) {
			r.opening = s.tokens[run.first+r.at].start == 0
			r.name = inName(sc.chinese, run.runes, r.at)
			list = append(list, runReplacement{run, r})
		}
		alikes(sc.chinese, sc.wide, s.para.repeats, run, visit)
		if sc.wide {
			alikeWords(sc.chinese, s.para.repeats, run, visit)
			swaps(sc.chinese, run, visit)
			phrases(sc.chinese, s.para.repeats, run, visit)
		}
	}
	sc.found.in, sc.found.list = s, list
	return list
}

// sameSortOfFact lists characters of which any is as good as another of its group to a model: which one stands there is
// a fact that the writer knows. The last are forms of one character of which writers in Taiwan use the other.
var sameSortOfFact = [...]string{"〇零一二两三四五六七八九十百千万亿", "上下", "左右", "前后", "内外里", "东西南北", "大小", "多少", "男女", "父母", "早晚", "着著", "你妳"}

// facts tells whether two characters are of the same sort of fact.
func facts(a, b rune) bool {
	for _, group := range sameSortOfFact {
		if strings.ContainsRune(group, a) && strings.ContainsRune(group, b) {
			return true
		}
	}
	return false
}

// alikes visits what may have been meant for single characters of a run.
func alikes(zh *lexicon.Chinese, wide bool, text *repeats, run hanRun, visit func(replacement)) {
	for at, old := range run.runes {
		recurs := recursIn(text, run.runes, at)
		if recurs && inName(zh, run.runes, at) {
			continue
		}
		broken := !partOfWord(zh, run.runes, at)
		oldLevel, _ := zh.Level(string(old))
		seen := make(map[rune]bool)
		consider := func(char rune, likeness lexicon.Likeness) {
			if !wide && likeness == lexicon.NearTyped {
				return // too unlikely without a judge
			}
			if facts(old, char) {
				return
			}
			seen[char] = true
			fit, start, end := run.cut.Replace(at, char)
			level, _ := zh.Level(string(char))
			confused := slices.Contains(zh.Confused(old), char)
			if end-start == 1 && level < leastLevel(likeness) && !confused {
				return
			}
			if recurs && !confused && (end-start == 1 || !common(zh, run.runes[start:end], at-start, char)) {
				return // a name or a term: what somebody doesn't know better is a common word
			}
			r := replacement{at: at, text: []rune{char}}
			r.traits = traits{likeness: likeness, confused: confused, fit: fit, size: end - start, changed: 1, broken: broken, old: float64(oldLevel), new: float64(level)}
			r.particle = strings.ContainsRune("的地得", old) && strings.ContainsRune("的地得", char)
			if end-start > 1 {
				word := append([]rune(nil), run.runes[start:end]...)
				word[at-start] = char
				r.word = string(word)
				_, together := zh.Level(string(run.runes[start:end]))
				r.apart = !together
			}
			visit(r)
		}
		zh.Alike(old, consider)
		if !wide {
			continue
		}
		for _, char := range zh.Confused(old) {
			if !seen[char] {
				consider(char, lexicon.NearSound)
			}
		}
	}
}

// alikeWords visits the words of which two characters or more sound like those of a stretch of a run.
func alikeWords(zh *lexicon.Chinese, text *repeats, run hanRun, visit func(replacement)) {
	for start := range run.runes {
		for size := 2; size <= 4 && start+size <= len(run.runes); size++ {
			typed := run.runes[start : start+size]
			if text.has(string(typed)) {
				continue
			}
			zh.Sounding(typed, func(word []rune) {
				first, last, changed := -1, 0, 0
				for i, c := range word {
					if c == typed[i] {
						continue
					}
					if facts(typed[i], c) {
						return
					}
					if first < 0 {
						first = i
					}
					last, changed = i, changed+1
				}
				if changed < 2 {
					return
				}
				old, _ := zh.Level(string(typed[first]))
				new, _ := zh.Level(string(word[first]))
				r := replacement{at: start + first, text: word[first : last+1], word: string(word)}
				r.traits = traits{likeness: lexicon.SameSound, fit: run.cut.ReplaceWord(start, word), size: size, changed: changed, broken: true, old: float64(old), new: float64(new)}
				for i := first; i <= last; i++ {
					r.broken = r.broken && !partOfWord(zh, run.runes, start+i)
				}
				_, together := zh.Level(string(typed))
				r.apart = !together
				visit(r)
			})
		}
	}
}

// common tells whether char at index at makes a common word of text, which is none.
func common(zh *lexicon.Chinese, text []rune, at int, char rune) bool {
	const often = 24 // in the dictionary's levels: one word in a quarter of a million
	if _, word := zh.Level(string(text)); word {
		return false
	}
	word := slices.Clone(text)
	word[at] = char
	level, _ := zh.Level(string(word))
	return level >= often
}

// swaps visits what two neighbouring characters, which make no word, are in the other order.
func swaps(zh *lexicon.Chinese, run hanRun, visit func(replacement)) {
	for at := 0; at+2 <= len(run.runes); at++ {
		typed := run.runes[at : at+2]
		if _, word := zh.Level(string(typed)); word || typed[0] == typed[1] {
			continue
		}
		word := []rune{typed[1], typed[0]}
		_, made := zh.Level(string(word))
		old, _ := zh.Level(string(typed[0]))
		new, _ := zh.Level(string(word[0]))
		r := replacement{at: at, text: word}
		r.traits = traits{swapped: true, fit: run.cut.Swap(at), size: 1, changed: 2, apart: true, old: float64(old), new: float64(new)}
		if made {
			r.word, r.size = string(word), 2
		}
		r.broken = !partOfWord(zh, run.runes, at) && !partOfWord(zh, run.runes, at+1)
		visit(r)
	}
}

// phrases visits the set phrases of four characters of which one stands in the text as another, whatever that looks or
// sounds like.
func phrases(zh *lexicon.Chinese, text *repeats, run hanRun, visit func(replacement)) {
	for start := 0; start+4 <= len(run.runes); start++ {
		typed := run.runes[start : start+4]
		if _, word := zh.Level(string(typed)); word {
			continue
		}
		zh.OneOff(typed, func(i int, char rune) {
			at := start + i
			if recursIn(text, run.runes, at) || facts(typed[i], char) {
				return
			}
			word := slices.Clone(typed)
			word[i] = char
			old, _ := zh.Level(string(typed[i]))
			new, _ := zh.Level(string(char))
			r := replacement{at: at, text: []rune{char}, word: string(word)}
			r.traits = traits{phrase: true, fit: run.cut.ReplaceWord(start, word), size: 4, changed: 1, apart: true, broken: !partOfWord(zh, run.runes, at), old: float64(old), new: float64(new)}
			visit(r)
		})
	}
}

// recursIn tells whether a character of a run stands with the same neighbour elsewhere in the text as well.
func recursIn(text *repeats, run []rune, at int) bool {
	for start := max(0, at-1); start <= at && start+2 <= len(run); start++ {
		if text.has(string(run[start : start+2])) {
			return true
		}
	}
	return false
}

// leastLevel is how common a character must be, in the dictionary's levels, to be put where it forms no
// word with its neighbours.
func leastLevel(l lexicon.Likeness) int {
	switch l {
	case lexicon.SameTone, lexicon.SameSound:
		return 12
	case lexicon.SameShape:
		return 24
	}
	return 36
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

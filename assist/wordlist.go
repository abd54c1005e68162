package assist

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"inkling/assets/words"
)

// WordList completes words without any model, from a list of words by frequency
// and the words of the writer's own text. Safe for concurrent use once built.
type WordList struct {
	words []string // sorted
	rank  []int32  // by index of words; 0 is the commonest
}

// NewWordList takes words from the commonest to the rarest.
func NewWordList(ranked []string) *WordList {
	l := &WordList{words: make([]string, len(ranked)), rank: make([]int32, len(ranked))}
	order := make([]int32, len(ranked))
	for i := range order {
		order[i] = int32(i)
	}
	sort.Slice(order, func(i, j int) bool { return ranked[order[i]] < ranked[order[j]] })
	for i, rank := range order {
		l.words[i], l.rank[i] = ranked[rank], rank
	}
	return l
}

// Limits of completion without a model.
const (
	leastTyped  = 2       // letters typed before a word is offered
	leastSaved  = 2       // letters that an offer must add
	ownWordsIn  = 1 << 16 // bytes of text before the caret that are searched for the writer's own words
	ownWordGain = 3000    // ranks by which a word climbs for each time the writer used it
)

// Complete gives the rest of the word that ends at the caret at the end of
// before; "" where there is no good guess. Words that the text already uses come
// first. A word that is whole as it stands is only taken for the beginning of a
// far commoner one: who typed "the" mostly meant it.
func (l *WordList) Complete(before string) string {
	typed := typedWord(before)
	if utf8.RuneCountInString(typed) < leastTyped {
		return ""
	}
	lower := strings.ToLower(typed)
	own := wordsBegun(before[max(0, len(before)-ownWordsIn):len(before)-len(typed)], lower)
	first := sort.SearchStrings(l.words, lower)
	best, score := "", len(l.words)+1
	if first < len(l.words) && l.words[first] == lower {
		score = int(l.rank[first]) - ownWordGain*(own[lower]+1) // with the one just typed
	}
	consider := func(word string, s int) {
		if utf8.RuneCountInString(word) >= utf8.RuneCountInString(typed)+leastSaved && s < score {
			best, score = word, s
		}
	}
	for i := first; i < len(l.words) && strings.HasPrefix(l.words[i], lower); i++ {
		consider(l.words[i], int(l.rank[i])-ownWordGain*own[l.words[i]])
	}
	for word, n := range own {
		consider(word, len(l.words)/2-ownWordGain*n)
	}
	if best == "" {
		return ""
	}
	rest := best[len(lower):]
	if len(typed) > 1 && strings.ToUpper(typed) == typed {
		rest = strings.ToUpper(rest)
	}
	return rest
}

// typedWord gives the word that ends at the end of text.
func typedWord(text string) string {
	i := len(text)
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if !isWordRune(r) {
			break
		}
		i -= size
	}
	return text[i:]
}

// wordsBegun counts the words of text that begin with lower, or are it, in lower
// case.
func wordsBegun(text, lower string) map[string]int {
	counts := map[string]int{}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !isWordRune(r) && !unicode.IsDigit(r) }) {
		if len(w) >= len(lower) {
			if w = strings.ToLower(w); strings.HasPrefix(w, lower) {
				counts[w]++
			}
		}
	}
	return counts
}

// LoadWordList builds the English list that is compiled into the program.
func LoadWordList() (*WordList, error) {
	text, err := words.Read(words.English)
	if err != nil {
		return nil, err
	}
	type entry struct {
		word  string
		level byte // of frequency
		tier  byte // of how well known the word is; '1' is everyday
	}
	var all []entry
	for line := range strings.Lines(text) {
		word, about, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if ok && len(about) == 3 && len(word) > 2 && about[0] <= '6' && !strings.ContainsAny(word, "'’") {
			all = append(all, entry{word, about[2], about[0]})
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].level != all[j].level {
			return all[i].level > all[j].level
		}
		return all[i].tier < all[j].tier
	})
	ranked := make([]string, 0, len(all))
	seen := map[string]bool{}
	for _, e := range all {
		if w := strings.ToLower(e.word); !seen[w] {
			seen[w] = true
			ranked = append(ranked, w)
		}
	}
	return NewWordList(ranked), nil
}

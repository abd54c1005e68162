package assist

import (
	"math"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"inkling/assets/words"
)

// HanWords knows the words of Chinese, which are written without spaces, by
// frequency: it cuts text into them and completes them without any model. Safe
// for concurrent use once built.
type HanWords struct {
	words  []string // sorted
	levels []byte   // by index of words: frequency in thirds of an octave
}

// Limits of cutting Chinese.
const (
	longestHan = 6 // characters of a word
	hanContext = 6 // characters before the caret that are cut with what follows it
)

// LoadHanWords reads the Chinese list that is compiled into the program.
func LoadHanWords() (*HanWords, error) {
	text, err := words.Read(words.Chinese)
	if err != nil {
		return nil, err
	}
	h := &HanWords{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if len(line) < 5 {
			continue
		}
		word := line[:len(line)-2]
		if n := utf8.RuneCountInString(word); n <= longestHan {
			h.words, h.levels = append(h.words, word), append(h.levels, line[len(line)-2]-'0')
		}
	}
	if !sort.StringsAreSorted(h.words) {
		sort.Sort((*byWord)(h))
	}
	return h, nil
}

type byWord HanWords

func (b *byWord) Len() int           { return len(b.words) }
func (b *byWord) Less(i, j int) bool { return b.words[i] < b.words[j] }
func (b *byWord) Swap(i, j int) {
	b.words[i], b.words[j] = b.words[j], b.words[i]
	b.levels[i], b.levels[j] = b.levels[j], b.levels[i]
}

// logProb is the natural logarithm of a word's share of all words, and whether it
// is one.
func (h *HanWords) logProb(word string) (float64, bool) {
	const perLevel, total = math.Ln2 / 3, 17.9 // ln of the 60 million words counted
	i := sort.SearchStrings(h.words, word)
	if i == len(h.words) || h.words[i] != word {
		return -total, false
	}
	return perLevel*float64(h.levels[i]) - total, true
}

// Cut gives the ends, in characters, of the words of a run of Chinese characters:
// those of the likeliest way to make the run of words.
func (h *HanWords) Cut(run []rune) []int {
	n := len(run)
	best, from := make([]float64, n+1), make([]int, n+1)
	for end := 1; end <= n; end++ {
		best[end] = math.Inf(-1)
		for start := max(0, end-longestHan); start < end; start++ {
			p, ok := h.logProb(string(run[start:end]))
			if !ok && end-start > 1 {
				continue
			}
			if best[start]+p > best[end] {
				best[end], from[end] = best[start]+p, start
			}
		}
	}
	var ends []int
	for end := n; end > 0; end = from[end] {
		ends = append(ends, end)
	}
	for i, j := 0, len(ends)-1; i < j; i, j = i+1, j-1 {
		ends[i], ends[j] = ends[j], ends[i]
	}
	return ends
}

// hanTail gives the run of Chinese characters at the end of text, no more of it
// than matters for what follows.
func hanTail(text string) string {
	i, n := len(text), 0
	for i > 0 && n < hanContext {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if !isHan(r) {
			break
		}
		i -= size
		n++
	}
	return text[i:]
}

// unitEnds gives the ends of the words of text, which stands behind before: what
// single presses of "accept a word" take. Marks and spaces belong to the word
// behind them. Without h a run of Chinese characters is one word.
func (h *HanWords) unitEnds(before, text string) []int {
	var ends []int
	for at := 0; at < len(text); {
		n := NextUnit(text[at:])
		if i := strings.IndexFunc(text[at:at+n], isHan); h != nil && i >= 0 {
			context := ""
			if i == 0 {
				context = hanTail(before + text[:at])
			}
			ends = append(ends, h.endsIn(context, text[at+i:at+n], at+i)...)
			at += n
			continue
		}
		at += n
		ends = append(ends, at)
	}
	return ends
}

// endsIn gives the ends of the words in a run of Chinese characters that begins
// at offset and stands behind the characters of context.
func (h *HanWords) endsIn(context, run string, offset int) []int {
	skip := utf8.RuneCountInString(context)
	runes := []rune(context + run)
	var ends []int
	for _, end := range h.Cut(runes) {
		if end > skip {
			ends = append(ends, offset+len(string(runes[skip:end])))
		}
	}
	return ends
}

// Complete gives the rest of the Chinese word that the text before the caret has
// begun; "" where no word is clearly meant. Words that the text uses already count
// for more.
func (h *HanWords) Complete(before string) string {
	tail := []rune(hanTail(before))
	if len(tail) == 0 {
		return ""
	}
	starts := append([]int{0}, h.Cut(tail)...)
	for _, start := range starts[:len(starts)-1] { // the longest beginning first
		begun := string(tail[start:])
		if rest := h.completeWord(before[:len(before)-len(begun)], begun); rest != "" {
			return rest
		}
	}
	return ""
}

// completeWord gives the rest of the word that clearly begins with begun, behind
// before.
func (h *HanWords) completeWord(before, begun string) string {
	text := before[max(0, len(before)-ownWordsIn):]
	best, most, all := "", 0.0, 0.0
	for i := sort.SearchStrings(h.words, begun); i < len(h.words) && strings.HasPrefix(h.words[i], begun); i++ {
		word := h.words[i]
		weight := math.Exp2(float64(h.levels[i]) / 3)
		if word != begun {
			weight *= 1 + ownHanGain*float64(strings.Count(text, word))
		}
		all += weight
		if weight > most {
			best, most = word, weight
		}
	}
	if best == "" || best == begun || most < clearHan*all {
		return ""
	}
	return best[len(begun):]
}

// Limits of completing Chinese without a model.
const (
	ownHanGain = 30.0 // by how much a word weighs more for each time that the text uses it
	clearHan   = 0.4  // share of all words with this beginning that the offered one has, at least
)

// longestLikely gives every word the probability of all that begin with it, and
// puts the longest one first that is likely enough and at least half as likely as
// any.
func longestLikely(words []wordChoice, least float64) []wordChoice {
	if len(words) == 0 {
		return nil
	}
	all := slices.Clone(words)
	for i, w := range words {
		all[i].p = beginning(words, w.text)
	}
	first := 0
	for i, w := range all {
		if w.p > all[first].p {
			first = i
		}
	}
	least = max(least, all[first].p/2)
	for i, w := range all {
		if w.p >= least && len(w.text) > len(all[first].text) {
			first = i
		}
	}
	w := all[first]
	return slices.Insert(slices.Delete(all, first, first+1), 0, w)
}

// beginning is the probability of those words that begin with text.
func beginning(words []wordChoice, text string) float64 {
	var p float64
	for _, w := range words {
		if strings.HasPrefix(w.text, text) {
			p += w.p
		}
	}
	return min(1, p)
}

// wholeWord holds a Chinese suggestion back until it has grown beyond its first
// word, which only then is known, and drops it where that word isn't likely
// enough. Of words it knows how likely shorter beginnings are.
func (p *place) wholeWord(o ContinueOptions, words []wordChoice, yield func(Suggestion) bool) func(Suggestion) bool {
	type step struct {
		length int
		logp   float64
	}
	var steps []step
	shown, evidence := -1.0, Evidence{}
	return func(s Suggestion) bool {
		steps = append(steps, step{len(s.Text), s.LogProb})
		if shown < 0 {
			if len(s.Words) < 2 && !s.Final || utf8.RuneCountInString(s.Text) < leastShown {
				return true
			}
			first := s.Words[0]
			believed := s.Probability
			for _, step := range steps {
				if step.length >= first {
					believed = max(math.Exp(step.logp), beginning(words, s.Text[:first]))
					break
				}
			}
			evidence = p.evidence(s.Text[:first], believed)
			chance := p.trust.Chance(evidence)
			if !o.enough(evidence, chance) {
				return false
			}
			shown = chance
		}
		s.Probability, s.Evidence = shown, evidence
		return yield(s)
	}
}

// hanOnce reads the Chinese list when it is first needed.
func hanOnce() func() *HanWords {
	return sync.OnceValue(func() *HanWords {
		h, err := LoadHanWords()
		if err != nil {
			return nil
		}
		return h
	})
}

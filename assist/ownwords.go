package assist

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// ownWords are the words that are the writer's more than the language's: names in
// the writer's texts, and what stands in the writer's dictionary. Of a half-typed
// word they know how it may end, though no model has ever read it. Safe for
// concurrent use.
type ownWords struct {
	mu     sync.Mutex
	counts map[string]float64
	sorted []string // of counts; nil: to be made
}

// Limits of what counts as a word of the writer's own, and how much it weighs.
const (
	ownLetters   = 4   // letters of such a word, at least
	ownTyped     = 2   // letters typed before it is offered
	ownHalf      = 2.0 // sightings that weigh as much as the model
	clearOwn     = 0.4 // share of an own word that is offered without asking the model, at least
	inDictionary = 3.0 // sightings that a word of the dictionary counts as
)

// learn counts the words of text, which the writer wrote.
func (o *ownWords) learn(text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.counts == nil {
		o.counts = map[string]float64{}
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isWordRune(r) {
			at += size
			continue
		}
		end, _ := wordEnd(text, at)
		word := text[at:max(end, at+size)]
		for _, s := range []string{"’s", "'s"} {
			word = strings.TrimSuffix(word, s)
		}
		if utf8.RuneCountInString(word) >= ownLetters {
			o.counts[word]++
		}
		at = max(end, at+size)
	}
	o.sorted = nil
}

// add takes words of the writer's dictionary.
func (o *ownWords) add(words []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.counts == nil {
		o.counts = map[string]float64{}
	}
	for _, w := range words {
		// The mark keeps them apart from words that were only seen.
		o.counts[dictionaryMark+w] = inDictionary
		o.counts[w] += inDictionary
	}
	o.sorted = nil
}

// dictionaryMark stands before the words of the dictionary in ownWords.counts; no
// text has it.
const dictionaryMark = "\x00"

// begun gives the own words that begin with typed and are longer, with their
// counts, and how often typed stood alone or began with any of them.
func (o *ownWords) begun(typed string) (words []string, counts []float64, all float64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.sorted == nil {
		for w := range o.counts {
			if !strings.HasPrefix(w, dictionaryMark) {
				o.sorted = append(o.sorted, w)
			}
		}
		slices.Sort(o.sorted)
	}
	for i := sort.SearchStrings(o.sorted, typed); i < len(o.sorted) && strings.HasPrefix(o.sorted[i], typed); i++ {
		w := o.sorted[i]
		all += o.counts[w]
		if w != typed && o.own(w) {
			words, counts = append(words, w), append(counts, o.counts[w])
		}
	}
	return words, counts, all
}

// complete gives the rest of the own word that typed clearly begins; "" where it
// begins none.
func (o *ownWords) complete(typed string) string {
	if utf8.RuneCountInString(typed) < ownTyped {
		return ""
	}
	words, counts, all := o.begun(typed)
	best := -1
	for i, w := range words {
		if utf8.RuneCountInString(w) >= utf8.RuneCountInString(typed)+leastSaved && (best < 0 || counts[i] > counts[best]) {
			best = i
		}
	}
	if best < 0 || counts[best] < clearOwn*(all+1) {
		return ""
	}
	return words[best][len(typed):]
}

// own reports whether a word is a name, as its capital says that it has wherever
// it stands, or stands in the dictionary.
func (o *ownWords) own(word string) bool {
	if o.counts[dictionaryMark+word] > 0 {
		return true
	}
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && o.counts[strings.ToLower(word)] == 0
}

// mixOwn puts what the own words say of the half-typed word at p into choices,
// the likeliest first.
func (p *place) mixOwn(choices []wordChoice) []wordChoice {
	typed := typedWord(p.before)
	if utf8.RuneCountInString(typed) < ownTyped || !strings.HasSuffix(string(p.forced), typed) {
		return choices
	}
	words, counts, all := p.own.begun(typed)
	if len(words) == 0 {
		return choices
	}
	share := all / (all + ownHalf)
	mixed := slices.Clone(choices)
	for i := range mixed {
		mixed[i].p *= 1 - share
	}
	for i, w := range words {
		p.mixWord(&mixed, w[len(typed):], share*counts[i]/all)
	}
	sort.SliceStable(mixed, func(i, j int) bool { return mixed[i].p > mixed[j].p })
	return mixed
}

// mixWord adds the share of one own word, of which rest is still to be typed.
func (p *place) mixWord(choices *[]wordChoice, rest string, share float64) {
	for i := range *choices {
		if (*choices)[i].text == rest {
			(*choices)[i].p += share
			return
		}
	}
	path := p.r.lex.vocab.Encode(string(p.forced) + rest)
	*choices = append(*choices, wordChoice{text: rest, p: share, path: path, open: true, best: share})
}

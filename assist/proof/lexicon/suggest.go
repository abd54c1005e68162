package lexicon

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Speller proposes words for misspellings.
type Speller struct {
	english *English
	channel *Channel
	weights Traits
	shared  []uint8            // bytes that each word of the list shares with the one before
	lengths []uint8            // bytes of each word, 255 for more
	sounds  map[string][]int32 // phonetic key -> words of the list
	heard   heard
}

// Suggestion is one word that may have been meant.
type Suggestion struct {
	Word string
	// Cost is -log P(word, misspelling) in nats, up to a constant: the lower the likelier.
	Cost float64
}

// NewSpeller indexes the dictionary for search by likeness.
func NewSpeller(english *English, channel *Channel) *Speller {
	s := &Speller{english: english, channel: channel, weights: channel.ranking, sounds: make(map[string][]int32, 60_000)}
	s.shared, s.lengths = make([]uint8, english.Len()), make([]uint8, english.Len())
	last := ""
	for i := range english.Len() {
		w, entry := english.At(i)
		n := 0
		for n < len(w) && n < len(last) && w[n] == last[n] {
			n++
		}
		s.shared[i], s.lengths[i], last = uint8(min(n, 255)), uint8(min(len(w), 255)), w
		if entry.Tier <= 7 && entry.Level > 0 {
			key := soundKey(strings.ToLower(w))
			s.sounds[key] = append(s.sounds[key], int32(i))
		}
	}
	return s
}

// Candidate is a word of the list, or a pair of them, that a misspelling may stand for.
type Candidate struct {
	Word   string
	Traits Traits
	score  float64
}

// Ranked lists the words that typo may stand for in the given dialect, the likeliest first: those a few slips
// away, those that sound like it, and the pairs of words that it joins.
func (s *Speller) Ranked(typo string, dialect Dialect) []Candidate {
	list := s.candidates(typo, dialect)
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return a.score > b.score || a.score == b.score && a.Word < b.Word
	})
	return list
}

func (s *Speller) candidates(typo string, dialect Dialect) []Candidate {
	lower := strings.ToLower(strings.ReplaceAll(typo, "’", "'"))
	if len(lower) > 32 || len(lower) < 2 {
		return nil
	}
	var out []Candidate
	seen, key, written := make(map[int]bool), soundKey(lower), startsUpper(typo)
	sounds, least := s.channel.sounds.Of(lower), math.Inf(1)
	add := func(i int) {
		word, entry := s.english.At(i)
		if seen[i] || entry.Dialects&dialect == 0 && dialect != 0 {
			return
		}
		seen[i] = true
		slips := s.channel.Cost(strings.ToLower(word), lower)
		if math.IsInf(slips, 0) {
			return
		}
		c := s.candidate(word, s.traits(word, entry, slips, lower, key, sounds, written, dialect))
		least = min(least, -c.score)
		out = append(out, c)
	}
	reach := 2
	if len(lower) <= 3 {
		reach = 1
	}
	s.near(lower, reach, add)
	for _, i := range s.sounds[key] {
		add(int(i))
	}
	if least > farOff {
		s.heard.find(s.english, s.channel.sounds, sounds, add)
	}
	if least > farOff && len(lower) >= 7 {
		s.near(lower, 3, add)
	}
	return s.splits(lower, out)
}

// properRight is what a name gains, in nats, where the misspelling has a capital too: there are few names among the
// misspellings that the weights are fitted on, and many among the words of a text that have a capital.
const properRight = 1.0

func (s *Speller) candidate(word string, t Traits) Candidate {
	return Candidate{word, t, t.Dot(&s.weights) + properRight*t[traitProper]}
}

// Suggest returns up to n words that typo may stand for in the given dialect, the likeliest first.
// Capitals and the curl of the apostrophe carry over from typo to the suggestions.
func (s *Speller) Suggest(typo string, dialect Dialect, n int) []Suggestion {
	list := s.Ranked(typo, dialect)
	out := make([]Suggestion, 0, min(n, len(list)))
	for _, c := range list {
		if len(out) == n {
			break
		}
		word := matchCase(c.Word, typo)
		if strings.Contains(typo, "’") {
			word = strings.ReplaceAll(word, "'", "’")
		}
		if word != typo && !slices.ContainsFunc(out, func(o Suggestion) bool { return o.Word == word }) {
			out = append(out, Suggestion{word, -c.score - costOrigin})
		}
	}
	return out
}

// costOrigin is a cost in nats that is taken off all, so that they are on the scale that the rules expect.
const costOrigin = 0.5

// farOff is a cost in nats from which on words three slips away are looked at too.
const farOff = 2.0

// tierLevels are the levels assumed for words that the frequency list doesn't know, by tier: of the common
// ones it only lacks spellings, of the others it lacks the rarest.
var tierLevels = [...]float64{0, 28, 24, 18, 12, 7, 3, -1, -2, -3}

// rarity is -log of a word's own probability, up to a constant, with what the frequency list doesn't
// know set by tier.
func rarity(word string, entry Entry) float64 {
	const perLevel = math.Ln2 / 3 * 0.75 // tempered: the errors' words are rarer than running text
	level := float64(entry.Level)
	if entry.Level == 0 && entry.Tier < len(tierLevels) {
		level = tierLevels[entry.Tier]
	}
	if startsUpper(word) {
		level -= 6
		if word == strings.ToUpper(word) {
			level -= 20
		}
	}
	switch entry.Tier {
	case 8:
		level -= 6
	case 9:
		level -= 12
	}
	return -perLevel * level
}

func startsUpper(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first)
}

// splits adds the pairs of words that may have lost their blank.
func (s *Speller) splits(lower string, out []Candidate) []Candidate {
	const costBlank, perLevel = 9.0, math.Ln2 / 3 * 0.75
	for i := 1; i < len(lower); i++ {
		a, b := lower[:i], lower[i:]
		if len(a) == 1 && a != "a" && a != "i" || len(b) == 1 {
			continue
		}
		if pair := s.english.Bigram(a, b); pair > 0 {
			var t Traits
			t[traitSlips], t[traitPair] = costBlank-perLevel*float64(pair+12), 1
			out = append(out, s.candidate(a+" "+b, t))
		}
	}
	return out
}

// near visits every word of the list within reach edits of lower (insertion, deletion, substitution,
// swap of neighbours), without regard to capitals. It walks the sorted list as the trie that it is.
func (s *Speller) near(lower string, reach int, visit func(i int)) {
	const deepest = 40
	m := len(lower)
	cells := make([]int, (deepest+1)*(m+1))
	var rows [deepest + 1][]int
	for d := range rows {
		rows[d] = cells[d*(m+1) : (d+1)*(m+1)]
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	done, cut := 0, deepest+1 // rows filled; depth below which the last word's branch is too far
	var letters [deepest + 1]byte
	for i, shared := range s.shared {
		common := int(shared)
		if common >= cut {
			continue
		}
		word := s.english.prefix(i, int(s.lengths[i]))
		cut = deepest + 1
		done = min(done, common)
		if len(word) > deepest {
			continue
		}
		for d := done + 1; d <= len(word); d++ {
			c := word[d-1]
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			letters[d] = c
			least := nextRow(rows[:], letters[:], d, lower, reach)
			done = d
			if least > reach {
				cut = d
				break
			}
		}
		if cut > deepest && m-len(word) <= reach && len(word)-m <= reach && rows[len(word)][m] <= reach {
			visit(i)
		}
	}
}

// nextRow fills row d of the edit distance table, as far as distances can be within reach, and returns its least
// value.
func nextRow(rows [][]int, letters []byte, d int, lower string, reach int) int {
	row, above := rows[d], rows[d-1]
	from, to := max(1, d-reach), min(len(lower), d+reach)
	row[from-1] = d
	least := d
	if from > 1 {
		row[from-1], least = reach+1, reach+1
	}
	for j := from; j <= to; j++ {
		v := above[j-1]
		if lower[j-1] != letters[d] {
			v = min(v, row[j-1])
			if j < d+reach {
				v = min(v, above[j])
			}
			v++
			if d > 1 && j > 1 && lower[j-1] == letters[d-1] && lower[j-2] == letters[d] {
				v = min(v, rows[d-2][j-2]+1)
			}
		}
		row[j] = v
		least = min(least, v)
	}
	return least
}

// Near returns up to eight frequent words that a single slip turns into the lower-case word w, or that
// sound like it, the likeliest first.
func (s *Speller) Near(w string) []string {
	const frequent, most, dearest = 36, 8, 12.0
	found := make(map[string]float64)
	add := func(i int) {
		near, entry := s.english.At(i)
		if near == w || entry.Level < frequent || near[0] < 'a' || len(near) == 1 && near != "a" {
			return
		}
		if cost := s.channel.Cost(near, w) + rarity(near, entry) + 8; cost < dearest {
			found[near] = cost
		}
	}
	s.near(w, 1, add)
	for _, i := range s.sounds[soundKey(w)] {
		add(int(i))
	}
	out := make([]string, 0, len(found))
	for near := range found {
		out = append(out, near)
	}
	sort.Slice(out, func(i, j int) bool {
		return found[out[i]] < found[out[j]] || found[out[i]] == found[out[j]] && out[i] < out[j]
	})
	return out[:min(most, len(out))]
}

// matchCase writes word with the capitals of model: all, first letter, or as listed.
func matchCase(word, model string) string {
	first, size := utf8.DecodeRuneInString(model)
	if !unicode.IsUpper(first) {
		return word
	}
	if len(model) > size && model == strings.ToUpper(model) {
		return strings.ToUpper(word)
	}
	head, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(head)) + word[n:]
}

// soundKey reduces a lower-case word to its consonants as English sounds them.
func soundKey(w string) string {
	w = soundSpelling.Replace(w)
	var out []byte
	for i := 0; i < len(w); i++ {
		c := w[i]
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'h', 'w', '\'', '-':
			if i == 0 {
				out = append(out, 'A')
			}
			continue
		case 'c', 'q':
			c = 'k'
			if w[i] == 'c' && i+1 < len(w) && strings.IndexByte("eiy", w[i+1]) >= 0 {
				c = 's'
			}
		case 'z':
			c = 's'
		case 'g':
			if i+1 < len(w) && strings.IndexByte("eiy", w[i+1]) >= 0 {
				c = 'j'
			}
		case 'v':
			c = 'f'
		case 'd':
			c = 't'
		}
		if len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
	}
	return string(out)
}

var soundSpelling = strings.NewReplacer(
	"ph", "f", "ght", "t", "kn", "n", "wr", "r", "ps", "s", "tch", "X", "ch", "X", "sh", "S",
	"tion", "Sn", "sion", "Sn", "cian", "Sn", "cious", "Ss", "tious", "Ss", "dge", "j", "x", "ks", "ck", "k", "mb", "m", "gn", "n", "sc", "s",
)

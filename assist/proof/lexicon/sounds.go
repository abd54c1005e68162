package lexicon

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"inkling/assets/words"
)

// Sounds tells how English letters sound, by rules for letters between their neighbours that are learned from a
// pronouncing dictionary (scripts/words/build_sounds.py). So it pronounces what no dictionary has, misspellings
// above all.
type Sounds struct {
	rules map[uint64][2]byte // letters around one, as contextKey packs them -> its sounds, 0 for none
}

// LoadSounds unpacks the rules.
func LoadSounds() (*Sounds, error) {
	text, err := words.Read(words.Sounds)
	if err != nil {
		return nil, err
	}
	s := &Sounds{rules: make(map[uint64][2]byte, strings.Count(text, "\n"))}
	for line := range strings.Lines(text) {
		context, sounds, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok || context == "" || len(context) > 2*widestContext+1 || len(sounds) > 2 {
			return nil, fmt.Errorf("word list %s: line %q is no rule", words.Sounds, line)
		}
		var pair [2]byte
		copy(pair[:], sounds)
		s.rules[contextKey([]byte(context))] = pair
	}
	return s, nil
}

// contextKey packs up to nine letters, or '#' for what is outside the word, into one number.
func contextKey(context []byte) uint64 {
	key := uint64(1)
	for _, c := range context {
		if key <<= 5; c != '#' {
			key |= uint64(c-'a') + 1
		}
	}
	return key
}

// widestContext is how many letters on either side the widest rules look at.
const widestContext = 4

// Of returns the sounds of a word in lower case, a byte each, as scripts/words/build_sounds.py codes them; none of
// them twice in a row. What is not a letter of English has no sound.
func (s *Sounds) Of(word string) string { return string(s.appendOf(nil, word)) }

// appendOf appends the sounds of a word to those of others.
func (s *Sounds) appendOf(out []byte, word string) []byte {
	const edge = "####"
	var room [64]byte
	padded := append(room[:0], edge...)
	for i := range len(word) {
		if c := word[i]; c >= 'a' && c <= 'z' {
			padded = append(padded, c)
		}
	}
	padded = append(padded, edge...)
	start := len(out)
	for i := widestContext; i < len(padded)-widestContext; i++ {
		// The widest rule holds. A rule of n letters looks at as many after its letter as before it, or one more.
		for n := 2*widestContext + 1; n > 0; n-- {
			sounds, ok := s.rules[contextKey(padded[i-(n-1)/2:i+n/2+1])]
			if !ok {
				continue
			}
			for k := range len(sounds) {
				if sounds[k] != 0 && (len(out) == start || out[len(out)-1] != sounds[k]) {
					out = append(out, sounds[k])
				}
			}
			break
		}
	}
	return out
}

// vowelSounds are the sounds that are vowels; schwa is the one of unstressed syllables.
const vowelSounds, schwa = "A{VO12E34IioU5u@", '@'

// closeSounds are sounds that are heard, or spelled, alike.
var closeSounds = [...]string{
	"AOV@", "IE@i", "E{", "UuV", "3@V", "4E{", "oO", "2I",
	"sz", "sSc", "SZcj", "td", "fv", "kg", "pb", "TD", "mnN", "Tt", "wv", "Tf",
}

// soundsApart is how far two pronunciations are apart: 0 for the same, about 1 for each consonant that differs.
func soundsApart(a, b string) float64 {
	const mostSounds = 48
	if len(a) >= mostSounds || len(b) >= mostSounds {
		return mostSounds
	}
	var rows [2][mostSounds]float64
	above, row := &rows[0], &rows[1]
	for j := range len(b) {
		above[j+1] = above[j] + soundLost(b[j])
	}
	for i := range len(a) {
		row[0] = above[0] + soundLost(a[i])
		for j := range len(b) {
			row[j+1] = min(above[j]+soundChanged(a[i], b[j]), above[j+1]+soundLost(a[i]), row[j]+soundLost(b[j]))
		}
		above, row = row, above
	}
	return above[len(b)]
}

// soundLost is the weight of a sound that only one of two pronunciations has.
func soundLost(c byte) float64 {
	switch {
	case c == schwa:
		return 0.5
	case strings.IndexByte(vowelSounds, c) >= 0:
		return 0.8
	}
	return 1
}

// soundChanged is the weight of one sound for another.
func soundChanged(a, b byte) float64 {
	if a == b {
		return 0
	}
	vowel := strings.IndexByte(vowelSounds, a) >= 0
	if vowel != (strings.IndexByte(vowelSounds, b) >= 0) {
		return 1.6
	}
	alike := false
	for _, group := range closeSounds {
		alike = alike || strings.IndexByte(group, a) >= 0 && strings.IndexByte(group, b) >= 0
	}
	switch {
	case vowel && alike:
		return 0.4
	case alike:
		return 0.6
	case vowel:
		return 0.7
	}
	return 1.2
}

// heard is an index of words by how they sound, built when it is first asked for.
type heard struct {
	once  sync.Once
	keys  []uint32 // hashes of consonantSounds, in order
	words []int32  // of the list, beside keys
}

// find calls visit with the words of the list whose consonants sound as those of a pronunciation.
func (h *heard) find(english *English, sounds *Sounds, pronounced string, visit func(i int)) {
	h.once.Do(func() { h.build(english, sounds) })
	key := consonantSounds([]byte(pronounced))
	for at, _ := slices.BinarySearch(h.keys, key); at < len(h.keys) && h.keys[at] == key; at++ {
		visit(int(h.words[at]))
	}
}

func (h *heard) build(english *English, sounds *Sounds) {
	type line struct {
		key  uint32
		word int32
	}
	lines := make([]line, 0, 75_000)
	var pronounced []byte
	for i := range english.Len() {
		if w, entry := english.At(i); entry.Tier <= leastHeard && entry.Level > 0 {
			pronounced = sounds.appendOf(pronounced[:0], strings.ToLower(w))
			lines = append(lines, line{consonantSounds(pronounced), int32(i)})
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.word, b.word)) })
	h.keys, h.words = make([]uint32, len(lines)), make([]int32, len(lines))
	for i, l := range lines {
		h.keys[i], h.words[i] = l.key, l.word
	}
}

// leastHeard is the last tier whose words writers know by their sound.
const leastHeard = 5

// consonantSounds is a hash of the consonants that are heard, voiced and voiceless ones alike, and of whether the
// first sound is a vowel.
func consonantSounds(pronounced []byte) uint32 {
	const fnvBasis, fnvPrime = 2166136261, 16777619
	hash, last := uint32(fnvBasis), byte(0)
	for i := range len(pronounced) {
		c := pronounced[i]
		switch {
		case c == '3':
			c = 'r'
		case strings.IndexByte(vowelSounds, c) >= 0:
			if i > 0 {
				continue
			}
			c = schwa
		default:
			if at := strings.IndexByte("zdvgbDZj", c); at >= 0 {
				c = "stfkpTSc"[at]
			}
		}
		if c != last {
			hash, last = (hash^uint32(c))*fnvPrime, c
		}
	}
	return hash
}

package lexicon

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"inkling/assets/words"
)

// Chinese is the dictionary of simplified Chinese: words with their frequency, characters with their
// sound and shape.
type Chinese struct {
	levels   map[string]uint8 // words with their frequency
	chars    map[rune]hanzi
	sounds   map[string][]rune   // syllable without tone -> characters, in code order
	typed    map[string][]string // syllable -> those one letter of pinyin away, sorted
	simple   map[rune]rune       // traditional characters -> simplified
	gaps     map[string][]string // words of four characters by what is left without one of them
	pairs    pairSet             // neighbours in words
	confused map[rune][]rune
	spoken   map[string][]string // words of two to four characters by how they sound, see soundKey
}

type hanzi struct {
	readings []string // syllable with tone digit, the commonest first
	alike    []rune   // characters of like shape, the likest first
}

// Likeness says why one character is written for another.
type Likeness int

// The likenesses of characters, from the strongest.
const (
	Unlike    Likeness = iota
	SameTone           // same syllable, same tone
	SameSound          // same syllable, another tone
	NearSound          // syllables that many speakers do not tell apart: zh and z, in and ing
	SameShape          // alike to the eye
	NearTyped          // syllables that differ by one letter of their pinyin, as slips of the keys make them
)

// LoadChinese unpacks the Chinese lists.
func LoadChinese() (*Chinese, error) {
	blob, err := words.Read(words.Chinese)
	if err != nil {
		return nil, err
	}
	c := &Chinese{levels: make(map[string]uint8, 170_000), chars: make(map[rune]hanzi, 7_000), sounds: make(map[string][]rune, 450)}
	for line := range strings.Lines(blob) {
		if len(line) < 6 {
			return nil, fmt.Errorf("word list %s: line %q is too short", words.Chinese, line)
		}
		word := line[:len(line)-3]
		c.levels[word] = line[len(line)-3] - 48
		before := rune(0)
		for _, r := range word {
			if before != 0 {
				c.pairs.add(before, r)
			}
			before = r
		}
	}
	text, err := words.Read(words.Hanzi)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), " ")
		if len(fields) != 3 {
			return nil, fmt.Errorf("word list %s: line %q has %d fields", words.Hanzi, line, len(fields))
		}
		r, _ := utf8.DecodeRuneInString(fields[0])
		h := hanzi{readings: strings.Split(fields[1], ","), alike: []rune(fields[2])}
		c.chars[r] = h
		seen := make(map[string]bool)
		for _, reading := range h.readings {
			if s := reading[:len(reading)-1]; !seen[s] {
				seen[s] = true
				c.sounds[s] = append(c.sounds[s], r)
			}
		}
	}
	if err := c.loadTraditional(); err != nil {
		return nil, err
	}
	c.typed = typedNeighbors(c.sounds)
	c.confused = confusions()
	c.gaps = make(map[string][]string)
	c.spoken = make(map[string][]string, len(c.levels))
	for w, level := range c.levels {
		if n := utf8.RuneCountInString(w); n >= 2 && n <= 4 && level >= leastSpoken {
			key := c.soundKey([]rune(w))
			c.spoken[key] = append(c.spoken[key], w)
			if r := []rune(w); n == 4 && r[0] != r[1] && r[2] != r[3] {
				for i := range r {
					key := string(r[:i]) + string(r[i+1:])
					c.gaps[key] = append(c.gaps[key], w)
				}
			}
		}
	}
	for _, list := range c.gaps {
		sort.Strings(list)
	}
	for _, list := range c.spoken {
		sort.Strings(list)
	}
	return c, nil
}

func (c *Chinese) loadTraditional() error {
	text, err := words.Read(words.Traditional)
	if err != nil {
		return err
	}
	c.simple = make(map[rune]rune, 2400)
	for line := range strings.Lines(text) {
		pair := []rune(strings.TrimSuffix(line, "\n"))
		if len(pair) != 2 {
			return fmt.Errorf("word list %s: line %q is no pair", words.Traditional, line)
		}
		c.simple[pair[0]] = pair[1]
	}
	return nil
}

// Simplified is the character that stands for a traditional one in simplified Chinese; ok is false where r is
// none.
func (c *Chinese) Simplified(r rune) (_ rune, ok bool) {
	simple, ok := c.simple[r]
	return simple, ok
}

// typedNeighbors lists for every syllable those that one letter more, fewer or other makes of it.
func typedNeighbors(sounds map[string][]rune) map[string][]string {
	near := make(map[string][]string, len(sounds))
	for s := range sounds {
		add := func(other string) {
			if _, ok := sounds[other]; ok && other != s {
				near[s] = append(near[s], other)
			}
		}
		for i := 0; i <= len(s); i++ {
			for c := 'a'; c <= 'z'; c++ {
				add(s[:i] + string(c) + s[i:])
				if i < len(s) {
					add(s[:i] + string(c) + s[i+1:])
				}
			}
			if i < len(s) {
				add(s[:i] + s[i+1:])
			}
		}
		sort.Strings(near[s])
		near[s] = slices.Compact(near[s])
	}
	return near
}

// leastSpoken is how common a word must be to be taken for one that sounds alike.
const leastSpoken = 9

// soundKey is how characters sound in their commonest reading, as speakers hear it who do not tell zh from z,
// l from n, in from ing.
func (c *Chinese) soundKey(text []rune) string {
	var b strings.Builder
	for _, r := range text {
		readings := c.chars[r].readings
		if len(readings) == 0 {
			b.WriteRune(r)
			continue
		}
		s := readings[0][:len(readings[0])-1]
		if len(s) > 1 && s[1] == 'h' {
			s = s[:1] + s[2:]
		} else if s[0] == 'n' {
			s = "l" + s[1:]
		}
		b.WriteString(strings.TrimSuffix(s, "g"))
		b.WriteByte(' ')
	}
	return b.String()
}

// Without visits the words of four characters that text, three, is without one inner or last character: its index
// in the word and the character.
func (c *Chinese) Without(text []rune, visit func(missing int, char rune)) {
	for _, w := range c.gaps[string(text)] {
		word := []rune(w)
		for i := 1; i < 4; i++ {
			if string(word[:i])+string(word[i+1:]) == string(text) {
				visit(i, word[i])
				break
			}
		}
	}
}

// OneOff visits the words of four characters that text, four, becomes by one other character: its index and the
// character.
func (c *Chinese) OneOff(text []rune, visit func(at int, char rune)) {
	for i := range text {
		head, tail := string(text[:i]), string(text[i+1:])
		for _, w := range c.gaps[head+tail] {
			if char, ok := strings.CutPrefix(w, head); ok && len(char) > len(tail) && strings.HasSuffix(char, tail) {
				if r := []rune(char[:len(char)-len(tail)]); len(r) == 1 && r[0] != text[i] {
					visit(i, r[0])
				}
			}
		}
	}
}

// Sounding visits the words that sound like text, two to four characters.
func (c *Chinese) Sounding(text []rune, visit func(word []rune)) {
	for _, w := range c.spoken[c.soundKey(text)] {
		visit([]rune(w))
	}
}

// Level is the frequency of a word in thirds of an octave, 0 to 63, and whether it is a word at all.
func (c *Chinese) Level(word string) (int, bool) {
	level, ok := c.levels[word]
	return int(level), ok
}

// LogProb is the natural logarithm of the share of all words that a word of up to eight characters has, and
// whether it is one; a character that is in no list counts as one met once.
func (c *Chinese) LogProb(word []rune) (float64, bool) {
	const perLevel, total = math.Ln2 / 3, 17.9 // ln of the 60 million words counted
	var buf [8 * utf8.UTFMax]byte
	text := buf[:0]
	for _, r := range word {
		text = utf8.AppendRune(text, r)
	}
	level, ok := c.levels[string(text)] // no copy is made for looking up
	return perLevel*float64(level) - total, ok
}

// Alike visits the characters that are easily written for r, each once, the strongest likeness first.
func (c *Chinese) Alike(r rune, visit func(rune, Likeness)) {
	h, ok := c.chars[r]
	if !ok {
		return
	}
	seen := map[rune]bool{r: true}
	give := func(x rune, l Likeness) {
		if !seen[x] {
			seen[x] = true
			visit(x, l)
		}
	}
	for _, reading := range h.readings {
		for _, x := range c.sounds[reading[:len(reading)-1]] {
			for _, other := range c.chars[x].readings {
				if other == reading {
					give(x, SameTone)
				}
			}
		}
	}
	for _, reading := range h.readings {
		for _, x := range c.sounds[reading[:len(reading)-1]] {
			give(x, SameSound)
		}
	}
	for _, x := range h.alike {
		give(x, SameShape)
	}
	for _, reading := range h.readings {
		for _, near := range nearSyllables(reading[:len(reading)-1]) {
			for _, x := range c.sounds[near] {
				give(x, NearSound)
			}
		}
	}
	for _, reading := range h.readings {
		for _, near := range c.typed[reading[:len(reading)-1]] {
			for _, x := range c.sounds[near] {
				give(x, NearTyped)
			}
		}
	}
}

// nearSyllables lists the syllables that differ from s by one of the usual confusions.
func nearSyllables(s string) []string {
	var out []string
	for _, pair := range [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"l", "n"}, {"r", "l"}, {"f", "h"}} {
		for k := range 2 {
			from, to := pair[k], pair[1-k]
			if rest, ok := strings.CutPrefix(s, from); ok && !(len(from) == 1 && strings.HasPrefix(rest, "h")) {
				out = append(out, to+rest)
			}
		}
	}
	for _, pair := range [][2]string{{"ing", "in"}, {"eng", "en"}, {"ang", "an"}, {"uo", "o"}, {"ian", "iang"}} {
		for k := range 2 {
			if rest, ok := strings.CutSuffix(s, pair[k]); ok {
				out = append(out, rest+pair[1-k])
			}
		}
	}
	return out
}

// Readings returns how a character is read, as syllables with tone digits, the commonest first.
func (c *Chinese) Readings(r rune) []string { return c.chars[r].readings }

// BySound lists the words of two characters or more that are read as the given letters without tones,
// the commonest first.
func (c *Chinese) BySound(letters string) []string {
	var out []string
	for word := range c.levels {
		if utf8.RuneCountInString(word) >= 2 && c.reads(word, letters) {
			out = append(out, word)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := c.levels[out[i]], c.levels[out[j]]
		return a > b || a == b && out[i] < out[j]
	})
	return out
}

// reads tells whether a word can be read as letters.
func (c *Chinese) reads(word, letters string) bool {
	if word == "" {
		return letters == ""
	}
	r, size := utf8.DecodeRuneInString(word)
	for _, reading := range c.chars[r].readings {
		if rest, ok := strings.CutPrefix(letters, reading[:len(reading)-1]); ok && c.reads(word[size:], rest) {
			return true
		}
	}
	return false
}

// Syllables tells whether letters are pinyin of n syllables, n at least 1; 0 if they are none.
func (c *Chinese) Syllables(letters string) int {
	if letters == "" {
		return 0
	}
	for n := min(6, len(letters)); n > 0; n-- {
		if _, ok := c.sounds[letters[:n]]; !ok {
			continue
		}
		if n == len(letters) {
			return 1
		}
		if rest := c.Syllables(letters[n:]); rest > 0 {
			return rest + 1
		}
	}
	return 0
}

package lexicon

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"inkling/assets/words"
)

// Chinese is the dictionary of simplified Chinese: words with their frequency, characters with their
// sound and shape.
type Chinese struct {
	blob    string
	lines   []uint32
	chars   map[rune]hanzi
	sounds  map[string][]rune // syllable without tone -> characters, in code order
	longest int
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
)

// LoadChinese unpacks the Chinese lists.
func LoadChinese() (*Chinese, error) {
	blob, err := words.Read(words.Chinese)
	if err != nil {
		return nil, err
	}
	c := &Chinese{blob: blob, lines: make([]uint32, 0, 170_000), chars: make(map[rune]hanzi, 7_000), sounds: make(map[string][]rune, 450)}
	for at := 0; at < len(blob); {
		c.lines = append(c.lines, uint32(at))
		end := strings.IndexByte(blob[at:], '\n')
		if end < 0 {
			return nil, fmt.Errorf("word list %s: last line has no end", words.Chinese)
		}
		c.longest = max(c.longest, utf8.RuneCountInString(blob[at:at+end])-2)
		at += end + 1
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
	return c, nil
}

// Level is the frequency of a word in thirds of an octave, 0 to 63, and whether it is a word at all.
func (c *Chinese) Level(word string) (int, bool) {
	i := sort.Search(len(c.lines), func(i int) bool { return c.word(i) >= word })
	if i >= len(c.lines) || c.word(i) != word {
		return 0, false
	}
	return int(c.blob[int(c.lines[i])+len(word)] - 48), true
}

// Idiom tells whether a word is a set phrase.
func (c *Chinese) Idiom(word string) bool {
	i := sort.Search(len(c.lines), func(i int) bool { return c.word(i) >= word })
	return i < len(c.lines) && c.word(i) == word && c.blob[int(c.lines[i])+len(word)+1] == 'i'
}

// word is the i-th word in code order.
func (c *Chinese) word(i int) string {
	line := c.blob[c.lines[i]:]
	return line[:strings.IndexByte(line, '\n')-2]
}

// Longest is the length of the longest word in characters.
func (c *Chinese) Longest() int { return c.longest }

// Known tells whether a character is in the list of common ones.
func (c *Chinese) Known(r rune) bool { _, ok := c.chars[r]; return ok }

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

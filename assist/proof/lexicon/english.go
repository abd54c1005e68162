// Package lexicon holds what proofreading knows about words: [English] with its spelling, frequency,
// inflection and neighbours, [Channel] with the slips that misspell them, [Sounds] with how letters are
// pronounced, [Speller], which ranks by all three what a misspelling stands for, and [Chinese] with the
// sound and shape of characters. All are read-only after loading and safe for concurrent use.
package lexicon

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"inkling/assets/words"
)

// Dialect is a set of English dialects.
type Dialect uint8

// The dialects of English that the word list tells apart.
const (
	American Dialect = 1 << iota
	British
	AnyDialect = American | British
)

// Entry is what the word list says of one word as written there.
type Entry struct {
	// Tier is 1 for the commonest words to 9 for those that few know.
	Tier int
	// Dialects in which the word is spelled so.
	Dialects Dialect
	// Level is the frequency in thirds of an octave, 0 to 63; 0 where the word is too rare to have one.
	Level int
}

// English is the dictionary of English.
type English struct {
	blob  string   // the list, sorted, a word a line
	lines []uint32 // the start of each line in blob
	*forms
	bigrams map[string]string
}

// LoadEnglish unpacks the English lists.
func LoadEnglish() (*English, error) {
	blob, err := words.Read(words.English)
	if err != nil {
		return nil, err
	}
	e := &English{blob: blob, lines: make([]uint32, 0, 300_000)}
	for at := 0; at < len(blob); {
		e.lines = append(e.lines, uint32(at))
		end := strings.IndexByte(blob[at:], '\n')
		if end < 0 {
			return nil, fmt.Errorf("word list %s: last line has no end", words.English)
		}
		at += end + 1
	}
	if e.forms, err = loadForms(); err != nil {
		return nil, err
	}
	pairs, err := words.Read(words.Bigrams)
	if err != nil {
		return nil, err
	}
	e.bigrams = make(map[string]string, 17_000)
	for line := range strings.Lines(pairs) {
		first, rest, _ := strings.Cut(line, " ")
		e.bigrams[first] = " " + strings.TrimSuffix(rest, "\n") + " "
	}
	return e, nil
}

// Len is the number of words.
func (e *English) Len() int { return len(e.lines) }

// At returns the i-th word in byte order with its entry.
func (e *English) At(i int) (string, Entry) {
	line := e.blob[e.lines[i]:]
	tab := strings.IndexByte(line, '\t')
	info := line[tab+1:]
	entry := Entry{Tier: int(info[0] - '0'), Dialects: Dialect(info[1] - '0')}
	if info[2] != '\n' {
		entry.Level = int(info[2] - 48)
	}
	return line[:tab], entry
}

// word returns the i-th word alone.
func (e *English) word(i int) string {
	line := e.blob[e.lines[i]:]
	return line[:strings.IndexByte(line, '\t')]
}

// prefix returns the first n bytes of the i-th word.
func (e *English) prefix(i, n int) string {
	at := int(e.lines[i])
	return e.blob[at : at+n]
}

// search is the index of the first word that is not less than word.
func (e *English) search(word string) int {
	return sort.Search(len(e.lines), func(i int) bool { return e.word(i) >= word })
}

// Lookup finds a word exactly as written.
func (e *English) Lookup(word string) (Entry, bool) {
	if i := e.search(word); i < len(e.lines) {
		if w, entry := e.At(i); w == word {
			return entry, true
		}
	}
	return Entry{}, false
}

// Find looks a word up as a reader would: with straight apostrophe, without possessive ending, and in
// lower case where it is written with a capital or all in capitals.
func (e *English) Find(word string) (Entry, bool) {
	word = strings.ReplaceAll(word, "’", "'")
	for _, w := range caseVariants(word) {
		if entry, ok := e.Lookup(w); ok {
			return entry, true
		}
	}
	for _, suffix := range []string{"'s", "'S", "s'", "S'"} {
		if stem, ok := strings.CutSuffix(word, suffix); ok && stem != "" {
			if suffix[0] != '\'' {
				stem += suffix[:1]
			}
			for _, w := range caseVariants(stem) {
				if entry, ok := e.Lookup(w); ok {
					return entry, true
				}
			}
		}
	}
	return Entry{}, false
}

// caseVariants lists the spellings under which a word as written may be listed: as it is, and, as far
// as capitals may stand for small letters, lower and with a capital.
func caseVariants(word string) []string {
	first, size := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) {
		return []string{word}
	}
	lower := strings.ToLower(word)
	variants := []string{word, lower}
	if rest := word[size:]; rest == strings.ToUpper(rest) && rest != "" {
		variants = append(variants, word[:size]+lower[len(lower)-len(strings.ToLower(rest)):])
	}
	return variants
}

// Level is the frequency of a word in thirds of an octave, whatever its capitals; 0 if unknown.
func (e *English) Level(word string) int {
	entry, ok := e.Lookup(word)
	if ok && entry.Level > 0 {
		return entry.Level
	}
	entry, _ = e.Find(word)
	return entry.Level
}

// Bigram is the frequency of two words in a row, both in lower case, in thirds of an octave above
// the rarest pair of the list, plus 1; 0 if the pair is not in it.
func (e *English) Bigram(first, second string) int {
	row := e.bigrams[first]
	at := strings.Index(row, " "+second+"\t")
	if at < 0 {
		return 0
	}
	return int(row[at+len(second)+2]-48) + 1
}

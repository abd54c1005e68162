package app

import (
	"strings"

	"github.com/rivo/uniseg"
	"github.com/sergi/go-diff/diffmatchpatch"
)

// diffKind says what became of a piece of a text.
type diffKind int

const (
	kept diffKind = iota
	removed
	added
)

// diffPiece is a stretch of the old text, the new one, or both.
type diffPiece struct {
	kind diffKind
	text string
}

// wordDiff gives the difference of two texts word by word: pieces of words
// are never mixed, and a Chinese character is a word.
func wordDiff(before, after string) []diffPiece {
	known := map[string]rune{}
	var words []string
	// Each word becomes a character of its own, so that the library, which
	// compares characters, compares words. Surrogates are no characters.
	encode := func(text string) []rune {
		var runes []rune
		state := -1
		for text != "" {
			var word string
			word, text, state = uniseg.FirstWordInString(text, state)
			r, ok := known[word]
			if !ok {
				r = rune(len(words) + 1)
				if r >= 0xd800 {
					r += 0x800
				}
				known[word] = r
				words = append(words, word)
			}
			runes = append(runes, r)
		}
		return runes
	}
	decode := func(text string) string {
		var out strings.Builder
		for _, r := range text {
			if r >= 0xe000 {
				r -= 0x800
			}
			out.WriteString(words[r-1])
		}
		return out.String()
	}
	d := diffmatchpatch.New()
	diffs := d.DiffMainRunes(encode(before), encode(after), false)
	diffs = d.DiffCleanupSemantic(diffs)
	pieces := make([]diffPiece, 0, len(diffs))
	for _, x := range diffs {
		kind := kept
		switch x.Type {
		case diffmatchpatch.DiffDelete:
			kind = removed
		case diffmatchpatch.DiffInsert:
			kind = added
		}
		pieces = append(pieces, diffPiece{kind, decode(x.Text)})
	}
	return pieces
}

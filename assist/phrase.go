package assist

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrase lengthens a word to a phrase, token by token, each the likeliest, and
// commits whole words only.
type phrase struct {
	r         *reader
	tokens    []int32 // prompt and path
	before    string  // the last word before the caret
	text      []byte  // what follows the caret, from the path
	open      bool    // the next token must not lengthen the last word
	logp      float64 // of the committed tokens
	count     int     // tokens committed
	maxTokens int
	maxWords  int
	floors    []float64 // least probabilities of the second word, the third, ...
	minMean   float64   // mean log-probability below which it grows no further
	draw      *draw     // nil: the likeliest
	sentence  bool      // a comma is no end
	held      bool      // the last word waits for the next
}

// grow lengthens the phrase from its first word of first bytes and calls commit
// with every longer text that ends at a word's end; commit returns false to stop.
// It returns when the phrase has come to a natural end.
func (g *phrase) grow(ctx context.Context, first int, commit func(text string, logp float64, tokens int) bool) error {
	end := first // the committed length
	words := 1
	logp, count := 0.0, 0 // since the last commit
	for range g.maxTokens {
		if i := naturalEnd(g.before, string(g.text), end); i >= 0 && i <= len(g.text) {
			if i > end {
				commit(string(g.text[:i]), g.logp+logp, g.count+count)
			}
			return nil
		}
		d, err := g.r.next(ctx, g.tokens)
		if err != nil {
			return err
		}
		id, ok := g.pick(d)
		if !ok {
			return nil
		}
		piece := g.r.lex.pieces[id]
		// The token settles whether what stands there is a whole word.
		if whole := g.wholeBefore(piece, end); whole > end {
			if words >= g.maxWords {
				return nil
			}
			g.logp, g.count = g.logp+logp, g.count+count
			logp, count = 0, 0
			g.held = dangles(string(g.text[end:whole]))
			end, words = whole, words+1
			if !g.held && !commit(string(g.text[:end]), g.logp, g.count) {
				return nil
			}
			if !g.sentence && words >= 4 && endsPhrase(g.text[:end]) {
				return nil
			}
		}
		if len(piece) == 0 {
			return nil // the model ends its text here
		}
		g.text = append(g.text, piece...)
		g.tokens = append(slices.Clip(g.tokens), id)
		logp += float64(d[id])
		count++
		if logp < g.floor(words) {
			return nil
		}
	}
	return nil
}

// dangles reports a word that no phrase ends with: it waits for the one behind it.
func dangles(word string) bool {
	switch strings.TrimLeft(word, " ") {
	case "a", "an", "the", "and", "or", "but", "nor", "of", "to", "in", "on", "at", "by", "for", "with", "from", "as",
		"into", "upon", "than", "his", "her", "its", "their", "my", "your", "our":
		return true
	}
	return false
}

// floor is the least log-probability of the word behind so many words. Behind one
// that waits for it less is asked: without it, both would be lost.
func (g *phrase) floor(words int) float64 {
	if len(g.floors) == 0 {
		return math.Inf(-1)
	}
	if g.held {
		words = 1
	}
	return math.Log(g.floors[min(words, len(g.floors))-1])
}

// pick gives the likeliest next token; at an open word, the likeliest that does
// not lengthen it.
func (g *phrase) pick(d distribution) (int32, bool) {
	keep := func(id int32) bool { return true }
	if g.open {
		g.open = false
		keep = func(id int32) bool {
			return g.r.lex.class[id] == endsWord || g.r.lex.class[id] == ideographs
		}
	}
	if g.draw != nil {
		return g.draw.token(d, keep)
	}
	top := d.best(1, keep)
	if len(top) == 0 {
		return 0, false
	}
	return top[0], true
}

// wholeBefore gives the length up to which the text is whole words and marks if
// piece follows it; end if nothing new is whole.
func (g *phrase) wholeBefore(piece []byte, end int) int {
	if len(g.text) == end || !utf8.Valid(g.text[end:]) {
		return end
	}
	last, _ := utf8.DecodeLastRune(g.text)
	if isWordRune(last) || isApostrophe(last) {
		switch classOf(piece) {
		case joinsWord, mayJoin:
			return end
		}
	}
	if last == ' ' || last == '\t' || strings.ContainsRune(openers, last) {
		return end
	}
	return len(g.text)
}

// naturalEnd gives where text, which stands behind before, must end for good: at
// a line break, or after the end of a sentence with its closing marks when more
// stands behind it; -1 where it may go on. Up to from everything is already part
// of the suggestion.
func naturalEnd(before, s string, from int) int {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return max(from, len(strings.TrimRight(s[:i], " \t")))
	}
	for at, r := range s {
		if !strings.ContainsRune(sentenceEnders, r) {
			continue
		}
		end := at + utf8.RuneLen(r)
		for end < len(s) {
			c, size := utf8.DecodeRuneInString(s[end:])
			if !strings.ContainsRune(closers, c) && !strings.ContainsRune(sentenceEnders, c) {
				break
			}
			end += size
		}
		if end == len(s) {
			return -1 // a closing mark may follow
		}
		next, _ := utf8.DecodeRuneInString(s[end:])
		if r < utf8.RuneSelf || r == '…' {
			if next != ' ' {
				continue // 3.14, e.g., a file's name
			}
			goesOn := strings.TrimLeft(s[end:], " ")
			if goesOn == "" {
				return -1
			}
			if first, _ := utf8.DecodeRuneInString(goesOn); unicode.IsLower(first) {
				continue // “Who?” she said, and so on
			}
		}
		if endsSentence(before + s[:end]) {
			return max(from, end)
		}
	}
	return -1
}

// endsPhrase reports a good place to stop inside a sentence: a comma or the like.
func endsPhrase(text []byte) bool {
	last, _ := utf8.DecodeLastRune(text)
	return strings.ContainsRune(phraseEnders, last)
}

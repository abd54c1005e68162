package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"inkling/assist"
)

// ghost is a suggestion as the replayed writer sees it.
type ghost struct {
	text  string
	words []int // ends of its words in text, ascending; the last is len(text)
}

// tally counts what happened while a text was typed with suggestions.
type tally struct {
	Characters int `json:"characters"`
	Words      int `json:"words"`
	Keys       int `json:"keys"`
	Strokes    int `json:"strokes"`  // keys, where a Chinese character costs the letters of its pinyin
	Letters    int `json:"letters"`  // what the text costs so without suggestions
	Shown      int `json:"shown"`    // suggestions that appeared or changed
	Right      int `json:"right"`    // shown ones whose first word was right
	Accepted   int `json:"accepted"` // shown ones of which something was taken
}

func (t *tally) add(o tally) {
	t.Characters += o.Characters
	t.Words += o.Words
	t.Keys += o.Keys
	t.Strokes += o.Strokes
	t.Letters += o.Letters
	t.Shown += o.Shown
	t.Right += o.Right
	t.Accepted += o.Accepted
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

func (t tally) saved() float64     { return 100 - percent(t.Keys, t.Characters) }
func (t tally) spared() float64    { return 100 - percent(t.Strokes, t.Letters) }
func (t tally) precision() float64 { return percent(t.Right, t.Shown) }
func (t tally) accepted() float64  { return percent(t.Accepted, t.Shown) }
func (t tally) per100() float64    { return percent(t.Shown, t.Words) }

// replay types text[from:to] character by character. Wherever no ghost stands,
// ask is asked for one at the caret. The writer takes everything with one key
// when all of it is right, the next word with one key when exactly that word is
// meant and at least two characters are left of it, and types the next character
// otherwise; a ghost that begins with the typed character stays. strokes gives what
// it costs to type a character where that isn't one key; nil: it always is.
func replay(text string, from, to int, strokes func(rune) int, ask func(caret int) (ghost, error)) (tally, error) {
	if strokes == nil {
		strokes = func(rune) int { return 1 }
	}
	t := tally{
		Characters: utf8.RuneCountInString(text[from:to]),
		Words:      countWords(text[from:to]),
	}
	for _, r := range text[from:to] {
		t.Letters += strokes(r)
	}
	var g ghost
	taken := false
	for at := from; at < to; {
		if g.text == "" {
			var err error
			if g, err = ask(at); err != nil {
				return t, err
			}
			taken = false
			if g.text != "" {
				t.Shown++
				if right(text[at:to], g.text[:g.words[0]]) {
					t.Right++
				}
			}
		}
		t.Keys++
		typed, size := utf8.DecodeRuneInString(text[at:])
		n := 0
		if g.text != "" {
			if word := g.words[0]; right(text[at:to], g.text) {
				n = len(g.text)
			} else if right(text[at:to], g.text[:word]) && utf8.RuneCountInString(g.text[:word]) >= 2 {
				n = word
			}
		}
		if n > 0 {
			if !taken {
				taken = true
				t.Accepted++
			}
			t.Strokes++
			g = g.rest(n)
			at += n
			continue
		}
		t.Strokes += strokes(typed)
		if strings.HasPrefix(g.text, text[at:at+size]) {
			g = g.rest(size)
		} else {
			g = ghost{}
		}
		at += size
	}
	return t, nil
}

// rest is the ghost without its first n bytes.
func (g ghost) rest(n int) ghost {
	r := ghost{text: g.text[n:]}
	for _, end := range g.words {
		if end > n {
			r.words = append(r.words, end-n)
		}
	}
	return r
}

// right reports whether the writer means exactly text: it stands next, and no
// word goes on behind it.
func right(meant, text string) bool {
	rest, ok := strings.CutPrefix(meant, text)
	if !ok {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	next, _ := utf8.DecodeRuneInString(rest)
	return !spaced(last) || !spaced(next)
}

// spaced reports the characters of words that are written with spaces between
// them.
func spaced(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
}

// countWords counts words; two Chinese characters count as one.
func countWords(text string) int {
	words, han, in := 0, 0, false
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
		if s := spaced(r); s != in {
			if in = s; s {
				words++
			}
		}
	}
	return words + han/2
}

// wordsOf cuts a suggestion into what single key presses take.
func wordsOf(s assist.Suggestion) ghost {
	return ghost{text: s.Text, words: s.Words}
}

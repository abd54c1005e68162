package proof

import (
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// minimalEdits cuts the difference between a sentence and its correction into the least edits of whole
// words, as offsets into the sentence. Differences of blanks alone are left out.
func minimalEdits(sentence, correction string) []Edit {
	before, after := tokenize(sentence, &masks{}), tokenize(correction, &masks{})
	if len(before) == 0 || len(after) == 0 {
		return nil
	}
	d := diffmatchpatch.New()
	a, b := runesFor(before, after)
	var out []Edit
	i, k := 0, 0 // the next token of either
	var gone, come int
	flush := func() {
		if gone > 0 || come > 0 {
			out = append(out, runEdits(sentence, correction, before, after, span{i - gone, i}, span{k - come, k})...)
		}
		gone, come = 0, 0
	}
	for _, x := range d.DiffMainRunes(a, b, false) {
		n := len([]rune(x.Text))
		switch x.Type {
		case diffmatchpatch.DiffEqual:
			flush()
			i, k = i+n, k+n
		case diffmatchpatch.DiffDelete:
			i, gone = i+n, gone+n
		case diffmatchpatch.DiffInsert:
			k, come = k+n, come+n
		}
	}
	flush()
	return out
}

// runesFor gives every different token a rune of its own, so that a diff of runes is one of tokens.
func runesFor(before, after []token) (a, b []rune) {
	known := make(map[string]rune)
	encode := func(tokens []token) []rune {
		out := make([]rune, len(tokens))
		for i, t := range tokens {
			r, ok := known[t.text]
			if !ok {
				r = rune(0xe000 + len(known)) // private use: no surrogates
				known[t.text] = r
			}
			out[i] = r
		}
		return out
	}
	return encode(before), encode(after)
}

// runEdits turns a run of tokens that went and one that came in its place into edits: one for each word
// where words of like spelling replace one another, else one for all.
func runEdits(sentence, correction string, before, after []token, gone, come span) []Edit {
	n, m := gone.end-gone.start, come.end-come.start
	if n == m && n > 1 {
		alike := true
		for x := range n {
			alike = alike && resembles(before[gone.start+x].lower, after[come.start+x].lower)
		}
		if alike {
			var out []Edit
			for x := range n {
				t := before[gone.start+x]
				out = append(out, Edit{t.start, t.end, after[come.start+x].text})
			}
			return out
		}
	}
	s := sentenceOf(before)
	switch {
	case m == 0:
		p := s.remove(gone.start, 0)
		if n > 1 {
			p = removeAll(s, gone)
		}
		return []Edit{{p.start, p.end, p.text}}
	case n == 0:
		return []Edit{insertion(correction, before, after, gone.start, come)}
	}
	text := correction[after[come.start].start:after[come.end-1].end]
	return []Edit{{before[gone.start].start, before[gone.end-1].end, text}}
}

func sentenceOf(tokens []token) *sentence { return &sentence{tokens: tokens} }

// removeAll leaves out several tokens with the blank before or after them.
func removeAll(s *sentence, gone span) proposal {
	switch {
	case gone.end < len(s.tokens) && s.tokens[gone.end].gap:
		return proposal{start: s.tokens[gone.start].start, end: s.tokens[gone.end].start}
	case gone.start > 0:
		return proposal{start: s.tokens[gone.start-1].end, end: s.tokens[gone.end-1].end}
	}
	return proposal{start: s.tokens[gone.start].start, end: s.tokens[gone.end-1].end}
}

// insertion puts the tokens come of the correction before the token at index at of the sentence.
func insertion(correction string, before, after []token, at int, come span) Edit {
	text := correction[after[come.start].start:after[come.end-1].end]
	switch {
	case at > 0 && !after[come.start].gap: // closes up to what stands before it: a mark
		return Edit{before[at-1].end, before[at-1].end, text}
	case at == len(before):
		return Edit{before[at-1].end, before[at-1].end, " " + text}
	case come.end < len(after) && after[come.end].gap:
		text += " "
	}
	return Edit{before[at].start, before[at].start, text}
}

// resembles tells whether two words are spelled alike: they share a beginning of half the longer one,
// or are both marks.
func resembles(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return 2*n >= max(len(a), len(b)) || strings.EqualFold(a, b)
}

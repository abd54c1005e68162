package find

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain finds plain text.
type plain struct {
	exact string // to be found as it is, where not empty
	// Otherwise each rune stands for those that same makes equal to it.
	runes     []rune
	matchCase bool
	first     [256]bool // the bytes that a match can begin with
}

func newPlain(query string, matchCase bool) *plain {
	p := &plain{matchCase: matchCase}
	loose := false
	for _, r := range query {
		loose = loose || len(p.variants(r)) > 1
		p.runes = append(p.runes, p.same(r))
	}
	if !loose || !utf8.ValidString(query) { // bytes that are no runes are found as they are
		return &plain{exact: query}
	}
	first, _ := utf8.DecodeRuneInString(query)
	for _, r := range p.variants(first) {
		p.first[string(r)[0]] = true
	}
	return p
}

// variants returns the runes that are the same as r.
func (p *plain) variants(r rune) []rune {
	switch p.same(r) {
	case '\'':
		return []rune{'\'', '‘', '’'}
	case '"':
		return []rune{'"', '“', '”'}
	}
	all := []rune{r}
	if !p.matchCase {
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			all = append(all, other)
		}
	}
	return all
}

// same returns one rune for all that count as the same.
func (p *plain) same(r rune) rune {
	switch r {
	case '‘', '’':
		return '\''
	case '“', '”':
		return '"'
	}
	if p.matchCase {
		return r
	}
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if r >= 0x2E80 && r < 0xA640 {
		return r // Chinese, Japanese: no case
	}
	least := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		least = min(least, other)
	}
	if least < utf8.RuneSelf { // a letter such as the Kelvin sign
		return unicode.ToLower(least)
	}
	return least
}

func (p *plain) find(text string, accept func(start, end int) bool, yield func([]int) bool) {
	for from := 0; from < len(text); {
		start, end := p.next(text, from)
		if start < 0 {
			return
		}
		if !accept(start, end) {
			_, size := utf8.DecodeRuneInString(text[start:])
			from = start + size
			continue
		}
		if !yield([]int{start, end}) {
			return
		}
		from = end
	}
}

// next returns the first match at or behind from; -1 where there is none.
func (p *plain) next(text string, from int) (start, end int) {
	if len(p.runes) == 0 {
		i := strings.Index(text[from:], p.exact)
		if i < 0 || p.exact == "" {
			return -1, -1
		}
		return from + i, from + i + len(p.exact)
	}
	for i := from; i < len(text); i++ {
		if p.first[text[i]] {
			if end := p.matchAt(text, i); end >= 0 {
				return i, end
			}
		}
	}
	return -1, -1
}

// matchAt returns where a match that begins at start ends, or -1.
func (p *plain) matchAt(text string, start int) int {
	at := start
	for _, want := range p.runes {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && size <= 1 || p.same(r) != want {
			return -1
		}
		at += size
	}
	return at
}

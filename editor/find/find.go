// Package find looks for text in a snapshot of a document, and makes the
// edits that replace what it finds.
//
// Query is what is looked for: plain text or a regular expression, with or
// without regard to case, anywhere or as whole words only. It holds nothing
// of the document, so one Query serves any number of goroutines.
//
// Match is a place where it was found.
//
// Plain text is forgiving where writers are: a straight quotation mark in the
// query finds the curly ones too. A regular expression is of Go's RE2 syntax,
// with ^ and $ at the ends of lines, LF or CRLF, and a dot that matches neither
// CR nor LF. Its time is linear in the text, whatever the expression.
package find

import (
	"context"
	"iter"
	"unicode"
	"unicode/utf8"

	"inkling/editor/buffer"
)

// Options says how to look. The zero value looks for plain text, anywhere,
// without regard to case.
type Options struct {
	MatchCase bool // tell capital from small letters
	WholeWord bool // only where no letter or digit adjoins; East Asian characters never adjoin
	Regexp    bool // the query is a regular expression
}

// Query is a compiled query.
type Query struct {
	opts       Options
	text       searcher
	crossLines bool // a match may hold a line end, or depend on the text's own ends
}

// searcher finds in a string.
type searcher interface {
	// find yields the matches in text in order, each as its bounds and then
	// those of its groups (-1 for a group that took no part), until yield
	// returns false. No two overlap, but after one for which accept returned
	// false it may find one that begins inside that.
	find(text string, accept func(start, end int) bool, yield func(bounds []int) bool)
}

// Match is the bytes [Start, End) of a snapshot.
type Match struct {
	Start, End int
	groups     []int // bounds of the expression's groups from Start; -1 for none
}

// Compile reads a query. Its error is in plain words, for the person who
// typed it. An empty query finds nothing.
func Compile(query string, opts Options) (*Query, error) {
	q := &Query{opts: opts}
	if opts.Regexp {
		expr, crossLines, err := newExpression(query, opts.MatchCase)
		if err != nil {
			return nil, err
		}
		q.text, q.crossLines = expr, crossLines
		return q, nil
	}
	q.text = newPlain(query, opts.MatchCase)
	for _, r := range query {
		q.crossLines = q.crossLines || r == '\n' || r == '\r'
	}
	return q, nil
}

// All returns the matches in s, in order, the first most of them where most
// is positive. They don't overlap and none is empty.
func (q *Query) All(s *buffer.Snapshot, most int) []Match {
	matches, _ := q.Search(context.Background(), s, most)
	return matches
}

// Search is All for a long text and an impatient reader: it ends with ctx's
// error soon after ctx is done, and then returns what it has found so far.
func (q *Query) Search(ctx context.Context, s *buffer.Snapshot, most int) ([]Match, error) {
	var matches []Match
	for base, block := range q.blocks(s) {
		if ctx.Err() != nil {
			break
		}
		accept := func(start, end int) bool {
			return start < end && (!q.opts.WholeWord || wholeWord(block, start, end))
		}
		q.text.find(block, accept, func(bounds []int) bool {
			m := Match{Start: base + bounds[0], End: base + bounds[1]}
			for _, at := range bounds[2:] {
				m.groups = append(m.groups, max(at-bounds[0], -1))
			}
			matches = append(matches, m)
			return len(matches) != most && (len(matches)%1024 != 0 || ctx.Err() == nil)
		})
		if most > 0 && len(matches) == most {
			return matches, nil
		}
	}
	return matches, ctx.Err()
}

// blockBytes is the least text that is searched at a time. Blocks end at line
// ends, where a match can't go on.
const blockBytes = 64 << 10

// blocks yields the text in pieces that hold every match whole, each with its
// offset.
func (q *Query) blocks(s *buffer.Snapshot) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		if q.crossLines {
			yield(0, s.Text())
			return
		}
		for start := 0; start < s.Len(); {
			end := s.Len()
			if start+blockBytes < end {
				end = s.LineStart(s.LineOf(start+blockBytes) + 1)
			}
			if !yield(start, s.Slice(start, end)) {
				return
			}
			start = end
		}
	}
}

// wholeWord reports whether neither end of the match lies inside a word.
func wholeWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeRuneInString(text[start:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !(adjoins(before) && adjoins(first)) && !(adjoins(last) && adjoins(after))
}

// adjoins reports whether r makes a word with a letter beside it.
func adjoins(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_') &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

package buffer

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Range is a stretch [Start, End) of a text in bytes.
type Range struct {
	Start, End int
}

// ChangedLines returns where whole lines of text differ from base: ranges of text, ascending, each of which begins at
// the start of a line and ends behind one. An empty range is where lines were deleted. It fails only when ctx ends.
//
// It costs a reading of both texts and a comparison of the lines between the first and the last that differ; where
// those are so many and so different that comparing takes longer than a second, neighbouring differences run together.
func ChangedLines(ctx context.Context, base, text *Snapshot) ([]Range, error) {
	if base.root == text.root {
		return nil, nil
	}
	same := commonPrefix(ctx, base, text)
	if same == base.Len() && same == text.Len() {
		return nil, ctx.Err()
	}
	first := text.LineOf(same)
	if base.LineOf(same) < first {
		first = base.LineOf(same)
	}
	start := min(text.LineStart(first), base.LineStart(first))
	tail := commonSuffix(ctx, base, text, start)
	baseEnd := wholeLine(base, base.Len()-tail, start)
	textEnd := wholeLine(text, text.Len()-tail, start)
	// Both ends must be as far from the end, or what follows would not be the same.
	tail = min(base.Len()-baseEnd, text.Len()-textEnd)
	baseEnd, textEnd = base.Len()-tail, text.Len()-tail
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return compareLines(ctx, base, text, start, baseEnd, textEnd)
}

// wholeLine is off, or the start of the next line where off isn't the start of one, or the text's end.
func wholeLine(s *Snapshot, off, least int) int {
	off = max(off, least)
	if line := s.LineOf(off); s.LineStart(line) < off {
		return s.LineStart(line + 1)
	}
	return off
}

// compareStep is how many bytes are compared at a time.
const compareStep = 32 << 10

func commonPrefix(ctx context.Context, a, b *Snapshot) int {
	most := min(a.Len(), b.Len())
	for at := 0; at < most && ctx.Err() == nil; at += compareStep {
		x, y := a.Slice(at, min(at+compareStep, most)), b.Slice(at, min(at+compareStep, most))
		if x == y {
			continue
		}
		for i := range len(x) {
			if x[i] != y[i] {
				return at + i
			}
		}
	}
	return most
}

// commonSuffix is how many bytes at the end are the same, without going before least in either.
func commonSuffix(ctx context.Context, a, b *Snapshot, least int) int {
	most := max(min(a.Len(), b.Len())-least, 0)
	for done := 0; done < most && ctx.Err() == nil; done += compareStep {
		n := min(compareStep, most-done)
		x, y := a.Slice(a.Len()-done-n, a.Len()-done), b.Slice(b.Len()-done-n, b.Len()-done)
		if x == y {
			continue
		}
		for i := range n {
			if x[n-1-i] != y[n-1-i] {
				return done + i
			}
		}
	}
	return most
}

// lineNames gives each different line a character of its own, so that a library that compares characters compares lines.
type lineNames struct {
	names map[string]rune
}

// encode names the lines of s[start:end] and gives their sizes in bytes. It fails where there are more different lines
// than characters, and when ctx ends.
func (l lineNames) encode(ctx context.Context, s *Snapshot, start, end int) (names []rune, sizes []int, ok bool) {
	for at := start; at < end; {
		next := min(max(s.LineStart(s.LineOf(at)+1), at+1), end)
		line := s.Slice(at, next)
		if next == s.Len() {
			line = strings.TrimRight(line, "\r\n") + "\n" // a line isn't changed by one that is begun below it
		}
		name := l.of(line)
		if name > utf8.MaxRune || len(names)%4096 == 0 && ctx.Err() != nil {
			return nil, nil, false
		}
		names, sizes = append(names, name), append(sizes, next-at)
		at = next
	}
	return names, sizes, true
}

func (l lineNames) of(line string) rune {
	name, known := l.names[line]
	if !known {
		name = rune(len(l.names) + 1)
		if name >= 0xd800 {
			name += 0x800 // surrogates are no characters
		}
		l.names[line] = name
	}
	return name
}

// compareLines finds the lines of text[start:textEnd] that aren't in base[start:baseEnd].
func compareLines(ctx context.Context, base, text *Snapshot, start, baseEnd, textEnd int) ([]Range, error) {
	whole := []Range{{start, textEnd}}
	if start == baseEnd || start == textEnd {
		return whole, nil
	}
	lines := lineNames{map[string]rune{}}
	old, _, ok := lines.encode(ctx, base, start, baseEnd)
	if !ok {
		return whole, ctx.Err()
	}
	now, sizes, ok := lines.encode(ctx, text, start, textEnd)
	if !ok {
		return whole, ctx.Err()
	}
	compare := diffmatchpatch.New()
	compare.DiffTimeout = time.Second
	out := changedRanges(compare.DiffMainRunes(old, now, false), start, sizes)
	if len(out) == 0 { // only the last line end came or went
		out = []Range{{textEnd, textEnd}}
	}
	return out, ctx.Err()
}

// changedRanges turns differences between lines into ranges of the new text, whose lines have the given sizes and begin
// at an offset.
func changedRanges(differences []diffmatchpatch.Diff, at int, sizes []int) (out []Range) {
	add := func(r Range) {
		if n := len(out); n > 0 && out[n-1].End == r.Start {
			out[n-1].End = r.End
			return
		}
		out = append(out, r)
	}
	line := 0
	for _, d := range differences {
		if d.Type == diffmatchpatch.DiffDelete {
			add(Range{at, at})
			continue
		}
		from := at
		for range utf8.RuneCountInString(d.Text) {
			at += sizes[line]
			line++
		}
		if d.Type == diffmatchpatch.DiffInsert {
			add(Range{from, at})
		}
	}
	return out
}

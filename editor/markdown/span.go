package markdown

import (
	"cmp"
	"slices"
)

// Style is a set of ways in which a stretch of text looks other than plain.
type Style uint8

const (
	Bold   Style = 1 << iota
	Italic       // emphasis
	Strike
	CodeStyle
	Link   // the text of a link, or a bare address
	Markup // marks and link targets: there for the reader of the plain text, to be painted faintly
)

// Span is a stretch of a line, [Start, End) in bytes, that looks of one style.
type Span struct {
	Start, End int
	Style      Style
}

// spanSet collects spans that may overlap.
type spanSet struct{ list []Span }

func (s *spanSet) add(start, end int, style Style) {
	if start < end {
		s.list = append(s.list, Span{start, end, style})
	}
}

// flat returns the spans in order, without overlap: where some overlap, the
// text has all their styles.
func (s *spanSet) flat() []Span {
	if len(s.list) == 0 {
		return nil
	}
	type edge struct {
		at, by int
		style  Style
	}
	edges := make([]edge, 0, 2*len(s.list))
	for _, span := range s.list {
		edges = append(edges, edge{span.Start, 1, span.Style}, edge{span.End, -1, span.Style})
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	var flat []Span
	var depth [8]int // of each style's bit
	style, from := Style(0), 0
	for i, e := range edges {
		for bit := range depth {
			if e.style&(1<<bit) != 0 {
				depth[bit] += e.by
			}
		}
		if i+1 < len(edges) && edges[i+1].at == e.at {
			continue
		}
		var now Style
		for bit, n := range depth {
			if n > 0 {
				now |= 1 << bit
			}
		}
		if now == style {
			continue
		}
		if style != 0 && from < e.at {
			flat = append(flat, Span{from, e.at, style})
		}
		style, from = now, e.at
	}
	return flat
}

package markdown

import "slices"

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
	// An edge is a place, whether a span begins (1) or ends (0) there, and the
	// span's style, packed so that sorting is of plain numbers.
	edges := make([]uint64, 0, 2*len(s.list))
	for _, span := range s.list {
		edges = append(edges, uint64(span.Start)<<9|1<<8|uint64(span.Style), uint64(span.End)<<9|uint64(span.Style))
	}
	slices.Sort(edges)
	flat := make([]Span, 0, len(s.list))
	var depth [6]int // of each style's bit
	style, from := Style(0), 0
	for i, e := range edges {
		by := int(e>>8&1)*2 - 1
		for bit := range depth {
			depth[bit] += by * int(e>>bit&1)
		}
		at := int(e >> 9)
		if i+1 < len(edges) && int(edges[i+1]>>9) == at {
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
		if style != 0 && from < at {
			flat = append(flat, Span{from, at, style})
		}
		style, from = now, at
	}
	return flat
}

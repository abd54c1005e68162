package editor

import (
	"sort"
	"strings"
	"unicode/utf8"

	"inkling/editor/buffer"
	"inkling/editor/markdown"
)

// paragraph is one line of the buffer, wrapped. Offsets into it count from its start in the text as shown: the
// buffer's text with the ghost text put in.
type paragraph struct {
	text  string // the whole text where it is short; else it is read in pieces
	long  bool
	snap  *buffer.Snapshot
	start int // where the line starts in snap; valid while the paragraph is being worked on
	size  int // length of the buffer's text in bytes

	ghost   string // text shown but not in the buffer
	ghostAt int

	form         form
	spans        []span         // by offsets in the buffer's text, sorted, not overlapping
	above, below markdown.State // what the lines above mean for it, what it means for those below
	rows         rowList
}

// longParagraph is the size from which a paragraph is read and wrapped in pieces. Its inline markup isn't styled.
const longParagraph = markdown.MaxInline

// total is the length of the text as shown.
func (p *paragraph) total() int { return p.size + len(p.ghost) }

// shown returns the bytes [from, to) of the text as shown.
func (p *paragraph) shown(from, to int) string {
	to = min(to, p.total())
	if from >= to {
		return ""
	}
	if p.ghost == "" {
		return p.stored(from, to)
	}
	ghostEnd := p.ghostAt + len(p.ghost)
	switch {
	case to <= p.ghostAt:
		return p.stored(from, to)
	case from >= ghostEnd:
		return p.stored(from-len(p.ghost), to-len(p.ghost))
	}
	var b strings.Builder
	if from < p.ghostAt {
		b.WriteString(p.stored(from, p.ghostAt))
	}
	b.WriteString(p.ghost[max(from-p.ghostAt, 0):min(to-p.ghostAt, len(p.ghost))])
	if to > ghostEnd {
		b.WriteString(p.stored(p.ghostAt, to-len(p.ghost)))
	}
	return b.String()
}

// stored returns the bytes [from, to) of the buffer's text.
func (p *paragraph) stored(from, to int) string {
	if !p.long {
		return p.text[from:to]
	}
	return p.snap.Slice(p.start+from, p.start+to)
}

// toShown turns an offset into the buffer's line into one into the text as shown. An offset at the ghost text is
// before it.
func (p *paragraph) toShown(offset int) int {
	if p.ghost != "" && offset > p.ghostAt {
		return offset + len(p.ghost)
	}
	return offset
}

// toStored is the reverse; every offset inside the ghost text is the place that the ghost stands at.
func (p *paragraph) toStored(offset int) int {
	if p.ghost == "" || offset <= p.ghostAt {
		return offset
	}
	return max(offset-len(p.ghost), p.ghostAt)
}

// styleAt is how the text at an offset as shown is set, the paragraph's own look included, and up to where.
func (p *paragraph) styleAt(shown int) (look, role, int) {
	own, until, moved := p.form.look(), 1<<62, 0
	if p.ghost != "" {
		ghostEnd := p.ghostAt + len(p.ghost)
		switch {
		case shown >= ghostEnd:
			moved = len(p.ghost)
		case shown >= p.ghostAt:
			return own, roleGhost, ghostEnd
		default:
			until = p.ghostAt
		}
	}
	at := shown - moved
	i := sort.Search(len(p.spans), func(i int) bool { return p.spans[i].end > at })
	switch {
	case i == len(p.spans):
		return own, roleText, until
	case p.spans[i].start > at:
		return own, roleText, min(until, p.spans[i].start+moved)
	}
	return own | p.spans[i].look, p.spans[i].role, min(until, p.spans[i].end+moved)
}

// contextBytes is how far back the face of shared punctuation may depend on the text.
const contextBytes = 16

// before is the nearest rune before offset that isn't shared punctuation, looking at most four runes back.
func (p *paragraph) before(offset int) rune {
	text := p.shown(max(offset-contextBytes, 0), offset)
	for range 4 {
		r, size := utf8.DecodeLastRuneInString(text)
		if size == 0 || !isShared(r) {
			return r
		}
		text = text[:len(text)-size]
	}
	return 0
}

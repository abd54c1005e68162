package editor

import "strings"

// wrapper wraps paragraphs to a column.
type wrapper struct {
	set        *typesetter
	width      float32 // of the column, in pixels
	lineHeight float32 // of a row, in ems
}

// rowPiece is how much text is read at first to find the end of a row.
const rowPiece = 512

// longCluster is more than the bytes of any usual grapheme cluster: nearer to the end of a piece than this, a
// cluster may be cut. Longer ones are cut.
const longCluster = 64

// longRow is the most bytes of a row, longBlank of the blanks at its end. Only a row of characters without a width has so
// many.
const (
	longRow   = 2 << 10
	longBlank = 256
)

// rowsAhead is how many rows are wrapped at a time. In Chinese a character more moves every row behind it, to the end
// of the paragraph; only those that somebody looks at are worth wrapping.
const rowsAhead = 32

// wrap finds the first rows of a paragraph.
func (w *wrapper) wrap(p *paragraph) {
	p.rows = rowList{head: append(p.rows.head[:0], 0), total: p.total(), open: true}
	w.more(p)
}

// rewrap finds the rows of a paragraph whose bytes [at, at+removed) as shown have become added bytes. It starts a
// little before the edit, because a word made shorter may fit on the row before, and stops as soon as a row starts
// where one started before.
func (w *wrapper) rewrap(p *paragraph, at, removed, added int) {
	l := &p.rows
	first := max(l.find(at)-2, 0)
	l.split(first + 1)
	for len(l.tail) > 0 && l.total-l.tail[len(l.tail)-1] < at+removed {
		l.tail = l.tail[:len(l.tail)-1]
	}
	l.total += added - removed
	w.moreFrom(p, at+added+contextBytes)
}

func (w *wrapper) more(p *paragraph) { w.moreFrom(p, 0) }

// moreFrom finds rows after the last of the head until they meet a row of the tail at or behind meet, the end of the
// paragraph, or enough have been found: then the tail is given up and the list left open.
func (w *wrapper) moreFrom(p *paragraph, meet int) {
	l := &p.rows
	for range rowsAhead {
		start := l.head[len(l.head)-1]
		end, forced := w.rowEnd(p, start, len(l.head) == 1)
		if end >= l.total && !forced {
			l.tail, l.open = l.tail[:0], false
			return
		}
		for len(l.tail) > 0 && l.total-l.tail[len(l.tail)-1] < end {
			l.tail = l.tail[:len(l.tail)-1]
		}
		if len(l.tail) > 0 && l.total-l.tail[len(l.tail)-1] == end {
			if end >= meet {
				return
			}
			l.tail = l.tail[:len(l.tail)-1]
		}
		l.head = append(l.head, end)
		if end >= l.total {
			l.tail, l.open = l.tail[:0], false
			return
		}
	}
	l.tail, l.open = l.tail[:0], true
}

// toRow makes row i and where it ends known, if there is such a row.
func (w *wrapper) toRow(p *paragraph, i int) {
	for p.rows.open && p.rows.count() < i+2 {
		p.rows.split(p.rows.count())
		w.more(p)
	}
}

// toOffset makes the row known that holds an offset of the text as shown.
func (w *wrapper) toOffset(p *paragraph, offset int) {
	for p.rows.open && p.rows.start(p.rows.count()-1) <= offset {
		p.rows.split(p.rows.count())
		w.more(p)
	}
}

// toEnd makes all rows known.
func (w *wrapper) toEnd(p *paragraph) { w.toOffset(p, p.total()) }

// rowEnd is where the row ends that starts at start, and whether a line break ends it. It depends on nothing before
// start, but for the face of shared punctuation.
func (w *wrapper) rowEnd(p *paragraph, start int, first bool) (end int, forced bool) {
	width := w.width - w.indent(p.form, first)
	for piece := rowPiece; ; piece *= 4 {
		text := p.shown(start, start+piece)
		whole := start+len(text) >= p.total()
		end, forced, ok := w.fill(p, text, start, width, whole)
		if ok {
			return start + end, forced
		}
	}
}

// indent is where a row of a form begins in the column: in its first half, however deep a list or a quote is nested.
func (w *wrapper) indent(f form, first bool) float32 {
	return min(f.indentOf(first)*w.set.size, w.width/2)
}

// fill is how much of text fits in a row. It fails where text, a piece of a paragraph, is too short to tell.
func (w *wrapper) fill(p *paragraph, text string, start int, width float32, whole bool) (end int, forced, ok bool) {
	run := advancer{wrapper: w, p: p, text: text, start: start, before: p.before(start)}
	for run.at < len(text) {
		from := run
		size, must := lineSegment(text[run.at:])
		atEnd := run.at+size == len(text)
		word := len(strings.TrimRight(text[run.at:run.at+size], " \n\u2028\u2029"))
		if !run.advance(run.at+word, width) {
			switch {
			case from.at > 0:
				return from.at, false, true
			case !whole && run.at+longCluster > len(text):
				return 0, false, false
			case run.at == 0: // a single cluster wider than the column
				return run.set.next(text, 0, run.before, 0, run.look).size, false, true
			}
			return run.at, false, true
		}
		if atEnd && !whole && len(text) <= longRow+longCluster {
			return 0, false, false
		}
		blank := size - word
		if !run.advance(run.at+min(blank, longBlank), 1e9) || blank > longBlank {
			return run.at, false, true
		}
		if must {
			return run.at, true, true
		}
	}
	return len(text), false, whole
}

// advancer walks along a row, adding widths.
type advancer struct {
	*wrapper
	p      *paragraph
	text   string
	start  int // offset of text in the paragraph
	at     int // how far it has come in text
	x      float32
	before rune

	look    look
	lookEnd int // offset in text at which the look changes
}

// advance walks to the offset to, unless a cluster would pass limit or make the row too long: then it stays before that
// cluster and returns false.
func (a *advancer) advance(to int, limit float32) bool {
	scale := a.p.form.size(a.set.size) / a.set.size
	for a.at < to {
		if a.at >= a.lookEnd {
			var end int
			a.look, _, end = a.p.styleAt(a.start + a.at)
			a.lookEnd = end - a.start
		}
		c := a.set.next(a.text, a.at, a.before, a.x, a.look)
		width := c.width
		if c.kind != clusterTab {
			width *= scale
		}
		if a.x+width > limit || a.at+c.size > longRow && a.at > 0 {
			return false
		}
		a.x += width
		if r := lastRune(c.shown); !isShared(r) {
			a.before = r
		}
		a.at += c.size
	}
	return true
}

package editor

import (
	"sort"
	"strings"

	"inkling/editor/bidi"
)

// cell is the place of one grapheme cluster in a row of mixed directions.
type cell struct {
	start, end int // bytes of the row as shown
	x, width   float32
	right      bool // read from the right
}

// leading is where the caret stands before the cluster, trailing where it stands behind.
func (c *cell) leading() float32 {
	if c.right {
		return c.x + c.width
	}
	return c.x
}

func (c *cell) trailing() float32 {
	if c.right {
		return c.x
	}
	return c.x + c.width
}

// stretch is a part of a mixed row that is moved as a whole: one run, a tab, a line break.
type stretch struct {
	run      int // index of its run, or noRun
	from, to int // its cells
	width    float32
	level    uint8
}

const noRun = -1

// mixes says whether a row must be set by the rules for both directions.
func mixes(p *paragraph, text string) bool { return p.form.right || bidi.HasRightToLeft(text) }

// nearClasses are the directions of the text before and behind a row, those of the paragraph where there is none near.
func nearClasses(p *paragraph, start, end int) (before, after bidi.Class) {
	const reach = 256
	before, after = bidi.Left, bidi.Left
	if p.form.right {
		before, after = bidi.Right, bidi.Right
	}
	if class, ok := bidi.LastStrong(p.shown(max(start-reach, 0), start)); ok {
		before = class
	}
	if class, ok := bidi.Strong(p.shown(end, end+reach)); ok {
		after = class
	}
	return before, after
}

// levelsOf are the levels of the bytes of a row.
func levelsOf(p *paragraph, text string, start, end int) []uint8 {
	base := uint8(0)
	if p.form.right {
		base = 1
	}
	before, after := nearClasses(p, start, end)
	ofRunes := bidi.Levels([]rune(text), base, before, after)
	levels := make([]uint8, len(text))
	i := 0
	for at := range text {
		levels[at] = ofRunes[i]
		i++
	}
	return levels
}

// mixed shapes the bytes [start, end) of p, which lie in one row and are of both directions. The toolkit shapes a text
// of one direction well, and knows nothing of the order of several: so each run is of one direction, and placed here.
func (s *shaper) mixed(p *paragraph, text string, start, end int) *shapedRow {
	row := &shapedRow{cells: make([]cell, 0, len(text))}
	size := p.form.size(s.set.size)
	var stretches []stretch
	s.cut(p, text, start, levelsOf(p, text, start, end),
		func(run *piece) float32 {
			stretches = append(stretches, s.placeMixed(row, run, size))
			return stretches[len(stretches)-1].width
		},
		func(at int, c cluster, level uint8, _ float32) {
			n := len(row.cells)
			row.cells = append(row.cells, cell{start: at, end: at + c.size, width: c.width, right: level&1 == 1})
			stretches = append(stretches, stretch{noRun, n, n + 1, c.width, level})
		})
	row.arrange(stretches)
	return row
}

// placeMixed measures a run and adds it and its cells to the row, at the row's start for now.
func (s *shaper) placeMixed(row *shapedRow, run *piece, size float32) stretch {
	right := run.level&1 == 1
	out, edges := s.measure(run, size)
	part := stretch{run: len(row.runs), from: len(row.cells), width: out.width, level: run.level}
	for i, c := range run.clusters {
		next := cell{start: run.at, end: run.at + c.size, x: edges[i], width: edges[i+1] - edges[i], right: right}
		if right {
			next.x = out.width - edges[i+1]
		}
		row.cells = append(row.cells, next)
		run.at += c.size
	}
	part.to = len(row.cells)
	row.runs = append(row.runs, out)
	return part
}

// arrange moves the stretches of a row, which are in the order of reading, to where they are seen.
func (r *shapedRow) arrange(stretches []stretch) {
	levels := make([]uint8, len(stretches))
	for i := range stretches {
		levels[i] = stretches[i].level
	}
	var x float32
	for _, i := range bidi.Order(levels) {
		part := &stretches[i]
		if part.run != noRun {
			r.runs[part.run].x = x
		}
		for c := part.from; c < part.to; c++ {
			r.cells[c].x += x
		}
		x += part.width
	}
	r.width = x
}

// edge is where the caret stands at an offset of a mixed row: behind the character before it or before the one behind.
// Where the direction changes, these are two places.
func (r *shapedRow) edge(offset int, behind bool) float32 {
	i := sort.Search(len(r.cells), func(i int) bool { return r.cells[i].end > offset })
	switch {
	case len(r.cells) == 0:
		return 0
	case behind && i > 0 && (i == len(r.cells) || r.cells[i].start == offset):
		return r.cells[i-1].trailing()
	case i == len(r.cells):
		return r.cells[i-1].trailing()
	}
	return r.cells[i].leading()
}

// nearest is the stop of a mixed row nearest to x, and whether it belongs to the character before it.
func (r *shapedRow) nearest(x float32) (offset int, behind bool) {
	best := float32(-1)
	for i := range r.cells {
		c := &r.cells[i]
		if d := abs(x - c.leading()); best < 0 || d < best {
			best, offset, behind = d, c.start, false
		}
		if d := abs(x - c.trailing()); d < best || d == best && c.x <= x && x <= c.x+c.width {
			best, offset, behind = d, c.end, true
		}
	}
	return offset, behind
}

// beside is the stop of a mixed row one cluster to the left or the right of a stop; ok is false at the row's edge.
func (r *shapedRow) beside(offset int, behind, toRight bool) (to int, toBehind, ok bool) {
	at := r.edge(offset, behind)
	var found *cell
	for i := range r.cells {
		c := &r.cells[i]
		middle := c.x + c.width/2
		switch {
		case c.width == 0 || toRight != (middle > at):
		case found == nil || toRight && middle < found.x+found.width/2 || !toRight && middle > found.x+found.width/2:
			found = c
		}
	}
	if found == nil {
		return 0, false, false
	}
	if found.right == toRight {
		return found.start, false, true
	}
	return found.end, true, true
}

// parts are the stretches of a row that the bytes [from, to) lie in, from left to right.
func (r *shapedRow) parts(from, to int, each func(x, width float32)) {
	if from >= to {
		return
	}
	if r.cells == nil {
		x := r.x(from)
		each(x, r.x(to)-x)
		return
	}
	var inside []cell
	for _, c := range r.cells {
		if c.start < to && c.end > from && c.width > 0 {
			inside = append(inside, c)
		}
	}
	sort.Slice(inside, func(i, j int) bool { return inside[i].x < inside[j].x })
	for i := 0; i < len(inside); {
		x, end := inside[i].x, inside[i].x+inside[i].width
		for i++; i < len(inside) && inside[i].x < end+0.5; i++ {
			end = inside[i].x + inside[i].width
		}
		each(x, end-x)
	}
}

// letterless says whether text has no character with a direction of its own. The toolkit sets such a text from the
// left.
func letterless(text string) bool {
	_, ok := bidi.Strong(text)
	return !ok
}

// startsRight says whether a paragraph is read from the right: its first letter decides.
func startsRight(text string) bool {
	if !bidi.HasRightToLeft(text) {
		return false
	}
	class, _ := bidi.Strong(strings.TrimSpace(text))
	return class != bidi.Left
}

package editor

import (
	"math"
	"unicode"

	"inkling/editor/buffer"
	"inkling/editor/markdown"
)

// view is the part of the document that is laid out: the paragraphs around the top of the window. Its scroll
// position is a row and a distance, never a height of the document, which nobody knows without wrapping all of it.
type view struct {
	snap   *buffer.Snapshot
	wrap   wrapper
	shaper shaper
	styler styler

	height float32 // of the window
	scale  float32 // pixels of the screen to one of the toolkit's
	above  float32 // space over the first line

	// The top of the window lies dy below the top of the box of row top.row of line top.line. The box of a row is
	// the row with the space above its paragraph.
	top place
	dy  float32

	first      int          // line of paragraphs[0]
	paragraphs []*paragraph // consecutive lines; nil where not laid out

	ghost     string // shown at ghostAt, not in the buffer
	ghostAt   int
	ghostLine int

	shaped, shapedBefore map[string]*shapedRow
}

// place names a row.
type place struct {
	line, row int
}

// keptParagraphs bounds the paragraphs that stay laid out.
const keptParagraphs = 400

func newView(set *typesetter) *view {
	v := &view{scale: 1}
	v.styler.room = wideRoom
	v.wrap.set, v.shaper.set = set, set
	v.shaped, v.shapedBefore = map[string]*shapedRow{}, map[string]*shapedRow{}
	return v
}

// paragraph lays out a line if it isn't yet.
func (v *view) paragraph(line int) *paragraph {
	v.reach(line)
	p := v.paragraphs[line-v.first]
	if p == nil {
		p = v.layOut(line)
		v.paragraphs[line-v.first] = p
	}
	if p.snap != v.snap {
		p.snap, p.start = v.snap, v.snap.LineStart(line)
	}
	return p
}

// reach makes the window of paragraphs include a line.
func (v *view) reach(line int) {
	last := v.first + len(v.paragraphs)
	switch {
	case len(v.paragraphs) == 0 || line < v.first-keptParagraphs || line >= last+keptParagraphs:
		v.first, v.paragraphs = line, make([]*paragraph, 1, 64)
	case line < v.first:
		grown := make([]*paragraph, v.first-line, last-line)
		v.paragraphs, v.first = append(grown, v.paragraphs...), line
	case line >= last:
		v.paragraphs = append(v.paragraphs, make([]*paragraph, line+1-last)...)
	}
}

// evict drops paragraphs far from the top of the window, once there are many.
func (v *view) evict() {
	if len(v.paragraphs) <= 2*keptParagraphs {
		return
	}
	from := min(max(v.top.line-keptParagraphs/2, v.first), v.first+len(v.paragraphs)-1)
	to := min(v.top.line+keptParagraphs, v.first+len(v.paragraphs))
	if from >= to {
		v.paragraphs = nil
		return
	}
	kept := append([]*paragraph(nil), v.paragraphs[from-v.first:to-v.first]...)
	v.first, v.paragraphs = from, kept
}

func (v *view) layOut(line int) *paragraph {
	start, end := v.snap.LineStart(line), v.snap.LineEnd(line)
	p := &paragraph{snap: v.snap, start: start, size: end - start}
	p.long = p.size > longParagraph
	if !p.long {
		p.text = v.snap.Slice(start, end)
	}
	if v.ghost != "" && v.ghostLine == line {
		p.ghost, p.ghostAt = v.ghost, v.ghostAt-start
	}
	v.styler.style(p, v.stateBefore(line), v.wrap.set)
	v.wrap.wrap(p)
	return p
}

// stateBefore is what the lines above a line mean for it.
func (v *view) stateBefore(line int) markdown.State {
	if i := line - 1 - v.first; i >= 0 && i < len(v.paragraphs) && v.paragraphs[i] != nil {
		return v.paragraphs[i].below
	}
	return v.styler.before(v.snap, line)
}

// invalidate forgets every layout; the scroll position stays at the text it is at.
func (v *view) invalidate() {
	at := v.topOffset()
	v.paragraphs = nil
	v.scrollTo(at, v.dy)
}

// topOffset is where the row at the top of the window starts in the buffer.
func (v *view) topOffset() int {
	if v.top.line >= v.snap.Lines() {
		return v.snap.Len()
	}
	p := v.paragraph(v.top.line)
	v.wrap.toRow(p, v.top.row)
	return p.start + p.toStored(p.rows.start(v.top.row))
}

// scrollTo puts the row that holds offset at the top of the window, but for dy.
func (v *view) scrollTo(offset int, dy float32) {
	v.top, v.dy = v.placeOf(offset, false), dy
}

// placeOf is the row that holds an offset in the buffer. Between two rows, it is the end of the upper one if upper.
func (v *view) placeOf(offset int, upper bool) place {
	line := v.snap.LineOf(offset)
	p := v.paragraph(line)
	shown := p.toShown(offset - p.start)
	v.wrap.toOffset(p, shown)
	row := p.rows.find(shown)
	if upper && row > 0 && p.rows.start(row) == shown {
		row--
	}
	return place{line, row}
}

// rowHeight is the height of a row without the space above its paragraph.
func (v *view) rowHeight(p *paragraph, line int) float32 {
	height := v.pixel(v.wrap.set.size * v.wrap.lineHeight)
	switch {
	case p.form.kind == formHeading:
		height = v.pixel(max(p.form.size(v.wrap.set.size)*1.35, v.wrap.set.size*v.wrap.lineHeight))
	case p.form.kind == formBlank && p.ghost == "" && line < v.snap.Lines()-1:
		height = v.pixel(height * 0.4)
	}
	return height
}

// gapAbove is the space between a row and the one above it.
func (v *view) gapAbove(at place, p *paragraph) float32 {
	switch {
	case at.row > 0:
		return 0
	case at.line == 0:
		return v.above
	}
	return v.pixel(p.form.gap(v.paragraph(at.line-1).form) * v.wrap.set.size)
}

// box is the height of a row with the space above it.
func (v *view) box(at place) float32 {
	p := v.paragraph(at.line)
	return v.gapAbove(at, p) + v.rowHeight(p, at.line)
}

// pixel rounds a length to whole pixels of the screen, where text is sharp.
func (v *view) pixel(x float32) float32 {
	return float32(math.Floor(float64(x*v.scale)+0.5)) / v.scale
}

// ceilPixel rounds a length up to whole pixels of the screen.
func (v *view) ceilPixel(x float32) float32 {
	return float32(math.Ceil(float64(x*v.scale))) / v.scale
}

// next is the row below; ok is false at the end of the document.
func (v *view) next(at place) (place, bool) {
	p := v.paragraph(at.line)
	v.wrap.toRow(p, at.row+1)
	if at.row+1 < p.rows.count() {
		return place{at.line, at.row + 1}, true
	}
	if at.line+1 < v.snap.Lines() {
		return place{at.line + 1, 0}, true
	}
	return at, false
}

// previous is the row above; ok is false at the start of the document.
func (v *view) previous(at place) (place, bool) {
	if at.row > 0 {
		return place{at.line, at.row - 1}, true
	}
	if at.line > 0 {
		p := v.paragraph(at.line - 1)
		v.wrap.toEnd(p)
		return place{at.line - 1, p.rows.count() - 1}, true
	}
	return at, false
}

// scroll moves the text up by d pixels, at most to where half a window is empty below it.
func (v *view) scroll(d float32) {
	v.dy += d
	for v.dy < 0 {
		above, ok := v.previous(v.top)
		if !ok {
			v.dy = 0
			break
		}
		v.top = above
		v.dy += v.box(above)
	}
	for {
		height := v.box(v.top)
		if v.dy < height {
			break
		}
		below, ok := v.next(v.top)
		if !ok {
			v.dy = height
			break
		}
		v.top, v.dy = below, v.dy-height
	}
	v.keepFilled()
	v.evict()
}

// keepFilled scrolls back where the text would end above the middle of the window.
func (v *view) keepFilled() {
	y, at := -v.dy, v.top
	for y < v.height/2 {
		y += v.box(at)
		below, ok := v.next(at)
		if ok {
			at = below
			continue
		}
		missing := v.height/2 - y
		for missing > 0 {
			if v.dy >= missing {
				v.dy -= missing
				return
			}
			missing -= v.dy
			v.dy = 0
			above, ok := v.previous(v.top)
			if !ok {
				return
			}
			v.top, v.dy = above, v.box(above)
		}
		return
	}
}

// y is where the box of a row begins in the window, looking no farther than reach pixels beyond it.
func (v *view) y(at place, reach float32) (float32, bool) {
	y, here := -v.dy, v.top
	for here != at && !here.after(at) && y < v.height+reach {
		y += v.box(here)
		here, _ = v.next(here)
	}
	for here != at && here.after(at) && y > -reach {
		here, _ = v.previous(here)
		y -= v.box(here)
	}
	return y, here == at
}

// centre scrolls so that a row is a little above the middle of the window.
func (v *view) centre(at place) {
	v.top, v.dy = at, v.gapAbove(at, v.paragraph(at.line))
	v.scroll(-v.height * 0.45)
}

func (a place) after(b place) bool { return a.line > b.line || a.line == b.line && a.row > b.row }

// reveal scrolls as little as it takes to have a row between the margins, or puts it in the upper third where it is
// far away.
func (v *view) reveal(at place, margin float32) {
	margin = min(margin, v.height/3)
	y, near := v.y(at, v.height)
	if !near {
		v.top, v.dy = at, 0
		v.scroll(-v.height / 3)
		return
	}
	p := v.paragraph(at.line)
	gap, height := v.gapAbove(at, p), v.rowHeight(p, at.line)
	if at == (place{}) {
		gap = 0
	}
	if over := y + gap - margin; over < 0 {
		v.scroll(over)
	} else if under := y + v.gapAbove(at, p) + height + margin - v.height; under > 0 {
		v.scroll(under)
	}
}

func blank(text string) bool {
	for _, r := range text {
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// reset shows another document from its start.
func (v *view) reset(snap *buffer.Snapshot) {
	v.snap, v.paragraphs, v.ghost = snap, nil, ""
	v.top, v.dy = place{}, 0
	v.styler.reset(0)
}

package editor

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// painter is the widget's renderer. Its objects are reused from frame to frame; the toolkit keeps the pictures of
// texts by what they say, so a row that moves is not drawn again.
type painter struct {
	e       *Editor
	page    *canvas.Rectangle
	caret   *canvas.Rectangle
	thumb   *canvas.Rectangle
	texts   []*canvas.Text
	boxes   []*canvas.Rectangle
	waves   []*wave
	objects []fyne.CanvasObject

	usedTexts, usedBoxes, usedWaves int
	wavesDrawn                      int // how often the picture of a wavy line was made
	seen                            []seenRow
	caretLine                       int
	from, to                        int // the bytes of the text that are in the window
}

func newPainter(e *Editor) *painter {
	p := &painter{e: e, page: canvas.NewRectangle(e.style.Page)}
	p.caret, p.thumb = canvas.NewRectangle(e.style.Accent), canvas.NewRectangle(e.style.Line)
	p.caret.CornerRadius, p.thumb.CornerRadius = 1, barLine/2
	return p
}

// Layout implements fyne.WidgetRenderer.
func (p *painter) Layout(fyne.Size) {}

// MinSize implements fyne.WidgetRenderer.
func (p *painter) MinSize() fyne.Size { return p.e.MinSize() }

// Refresh implements fyne.WidgetRenderer.
func (p *painter) Refresh() { p.update() }

// Objects implements fyne.WidgetRenderer.
func (p *painter) Objects() []fyne.CanvasObject { return p.objects }

// Destroy implements fyne.WidgetRenderer.
func (p *painter) Destroy() {
	p.e.caretBeat.stop()
	p.e.slide.end()
}

// update lays out what is in the window and places the objects, from the back to the front.
func (p *painter) update() {
	e := p.e
	if screen := fyne.CurrentApp().Driver().CanvasForObject(e); screen != nil {
		e.view.scale = screen.Scale()
	}
	p.usedTexts, p.usedBoxes, p.usedWaves = 0, 0, 0
	p.objects = append(p.objects[:0], p.page)
	p.page.FillColor = e.style.Page
	p.page.Resize(e.Size())
	p.seen = e.view.rows(p.seen[:0])
	p.caretLine = e.snap.LineOf(e.caret)
	p.from, p.to = 0, e.snap.Len()
	if len(p.seen) > 0 {
		first, last := &p.seen[0], &p.seen[len(p.seen)-1]
		p.from, p.to = first.stored(0), last.stored(last.end-last.start)
	}
	for i := range p.seen {
		p.block(&p.seen[i])
		p.backgrounds(&p.seen[i])
	}
	for i := range p.seen {
		p.row(&p.seen[i])
	}
	for i := range p.seen {
		p.lines(&p.seen[i])
	}
	if !p.placeCaret() {
		e.slide.gone()
	}
	p.placeBar()
	canvas.Refresh(p.page)
}

// caretOnly repaints a blinking caret.
func (p *painter) caretOnly() {
	p.placeCaretColour()
	canvas.Refresh(p.caret)
}

// row places the texts of a row.
func (p *painter) row(row *seenRow) {
	style := &p.e.style
	left := p.e.columnX() + row.x
	dim := p.e.focusMode && row.line != p.caretLine
	for i := range row.shaped.runs {
		run := &row.shaped.runs[i]
		text := p.text()
		resource := p.e.view.wrap.set.faces.all[run.face].resource
		colour := style.colour(run.role)
		if dim {
			colour = style.Ghost
		}
		text.Text, text.TextSize, text.FontSource, text.Color = run.text, run.size, resource, colour
		rise := run.rise
		if resource == nil {
			_, rise = fyne.CurrentApp().Driver().RenderedTextSize(run.text, run.size, fyne.TextStyle{}, nil)
		}
		text.Move(fyne.NewPos(p.e.view.pixel(left+run.x), row.baseline-p.e.view.ceilPixel(rise)))
		p.objects = append(p.objects, text)
		if run.strike {
			p.box(left+run.x, row.baseline-run.size*0.28, run.width, 1, colour)
		}
	}
}

// block places what shows the kind of a paragraph: the ground of code, the bar beside a quote.
func (p *painter) block(row *seenRow) {
	e := p.e
	switch row.p.form.kind {
	case formCode:
		p.box(e.columnX()-10, row.y, e.view.wrap.width+20, row.height, e.style.Code)
	case formQuote:
		x := e.columnX() - 14
		if row.p.form.right {
			x = e.columnX() + e.view.wrap.width + 12
		}
		p.box(x, row.y, 2, row.height, e.style.Line)
	}
}

// backgrounds places the highlights and the selection of a row.
func (p *painter) backgrounds(row *seenRow) {
	e := p.e
	from, to := row.stored(0), row.stored(row.end-row.start)
	e.layers.highlights.each(from, to, func(h Highlight) bool {
		p.band(row, h.Start, h.End, e.style.highlight(h.Kind), false)
		return true
	})
	if start, end := e.Selection(); start != end {
		p.band(row, start, end, e.style.Selected, true)
	}
}

// band paints the background of the part of a row that lies in [start, end) of the buffer. A selected line end shows
// as a little more.
func (p *painter) band(row *seenRow, start, end int, colour color.Color, lineEnds bool) {
	from := max(row.p.toShown(start-row.at), row.start)
	to := min(row.p.toShown(end-row.at), row.end)
	last := row.end == row.p.total()
	if from > to || (from == to && !(lineEnds && last && from == row.end)) {
		return
	}
	place := func(x, width float32) {
		if x, width = p.clip(row, x, width); width > 0 {
			p.box(x, row.y, width, row.height, colour)
		}
	}
	row.shaped.parts(from-row.start, to-row.start, func(x, width float32) { place(p.e.columnX()+row.x+x, width) })
	if lineEnds && last && end > row.at+row.p.size && start <= row.at+row.p.size {
		x, width := row.caretX(to, true), p.e.style.size()*0.35
		if row.p.form.right {
			x -= width
		}
		place(p.e.columnX()+x, width)
	}
}

// sides are between where a row is seen: in the column and a little beside it, as a heading's mark is. Only blanks at a
// row's end lie farther out.
func (p *painter) sides(row *seenRow) (left, right float32) {
	e := p.e
	beside := max(-row.p.form.inset*e.style.size(), 0) + overhang
	return e.columnX() - beside, e.columnX() + e.view.wrap.width + beside
}

// clip is the part of a stretch of a row that is seen.
func (p *painter) clip(row *seenRow, x, width float32) (at, length float32) {
	left, right := p.sides(row)
	at = max(x, left)
	return at, min(x+width, right) - at
}

// overhang is how far blanks at a row's end are seen beside the column.
const overhang = 10

// lines places what lies over the text of a row: strokes and wavy underlines.
func (p *painter) lines(row *seenRow) {
	e := p.e
	from, to := row.stored(0), row.stored(row.end-row.start)
	e.layers.highlights.each(from, to, func(h Highlight) bool {
		if h.Kind == Deleted {
			p.parts(row, h.Start, h.End, func(x, width float32) {
				p.box(x, row.baseline-e.style.size()*0.28, width, 1, e.style.Muted)
			})
		}
		return true
	})
	e.layers.underlines.each(from, to, func(u Underline) bool {
		p.parts(row, u.Start, u.End, func(x, width float32) {
			p.wave(x, row.baseline+4, width, e.style.underline(u.Kind))
		})
		return true
	})
	p.gutter(row)
}

// gutter places the bar beside a changed line, and the short one where lines were deleted above a line.
func (p *painter) gutter(row *seenRow) {
	e := p.e
	changed, deleted := e.layers.changedAt(row.at, row.at+row.p.size)
	x := e.columnX() - gutterReach
	if changed {
		y := row.y
		if row.row == 0 { // without a hole between paragraphs that changed together
			if above, _ := e.layers.changedAt(max(row.at-1, 0), max(row.at-1, 0)); above && row.at > 0 {
				y -= e.view.gapAbove(row.place, row.p)
			}
		}
		p.box(x, y, gutterBar, row.y+row.height-y, e.style.Accent)
	}
	if deleted && row.row == 0 {
		p.box(x, row.y-1, 3*gutterBar, 2, e.style.Accent)
	}
}

// The gutter's bar stands so far left of the column, and is so wide.
const (
	gutterReach = 26
	gutterBar   = 2
)

// parts is where the part of a row that lies in [start, end) of the buffer is seen: in several pieces where the text
// is of both directions.
func (p *painter) parts(row *seenRow, start, end int, each func(x, width float32)) {
	from := max(row.p.toShown(start-row.at), row.start)
	to := min(row.p.toShown(end-row.at), row.end)
	row.shaped.parts(from-row.start, to-row.start, func(x, width float32) {
		if x, width = p.clip(row, p.e.columnX()+row.x+x, width); width > 0 {
			each(x, width)
		}
	})
}

// placeCaret puts the caret into its row. It returns false where that isn't in the window.
func (p *painter) placeCaret() (placed bool) {
	e := p.e
	offset, upper := e.caret, e.upper
	if e.mouse.dropping {
		offset, upper = e.mouse.dropAt, false
	}
	line := e.snap.LineOf(offset)
	if len(p.seen) == 0 || line < p.seen[0].line || line > p.seen[len(p.seen)-1].line {
		return false // nothing need be laid out to know that it isn't in the window
	}
	at := e.view.placeOf(offset, upper)
	for i := range p.seen {
		row := &p.seen[i]
		if row.place != at {
			continue
		}
		size := row.p.form.size(e.style.size())
		body := e.view.wrap.set.faces.body()
		top := row.baseline - p.e.view.pixel(body.ascent*size)
		height := p.e.view.pixel((body.ascent + body.descent) * size)
		left, right := p.sides(row)
		x := min(max(e.columnX()+row.caretX(row.p.toShown(offset-row.at), upper), left), right)
		p.caret.Resize(fyne.NewSize(max(p.e.view.pixel(e.style.Zoom*2), 2), height))
		e.slide.to(e, p.caret, fyne.NewPos(p.e.view.pixel(x)-1, top))
		p.placeCaretColour()
		p.objects = append(p.objects, p.caret)
		return true
	}
	return false
}

func (p *painter) placeCaretColour() {
	opaque := p.e.caretBeat.opaque
	if !p.e.focused {
		opaque = 0
	}
	c := color.NRGBAModel.Convert(p.e.style.Accent).(color.NRGBA)
	c.A = uint8(float32(c.A) * opaque)
	p.caret.FillColor = c
}

// placeBar places the scroll bar and its marks.
func (p *painter) placeBar() {
	e := p.e
	y, height, ok := e.thumb()
	if !ok {
		return
	}
	x := e.Size().Width - barLine - barMargin
	marks, matches := &e.layers.marks, &e.layers.highlights
	p.ticks(len(matches.items), func(i int) int { return startOf(matches.at(i)) }, matches.search, func(i int) color.Color {
		if kind := matches.items[i].Kind; kind != Match && kind != CurrentMatch {
			return nil
		}
		return e.style.mark(MatchMark)
	})
	p.ticks(len(marks.items), func(i int) int { return startOf(marks.at(i)) }, marks.search,
		func(i int) color.Color { return e.style.mark(marks.items[i].Kind) })
	p.thumb.FillColor = e.style.Line
	if e.mouse.bar || e.overBar(e.mouse.at) {
		p.thumb.FillColor = e.style.Ghost
	}
	p.thumb.Resize(fyne.NewSize(barLine, height))
	p.thumb.Move(fyne.NewPos(x, y))
	p.objects = append(p.objects, p.thumb)
}

// text is an unused text object.
func (p *painter) text() *canvas.Text {
	if p.usedTexts == len(p.texts) {
		p.texts = append(p.texts, canvas.NewText("", nil))
	}
	p.usedTexts++
	return p.texts[p.usedTexts-1]
}

// box places a rectangle.
func (p *painter) box(x, y, width, height float32, colour color.Color) {
	if p.usedBoxes == len(p.boxes) {
		p.boxes = append(p.boxes, canvas.NewRectangle(colour))
	}
	box := p.boxes[p.usedBoxes]
	p.usedBoxes++
	box.FillColor = colour
	left, right := p.e.view.pixel(x), p.e.view.pixel(x+width)
	box.Move(fyne.NewPos(left, y))
	box.Resize(fyne.NewSize(max(right-left, 1), height))
	p.objects = append(p.objects, box)
}

// wave places a wavy underline: one that has the right picture already, if there is one.
func (p *painter) wave(x, y, width float32, colour color.Color) {
	size := fyne.NewSize(max(p.e.view.pixel(width), 4), waveHeight)
	i := p.usedWaves
	for j := i; j < len(p.waves); j++ {
		if p.waves[j].colour == colour && p.waves[j].Size() == size {
			i = j
			break
		}
	}
	if i == len(p.waves) {
		p.waves = append(p.waves, newWave())
	}
	p.waves[p.usedWaves], p.waves[i] = p.waves[i], p.waves[p.usedWaves]
	w := p.waves[p.usedWaves]
	p.usedWaves++
	w.Move(fyne.NewPos(p.e.view.pixel(x), y))
	if w.colour != colour || w.Size() != size {
		w.colour = colour
		w.Resize(size)
		w.Raster.Refresh()
		p.wavesDrawn++
	}
	p.objects = append(p.objects, w.Raster)
}

func (s Style) highlight(kind HighlightKind) color.Color {
	switch kind {
	case Deleted:
		return s.Deleted
	case Inserted:
		return s.Inserted
	case Wash:
		return s.AccentWash
	case CurrentMatch:
		return s.Selected
	}
	return s.Match
}

func (s Style) mark(kind MarkKind) color.Color {
	switch kind {
	case SpellingMark:
		return s.Spelling
	case GrammarMark:
		return s.Grammar
	case MatchMark:
		return s.Ghost
	}
	return s.Wording
}

func (s Style) underline(kind UnderlineKind) color.Color {
	switch kind {
	case Grammar:
		return s.Grammar
	case Wording:
		return s.Wording
	}
	return s.Spelling
}

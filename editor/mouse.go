package editor

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inkling/editor/buffer"
)

// mouse is what the pointer is doing.
type mouse struct {
	selecting bool
	unit      int // 1 selects by character, 2 by word, 3 by paragraph
	from, to  int // the unit that the selection began with
	last      time.Time
	lastAt    fyne.Position
	at        fyne.Position
	bar       bool // drags the scroll bar
	holding   bool // was pressed on the selection, which may be dragged away
	dropping  bool // drags the selection
	dropAt    int  // where it would be dropped
	copying   bool // the selection stays where it is, too
	scrolling *time.Timer
	turned    float32 // of the wheel, towards the next step of the zoom
}

// multiClick is how long and how far apart clicks may be to count together.
const (
	multiClickTime  = 400 * time.Millisecond
	multiClickPixel = 4
)

// Cursor implements desktop.Cursorable.
func (e *Editor) Cursor() desktop.Cursor {
	if e.mouse.bar || e.overBar(e.mouse.at) {
		return desktop.DefaultCursor
	}
	return desktop.TextCursor
}

// MouseDown implements desktop.Mouseable.
func (e *Editor) MouseDown(event *desktop.MouseEvent) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(e); canvas != nil && !e.focused {
		canvas.Focus(e)
	}
	switch event.Button {
	case desktop.MouseButtonPrimary:
		e.primaryDown(event)
	case desktop.MouseButtonSecondary:
		offset, _ := e.hit(event.Position)
		if start, end := e.Selection(); offset < start || offset > end || start == end {
			e.SelectRange(offset, offset)
		}
		if e.options.OnContextMenu != nil {
			e.options.OnContextMenu(event.AbsolutePosition, offset)
		}
	}
}

func (e *Editor) primaryDown(event *desktop.MouseEvent) {
	if e.overBar(event.Position) {
		e.mouse.bar = true
		e.dragBar(event.Position)
		return
	}
	m := &e.mouse
	near := abs(event.Position.X-m.lastAt.X) < multiClickPixel && abs(event.Position.Y-m.lastAt.Y) < multiClickPixel
	if near && time.Since(m.last) < multiClickTime {
		m.unit = m.unit%3 + 1
	} else {
		m.unit = 1
	}
	m.last, m.lastAt, m.at, m.selecting = time.Now(), event.Position, event.Position, true
	offset, upper := e.hit(event.Position)
	e.goalSet = false
	if start, end := e.Selection(); m.unit == 1 && start < offset && offset < end && event.Modifier == 0 {
		m.holding, m.selecting = true, false
		return
	}
	if event.Modifier&fyne.KeyModifierShift != 0 {
		m.unit, m.from, m.to = 1, e.anchor, e.anchor
		e.setCaret(offset, e.anchor, upper)
	} else {
		m.from, m.to = e.unitAt(offset)
		e.setCaret(m.to, m.from, upper && m.unit == 1)
	}
	e.slide.wanted = true
	e.update()
}

// unitAt is the character, word or paragraph at an offset.
func (e *Editor) unitAt(offset int) (start, end int) {
	switch e.mouse.unit {
	case 2:
		return e.snap.WordAt(offset)
	case 3:
		line := e.snap.LineOf(offset)
		return e.snap.LineStart(line), e.snap.LineStart(line + 1)
	}
	return offset, offset
}

// MouseUp implements desktop.Mouseable.
func (e *Editor) MouseUp(event *desktop.MouseEvent) {
	m := &e.mouse
	m.copying = event.Modifier&(fyne.KeyModifierControl|fyne.KeyModifierAlt) != 0
	if m.holding && !m.dropping && event.Button == desktop.MouseButtonPrimary {
		offset, upper := e.hit(event.Position)
		e.setCaret(offset, offset, upper)
		e.update()
	}
	e.endDrag()
}

// MouseIn implements desktop.Hoverable.
func (e *Editor) MouseIn(event *desktop.MouseEvent) { e.MouseMoved(event) }

// MouseMoved implements desktop.Hoverable.
func (e *Editor) MouseMoved(event *desktop.MouseEvent) {
	over := e.overBar(event.Position)
	was := e.overBar(e.mouse.at)
	e.mouse.at = event.Position
	if over != was {
		e.update()
	}
}

// MouseOut implements desktop.Hoverable.
func (e *Editor) MouseOut() {
	was := e.overBar(e.mouse.at)
	e.mouse.at = fyne.NewPos(-1, -1)
	if was {
		e.update()
	}
}

// Dragged implements fyne.Draggable.
func (e *Editor) Dragged(event *fyne.DragEvent) {
	e.mouse.at = event.Position
	switch {
	case e.mouse.bar:
		e.dragBar(event.Position)
	case e.mouse.holding && !e.buffer.Locked():
		e.mouse.dropping = true
		e.mouse.dropAt, _ = e.hit(event.Position)
		e.caretBeat.restart(e)
		e.autoscroll()
		e.update()
	case e.mouse.selecting:
		e.dragTo(event.Position)
		e.autoscroll()
	}
}

// DragEnd implements fyne.Draggable.
func (e *Editor) DragEnd() { e.endDrag() }

func (e *Editor) endDrag() {
	if e.mouse.dropping {
		e.mouse.dropping = false
		if e.over(e.mouse.at) { // beside the page it falls back to where it was
			e.dropSelection(e.mouse.dropAt, e.mouse.copying)
		}
		e.update()
	}
	e.mouse.selecting, e.mouse.bar, e.mouse.holding = false, false, false
	if e.mouse.scrolling != nil {
		e.mouse.scrolling.Stop()
		e.mouse.scrolling = nil
	}
}

// over says whether a position lies in the widget.
func (e *Editor) over(at fyne.Position) bool {
	size := e.Size()
	return at.X >= 0 && at.Y >= 0 && at.X < size.Width && at.Y < size.Height
}

// stopDropping leaves the selection that is being dragged where it is.
func (e *Editor) stopDropping() {
	e.mouse.dropping, e.mouse.holding = false, false
	e.update()
}

// dropSelection moves the selected text to an offset, or copies it, as one undo step, and leaves it selected.
func (e *Editor) dropSelection(to int, stays bool) {
	start, end := e.Selection()
	if to >= start && to <= end || !e.buffer.Writable() {
		return
	}
	text := e.snap.Slice(start, end)
	e.buffer.SetSelection(buffer.Selection{Anchor: e.anchor, Caret: e.caret})
	e.buffer.Group(func() {
		if !stays {
			e.apply(buffer.Edit{Start: start, End: end}, buffer.Cut)
			if to > start {
				to -= len(text)
			}
		}
		e.apply(buffer.Edit{Start: to, End: to, Text: text}, buffer.Paste)
	})
	e.SelectRange(to, to+len(text))
}

// dragTo selects from the unit that the drag began with to the one under the pointer.
func (e *Editor) dragTo(at fyne.Position) {
	offset, upper := e.hit(at)
	start, end := e.unitAt(offset)
	if start < e.mouse.from {
		e.setCaret(start, e.mouse.to, false)
	} else {
		e.setCaret(max(end, e.mouse.to), e.mouse.from, upper && e.mouse.unit == 1)
	}
	e.update()
}

// autoscroll goes on scrolling while the pointer is held above or below the window.
func (e *Editor) autoscroll() {
	if e.mouse.scrolling != nil || e.beyond() == 0 {
		return
	}
	e.mouse.scrolling = after(30*time.Millisecond, func() {
		e.mouse.scrolling = nil
		beyond := e.beyond()
		if beyond == 0 || !e.mouse.selecting && !e.mouse.dropping {
			return
		}
		e.view.scroll(beyond / 2)
		if e.mouse.selecting {
			e.dragTo(e.mouse.at)
		} else {
			e.mouse.dropAt, _ = e.hit(e.mouse.at)
			e.update()
		}
		e.autoscroll()
	})
}

// scrollMargin is how near to the window's edge a drag begins to scroll: in a window that fills the screen the pointer
// can't go beyond it.
const scrollMargin = 10

// beyond is how far the pointer is in or over the margin above (negative) or below.
func (e *Editor) beyond() float32 {
	if above := e.mouse.at.Y - scrollMargin; above < 0 {
		return max(above, -80)
	}
	return min(max(e.mouse.at.Y-(e.view.height-scrollMargin), 0), 80)
}

// wheelZoom is how far the wheel turns for a step of the zoom: one click of most.
const wheelZoom = 25

// Scrolled implements fyne.Scrollable. With the key of shortcuts held down, the wheel zooms.
func (e *Editor) Scrolled(event *fyne.ScrollEvent) {
	if e.modifiers()&fyne.KeyModifierShortcutDefault != 0 {
		e.mouse.turned += event.Scrolled.DY
		for ; e.mouse.turned >= wheelZoom; e.mouse.turned -= wheelZoom {
			e.Do(ZoomIn)
		}
		for ; e.mouse.turned <= -wheelZoom; e.mouse.turned += wheelZoom {
			e.Do(ZoomOut)
		}
		return
	}
	e.mouse.turned = 0
	e.view.scroll(-event.Scrolled.DY)
	e.update()
}

// hit is the offset nearest to a position in the widget, and whether it is the end of a wrapped row.
func (e *Editor) hit(at fyne.Position) (offset int, upper bool) {
	v := e.view
	here, y := v.top, -v.dy
	for {
		y += v.box(here)
		if y > at.Y {
			break
		}
		below, ok := v.next(here)
		if !ok {
			break
		}
		here = below
	}
	return e.offsetAt(here, at.X-e.columnX())
}

// OffsetAt is the offset in the text nearest to a position in the widget.
func (e *Editor) OffsetAt(at fyne.Position) int {
	offset, _ := e.hit(at)
	return offset
}

// PositionOf is the rectangle of the caret at an offset, in the widget; ok is false where its row isn't in the window.
func (e *Editor) PositionOf(offset int) (at fyne.Position, height float32, ok bool) {
	return e.positionOf(offset, false)
}

func (e *Editor) positionOf(offset int, upper bool) (at fyne.Position, height float32, ok bool) {
	where := e.view.placeOf(offset, upper)
	y, ok := e.view.y(where, 0)
	if !ok {
		return fyne.Position{}, 0, false
	}
	row := e.view.seenRow(where, &y)
	x := e.columnX() + row.caretX(row.p.toShown(offset-row.at), upper)
	return fyne.NewPos(x, row.y), row.height, row.y < e.view.height && row.y+row.height > 0
}

func (e *Editor) menuAtCaret() {
	if e.options.OnContextMenu == nil {
		return
	}
	e.revealCaret()
	at, height, _ := e.positionOf(e.caret, e.upper)
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(e)
	e.options.OnContextMenu(origin.Add(at).AddXY(0, height), e.caret)
}

func abs(x float32) float32 { return max(x, -x) }

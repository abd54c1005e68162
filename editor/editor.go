package editor

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"inkling/editor/bidi"
	"inkling/editor/buffer"
)

var (
	_ fyne.Widget        = (*Editor)(nil)
	_ fyne.Focusable     = (*Editor)(nil)
	_ fyne.Tabbable      = (*Editor)(nil)
	_ fyne.Shortcutable  = (*Editor)(nil)
	_ fyne.Scrollable    = (*Editor)(nil)
	_ fyne.Draggable     = (*Editor)(nil)
	_ desktop.Keyable    = (*Editor)(nil)
	_ desktop.Mouseable  = (*Editor)(nil)
	_ desktop.Hoverable  = (*Editor)(nil)
	_ desktop.Cursorable = (*Editor)(nil)
)

// Options sets an editor up. The zero value is an empty page by day.
type Options struct {
	Buffer *buffer.Buffer // nil means an empty one
	Style  Style          // the zero value means Light()

	// OnChanged is told of every change of the text, after the editor has taken it in.
	OnChanged func([]buffer.Change)
	// OnCaret is told when the caret or the selection has moved, also by an edit.
	OnCaret func()
	// OnGhost is told when the ghost text was taken or dropped by the writer, not when the program clears it.
	OnGhost func(GhostEvent)
	// OnKey sees every key first. It returns true for a key that it has dealt with.
	OnKey func(Key) bool
	// OnContextMenu is asked for a menu: absolute is where on the canvas, offset where in the text.
	OnContextMenu func(absolute fyne.Position, offset int)
	// OnZoom is told when the writer has zoomed the page.
	OnZoom func(zoom float32)
}

// Editor is the page. Create it with New.
type Editor struct {
	widget.BaseWidget

	options Options
	buffer  *buffer.Buffer
	snap    *buffer.Snapshot
	stop    func() // stops observing the buffer
	style   Style
	view    *view
	paint   *painter // nil until the toolkit asks for a renderer

	caret, anchor int
	upper         bool    // at a wrapped row's end, the caret is on the upper row
	goal          float32 // where up and down aim, from the column's left edge
	goalSet       bool
	focused       bool
	typewriter    bool // the caret's row stays in the middle
	focusMode     bool // only the caret's paragraph is bright
	smartQuotes   bool
	held          fyne.KeyModifier // as far as keys told; see modifiers

	keys      map[Key]Command
	ghostKeys map[Key]Command

	ghost       Ghost
	layers      layers
	mouse       mouse
	composition composition
	caretBeat   beat
	slide       glide
	swallow     time.Time // until when the key that took a ghost does nothing without one

	trail     trail
	consuming int // bytes of the ghost that the edit being made has typed
}

// New returns an editor. It must be called on the toolkit's goroutine.
func New(options Options) *Editor {
	e := &Editor{options: options}
	e.ExtendBaseWidget(e)
	e.keys, e.ghostKeys = DefaultKeys()
	if options.Style == (Style{}) {
		options.Style = Light()
	}
	e.style = options.Style.filled()
	e.view = newView(newTypesetter(newFaces(), e.style.size()))
	e.view.wrap.width = e.columnWidth(700)
	if options.Buffer == nil {
		options.Buffer = buffer.New("", buffer.Options{})
	}
	e.SetBuffer(options.Buffer)
	return e
}

// Buffer is the document on the page.
func (e *Editor) Buffer() *buffer.Buffer { return e.buffer }

// SetBuffer shows another document, its caret where the buffer's selection is. Layers and ghost text are dropped.
func (e *Editor) SetBuffer(b *buffer.Buffer) {
	if e.stop != nil {
		e.stop()
		e.buffer.BreakGroup()
	}
	e.buffer, e.snap = b, b.Snapshot()
	e.stop = b.Observe(e.changed)
	e.ghost, e.layers, e.trail, e.mouse = Ghost{}, layers{}, trail{}, mouse{}
	sel := b.Selection()
	e.caret, e.anchor, e.upper, e.goalSet = sel.Caret, sel.Anchor, false, false
	e.view.reset(e.snap)
	e.applyStyle()
	e.revealCaret()
	e.update()
}

// changed takes in what has happened to the buffer, whoever did it.
func (e *Editor) changed(changes []buffer.Change) {
	r := regionOf(changes)
	e.snap = e.buffer.Snapshot()
	consumed := e.consuming
	if consumed == 0 {
		e.dropGhost(GhostDropped)
	}
	e.view.apply(e.snap, r, consumed)
	e.layers.move(changes)
	e.mouse.dropping, e.mouse.holding = false, false // what was dragged may be another text now
	sel := e.buffer.Selection()
	e.caret, e.anchor = sel.Caret, sel.Anchor
	// In text from the right, what is typed stands at the caret's left: the caret stays with it.
	e.upper, e.goalSet = bidi.HasRightToLeft(e.snap.Slice(e.caret-8, e.caret)), false
	if e.options.OnChanged != nil {
		e.options.OnChanged(changes)
	}
}

// Style is how the page looks now.
func (e *Editor) Style() Style { return e.style }

// SetStyle changes how the page looks.
func (e *Editor) SetStyle(style Style) {
	style = style.filled()
	if style == e.style {
		return
	}
	e.style = style
	e.applyStyle()
	e.update()
}

// setZoom scales the page: 1 is its natural size.
func (e *Editor) setZoom(zoom float32) {
	style := e.style
	style.Zoom = zoom
	e.SetStyle(style)
}

// columnMargin is the least space beside the column.
const columnMargin = 40

// columnWidth is the width of the text column in a window of the given width.
func (e *Editor) columnWidth(window float32) float32 {
	return max(min(e.style.ColumnWidth*e.style.size(), window-2*columnMargin), 4*e.style.size())
}

// columnX is where the text column begins.
func (e *Editor) columnX() float32 {
	return e.view.pixel(max((e.Size().Width-e.view.wrap.width)/2, columnMargin))
}

// markRoom is the room for the marks of headings beside a column of the given width, in ems.
func (e *Editor) markRoom(column float32) float32 {
	const edge = 4
	beside := max((e.Size().Width-column)/2, columnMargin)
	return min((beside-edge)/e.style.size(), wideRoom)
}

// applyStyle takes over what the layout depends on: the style and the size of the window.
func (e *Editor) applyStyle() {
	v := e.view
	width := e.columnWidth(e.Size().Width)
	if e.Size().Width == 0 {
		width = e.columnWidth(700)
	}
	v.height = e.Size().Height
	v.above = v.pixel(2.6 * e.style.size())
	if e.typewriter {
		v.above = v.pixel(v.height * 0.45)
	}
	set := v.wrap.set
	sameFont := set.size == e.style.size() && set.faces.family == e.style.Family
	room := e.markRoom(width)
	if width == v.wrap.width && sameFont && v.wrap.lineHeight == e.style.LineHeight && v.styler.firstLine == e.style.FirstLine &&
		v.styler.room == room {
		return
	}
	at := v.topOffset()
	if !sameFont {
		set.resize(e.style.size(), e.style.Family)
		clear(v.shaped)
		clear(v.shapedBefore)
	}
	v.wrap.width, v.wrap.lineHeight, v.styler.firstLine, v.styler.room = width, e.style.LineHeight, e.style.FirstLine, room
	v.paragraphs = nil
	v.scrollTo(at, v.dy)
}

// Resize implements fyne.CanvasObject.
func (e *Editor) Resize(size fyne.Size) {
	if size == e.Size() {
		return
	}
	e.BaseWidget.Resize(size)
	e.applyStyle()
	e.view.keepFilled()
	e.update()
}

// MinSize implements fyne.CanvasObject.
func (e *Editor) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

// Refresh implements fyne.CanvasObject.
func (e *Editor) Refresh() { e.update() }

// CreateRenderer implements fyne.Widget.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	e.paint = newPainter(e)
	e.update()
	return e.paint
}

// update brings what is painted up to date.
func (e *Editor) update() {
	if e.paint != nil {
		e.paint.update()
	}
}

// FocusGained implements fyne.Focusable.
func (e *Editor) FocusGained() {
	e.focused, e.held = true, 0
	e.caretBeat.restart(e)
	e.update()
}

// FocusLost implements fyne.Focusable.
func (e *Editor) FocusLost() {
	e.focused, e.held = false, 0
	e.composition.end()
	e.caretBeat.stop()
	e.buffer.BreakGroup()
	e.update()
}

// AcceptsTab implements fyne.Tabbable.
func (e *Editor) AcceptsTab() bool { return true }

package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// inkButton is a quiet button: a bordered one, or the one primary button of a
// card in the accent colour.
type inkButton struct {
	widget.DisableableWidget

	title   string
	primary bool
	chosen  bool // a switch that is on looks like a primary button
	small   bool
	run     func()

	hovered, focused bool
}

var (
	_ fyne.Tappable     = (*inkButton)(nil)
	_ fyne.Focusable    = (*inkButton)(nil)
	_ desktop.Hoverable = (*inkButton)(nil)
)

func newButton(title string, run func()) *inkButton {
	b := &inkButton{title: title, run: run}
	b.ExtendBaseWidget(b)
	return b
}

func newPrimaryButton(title string, run func()) *inkButton {
	b := newButton(title, run)
	b.primary = true
	return b
}

// newChip is a small button, one of several that choose among things.
func newChip(title string, run func()) *inkButton {
	b := newButton(title, run)
	b.small = true
	return b
}

// sizes are those of the text, the room at both its sides, and the height.
func (b *inkButton) sizes() (text, padding, height float32) {
	if b.small {
		return captionTextSize, 8, 22
	}
	return interfaceTextSize, 12, 30
}

// setChosen makes a switch look on or off.
func (b *inkButton) setChosen(on bool) {
	if b.chosen != on {
		b.chosen = on
		b.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (b *inkButton) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.run != nil {
		b.run()
	}
}

// MouseIn implements desktop.Hoverable.
func (b *inkButton) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *inkButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *inkButton) MouseOut() { b.hovered = false; b.Refresh() }

// FocusGained implements fyne.Focusable.
func (b *inkButton) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements fyne.Focusable.
func (b *inkButton) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *inkButton) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (b *inkButton) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		passOn(b, ev)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *inkButton) CreateRenderer() fyne.WidgetRenderer {
	r := &inkButtonRenderer{button: b, ground: canvas.NewRectangle(color.Transparent), wash: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", nil)}
	r.ground.CornerRadius, r.wash.CornerRadius = 5, 5
	r.text.Alignment = fyne.TextAlignCenter
	r.Refresh()
	return r
}

type inkButtonRenderer struct {
	button       *inkButton
	ground, wash *canvas.Rectangle
	text         *canvas.Text
}

func (r *inkButtonRenderer) Destroy() {}

func (r *inkButtonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.wash, r.text}
}

func (r *inkButtonRenderer) MinSize() fyne.Size {
	textSize, padding, height := r.button.sizes()
	text := fyne.MeasureText(r.button.title, textSize, fyne.TextStyle{})
	return fyne.NewSize(text.Width+2*padding, height)
}

func (r *inkButtonRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.wash.Resize(size)
	height := r.text.MinSize().Height
	r.text.Move(fyne.NewPos(0, (size.Height-height)/2))
	r.text.Resize(fyne.NewSize(size.Width, height))
}

func (r *inkButtonRenderer) Refresh() {
	b, p := r.button, currentPalette()
	filled := b.primary || b.chosen
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = p.card, p.line, 1
	r.text.Color = p.text
	if filled {
		r.ground.FillColor, r.ground.StrokeWidth = p.accent, 0
		r.text.Color = p.onAccent
	}
	r.wash.FillColor = color.Transparent
	switch {
	case b.Disabled():
		r.ground.FillColor, r.ground.StrokeWidth = p.side, 1
		r.text.Color = p.ghost
	case b.hovered && filled:
		r.wash.FillColor = withAlpha(p.text, 0x20)
	case b.hovered:
		r.wash.FillColor = withAlpha(p.accent, 0x18)
	}
	if b.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = p.accent, 2
	}
	r.text.Text = b.title
	r.text.TextSize, _, _ = b.sizes()
	r.Layout(b.Size())
	r.ground.Refresh()
	r.wash.Refresh()
	r.text.Refresh()
}

package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// surface is a filled rectangle that takes its colours from the theme by
// name, so that it follows a change of appearance. An empty stroke name draws
// no border.
type surface struct {
	widget.BaseWidget

	fill, stroke fyne.ThemeColorName
	radius       float32
}

func newSurface(fill fyne.ThemeColorName) *surface {
	s := &surface{fill: fill}
	s.ExtendBaseWidget(s)
	return s
}

func newCardSurface() *surface {
	s := &surface{fill: colorCard, stroke: colorLine, radius: 6}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{surface: s, rect: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type surfaceRenderer struct {
	surface *surface
	rect    *canvas.Rectangle
}

func (r *surfaceRenderer) Layout(size fyne.Size)        { r.rect.Resize(size) }
func (r *surfaceRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r *surfaceRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *surfaceRenderer) Destroy()                     {}

func (r *surfaceRenderer) Refresh() {
	r.rect.FillColor = themeColor(r.surface.fill)
	r.rect.CornerRadius = r.surface.radius
	r.rect.StrokeWidth = 0
	if r.surface.stroke != "" {
		r.rect.StrokeColor = themeColor(r.surface.stroke)
		r.rect.StrokeWidth = 1
	}
	r.rect.Refresh()
}

// inkText is one line of interface text with a colour name and a size; too
// long a text ends in an ellipsis.
type inkText struct {
	widget.BaseWidget

	text   string
	size   float32
	color  fyne.ThemeColorName
	style  fyne.TextStyle
	shrink bool // may become narrower than its text
}

func newInkText(text string, color fyne.ThemeColorName, size float32) *inkText {
	t := &inkText{text: text, color: color, size: size}
	t.ExtendBaseWidget(t)
	return t
}

// SetText changes the text; it costs nothing when the text is the same.
func (t *inkText) SetText(text string) {
	if t.text == text {
		return
	}
	t.text = text
	t.Refresh()
}

func (t *inkText) setColor(name fyne.ThemeColorName) {
	if t.color == name {
		return
	}
	t.color = name
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *inkText) CreateRenderer() fyne.WidgetRenderer {
	r := &inkTextRenderer{owner: t, text: canvas.NewText("", color.Transparent)}
	r.Refresh()
	return r
}

type inkTextRenderer struct {
	owner *inkText
	text  *canvas.Text
}

func (r *inkTextRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *inkTextRenderer) Destroy()                     {}

func (r *inkTextRenderer) MinSize() fyne.Size {
	size := fyne.MeasureText(r.owner.text, r.owner.size, r.owner.style)
	if r.owner.shrink {
		size.Width = 0
	}
	return size
}

func (r *inkTextRenderer) Layout(size fyne.Size) {
	r.text.Text = elide(r.owner.text, size.Width, r.owner.size, r.owner.style)
	r.text.Resize(size)
}

func (r *inkTextRenderer) Refresh() {
	r.text.TextSize = r.owner.size
	r.text.TextStyle = r.owner.style
	r.text.Color = themeColor(r.owner.color)
	r.Layout(r.owner.Size())
	r.text.Refresh()
}

// elide shortens text to width, ending it in an ellipsis; the search for the
// longest prefix that fits is binary.
func elide(text string, width, size float32, style fyne.TextStyle) string {
	if width <= 0 || fyne.MeasureText(text, size, style).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + "…"
}

func themeColor(name fyne.ThemeColorName) color.Color {
	app := fyne.CurrentApp()
	return app.Settings().Theme().Color(name, app.Settings().ThemeVariant())
}

// newWash is the ground of what the writer said, in the accent's wash.
func newWash() *surface {
	s := &surface{fill: colorAccentWash, radius: 6}
	s.ExtendBaseWidget(s)
	return s
}

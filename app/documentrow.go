package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Heights of the two kinds of rows in the document list.
const (
	groupRowHeight    = 32
	documentRowHeight = 50
)

// documentRow is a row of the document list: a document with its title and
// a line about it, or the name of a group ("Today").
type documentRow struct {
	widget.BaseWidget

	group    string // not empty: the row is a group's name
	title    string
	detail   string
	selected bool

	hovered bool
	onTap   func()
	onMenu  func(absolute fyne.Position)
}

var (
	_ fyne.Tappable          = (*documentRow)(nil)
	_ fyne.SecondaryTappable = (*documentRow)(nil)
	_ desktop.Hoverable      = (*documentRow)(nil)
)

func newDocumentRow() *documentRow {
	r := &documentRow{}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped implements fyne.Tappable.
func (r *documentRow) Tapped(*fyne.PointEvent) {
	if r.onTap != nil {
		r.onTap()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (r *documentRow) TappedSecondary(ev *fyne.PointEvent) {
	if r.onMenu != nil {
		r.onMenu(ev.AbsolutePosition)
	}
}

// MouseIn implements desktop.Hoverable.
func (r *documentRow) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (r *documentRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *documentRow) MouseOut() { r.hovered = false; r.Refresh() }

// CreateRenderer implements fyne.Widget.
func (r *documentRow) CreateRenderer() fyne.WidgetRenderer {
	d := &documentRowRenderer{
		row:    r,
		ground: canvas.NewRectangle(nil),
		title:  newInkText("", colorText, interfaceTextSize),
		detail: newInkText("", colorMuted, interfaceTextSize-1.5),
	}
	d.ground.CornerRadius = 6
	d.title.shrink, d.detail.shrink = true, true
	d.Refresh()
	return d
}

type documentRowRenderer struct {
	row           *documentRow
	ground        *canvas.Rectangle
	title, detail *inkText
}

func (d *documentRowRenderer) Destroy() {}

func (d *documentRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ground, d.title, d.detail}
}

func (d *documentRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(80, documentRowHeight)
}

func (d *documentRowRenderer) Layout(size fyne.Size) {
	d.ground.Resize(size)
	inner := fyne.NewSize(size.Width-16, 0)
	if d.row.group != "" {
		d.detail.Move(fyne.NewPos(8, size.Height-20))
		d.detail.Resize(inner)
		return
	}
	d.title.Move(fyne.NewPos(8, 7))
	d.title.Resize(inner)
	d.detail.Move(fyne.NewPos(8, 27))
	d.detail.Resize(inner)
}

func (d *documentRowRenderer) Refresh() {
	ground, about := themeColor(colorSide), colorMuted
	switch {
	case d.row.group != "":
	case d.row.selected:
		ground, about = themeColor(colorAccentWash), colorText // muted text is too faint on the wash
	case d.row.hovered:
		ground = themeColor(colorLine)
	}
	d.ground.FillColor = ground
	d.detail.setColor(about)
	d.ground.Refresh()
	if d.row.group != "" {
		d.title.Hide()
		d.detail.SetText(d.row.group)
	} else {
		d.title.Show()
		d.title.SetText(d.row.title)
		d.detail.SetText(d.row.detail)
	}
	d.Layout(d.row.Size())
	d.title.Refresh()
	d.detail.Refresh()
}

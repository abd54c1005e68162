package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// jobBar is the thin bar of a long task in the status line.
type jobBar struct {
	widget.BaseWidget
	part float64
}

const jobBarWidth, jobBarHeight = 90, 5

func newJobBar() *jobBar {
	b := &jobBar{}
	b.ExtendBaseWidget(b)
	return b
}

// set shows how far the task is, from 0 to 1.
func (b *jobBar) set(part float64) {
	b.part = min(max(part, 0), 1)
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *jobBar) CreateRenderer() fyne.WidgetRenderer {
	r := &jobBarRenderer{bar: b, ground: canvas.NewRectangle(nil), done: canvas.NewRectangle(nil)}
	r.ground.CornerRadius, r.done.CornerRadius = jobBarHeight/2.0, jobBarHeight/2.0
	r.Refresh()
	return r
}

type jobBarRenderer struct {
	bar          *jobBar
	ground, done *canvas.Rectangle
}

func (r *jobBarRenderer) Destroy()           {}
func (r *jobBarRenderer) MinSize() fyne.Size { return fyne.NewSize(jobBarWidth, jobBarHeight) }

func (r *jobBarRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.done}
}

func (r *jobBarRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.done.Resize(fyne.NewSize(size.Width*float32(r.bar.part), size.Height))
}

func (r *jobBarRenderer) Refresh() {
	r.ground.FillColor, r.done.FillColor = themeColor(colorLine), themeColor(colorAccent)
	r.Layout(r.bar.Size())
	r.ground.Refresh()
	r.done.Refresh()
}

package app

import "fyne.io/fyne/v2"

// flow lays its children out like words: from left to right, and on the next
// line where a line is full.
type flow struct {
	gap   float32
	width float32 // of the last layout; the height that is wanted depends on it
}

var _ fyne.Layout = (*flow)(nil)

// MinSize implements fyne.Layout.
func (l *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	widest := float32(0)
	for _, o := range objects {
		widest = max(widest, o.MinSize().Width)
	}
	return fyne.NewSize(widest, l.each(objects, max(l.width, widest), nil))
}

// Layout implements fyne.Layout.
func (l *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.each(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// each walks over the children's places in a width and gives the height.
func (l *flow) each(objects []fyne.CanvasObject, width float32, place func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	x, y, line := float32(0), float32(0), float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if x > 0 && x+size.Width > width {
			x, y, line = 0, y+line+l.gap, 0
		}
		if place != nil {
			place(o, fyne.NewPos(x, y), size)
		}
		x, line = x+size.Width+l.gap, max(line, size.Height)
	}
	return y + line
}

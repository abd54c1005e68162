package app

import "fyne.io/fyne/v2"

// stacked lays its children out from top to bottom without a gap, each as wide
// as the whole and as high as it wants to be; the one at fill gets what is
// left. Hidden children take no room.
type stacked struct{ fill int }

var _ fyne.Layout = (*stacked)(nil)

// MinSize implements fyne.Layout.
func (l *stacked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			size = fyne.NewSize(max(size.Width, m.Width), size.Height+m.Height)
		}
	}
	return size
}

// Layout implements fyne.Layout.
func (l *stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rest := size.Height
	for i, o := range objects {
		if o.Visible() && i != l.fill {
			rest -= o.MinSize().Height
		}
	}
	y := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		if i == l.fill {
			height = max(rest, 0)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

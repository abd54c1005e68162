package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// tab is one of the assistant's pages: its name, with a small number behind
// it where there is something to count.
type tab struct {
	title string
	count string
	page  fyne.CanvasObject
	shown func() // called when the page comes to the front; nil: nobody asks
}

// tabStrip is the row of names above the assistant's pages; the chosen one has
// a line in the accent colour below it.
type tabStrip struct {
	widget.BaseWidget

	tabs   []*tab
	chosen int
	hover  int // -1: none
	choose func(i int)
}

var (
	_ fyne.Tappable     = (*tabStrip)(nil)
	_ desktop.Hoverable = (*tabStrip)(nil)
)

const (
	tabHeight  = 44
	tabPadding = 8
)

func newTabStrip(tabs []*tab, choose func(int)) *tabStrip {
	s := &tabStrip{tabs: tabs, choose: choose, hover: -1}
	s.ExtendBaseWidget(s)
	return s
}

// widths of the tabs, in order: of the title, and of the whole tab.
func (s *tabStrip) widths(i int) (title, whole float32) {
	t := s.tabs[i]
	title = fyne.MeasureText(t.title, interfaceTextSize, fyne.TextStyle{}).Width
	whole = title + 2*tabPadding
	if t.count != "" {
		whole += fyne.MeasureText(t.count, captionTextSize, fyne.TextStyle{}).Width + 3
	}
	return title, whole
}

func (s *tabStrip) at(x float32) int {
	x -= tabPadding
	for i := range s.tabs {
		_, w := s.widths(i)
		if x >= 0 && x < w {
			return i
		}
		x -= w
	}
	return -1
}

// Tapped implements fyne.Tappable.
func (s *tabStrip) Tapped(ev *fyne.PointEvent) {
	if i := s.at(ev.Position.X); i >= 0 {
		s.choose(i)
	}
}

// MouseIn implements desktop.Hoverable.
func (s *tabStrip) MouseIn(ev *desktop.MouseEvent) { s.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (s *tabStrip) MouseMoved(ev *desktop.MouseEvent) {
	if i := s.at(ev.Position.X); i != s.hover {
		s.hover = i
		s.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (s *tabStrip) MouseOut() {
	s.hover = -1
	s.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *tabStrip) CreateRenderer() fyne.WidgetRenderer {
	r := &tabStripRenderer{strip: s, line: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil)}
	for range s.tabs {
		r.titles = append(r.titles, canvas.NewText("", nil))
		r.counts = append(r.counts, canvas.NewText("", nil))
	}
	r.Refresh()
	return r
}

type tabStripRenderer struct {
	strip          *tabStrip
	titles, counts []*canvas.Text
	line, mark     *canvas.Rectangle
}

func (r *tabStripRenderer) Destroy()           {}
func (r *tabStripRenderer) MinSize() fyne.Size { return fyne.NewSize(120, tabHeight) }

func (r *tabStripRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.line, r.mark}
	for i := range r.titles {
		objects = append(objects, r.titles[i], r.counts[i])
	}
	return objects
}

func (r *tabStripRenderer) Layout(size fyne.Size) {
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	x := float32(tabPadding)
	for i := range r.titles {
		title, whole := r.strip.widths(i)
		r.titles[i].Move(fyne.NewPos(x+tabPadding, 18))
		r.counts[i].Move(fyne.NewPos(x+tabPadding+title+3, 20))
		if i == r.strip.chosen {
			r.mark.Move(fyne.NewPos(x, size.Height-2))
			r.mark.Resize(fyne.NewSize(whole, 2))
		}
		x += whole
	}
}

func (r *tabStripRenderer) Refresh() {
	r.line.FillColor, r.mark.FillColor = themeColor(colorLine), themeColor(colorAccent)
	for i, t := range r.strip.tabs {
		name := colorMuted
		if i == r.strip.chosen || i == r.strip.hover {
			name = colorText
		}
		r.titles[i].Text, r.titles[i].TextSize, r.titles[i].Color = t.title, interfaceTextSize, themeColor(name)
		r.counts[i].Text, r.counts[i].TextSize, r.counts[i].Color = t.count, captionTextSize, themeColor(colorMuted)
		r.titles[i].Refresh()
		r.counts[i].Refresh()
	}
	r.Layout(r.strip.Size())
	r.line.Refresh()
	r.mark.Refresh()
}

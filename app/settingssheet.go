package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// settingsSheet lies over the window and holds every setting, one page for
// each part of the program. A setting is in force and kept as soon as it is
// changed; there is nothing to confirm.
type settingsSheet struct {
	app   *App
	popUp *widget.PopUp
	pages []settingsPage
	names *fyne.Container // the list of pages at the left
	body  *container.Scroll
	at    int
}

// settingsPage is one page of the sheet. It is made anew whenever it comes to
// the front, so that it shows what holds then.
type settingsPage struct {
	title string
	build func() fyne.CanvasObject
}

// The pages of the settings sheet, in the sheet's order.
const (
	pageOfPage = iota
	pageOfSuggestions
	pageOfProofreading
	pageOfLearning
	pageOfModels
	pageOfKeys
)

// Sizes of the sheet, in device-independent pixels.
const (
	sheetWidth     = 860
	sheetHeight    = 620
	sheetMargin    = 24 // at least, to the window's edges
	sheetListWidth = 168
)

func (a *App) settingsPages() []settingsPage {
	return []settingsPage{
		pageOfPage:         {"Page", a.pageSettings},
		pageOfSuggestions:  {"Suggestions", a.suggestionSettings},
		pageOfProofreading: {"Proofreading", a.proofSettings},
		pageOfLearning:     {"Learning", a.learningSettings},
		pageOfModels:       {"Models", a.modelSettings},
		pageOfKeys:         {"Keys", a.keySettings},
	}
}

// openSettings opens the sheet at one of its pages.
func (a *App) openSettings(page int) {
	if a.settings != nil {
		a.settings.choose(page)
		return
	}
	s := &settingsSheet{app: a, pages: a.settingsPages(), at: page}
	a.settings = s
	s.names = container.New(&stacked{fill: -1})
	s.body = container.NewVScroll(container.NewStack())
	title := newInkText("Settings", colorText, 15)
	title.style = fyne.TextStyle{Bold: true}
	left := container.NewStack(newSurface(colorSide), container.New(&stacked{fill: 1},
		container.New(layout.NewCustomPaddedLayout(16, 12, 16, 8), title), s.names,
		container.New(layout.NewCustomPaddedLayout(8, 12, 12, 12), newButton("Close", s.close))))
	content := container.New(&sheetLayout{}, left, newSurface(colorLine), newSurface(colorPage), s.body)
	s.popUp = widget.NewModalPopUp(content, a.window.Canvas())
	s.choose(page)
	s.popUp.Show()
	a.closers[a.window.Canvas().Overlays().Top()] = s.close
	s.fit()
}

// fit makes the sheet as large as the window allows.
func (s *settingsSheet) fit() {
	window := s.app.window.Canvas().Size()
	s.popUp.Resize(fyne.NewSize(min(sheetWidth, window.Width-sheetMargin), min(sheetHeight, window.Height-sheetMargin)))
}

func (s *settingsSheet) close() {
	s.popUp.Hide()
	s.app.settings = nil
	s.app.focusPage()
}

// choose brings a page to the front.
func (s *settingsSheet) choose(page int) {
	s.at = page
	s.names.Objects = nil
	for i, p := range s.pages {
		name := newInkText(p.title, colorText, interfaceTextSize)
		row := container.New(layout.NewCustomPaddedLayout(7, 7, 16, 8), name)
		if i == page {
			name.style = fyne.TextStyle{Bold: true}
			s.names.Add(container.NewStack(newWash(), row))
			continue
		}
		s.names.Add(newPageName(row, func() { s.choose(i) }))
	}
	s.names.Refresh()
	s.body.Offset = fyne.NewPos(0, 0)
	s.show()
}

// pageName is the name of a page in the list: it is pressed by the mouse, or by
// the space bar once Tab has come to it.
type pageName struct {
	pressable

	ground *surface
}

var _ fyne.Focusable = (*pageName)(nil)

func newPageName(row fyne.CanvasObject, press func()) *pageName {
	n := &pageName{ground: newSurface(colorSide)}
	n.content, n.press = container.NewStack(n.ground, row), press
	n.ExtendBaseWidget(n)
	return n
}

// FocusGained implements fyne.Focusable.
func (n *pageName) FocusGained() { n.ground.stroke = colorAccent; n.ground.Refresh() }

// FocusLost implements fyne.Focusable.
func (n *pageName) FocusLost() { n.ground.stroke = ""; n.ground.Refresh() }

// TypedRune implements fyne.Focusable.
func (n *pageName) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (n *pageName) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		n.press()
	default:
		passOn(n, ev)
	}
}

// show builds the page at the front again, where it was scrolled to.
func (s *settingsSheet) show() {
	at := s.body.Offset
	s.body.Content = container.New(layout.NewCustomPaddedLayout(16, 20, 24, 28), s.pages[s.at].build())
	s.body.Refresh()
	s.body.ScrollToOffset(at)
}

// settingsChanged builds the open page again after a setting has changed from
// elsewhere, or changes what else the page shows.
func (a *App) settingsChanged() {
	if a.settings != nil {
		a.settings.show()
	}
}

// sheetLayout puts the list of pages at the left, a line, and the page on its
// ground.
type sheetLayout struct{}

func (*sheetLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(420, 280) }

func (*sheetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, width := range []float32{sheetListWidth, 1, size.Width - sheetListWidth - 1} {
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(width, size.Height))
		x += width
	}
	objects[3].Move(objects[2].Position())
	objects[3].Resize(objects[2].Size())
}

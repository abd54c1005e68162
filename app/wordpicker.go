package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"inkling/assist"
	"inkling/editor/buffer"
)

// likelyWords is how many next words the picker lists: one a digit.
const likelyWords = 9

// pickWord lists the most probable next words at the caret with their shares.
func (s *suggester) pickWord() {
	if s.app.desk.buffer == nil {
		return
	}
	request := s.here(onRequest)
	ctx, number := s.begin()
	go func() {
		words, err := s.continuer.NextWords(ctx, request, likelyWords)
		if err != nil {
			s.told(number, err)
			return
		}
		s.app.do(func() {
			if number == s.request && len(words) > 0 {
				s.app.showWordPicker(words, buffer.Revision(request.Revision), request.Caret)
			}
		})
	}()
}

// showWordPicker opens the list below the caret. The word that is chosen is
// put in place of the half word before the caret, if the text is still the same.
func (a *App) showWordPicker(words []assist.Word, at buffer.Revision, caret int) {
	var popUp *widget.PopUp
	picker := newWordPicker(words, func(chosen int) {
		popUp.Hide()
		a.focusPage()
		if chosen >= 0 {
			a.insertWord(words[chosen].Text, at, caret)
		}
	})
	popUp = widget.NewPopUp(picker, a.window.Canvas())
	popUp.ShowAtPosition(a.belowCaret())
	a.window.Canvas().Focus(picker)
}

// insertWord types a word at the caret: what stands of it already is kept, and
// a space comes before it where English needs one.
func (a *App) insertWord(word string, at buffer.Revision, caret int) {
	snapshot := a.desk.buffer.Snapshot()
	before := snapshot.Slice(max(0, caret-64), caret)
	text := assist.Insertion(before, word)
	if _, err := a.desk.buffer.ApplyAt(at, buffer.Edit{Start: caret, End: caret, Text: text}, buffer.Accept); err != nil {
		return // the text has moved on; the writer sees the list gone
	}
	a.page.SetCaret(caret + len(text))
}

// wordPicker is a list of words with their shares, chosen by digit, by arrow
// and Return, or by mouse.
type wordPicker struct {
	widget.BaseWidget

	words  []assist.Word
	at     int
	choose func(i int) // -1: none
}

var (
	_ fyne.Focusable = (*wordPicker)(nil)
	_ fyne.Tappable  = (*wordPicker)(nil)
)

const pickerRowHeight, pickerWidth = 24, 220

func newWordPicker(words []assist.Word, choose func(int)) *wordPicker {
	p := &wordPicker{words: words, choose: choose}
	p.ExtendBaseWidget(p)
	return p
}

// FocusGained implements fyne.Focusable.
func (p *wordPicker) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (p *wordPicker) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (p *wordPicker) TypedRune(r rune) {
	if i := int(r - '1'); i >= 0 && i < len(p.words) {
		p.choose(i)
	}
}

// TypedKey implements fyne.Focusable.
func (p *wordPicker) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		p.at = (p.at + 1) % len(p.words)
	case fyne.KeyUp:
		p.at = (p.at + len(p.words) - 1) % len(p.words)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
		p.choose(p.at)
		return
	case fyne.KeyEscape:
		p.choose(-1)
		return
	}
	p.Refresh()
}

// AcceptsTab implements fyne.Tabbable.
func (p *wordPicker) AcceptsTab() bool { return true }

// Tapped implements fyne.Tappable.
func (p *wordPicker) Tapped(ev *fyne.PointEvent) {
	if i := int(ev.Position.Y / pickerRowHeight); i >= 0 && i < len(p.words) {
		p.choose(i)
	}
}

// CreateRenderer implements fyne.Widget.
func (p *wordPicker) CreateRenderer() fyne.WidgetRenderer {
	r := &wordPickerRenderer{picker: p, mark: canvas.NewRectangle(nil)}
	r.mark.CornerRadius = 4
	for i, w := range p.words {
		bar := canvas.NewRectangle(nil)
		r.bars = append(r.bars, bar)
		digit := newInkText(fmt.Sprint(i+1), colorMuted, interfaceTextSize-2)
		word := newInkText(w.Text, colorText, interfaceTextSize)
		share := newInkText(shareText(w.P), colorMuted, interfaceTextSize-2)
		r.texts = append(r.texts, [3]*inkText{digit, word, share})
	}
	r.Refresh()
	return r
}

// shareText writes a probability for people.
func shareText(p float64) string {
	if p < 0.01 {
		return "< 1 %"
	}
	return fmt.Sprintf("%.0f %%", 100*p)
}

type wordPickerRenderer struct {
	picker *wordPicker
	mark   *canvas.Rectangle
	bars   []*canvas.Rectangle
	texts  [][3]*inkText
}

func (r *wordPickerRenderer) Destroy() {}

func (r *wordPickerRenderer) MinSize() fyne.Size {
	return fyne.NewSize(pickerWidth, pickerRowHeight*float32(len(r.texts)))
}

func (r *wordPickerRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.mark}
	for i, row := range r.texts {
		objects = append(objects, r.bars[i], row[0], row[1], row[2])
	}
	return objects
}

func (r *wordPickerRenderer) Layout(size fyne.Size) {
	most := r.picker.words[0].P
	for i, row := range r.texts {
		y := float32(i) * pickerRowHeight
		row[0].Move(fyne.NewPos(8, y+5))
		row[0].Resize(fyne.NewSize(16, 16))
		row[1].Move(fyne.NewPos(28, y+3))
		row[1].Resize(fyne.NewSize(size.Width-28-60, 18))
		row[2].Move(fyne.NewPos(size.Width-48, y+5))
		row[2].Resize(fyne.NewSize(44, 16))
		width := float32(r.picker.words[i].P/most) * (size.Width - 28 - 56)
		r.bars[i].Move(fyne.NewPos(28, y+pickerRowHeight-4))
		r.bars[i].Resize(fyne.NewSize(width, 2))
	}
	r.mark.Move(fyne.NewPos(0, float32(r.picker.at)*pickerRowHeight))
	r.mark.Resize(fyne.NewSize(size.Width, pickerRowHeight))
}

func (r *wordPickerRenderer) Refresh() {
	r.mark.FillColor = themeColor(colorAccentWash)
	for i := range r.texts {
		about := colorMuted
		if i == r.picker.at {
			about = colorText // muted text is too faint on the wash
		}
		r.texts[i][0].setColor(about)
		r.texts[i][2].setColor(about)
		r.bars[i].FillColor = themeColor(colorAccent)
		r.bars[i].Refresh()
	}
	r.Layout(r.picker.Size())
	r.mark.Refresh()
}

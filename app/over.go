package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"
)

// What lies over the window: dialogs, menus, the settings. Escape closes the
// topmost, and then the page has the keyboard again.

// shownDialog is what every dialog of the toolkit can do.
type shownDialog interface {
	Show()
	Hide()
	Resize(fyne.Size)
}

// showDialog opens a dialog of a size. Where the system shows a dialog of its
// own instead, nothing lies over the window.
func (a *App) showDialog(d shownDialog, size fyne.Size) {
	before := a.window.Canvas().Overlays().Top()
	d.Show()
	if top := a.window.Canvas().Overlays().Top(); top != before {
		d.Resize(size) // a file dialog has no size before it is shown
		a.closers[top] = d.Hide
	}
}

// closeTop closes what lies on top; it returns false where nothing does.
func (a *App) closeTop() bool {
	top := a.window.Canvas().Overlays().Top()
	if top == nil {
		return false
	}
	if close, ok := a.closers[top]; ok {
		delete(a.closers, top)
		close()
	} else {
		a.window.Canvas().Overlays().Remove(top)
	}
	if a.window.Canvas().Overlays().Top() == nil {
		a.focusPage()
	}
	return true
}

// question asks the writer for one line of text.
type question struct {
	title, label, placeholder, verb string
	value                           string // to begin with
}

// askFor asks a question and calls done with the answer, unless the writer
// gives it up.
func (a *App) askFor(q question, done func(string)) {
	field := newCommandEntry(q.placeholder)
	field.SetText(q.value)
	form := dialog.NewForm(q.title, q.verb, "Cancel", []*widget.FormItem{widget.NewFormItem(q.label, field)}, func(ok bool) {
		a.focusPage()
		if ok {
			done(field.Text)
		}
	}, a.window)
	field.OnSubmitted = func(string) { form.Submit() }
	field.onKey = func(k keystroke) bool { return k == plain(fyne.KeyEscape) && a.closeTop() }
	a.showDialog(form, fyne.NewSize(420, 160))
	a.window.Canvas().Focus(field)
}

// confirm asks before something that can't be undone.
func (a *App) confirm(title, text string, do func()) {
	a.showDialog(dialog.NewConfirm(title, text, func(yes bool) {
		if yes {
			do()
		}
		if a.window.Canvas().Overlays().Top() == nil {
			a.focusPage()
		}
	}, a.window), fyne.NewSize(440, 180))
}

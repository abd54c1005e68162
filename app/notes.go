package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"inkling/store"
)

// notesBar is the strip above the page for the writer's notes on the document:
// title, genre, people, style. The model reads them before the text, whatever
// part of it the caret is in. It is folded away until the writer asks for it.
type notesBar struct {
	app *App

	box   *fyne.Container
	field *commandEntry

	document store.ID // whose notes the field holds
	unsaved  bool
	timer    *time.Timer
}

// notesDelay is how long notes wait to be stored.
const notesDelay = 600 * time.Millisecond

// Rows of the field: it grows with the notes.
const leastNotesRows, mostNotesRows = 3, 8

func newNotesBar(a *App) *notesBar {
	n := &notesBar{app: a, field: newCommandEntry("Title, genre, people, style: what suggestions should know of this text")}
	n.field.MultiLine, n.field.Wrapping = true, fyne.TextWrapWord
	n.field.SetMinRowsVisible(leastNotesRows)
	n.field.OnChanged = n.changed
	n.field.onKey = func(k keystroke) bool {
		if k == plain(fyne.KeyEscape) {
			n.close()
			return true
		}
		return a.sideKey(k)
	}
	title := newInkText("Notes", colorText, interfaceTextSize)
	title.style = fyne.TextStyle{Bold: true}
	about := newInkText("Read before the text, never shown in it", colorMuted, captionTextSize)
	head := container.NewBorder(nil, nil, container.NewHBox(container.NewCenter(title), container.NewCenter(about)),
		iconButton(theme.CancelIcon(), n.close))
	n.box = container.NewStack(newSurface(colorSide), container.New(&stacked{},
		container.New(layout.NewCustomPaddedLayout(4, 8, 14, 14), container.NewVBox(head, n.field)),
		newSurface(colorLine)))
	n.box.Hide()
	return n
}

func (n *notesBar) visible() bool { return n.box.Visible() }

// toggle unfolds the notes to be written in, or folds them away.
func (n *notesBar) toggle() {
	if n.visible() {
		n.close()
		return
	}
	n.box.Show()
	n.app.body.Refresh()
	n.app.window.Canvas().Focus(n.field)
}

func (n *notesBar) close() {
	n.save()
	n.box.Hide()
	n.app.body.Refresh()
	n.app.focusPage()
}

// changed takes what was typed into the field.
func (n *notesBar) changed(text string) {
	n.fit(text)
	if n.document == 0 || text == n.app.desk.notes {
		return
	}
	n.app.desk.notes, n.unsaved = text, true
	n.app.page.ClearGhost() // it was written without these notes
	n.app.suggest.abandon()
	if n.timer == nil {
		n.timer = time.AfterFunc(notesDelay, func() { n.app.do(n.save) })
	}
}

// fit makes the field as high as its text needs.
func (n *notesBar) fit(text string) {
	const perRow = 90 // characters, about
	rows := 1
	for _, r := range text {
		if r == '\n' {
			rows++
		}
	}
	rows = min(max(rows+len(text)/perRow, leastNotesRows), mostNotesRows)
	n.field.SetMinRowsVisible(rows)
}

// documentChanged shows the notes of the open document.
func (n *notesBar) documentChanged() {
	n.save()
	n.document = 0 // nothing is changed by showing them
	n.field.SetText(n.app.desk.notes)
	n.document = n.app.desk.id
}

// save stores the notes, if they have changed.
func (n *notesBar) save() {
	if n.timer != nil {
		n.timer.Stop()
		n.timer = nil
	}
	if !n.unsaved {
		return
	}
	if err := n.app.store.SaveNotes(n.document, n.field.Text); err != nil {
		n.app.fail("Your notes could not be saved; they are still in the field", err)
		return
	}
	n.unsaved = false
}

package app

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestNotesBelongToTheirDocumentAndReachTheModel(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	first := w.write("The sea was calm.")
	const notes = "The keeper. A fairy tale. Anna is tall."
	w.press(ctrlShift(fyne.KeyN))
	if !w.notes.visible() || w.window.Canvas().Focused() != w.notes.field {
		t.Fatal("the notes don't open to be written in")
	}
	for _, r := range notes {
		w.notes.field.TypedRune(r)
	}
	if got := w.suggest.here(asking).Notes; got != notes {
		t.Errorf("the model is told %q, want %q", got, notes)
	}
	second := w.write("Another text.")
	if got := w.notes.field.Text + w.suggest.here(asking).Notes; got != "" {
		t.Errorf("another document has the notes %q", got)
	}
	w.notes.field.SetText("A letter.")
	w.openDocument(first)
	if w.notes.field.Text != notes {
		t.Errorf("the first document's notes are %q, want %q", w.notes.field.Text, notes)
	}
	if w.text() != "The sea was calm." {
		t.Errorf("the notes changed the text to %q", w.text())
	}
	w.notes.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.notes.visible() || w.window.Canvas().Focused() != w.page {
		t.Error("Escape doesn't fold the notes away")
	}
	w.end()

	w = openTestWindow(t, dir)
	if w.openDocument(first); w.notes.field.Text != notes {
		t.Errorf("after a restart the first document's notes are %q", w.notes.field.Text)
	}
	if w.openDocument(second); w.notes.field.Text != "A letter." {
		t.Errorf("after a restart the second document's notes are %q", w.notes.field.Text)
	}
}

func TestNewNotesDropTheSuggestionMadeWithoutThem(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("The sea")
	w.suggests(" is calm")
	w.notes.toggle()
	w.notes.field.TypedRune('A')
	if w.ghost() != "" {
		t.Errorf("the ghost %q still stands", w.ghost())
	}
}

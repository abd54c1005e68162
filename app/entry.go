package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// commandEntry is a one-line field that leaves the program's own keys to the
// program: what the field does not use itself goes to onKey first.
type commandEntry struct {
	widget.Entry

	// onKey is asked about every keystroke with a modifier and every
	// function key, Escape, Up and Down; it returns true when it used it.
	onKey func(keystroke) bool
}

func newCommandEntry(placeholder string) *commandEntry {
	e := &commandEntry{}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = placeholder
	return e
}

// TypedShortcut implements fyne.Shortcutable.
func (e *commandEntry) TypedShortcut(s fyne.Shortcut) {
	if _, custom := s.(fyne.KeyboardShortcut); custom && e.onKey != nil {
		if k, ok := keystrokeOf(s); ok && !editsField(k) && e.onKey(k) {
			return
		}
	}
	e.Entry.TypedShortcut(s)
}

// editsField tells the keystrokes that belong to any text field.
func editsField(k keystroke) bool {
	if k.modifiers != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch k.key {
	case fyne.KeyA, fyne.KeyC, fyne.KeyV, fyne.KeyX, fyne.KeyZ, fyne.KeyY:
		return true
	}
	return false
}

// TypedKey implements fyne.Focusable.
func (e *commandEntry) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape, fyne.KeyUp, fyne.KeyDown,
		fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		if e.onKey != nil && e.onKey(plain(ev.Name)) {
			return
		}
	}
	e.Entry.TypedKey(ev)
}

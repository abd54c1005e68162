package editor

// SetTypewriter keeps the row that is written in the middle of the window.
func (e *Editor) SetTypewriter(on bool) {
	e.typewriter = on
	e.applyStyle()
	e.revealCaret()
	e.update()
}

// SetFocusMode dims every paragraph but the one that the caret is in.
func (e *Editor) SetFocusMode(on bool) {
	e.focusMode = on
	e.update()
}

// SetSmartQuotes makes typed quotes curly.
func (e *Editor) SetSmartQuotes(on bool) { e.smartQuotes = on }

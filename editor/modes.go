package editor

import (
	"fmt"

	"fyne.io/fyne/v2"

	"inkling/editor/buffer"
)

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

// GoToLine moves the caret to the start of a line, counted from 1, and shows it.
func (e *Editor) GoToLine(line int) {
	line = min(max(line, 1), e.snap.Lines())
	e.SetCaret(e.snap.LineStart(line - 1))
}

// ReplaceRanges makes edits that don't overlap, all worked out on the text as it is now, as one undo step.
func (e *Editor) ReplaceRanges(edits []buffer.Edit, kind buffer.Kind) error {
	if len(edits) == 0 {
		return nil
	}
	if !e.buffer.Writable() {
		return buffer.ErrLocked
	}
	var failed error
	e.buffer.SetSelection(buffer.Selection{Anchor: e.anchor, Caret: e.caret})
	e.buffer.Group(func() {
		moved := 0
		for _, edit := range edits {
			edit.Start, edit.End = edit.Start+moved, edit.End+moved
			if _, err := e.buffer.Apply(edit, kind); err != nil {
				failed = fmt.Errorf("replace in the text: %w", err)
				return
			}
			moved += len(edit.Text) - (edit.End - edit.Start)
		}
	})
	e.afterEdit()
	return failed
}

var _ fyne.Accessible = (*Editor)(nil)

// AccessibilityLabel implements fyne.Accessible: a screen reader reads the paragraph that the caret is in.
func (e *Editor) AccessibilityLabel() string {
	line := e.snap.LineOf(e.caret)
	start, end := e.snap.LineStart(line), e.snap.LineEnd(line)
	return e.snap.Slice(start, min(end, start+longParagraph))
}

// AccessibilityRole implements fyne.Accessible.
func (e *Editor) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

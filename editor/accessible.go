package editor

import "fyne.io/fyne/v2"

var _ fyne.Accessible = (*Editor)(nil)

// AccessibilityLabel implements fyne.Accessible: a screen reader reads the paragraph that the caret is in.
func (e *Editor) AccessibilityLabel() string {
	line := e.snap.LineOf(e.caret)
	start, end := e.snap.LineStart(line), e.snap.LineEnd(line)
	return e.snap.Slice(start, min(end, start+longParagraph))
}

// AccessibilityRole implements fyne.Accessible.
func (e *Editor) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

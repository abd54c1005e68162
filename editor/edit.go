package editor

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"inkling/editor/buffer"
	"inkling/editor/paste"
)

// TypedRune implements fyne.Focusable. Text that an input method commits comes here too, one rune after the other.
func (e *Editor) TypedRune(r rune) {
	waited := e.composition.text(r, time.Now())
	if e.buffer.Writable() {
		e.typeText(e.smart(r))
	}
	for _, key := range waited {
		e.press(key)
	}
}

// typeText puts typed text in the place of the selection.
func (e *Editor) typeText(text string) {
	start, end := e.Selection()
	switch {
	case start == end && strings.HasPrefix(e.ghost.Text, text):
		e.buffer.SetSelection(buffer.Caret(e.caret))
		e.consume(text, buffer.Typing)
		e.tellGhost(GhostEvent{Outcome: GhostTyped, Text: text, Rest: e.ghost.Text})
	case start == end:
		before, at := e.buffer.Revision(), e.caret
		e.replace(buffer.Edit{Start: start, End: end, Text: text}, buffer.Typing)
		e.trail.add(before, e.buffer.Revision(), at)
	default:
		e.replace(buffer.Edit{Start: start, End: end, Text: text}, buffer.Typing)
	}
	e.afterEdit()
}

// Replace makes an edit, one that the writer asked the program for, and shows where it happened. The caret goes
// behind the new text.
func (e *Editor) Replace(edit buffer.Edit, kind buffer.Kind) error {
	if err := e.replace(edit, kind); err != nil {
		return err
	}
	e.afterEdit()
	return nil
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

func (e *Editor) replace(edit buffer.Edit, kind buffer.Kind) error {
	e.buffer.SetSelection(buffer.Selection{Anchor: e.anchor, Caret: e.caret})
	return e.apply(edit, kind)
}

// apply makes an edit. It fails for a range outside the text and in a locked text, which the editor's own edits ask
// about first.
func (e *Editor) apply(edit buffer.Edit, kind buffer.Kind) error {
	_, err := e.buffer.Apply(edit, kind)
	return err
}

// afterEdit shows what an edit has done.
func (e *Editor) afterEdit() {
	e.caretBeat.restart(e)
	e.revealCaret()
	e.update()
	e.tellCaret()
}

// doEdit runs the commands that change the text.
func (e *Editor) doEdit(command Command) bool {
	if !e.buffer.Writable() {
		return true
	}
	start, end := e.Selection()
	selected := start != end
	kind := buffer.Backspace
	switch command {
	case DeleteLeft:
		if !selected {
			start = e.snap.PrevGrapheme(e.caret)
		}
	case DeleteRight:
		kind = buffer.Delete
		if !selected {
			end = e.snap.NextGrapheme(e.caret)
		}
	case DeleteWordLeft:
		if !selected {
			start = e.snap.PrevWord(e.caret)
		}
	case DeleteWordRight:
		kind = buffer.Delete
		if !selected {
			end = e.snap.NextWord(e.caret)
		}
	case DeleteWordEnd:
		kind = buffer.Delete
		if !selected {
			end = e.snap.NextWordEnd(e.caret)
		}
	case DeleteRowLeft:
		if !selected {
			start = e.rowStart()
		}
	case NewLine:
		e.newLine()
		return true
	case NewLinePlain:
		e.typeText(e.lineEnd())
		return true
	case Indent:
		e.indent()
		return true
	case Outdent:
		e.outdent()
		return true
	default:
		return false
	}
	if start != end {
		e.replace(buffer.Edit{Start: start, End: end}, kind)
	}
	e.afterEdit()
	return true
}

// lineEnd is how the line before the caret ends, so that a document keeps to its own line ends.
func (e *Editor) lineEnd() string {
	line := e.snap.LineOf(e.caret)
	if line+1 >= e.snap.Lines() {
		line--
	}
	if line < 0 {
		return "\n"
	}
	return e.snap.Slice(e.snap.LineEnd(line), e.snap.LineStart(line+1))
}

// Undo takes the last step back.
func (e *Editor) Undo() bool { return e.step(e.buffer.Undo) }

// Redo makes the step again that was undone last.
func (e *Editor) Redo() bool { return e.step(e.buffer.Redo) }

func (e *Editor) step(walk func() (buffer.Step, bool)) bool {
	if _, ok := walk(); !ok {
		return false
	}
	sel := e.buffer.Selection()
	e.caret, e.anchor = sel.Caret, sel.Anchor
	e.afterEdit()
	return true
}

// Copy puts the selected text on the clipboard.
func (e *Editor) Copy() {
	if text := e.SelectedText(); text != "" {
		fyne.CurrentApp().Clipboard().SetContent(text)
	}
}

// Cut moves the selected text to the clipboard.
func (e *Editor) Cut() {
	e.Copy()
	start, end := e.Selection()
	if start == end || !e.buffer.Writable() {
		return
	}
	e.replace(buffer.Edit{Start: start, End: end}, buffer.Cut)
	e.afterEdit()
}

// Paste puts the clipboard's text in the place of the selection.
func (e *Editor) Paste() {
	text := fyne.CurrentApp().Clipboard().Content()
	if paste.IsFragment(text) {
		text = paste.FromHTML(text)
	}
	e.Insert(paste.Clean(text, e.lineEnd()), buffer.Paste)
}

// Insert puts text in the place of the selection, as one undo step unless kind is Typing.
func (e *Editor) Insert(text string, kind buffer.Kind) {
	if text == "" || !e.buffer.Writable() {
		return
	}
	start, end := e.Selection()
	e.replace(buffer.Edit{Start: start, End: end, Text: text}, kind)
	e.afterEdit()
}

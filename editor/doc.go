// Package editor is the page that the writer writes on: a Fyne widget over a buffer.Buffer.
//
// Editor is the widget. It owns the caret, the selection, the scroll position and the keys, and draws only the rows
// that are in the window. Ghost is a suggestion shown at the caret without being part of the text. Underline,
// Highlight, Mark and changed lines are layers that the program lays over the text; they move with it. Typography is
// how the page is set, with the range of each measure.
//
// # One key
//
// A key becomes a Command through the bindings, a command an edit of the buffer, and the buffer tells the editor
// which bytes changed. The view rewraps from the row before the edit until its rows meet the old ones, the renderer
// shapes the rows in the window that say something new, and the toolkit paints. Nothing on that way grows with the
// document, also not where the document is one paragraph.
//
// The toolkit keeps the picture of a text by what it says and of a wavy line by its object, so that a typed character
// has the texts of its own row drawn anew and nothing else; it composes the whole window from its pictures for every
// frame, which no widget can change.
//
// # Both directions
//
// Rows of Hebrew, Arabic and the like are ordered by package bidi. The toolkit shapes a text of one direction well but
// shows the runs of a mixed one in the order of the text, so each run of a row is a text of its own, of one direction,
// and placed here. Where the direction changes, one offset is at two places of the row; Editor.upper says to which
// character the caret belongs. Left and Right go by what is seen, deletion by the order of the text.
//
// # What the toolkit doesn't give
//
//   - The place of the composition window. GLFW asks the input method for the style without one (XIMPreeditNothing),
//     keeps its input context to itself, and has no call to tell a position; the toolkit has none either. On X11 the
//     method's window therefore opens below the program's, and a composition isn't shown in the text. Committed text and
//     the keys of a composition are right all the same: see composition.
//   - Rich text on the clipboard: GLFW asks for plain text and offers nothing else, so what was copied from a web page or
//     a word processor comes without its marks. Where a system gives the source of a page in its place, package paste
//     makes text of it.
//   - The text that X11 selects without copying, for the middle button: GLFW has a call, the toolkit none.
//   - Text dragged in from another program, or out to one: GLFW takes files only, and gives nothing.
//   - Screen readers: the toolkit tells them what fyne.Accessible says only on Windows and macOS, and only in a program
//     built with the tag accessibility. It has nothing for a caret or a selection, and nothing at all on Linux.
//
// # Goroutines
//
// Every method must be called on the toolkit's goroutine (from an event, or inside fyne.Do). Other goroutines read
// the text through Buffer().Snapshot(), taken on the toolkit's goroutine.
//
// # Positions
//
// Offsets are byte offsets into the buffer's text. The ghost text has no offsets.
package editor

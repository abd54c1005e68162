// Package editor is the page that the writer writes on: a Fyne widget over a buffer.Buffer.
//
// Editor is the widget. It owns the caret, the selection, the scroll position and the keys, and draws only the rows
// that are in the window. Ghost is a suggestion shown at the caret without being part of the text. Underline,
// Highlight and Mark are layers that the program lays over the text; they move with it.
//
// # One key
//
// A key becomes a Command through the bindings, a command an edit of the buffer, and the buffer tells the editor
// which bytes changed. The view rewraps from the row before the edit until its rows meet the old ones, the renderer
// shapes the rows in the window that say something new, and the toolkit paints. Nothing on that way grows with the
// document, also not where the document is one paragraph.
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

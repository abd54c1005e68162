// Package buffer holds the text of one document: its bytes, its edits, its
// undo history and the positions that move with the text. It knows nothing of
// windows.
//
// Buffer is the document being edited. It belongs to one goroutine. Apply
// changes it, Undo and Redo walk its history, Observe tells others what
// changed, Lock makes the text read-only, and NewMark gives a position that
// keeps its place.
//
// Snapshot is the text at one Revision. It is taken in constant time, never
// changes, and may be read by any number of goroutines.
//
// Mark is a position that moves with the edits around it.
//
// # Positions
//
// Every position in this package is a byte offset into the text, an int from
// 0 to Len. Movement is by grapheme (NextGrapheme, PrevGrapheme) or by word
// (NextWord, PrevWord); both return byte offsets again. Counts of runes and
// words are only ever counts (Counts), never positions.
//
// # Bytes
//
// The text is kept byte for byte: CRLF, lone CR, NUL, a byte order mark and
// bytes that are not UTF-8 come out as they went in. A line ends at LF, CRLF
// or a lone CR. A byte that is not part of valid UTF-8 is a grapheme of its
// own.
//
// # Cost
//
// The text lies in a balanced tree of immutable chunks of at most 2 KiB. An
// edit copies the path to one chunk, so it costs O(log n + the edit's own
// length), whether the document is one long line or a million short ones.
package buffer

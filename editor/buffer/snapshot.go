package buffer

import (
	"io"
	"iter"
	"unicode/utf8"
)

// Snapshot is the text of a buffer at one revision. It never changes and may
// be read by any number of goroutines. It costs nothing to take; while it is
// kept, it keeps alive the parts of the text that have since been replaced.
//
// Offsets outside 0..Len are taken as the nearer end.
type Snapshot struct {
	root     *node
	revision Revision
	words    Segmenter // nil: Chinese isn't cut
}

// NewSnapshot returns a snapshot of text that belongs to no buffer, at
// revision 0.
func NewSnapshot(text string) *Snapshot { return &Snapshot{root: buildTree(text)} }

// Revision is the buffer's revision that this is the text of.
func (s *Snapshot) Revision() Revision { return s.revision }

// Len is the length in bytes.
func (s *Snapshot) Len() int { return s.root.len() }

// Text returns the whole text. It costs a copy of it.
func (s *Snapshot) Text() string { return s.root.slice(0, s.Len()) }

// Slice returns the bytes [start, end) in O(log n + their number).
func (s *Snapshot) Slice(start, end int) string {
	return s.root.slice(s.clamp(start), s.clamp(end))
}

// AppendTo appends the bytes [start, end) to dst.
func (s *Snapshot) AppendTo(dst []byte, start, end int) []byte {
	for _, chunk := range s.Chunks(start, end) {
		dst = append(dst, chunk...)
	}
	return dst
}

// Chunks yields the bytes [start, end) in pieces of a few KiB without copying
// them, each with its offset. No piece ends inside a valid rune or a CRLF,
// unless start or end lie there.
func (s *Snapshot) Chunks(start, end int) iter.Seq2[int, string] {
	return s.root.all(s.clamp(start), s.clamp(end))
}

// Backward yields the pieces of [start, end) from the last to the first.
func (s *Snapshot) Backward(start, end int) iter.Seq2[int, string] {
	start, end = s.clamp(start), s.clamp(end)
	return func(yield func(int, string) bool) { s.root.backward(start, end, 0, yield) }
}

// RuneAt decodes the rune that begins at off: its value and size in bytes. It
// returns utf8.RuneError with size 1 for an invalid byte, 0 at the end.
func (s *Snapshot) RuneAt(off int) (rune, int) {
	return utf8.DecodeRuneInString(s.Slice(off, off+utf8.UTFMax))
}

// RuneBefore decodes the rune that ends at off.
func (s *Snapshot) RuneBefore(off int) (rune, int) {
	return utf8.DecodeLastRuneInString(s.Slice(off-utf8.UTFMax, off))
}

// Reader returns a reader of the bytes from off to the end.
func (s *Snapshot) Reader(off int) *Reader { return &Reader{s: s, off: s.clamp(off)} }

// WriteTo writes the whole text to w.
func (s *Snapshot) WriteTo(w io.Writer) (int64, error) {
	var written int64
	for _, chunk := range s.Chunks(0, s.Len()) {
		n, err := io.WriteString(w, chunk)
		written += int64(n)
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

func (s *Snapshot) clamp(off int) int { return max(0, min(off, s.Len())) }

// Reader reads a snapshot's bytes or runes in order. It is an io.Reader and
// an io.RuneReader; an invalid byte reads as utf8.RuneError of size 1.
type Reader struct {
	s     *Snapshot
	off   int
	chunk string // the unread bytes of the leaf at off
}

var (
	_ io.Reader     = (*Reader)(nil)
	_ io.RuneReader = (*Reader)(nil)
	_ io.WriterTo   = (*Snapshot)(nil)
)

// Offset is the position of the next byte to read.
func (r *Reader) Offset() int { return r.off }

func (r *Reader) fill() bool {
	if r.chunk == "" {
		for _, chunk := range r.s.Chunks(r.off, r.s.Len()) {
			r.chunk = chunk
			break
		}
	}
	return r.chunk != ""
}

// Read implements io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if !r.fill() {
		return 0, io.EOF
	}
	n := copy(p, r.chunk)
	r.chunk, r.off = r.chunk[n:], r.off+n
	return n, nil
}

// ReadRune implements io.RuneReader.
func (r *Reader) ReadRune() (rune, int, error) {
	if !r.fill() {
		return 0, 0, io.EOF
	}
	// A leaf never ends inside a rune.
	c, size := utf8.DecodeRuneInString(r.chunk)
	r.chunk, r.off = r.chunk[size:], r.off+size
	return c, size, nil
}

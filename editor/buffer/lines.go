package buffer

// Lines is the number of lines: the line ends plus one. The empty text has
// one line, and a text that ends with a line end has an empty last line.
func (s *Snapshot) Lines() int {
	if s.root == nil {
		return 1
	}
	return s.root.sum.breaks + 1
}

// LineStart is the offset at which line i begins, counted from 0. A line
// beyond the last begins at Len.
func (s *Snapshot) LineStart(i int) int {
	if i <= 0 || s.root == nil {
		return 0
	}
	n, off := s.root, 0
	if i > n.sum.breaks {
		return n.sum.bytes
	}
	for !n.leaf() {
		if l := n.left; i <= l.sum.breaks {
			n = l
		} else {
			i -= l.sum.breaks
			off += l.sum.bytes
			n = n.right
		}
	}
	return off + breakEnd(n.text, i)
}

// LineEnd is the offset at which line i ends, before its line end.
func (s *Snapshot) LineEnd(i int) int {
	if i < 0 {
		return 0
	}
	if i >= s.Lines()-1 {
		return s.Len()
	}
	next := s.LineStart(i + 1)
	if s.Slice(next-2, next) == "\r\n" {
		return next - 2
	}
	return next - 1
}

// LineOf is the line that holds off. The offset between CR and LF belongs to
// the line that they end.
func (s *Snapshot) LineOf(off int) int {
	off = s.clamp(off)
	n, line := s.root, 0
	if n == nil {
		return 0
	}
	for !n.leaf() {
		if l := n.left; off < l.sum.bytes {
			n = l
		} else {
			off -= l.sum.bytes
			line += l.sum.breaks
			n = n.right
		}
	}
	head := n.text[:off]
	line += countBreaks(head)
	if off > 0 && off < len(n.text) && head[off-1] == '\r' && n.text[off] == '\n' {
		line--
	}
	return line
}

// Line returns line i without its line end.
func (s *Snapshot) Line(i int) string { return s.Slice(s.LineStart(i), s.LineEnd(i)) }

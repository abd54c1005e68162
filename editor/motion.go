package editor

import "inkling/editor/buffer"

// Caret is where the writer writes.
func (e *Editor) Caret() int { return e.caret }

// SetCaret moves the caret, selects nothing and shows it.
func (e *Editor) SetCaret(offset int) { e.SelectRange(offset, offset) }

// Selection returns the selected bytes in order; both are the caret where nothing is selected.
func (e *Editor) Selection() (start, end int) { return min(e.caret, e.anchor), max(e.caret, e.anchor) }

// selected says whether anything is selected.
func (e *Editor) selected() bool { return e.caret != e.anchor }

// SelectedText is the text that is selected.
func (e *Editor) SelectedText() string {
	start, end := e.Selection()
	return e.snap.Slice(start, end)
}

// SelectRange selects from anchor to caret, either of which may come first, and shows the caret.
func (e *Editor) SelectRange(anchor, caret int) {
	e.goalSet = false
	e.setCaret(caret, anchor, false)
	e.revealCaret()
	e.update()
}

// GoToLine moves the caret to the start of a line, counted from 1, and shows it.
func (e *Editor) GoToLine(line int) {
	line = min(max(line, 1), e.snap.Lines())
	e.SetCaret(e.snap.LineStart(line - 1))
}

// SelectAll selects the whole text.
func (e *Editor) SelectAll() {
	e.goalSet = false
	e.setCaret(e.snap.Len(), 0, false)
	e.update()
}

// setCaret moves the caret. upper is for a caret at the end of a wrapped row.
func (e *Editor) setCaret(caret, anchor int, upper bool) {
	length := e.snap.Len()
	caret, anchor = min(max(caret, 0), length), min(max(anchor, 0), length)
	moved := caret != e.caret || anchor != e.anchor
	e.upper = upper
	e.caretBeat.restart(e)
	if !moved {
		return
	}
	e.caret, e.anchor = caret, anchor
	e.dropGhost(GhostDropped)
	e.buffer.SetSelection(buffer.Selection{Anchor: anchor, Caret: caret})
	e.tellCaret()
}

func (e *Editor) tellCaret() {
	if e.options.OnCaret != nil {
		e.options.OnCaret()
	}
}

// Scroll is the scroll position as one number to keep: the offset of the row at the top of the window and, as a
// fraction, by how many thousands of pixels its box is scrolled out.
func (e *Editor) Scroll() float64 {
	return float64(e.view.topOffset()) + float64(min(e.view.dy, 999))/1000
}

// SetScroll goes back to a position that Scroll gave.
func (e *Editor) SetScroll(position float64) {
	whole := int(max(position, 0))
	e.view.scrollTo(min(whole, e.snap.Len()), float32(max(position, 0)-float64(whole))*1000)
	e.view.scroll(0)
	e.update()
}

func (e *Editor) revealMargin() float32 { return 1.5 * e.style.size() * e.style.LineHeight }

func (e *Editor) revealCaret() {
	switch {
	case e.view.height == 0:
	case e.typewriter:
		e.view.centre(e.caretPlace())
	default:
		e.view.reveal(e.caretPlace(), e.revealMargin())
	}
}

func (e *Editor) caretPlace() place { return e.view.placeOf(e.caret, e.upper) }

// move does a movement; with extend it selects.
func (e *Editor) move(command Command, extend bool) {
	vertical := false
	to, upper := e.caret, false
	command = e.mirrored(command)
	switch command {
	case MoveLeft, MoveRight:
		to, upper = e.moveCluster(command, extend)
	case MoveWordLeft:
		to = e.snap.PrevWord(e.caret)
	case MoveWordRight:
		to = e.snap.NextWord(e.caret)
	case MoveWordEnd:
		to = e.snap.NextWordEnd(e.caret)
	case MoveRowStart:
		to = e.rowStart()
	case MoveRowEnd:
		to, upper = e.rowEnd()
	case MoveParagraphUp:
		to = e.paragraphUp()
	case MoveParagraphDown:
		to = e.paragraphDown()
	case MoveStart:
		to = 0
	case MoveEnd:
		to = e.snap.Len()
	case MoveUp, MoveDown, MovePageUp, MovePageDown:
		vertical = true
		to, upper = e.moveRows(command)
	}
	if !vertical {
		e.goalSet = false
	}
	anchor := to
	if extend {
		anchor = e.anchor
	}
	e.setCaret(to, anchor, upper)
	e.revealCaret()
	e.slide.wanted = true
	e.update()
}

// mirrored swaps the movements by words in a paragraph that is read from the right.
func (e *Editor) mirrored(command Command) Command {
	if !e.view.paragraph(e.snap.LineOf(e.caret)).form.right {
		return command
	}
	switch command {
	case MoveWordLeft:
		return MoveWordRight
	case MoveWordRight, MoveWordEnd:
		return MoveWordLeft
	}
	return command
}

// moveCluster goes to the left or the right by what looks like one character.
func (e *Editor) moveCluster(command Command, extend bool) (to int, upper bool) {
	row := e.rowAt(e.caretPlace())
	toRight := command == MoveRight
	forward := toRight != row.p.form.right
	if start, end := e.Selection(); start != end && !extend {
		if forward {
			return end, false
		}
		return start, false
	}
	if row.shaped.stops != nil {
		if forward {
			return e.snap.NextGrapheme(e.caret), false
		}
		return e.snap.PrevGrapheme(e.caret), false
	}
	in := row.p.toShown(e.caret-row.at) - row.start
	in, behind, ok := row.shaped.beside(in, e.upper, toRight)
	wraps := row.end < row.p.total()
	switch {
	case ok:
		return row.stored(in), behind && !(wraps && in == row.end-row.start)
	case forward && wraps:
		return row.stored(row.end - row.start), false
	case forward:
		return e.snap.NextGrapheme(row.stored(row.end - row.start)), false
	}
	return e.snap.PrevGrapheme(row.stored(0)), false
}

func (e *Editor) rowStart() int {
	at := e.caretPlace()
	p := e.view.paragraph(at.line)
	return p.start + p.toStored(p.rows.start(at.row))
}

func (e *Editor) rowEnd() (offset int, upper bool) {
	at := e.caretPlace()
	p := e.view.paragraph(at.line)
	e.view.wrap.toRow(p, at.row)
	end := p.start + p.toStored(p.rows.start(at.row+1))
	return end, at.row+1 < p.rows.count()
}

func (e *Editor) paragraphUp() int {
	line := e.snap.LineOf(e.caret)
	if start := e.snap.LineStart(line); start < e.caret || line == 0 {
		return start
	}
	return e.snap.LineStart(line - 1)
}

func (e *Editor) paragraphDown() int {
	line := e.snap.LineOf(e.caret)
	if line+1 >= e.snap.Lines() {
		return e.snap.Len()
	}
	return e.snap.LineStart(line + 1)
}

// moveRows goes up or down by a row or a window, keeping to the column that the movement began in.
func (e *Editor) moveRows(command Command) (offset int, upper bool) {
	at := e.caretPlace()
	if !e.goalSet {
		e.goal, e.goalSet = e.xAt(at, e.caret), true
	}
	step := e.view.next
	if command == MoveUp || command == MovePageUp {
		step = e.view.previous
	}
	distance := float32(1)
	if command == MovePageUp || command == MovePageDown {
		distance = max(e.view.height-2*e.revealMargin(), 1)
		if command == MovePageUp {
			e.view.scroll(-distance)
		} else {
			e.view.scroll(distance)
		}
	}
	moved := false
	for distance > 0 {
		to, ok := step(at)
		if !ok {
			if moved {
				break
			}
			if command == MoveUp || command == MovePageUp {
				return 0, false
			}
			return e.snap.Len(), false
		}
		at, moved = to, true
		distance -= e.view.box(at)
	}
	return e.offsetAt(at, e.goal)
}

// xAt is where an offset lies in its row, from the column's left edge.
func (e *Editor) xAt(at place, offset int) float32 {
	row := e.rowAt(at)
	return row.caretX(row.p.toShown(offset-row.at), e.upper)
}

// offsetAt is the offset in a row nearest to x, and whether it is the end of a wrapped row.
func (e *Editor) offsetAt(at place, x float32) (offset int, upper bool) {
	row := e.rowAt(at)
	in, behind := row.shaped.offset(x - row.x)
	offset = row.stored(in)
	return offset, behind || in == row.end-row.start && at.row+1 < row.p.rows.count()
}

func (e *Editor) rowAt(at place) seenRow {
	var y float32
	return e.view.seenRow(at, &y)
}

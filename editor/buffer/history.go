package buffer

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Step is what one Undo or Redo did.
type Step struct {
	Changes   []Change  // in the order they were made
	Selection Selection // the caret and selection to restore; already the buffer's
}

// record takes one edit back: the bytes [start, start+newLen) become old. What
// they were need not be kept, the text still has them when it comes to that.
type record struct {
	start, newLen int
	old           string
}

// step is what one undo or redo takes back.
type step struct {
	records       []record // in the order the edits were made
	before, after Selection
	bytes         int
}

// recordBytes is what a record costs besides its text.
const recordBytes = 64

// joinBytes bounds the deleted text that is joined into one record, so that
// holding a key down doesn't copy the same text over and over.
const joinBytes = 512

// history is the undo and redo steps of a buffer.
//
// A step ends at a pause, a caret move, a change of the kind of edit, before
// a typed line end, and where a new sentence begins, so that undo never takes
// back more than one sentence of fluent typing. Edits other than typing and deleting by key are steps of their own.
type history struct {
	opts  Options
	undo  []step
	redo  []step
	bytes int // of both

	open     bool // the newest step may take in the next edit
	grouped  bool // the newest step is of the running Group
	kind     Kind
	at       time.Time
	sentence sentence
}

// sentence follows typed text to the start of a new sentence.
type sentence uint8

const (
	within  sentence = iota
	stopped          // after a full stop or the like, which may also be a decimal point
	ended            // after a full-width stop
	between          // after a stop and a space
)

func (s sentence) next(text string) sentence {
	for _, r := range text {
		switch {
		case isWideStop(r):
			s = ended
		case r == '.' || r == '!' || r == '?':
			s = stopped
		case unicode.IsSpace(r):
			if s != within {
				s = between
			}
		case (s == stopped || s == ended) && isClosing(r):
			// It belongs to the sentence it ends.
		default:
			s = within
		}
	}
	return s
}

// begins reports whether text is the start of a new sentence.
func (s sentence) begins(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	switch s {
	case between:
		return !unicode.IsSpace(r)
	case ended:
		return !unicode.IsSpace(r) && !isClosing(r) && !isWideStop(r)
	}
	return false
}

func isWideStop(r rune) bool { return r == '。' || r == '！' || r == '？' || r == '…' }

func isClosing(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf) || r == '"' || r == '\''
}

// beginGroup closes the newest step and lets the edits to come form one.
func (h *history) beginGroup() { h.open, h.grouped = false, false }

// add notes a change that has been made.
func (h *history) add(c Change, before, after Selection, inGroup bool) {
	h.drop(&h.redo, len(h.redo))
	now := h.opts.Now()
	switch {
	case inGroup && h.grouped:
		h.push(c)
	case !inGroup && h.joins(c, now):
		if !h.extend(c) {
			h.push(c)
		}
	default:
		h.undo = append(h.undo, step{before: before})
		h.push(c)
	}
	last := &h.undo[len(h.undo)-1]
	last.after = after
	h.grouped = inGroup
	h.open = !inGroup && (c.Kind == Typing || c.Kind == Backspace || c.Kind == Delete)
	h.kind, h.at = c.Kind, now
	if c.Kind == Typing {
		h.sentence = h.sentence.next(c.Text)
	} else {
		h.sentence = within
	}
	h.trim()
}

// joins reports whether c goes on with the newest step.
func (h *history) joins(c Change, now time.Time) bool {
	if !h.open || len(h.undo) == 0 || c.Kind != h.kind || now.Sub(h.at) >= h.opts.Pause {
		return false
	}
	newest := h.undo[len(h.undo)-1].records
	last := newest[len(newest)-1]
	switch c.Kind {
	case Typing:
		if c.Start != c.End || c.Start != last.start+last.newLen || strings.ContainsAny(c.Text, "\r\n") {
			return false
		}
		return !h.sentence.begins(c.Text)
	case Backspace:
		return c.Text == "" && last.newLen == 0 && c.End == last.start
	case Delete:
		return c.Text == "" && last.newLen == 0 && c.Start == last.start
	}
	return false
}

// extend takes c into the newest record, where that is cheap.
func (h *history) extend(c Change) bool {
	s := &h.undo[len(h.undo)-1]
	last := &s.records[len(s.records)-1]
	if len(last.old)+len(c.Old) > joinBytes && c.Old != "" {
		return false
	}
	switch c.Kind {
	case Typing:
		last.newLen += len(c.Text)
	case Backspace:
		last.start, last.old = c.Start, c.Old+last.old
	case Delete:
		last.old += c.Old
	}
	s.bytes += len(c.Old)
	h.bytes += len(c.Old)
	return true
}

// push adds a record for c to the newest step.
func (h *history) push(c Change) {
	h.bytes += h.undo[len(h.undo)-1].push(c)
}

// push adds a record for c and returns what it costs in bytes.
func (s *step) push(c Change) int {
	// Old may be part of a leaf; a copy doesn't keep that alive.
	s.records = append(s.records, record{c.Start, len(c.Text), strings.Clone(c.Old)})
	size := recordBytes + len(c.Old)
	s.bytes += size
	return size
}

// trim forgets the oldest steps until the history is within its bound.
func (h *history) trim() {
	for h.bytes > h.opts.UndoBytes && len(h.undo) > 1 {
		h.bytes -= h.undo[0].bytes
		h.undo[0] = step{}
		h.undo = h.undo[1:]
	}
}

// drop forgets the newest n of steps.
func (h *history) drop(steps *[]step, n int) {
	keep := len(*steps) - n
	for i := keep; i < len(*steps); i++ {
		h.bytes -= (*steps)[i].bytes
		(*steps)[i] = step{}
	}
	*steps = (*steps)[:keep]
}

// CanUndo reports whether there is a step to undo.
func (b *Buffer) CanUndo() bool { return len(b.history.undo) > 0 }

// CanRedo reports whether there is an undone step to make again.
func (b *Buffer) CanRedo() bool { return len(b.history.redo) > 0 }

// Undo takes the newest step back. It returns false where there is none, and
// inside Group and where the text is locked.
func (b *Buffer) Undo() (Step, bool) {
	return b.reverse(&b.history.undo, &b.history.redo, Undo)
}

// Redo makes the step again that was undone last. A new edit forgets the
// undone steps.
func (b *Buffer) Redo() (Step, bool) {
	return b.reverse(&b.history.redo, &b.history.undo, Redo)
}

// reverse takes the newest step of from back, and puts the step that reverses
// this onto to.
func (b *Buffer) reverse(from, to *[]step, kind Kind) (Step, bool) {
	if b.depth > 0 || len(*from) == 0 || !b.Writable() {
		return Step{}, false
	}
	s := (*from)[len(*from)-1]
	b.history.drop(from, 1)
	done := Step{Selection: s.before}
	back := step{before: s.after, after: s.before}
	for i := len(s.records) - 1; i >= 0; i-- {
		r := s.records[i]
		c := b.perform(Edit{r.start, r.start + r.newLen, r.old}, kind)
		done.Changes = append(done.Changes, c)
		b.history.bytes += back.push(c)
	}
	*to = append(*to, back)
	b.history.trim()
	b.sel = s.before
	b.BreakGroup()
	b.flush()
	return done, true
}

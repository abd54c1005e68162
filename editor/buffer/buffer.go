package buffer

import (
	"errors"
	"fmt"
	"time"
)

// Revision numbers the states of a buffer. It grows by one with every edit,
// undo and redo included, and never repeats within a buffer.
type Revision uint64

// Edit replaces the bytes [Start, End) by Text.
type Edit struct {
	Start, End int
	Text       string
}

// Kind says what an edit was made for. It decides which edits one undo takes
// back together, and lets observers tell typing from other changes.
type Kind uint8

const (
	Other     Kind = iota // an edit of no other kind; a step of its own
	Typing                // typed or IME-committed text; joins the step before it
	Backspace             // deletion before the caret; joins the step before it
	Delete                // deletion after the caret; joins the step before it
	Paste                 // pasted or dropped text
	Cut                   // text cut or dragged away
	Accept                // an accepted suggestion
	Fix                   // an applied correction
	Rewrite               // an applied rewrite
	Replace               // find and replace
	Format                // indenting, list markers, quotes: the editor's own help
	Undo                  // made by Undo
	Redo                  // made by Redo
)

// Change is an edit that has been made.
type Change struct {
	Edit
	Old      string // the bytes that were in [Start, End) before
	Kind     Kind
	Revision Revision // the buffer's revision just after this change
}

// NewEnd is the offset behind the new text.
func (c Change) NewEnd() int { return c.Start + len(c.Text) }

// Selection is the caret with the other end of the selected text; where
// nothing is selected, both are equal.
type Selection struct {
	Anchor, Caret int
}

// Caret returns a selection of nothing at off.
func Caret(off int) Selection { return Selection{off, off} }

// Range returns the selected bytes in order.
func (s Selection) Range() (start, end int) {
	return min(s.Anchor, s.Caret), max(s.Anchor, s.Caret)
}

// Errors that Apply and ApplyAt return; the text is unchanged then.
var (
	// ErrRange: the edit's range doesn't lie within the text.
	ErrRange = errors.New("edit outside the text")
	// ErrStale: the text has changed since the revision the edit was made for.
	ErrStale = errors.New("the text has changed since")
	// ErrLocked: the text is read-only for now.
	ErrLocked = errors.New("the text is read-only")
)

// Options sets a buffer up. The zero value is ready for use.
type Options struct {
	// UndoBytes bounds the memory of the undo and redo history, in bytes; the
	// oldest steps go first, the newest always stays. Default 64 MiB.
	UndoBytes int
	// Pause is how long the writer must rest for the next edit to begin a new
	// undo step. Default 1 s.
	Pause time.Duration
	// Now tells the time. Default time.Now.
	Now func() time.Time
	// Words cuts Chinese for word movement. Default: a run is one word.
	Words Segmenter
}

// Buffer is a document being edited. It is not safe for concurrent use; give
// other goroutines a Snapshot.
type Buffer struct {
	snap      *Snapshot
	sel       Selection
	history   history
	marks     marks
	recent    recent
	observers []*observer
	pending   []Change // made, not yet told to the observers
	depth     int      // of Group
	telling   bool
	locked    bool
	refused   func() // told of what the lock has refused; may be nil
}

type observer struct{ tell func([]Change) }

// New returns a buffer with text, the caret at its start.
func New(text string, opts Options) *Buffer {
	if opts.UndoBytes <= 0 {
		opts.UndoBytes = 64 << 20
	}
	if opts.Pause <= 0 {
		opts.Pause = time.Second
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return &Buffer{
		marks:   marks{len: len(text)},
		snap:    &Snapshot{root: buildTree(text), words: opts.Words},
		history: history{opts: opts},
	}
}

// Snapshot returns the text as it is now.
func (b *Buffer) Snapshot() *Snapshot { return b.snap }

// Revision is the number of the state the text is in.
func (b *Buffer) Revision() Revision { return b.snap.revision }

// Len is the length of the text in bytes.
func (b *Buffer) Len() int { return b.snap.Len() }

// Selection returns the selection as last set, moved with the edits since:
// after an edit that touches the caret it is the end of the new text.
func (b *Buffer) Selection() Selection { return b.sel }

// SetSelection tells the buffer where the writer's caret and selection are,
// so that undo can restore them. A selection other than the one the last edit
// left ends the undo step, as BreakGroup does. It must be told before the
// edit that is made there.
func (b *Buffer) SetSelection(sel Selection) {
	sel = Selection{b.snap.clamp(sel.Anchor), b.snap.clamp(sel.Caret)}
	if sel != b.sel {
		b.sel = sel
		b.BreakGroup()
	}
}

// BreakGroup ends the undo step: the next edit begins a new one.
func (b *Buffer) BreakGroup() { b.history.open = false }

// Lock makes the text read-only: every edit, undo and redo is refused until
// Unlock, and refused, which may be nil, is told each time.
func (b *Buffer) Lock(refused func()) { b.locked, b.refused = true, refused }

// Unlock lets the text be edited again.
func (b *Buffer) Unlock() { b.locked, b.refused = false, nil }

// Locked reports whether the text is read-only.
func (b *Buffer) Locked() bool { return b.locked }

// Writable reports whether the text may be edited. It is for who is about to
// edit: where it may not, whoever locked the text is told of the refusal.
func (b *Buffer) Writable() bool {
	if b.locked && b.refused != nil {
		b.refused()
	}
	return !b.locked
}

// Apply makes an edit and tells the observers. It returns the new revision. An
// edit that replaces nothing by nothing is none: the revision stays.
func (b *Buffer) Apply(e Edit, kind Kind) (Revision, error) {
	if e.Start < 0 || e.End < e.Start || e.End > b.Len() {
		return b.Revision(), fmt.Errorf("replace bytes %d to %d of %d: %w", e.Start, e.End, b.Len(), ErrRange)
	}
	if e.Start == e.End && e.Text == "" {
		return b.Revision(), nil
	}
	if !b.Writable() {
		return b.Revision(), ErrLocked
	}
	before := b.sel
	change := b.perform(e, kind)
	b.history.add(change, before, b.sel, b.depth > 0)
	b.flush()
	return change.Revision, nil
}

// ApplyAt is Apply for an edit that was worked out on the text of revision
// at: it fails with ErrStale where the text has changed since.
func (b *Buffer) ApplyAt(at Revision, e Edit, kind Kind) (Revision, error) {
	if at != b.Revision() {
		return b.Revision(), fmt.Errorf("edit for revision %d at revision %d: %w", at, b.Revision(), ErrStale)
	}
	return b.Apply(e, kind)
}

// Group runs edit and makes of all edits applied in it one undo step. The
// observers are told of them together when it ends. Groups nest; the
// outermost counts.
func (b *Buffer) Group(edit func()) {
	if b.depth == 0 {
		b.history.beginGroup()
	}
	b.depth++
	defer func() {
		if b.depth--; b.depth == 0 {
			b.BreakGroup()
			b.flush()
		}
	}()
	edit()
}

// Observe has tell called with every change from now on, in order, in the
// goroutine that makes it. One call brings the changes of one edit, one
// Group, one undo or one redo; each change's offsets are those of the text
// after the changes before it. When tell is called, the buffer is already in
// the state after the last of them. If tell itself changes the buffer, that
// change is told after this one has reached every observer.
func (b *Buffer) Observe(tell func([]Change)) (stop func()) {
	o := &observer{tell}
	b.observers = append(b.observers, o)
	return func() {
		kept := make([]*observer, 0, len(b.observers))
		for _, other := range b.observers {
			if other != o {
				kept = append(kept, other)
			}
		}
		b.observers = kept
	}
}

// perform changes the text and all positions in it.
func (b *Buffer) perform(e Edit, kind Kind) Change {
	change := Change{Edit: e, Old: b.snap.Slice(e.Start, e.End), Kind: kind, Revision: b.snap.revision + 1}
	b.marks.edit(e)
	b.recent.add(e, change.Revision)
	b.snap = &Snapshot{root: replace(b.snap.root, e.Start, e.End, e.Text), revision: change.Revision, words: b.snap.words}
	b.sel = Selection{moveCaret(b.sel.Anchor, e), moveCaret(b.sel.Caret, e)}
	b.pending = append(b.pending, change)
	return change
}

// moveCaret moves a caret with an edit: to the end of text that comes in at
// the caret, and along with text that comes in elsewhere.
func moveCaret(off int, e Edit) int {
	switch {
	case off < e.Start:
		return off
	case off <= e.End:
		return e.Start + len(e.Text)
	}
	return off + len(e.Text) - (e.End - e.Start)
}

func (b *Buffer) flush() {
	if b.depth > 0 || b.telling {
		return
	}
	b.telling = true
	defer func() { b.telling = false }()
	for len(b.pending) > 0 {
		changes := b.pending
		b.pending = nil
		for _, o := range b.observers {
			o.tell(changes)
		}
	}
}

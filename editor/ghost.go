package editor

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"inkling/editor/buffer"
)

// Ghost is a suggestion shown after the caret in a muted colour. It isn't part of the text until it is taken.
type Ghost struct {
	Revision buffer.Revision // of the text that it continues
	Offset   int             // where it stands; the caret must be there
	Text     string
	// Words are the ends of its words in Text, in bytes, ascending. Nil cuts words as buffer.FirstWord does, which can't
	// tell the words of Chinese apart.
	Words []int
}

// behind is the ghost without its first n bytes.
func (g Ghost) behind(n int) Ghost {
	g.Text, g.Offset = g.Text[n:], g.Offset+n
	var words []int
	for _, end := range g.Words {
		if end > n {
			words = append(words, end-n)
		}
	}
	g.Words = words
	return g
}

// GhostPart is how much of a ghost is taken.
type GhostPart uint8

const (
	All GhostPart = iota
	Word
	Sentence
)

// GhostOutcome is what became of a ghost or of a part of it.
type GhostOutcome uint8

const (
	GhostTaken     GhostOutcome = iota // accepted with a key
	GhostTyped                         // the writer typed its next characters
	GhostDropped                       // by another edit or a move of the caret
	GhostDismissed                     // sent away with a key
)

// GhostEvent tells what the writer did with a ghost.
type GhostEvent struct {
	Outcome GhostOutcome
	Part    GhostPart // of a taken ghost
	Text    string    // what was taken, typed or dropped
	Rest    string    // what still stands
}

// secondTab is how long after taking the last of a ghost the same key does nothing: a second fast press was meant
// for the ghost too.
const secondTab = 350 * time.Millisecond

// Ghost is the ghost text being shown; ok is false where there is none.
func (e *Editor) Ghost() (g Ghost, ok bool) { return e.ghost, e.ghost.Text != "" }

// SetGhost shows a suggestion. It returns false, and shows nothing, where the text has moved on from g.Revision other
// than by typing the head of g.Text, where the text is locked, the caret isn't at g.Offset, something is selected, or an
// input method is composing. Setting a longer ghost at the same place lets it grow, as while it is being written.
func (e *Editor) SetGhost(g Ghost) bool {
	if g.Text == "" {
		e.ClearGhost()
		return true
	}
	if g.Revision != e.buffer.Revision() {
		typed, ok := e.typedSince(g)
		if !ok {
			return false
		}
		g = g.behind(len(typed))
		g.Revision = e.buffer.Revision()
		if g.Text == "" {
			e.ClearGhost()
			return true
		}
	}
	if g.Offset != e.caret || e.caret != e.anchor || e.buffer.Locked() || e.Composing() {
		return false
	}
	e.ghost = g
	e.view.setGhost(g.Text, g.Offset)
	e.upper = false
	e.update()
	return true
}

// typedSince is what was typed at a stale ghost's place since its revision, if that is all that has happened and is
// the ghost's own head.
func (e *Editor) typedSince(g Ghost) (string, bool) {
	if e.trail.now != e.buffer.Revision() || !e.trail.passed(g.Revision, g.Offset) || e.caret-g.Offset > len(g.Text) {
		return "", false
	}
	typed := e.snap.Slice(g.Offset, e.caret)
	return typed, strings.HasPrefix(g.Text, typed)
}

// trail remembers where the caret was at each of the last revisions, as long as the writer does nothing but type and
// take ghost text.
type trail struct {
	now   buffer.Revision // after the last typed text
	steps []trailStep
}

type trailStep struct {
	revision buffer.Revision
	offset   int
}

// add notes that text was typed at offset, which made revision now of revision before.
func (t *trail) add(before, now buffer.Revision, offset int) {
	if t.now != before || len(t.steps) >= 512 {
		t.steps = t.steps[:0]
	}
	t.steps = append(t.steps, trailStep{before, offset})
	t.now = now
}

func (t *trail) passed(revision buffer.Revision, offset int) bool {
	for i := len(t.steps) - 1; i >= 0; i-- {
		if t.steps[i] == (trailStep{revision, offset}) {
			return true
		}
	}
	return false
}

// ClearGhost takes the suggestion away without telling OnGhost.
func (e *Editor) ClearGhost() {
	if e.ghost.Text == "" {
		return
	}
	e.ghost = Ghost{}
	e.view.setGhost("", e.caret)
	e.update()
}

// dropGhost takes the suggestion away because of what the writer did.
func (e *Editor) dropGhost(outcome GhostOutcome) {
	if e.ghost.Text == "" {
		return
	}
	text := e.ghost.Text
	e.ghost = Ghost{}
	e.view.setGhost("", min(e.caret, e.view.snap.Len()))
	e.tellGhost(GhostEvent{Outcome: outcome, Text: text})
}

func (e *Editor) tellGhost(event GhostEvent) {
	if e.options.OnGhost != nil {
		e.options.OnGhost(event)
	}
}

// AcceptGhost makes a part of the ghost text part of the document, as one undo step. The rest stays. It returns false
// where there is no ghost.
func (e *Editor) AcceptGhost(part GhostPart) bool {
	if e.ghost.Text == "" || !e.buffer.Writable() {
		return false
	}
	taken := e.ghost.Text[:e.ghost.part(part)]
	e.buffer.SetSelection(buffer.Caret(e.caret))
	e.buffer.BreakGroup()
	if !e.consume(taken, buffer.Accept) {
		return false
	}
	e.buffer.BreakGroup()
	if e.ghost.Text == "" {
		e.swallow = time.Now().Add(secondTab)
	}
	e.tellGhost(GhostEvent{Outcome: GhostTaken, Part: part, Text: taken, Rest: e.ghost.Text})
	e.afterEdit()
	return true
}

// consume puts the head of the ghost text into the document.
func (e *Editor) consume(head string, kind buffer.Kind) bool {
	before, at := e.buffer.Revision(), e.caret
	e.consuming = len(head)
	defer func() {
		e.consuming = 0
		e.trail.add(before, e.buffer.Revision(), at)
	}()
	e.ghost = e.ghost.behind(len(head))
	_, err := e.buffer.Apply(buffer.Edit{Start: e.caret, End: e.caret, Text: head}, kind)
	e.ghost.Revision = e.buffer.Revision()
	if e.ghost.Text == "" {
		e.ghost = Ghost{}
	}
	return err == nil
}

// part is the length of a part of a ghost.
func (g Ghost) part(part GhostPart) int {
	switch {
	case part == Word && len(g.Words) > 0 && g.Words[0] > 0 && g.Words[0] <= len(g.Text):
		return g.Words[0]
	case part == Word:
		return buffer.FirstWord(g.Text)
	case part == Sentence:
		return ghostSentence(g.Text)
	}
	return len(g.Text)
}

// ghostSentence is the length up to the end of the first sentence, its closing quotes included.
func ghostSentence(text string) int {
	for i, r := range text {
		if !strings.ContainsRune(".!?。！？…\n", r) {
			continue
		}
		end := i + utf8.RuneLen(r)
		for end < len(text) {
			closer, size := utf8.DecodeRuneInString(text[end:])
			if !strings.ContainsRune(".!?。！？…\"'”’)）」』", closer) {
				break
			}
			end += size
		}
		after, _ := utf8.DecodeRuneInString(text[end:])
		if end == len(text) || unicode.IsSpace(after) || r >= 0x2000 || r == '\n' {
			return end
		}
	}
	return len(text)
}

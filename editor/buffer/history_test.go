package buffer

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// writer types into a buffer by a clock of its own.
type writer struct {
	*Buffer
	clock time.Time
}

func newWriter(text string, opts Options) *writer {
	w := &writer{clock: time.Unix(0, 0)}
	opts.Now = func() time.Time { return w.clock }
	w.Buffer = New(text, opts)
	w.SetSelection(Caret(len(text)))
	return w
}

// typ types each rune of text at the caret, 100 ms apart.
func (w *writer) typ(text string) {
	for _, r := range text {
		w.clock = w.clock.Add(100 * time.Millisecond)
		start, end := w.Selection().Range()
		w.Apply(Edit{start, end, string(r)}, Typing)
	}
}

func (w *writer) backspace(n int) {
	for range n {
		w.clock = w.clock.Add(100 * time.Millisecond)
		at := w.Selection().Caret
		w.Apply(Edit{w.Snapshot().PrevGrapheme(at), at, ""}, Backspace)
	}
}

func (w *writer) delete(n int) {
	for range n {
		at := w.Selection().Caret
		w.Apply(Edit{at, w.Snapshot().NextGrapheme(at), ""}, Delete)
	}
}

// undone lists the text after each undo, down to the start.
func (w *writer) undone() string {
	var states []string
	for w.CanUndo() {
		w.Undo()
		states = append(states, w.Snapshot().Text())
	}
	return strings.Join(states, "|")
}

func TestUndoSteps(t *testing.T) {
	tests := []struct {
		name, text string
		write      func(w *writer)
		undone     string
	}{
		{"fluent typing is one step", "", func(w *writer) { w.typ("hello world") }, ""},
		{"a pause", "", func(w *writer) {
			w.typ("one ")
			w.clock = w.clock.Add(time.Second)
			w.typ("two")
		}, "one |"},
		{"a caret move", "", func(w *writer) {
			w.typ("ac")
			w.SetSelection(Caret(1))
			w.typ("b")
		}, "ac|"},
		{"the caret set where it is", "", func(w *writer) {
			w.typ("a")
			w.SetSelection(Caret(1))
			w.typ("b")
		}, ""},
		{"a break asked for", "", func(w *writer) {
			w.typ("a")
			w.BreakGroup()
			w.typ("b")
		}, "a|"},
		{"a new sentence", "", func(w *writer) { w.typ(`He left. "Why?" (Now.) So`) }, `He left. "Why?" (Now.) |He left. "Why?" |He left. |`},
		{"a new sentence in Chinese", "", func(w *writer) { w.typ("你好。“去吗？”好") }, "你好。“去吗？”|你好。|"},
		{"a decimal point", "", func(w *writer) { w.typ("3.14 e") }, ""},
		{"a new line", "", func(w *writer) { w.typ("one\ntwo") }, "one|"},
		{"deleting after typing", "", func(w *writer) {
			w.typ("abcd")
			w.backspace(2)
			w.typ("x")
		}, "ab|abcd|"},
		{"backspace joins", "abcd", func(w *writer) { w.backspace(3) }, "abcd"},
		{"delete joins", "abcd", func(w *writer) {
			w.SetSelection(Caret(1))
			w.delete(3)
		}, "abcd"},
		{"typing over a selection", "one two", func(w *writer) {
			w.SetSelection(Selection{4, 7})
			w.typ("three")
		}, "one two"},
		{"an accepted suggestion", "", func(w *writer) {
			w.typ("the ")
			w.Apply(Edit{4, 4, "quick fox"}, Accept)
			w.typ(" ran")
		}, "the quick fox|the |"},
		{"two pastes", "", func(w *writer) {
			w.Apply(Edit{0, 0, "a"}, Paste)
			w.Apply(Edit{1, 1, "b"}, Paste)
		}, "a|"},
		{"replace all", "a b a", func(w *writer) {
			w.typ("!")
			w.Group(func() {
				w.Apply(Edit{4, 5, "xx"}, Replace)
				w.Group(func() { w.Apply(Edit{0, 1, "xx"}, Replace) })
			})
			w.typ("?")
		}, "xx b xx!|a b a!|a b a"},
		{"two groups", "", func(w *writer) {
			for range 2 {
				w.Group(func() { w.typ("ab") })
			}
		}, "ab|"},
		{"a group of nothing", "", func(w *writer) {
			w.typ("a")
			w.Group(func() {})
		}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWriter(test.text, Options{})
			test.write(w)
			final := w.Snapshot().Text()
			if got := w.undone(); got != test.undone {
				t.Errorf("undo gives %q, want %q", got, test.undone)
			}
			for w.CanRedo() {
				w.Redo()
			}
			if got := w.Snapshot().Text(); got != final {
				t.Errorf("redo ends at %q, want %q", got, final)
			}
		})
	}
}

func TestUndoRestoresTheSelection(t *testing.T) {
	w := newWriter("one two", Options{})
	w.SetSelection(Selection{7, 4})
	w.typ("three")
	w.SetSelection(Caret(0))
	step, ok := w.Undo()
	if !ok || step.Selection != (Selection{7, 4}) || w.Selection() != step.Selection {
		t.Errorf("undo selects %v, want the selection typed over", step.Selection)
	}
	if len(step.Changes) != 1 || step.Changes[0].Old != "three" || step.Changes[0].Kind != Undo {
		t.Errorf("undo reports %+v", step.Changes)
	}
	w.SetSelection(Caret(2))
	step, _ = w.Redo()
	if step.Selection != Caret(9) {
		t.Errorf("redo selects %v, want the caret behind the new text", step.Selection)
	}
	if step, _ = w.Undo(); step.Selection != (Selection{7, 4}) {
		t.Errorf("the second undo selects %v", step.Selection)
	}
}

func TestNewEditForgetsTheUndone(t *testing.T) {
	w := newWriter("", Options{})
	w.typ("a")
	w.Undo()
	w.typ("b")
	if _, ok := w.Redo(); ok || w.CanRedo() || w.Snapshot().Text() != "b" {
		t.Error("redo after a new edit")
	}
	w.Undo()
	if _, ok := w.Undo(); ok {
		t.Error("undo of nothing")
	}
}

func TestNoUndoInsideAGroup(t *testing.T) {
	w := newWriter("", Options{})
	w.typ("a")
	w.Group(func() {
		if _, ok := w.Undo(); ok {
			t.Error("undo inside a group")
		}
	})
}

func TestGroupThatPanics(t *testing.T) {
	w := newWriter("", Options{})
	told := 0
	w.Observe(func([]Change) { told++ })
	func() {
		defer func() { recover() }()
		w.Group(func() {
			w.typ("a")
			panic("in the middle")
		})
	}()
	w.typ("b")
	if told != 2 || w.undone() != "a|" {
		t.Error("a panic left the group open")
	}
}

func TestUndoWithinItsBound(t *testing.T) {
	const bound = 100_000
	w := newWriter(strings.Repeat("x", 1_000_000), Options{UndoBytes: bound})
	for i := range 300 {
		w.Apply(Edit{0, 1000, fmt.Sprint(i)}, Cut)
		total := 0
		for _, s := range append(append([]step{}, w.history.undo...), w.history.redo...) {
			size := 0
			for _, r := range s.records {
				size += recordBytes + len(r.old)
			}
			if size != s.bytes {
				t.Fatalf("a step of %d bytes says %d", size, s.bytes)
			}
			total += size
		}
		if total != w.history.bytes || total > bound {
			t.Fatalf("history of %d bytes, counted as %d, bound %d", total, w.history.bytes, bound)
		}
		if i%3 == 2 {
			w.Undo()
		}
	}
	w.Apply(Edit{0, w.Len(), ""}, Cut) // far more than the bound
	if step, ok := w.Undo(); !ok || len(step.Changes) != 1 || w.Len() == 0 {
		t.Error("the newest step can't be undone")
	}
}

func TestHeldBackspaceStaysCheapAndOneStep(t *testing.T) {
	text := strings.Repeat("你好 ", 5000)
	w := newWriter(text, Options{})
	w.backspace(len([]rune(text)))
	if got := w.undone(); got != text {
		t.Errorf("undo gives %d bytes in some steps, want all %d in one", len(got), len(text))
	}
}

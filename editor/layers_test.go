package editor

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inkling/editor/buffer"
)

func TestUnderlinesMoveWithTheText(t *testing.T) {
	const text = "one two three four"
	for _, test := range []struct {
		name string
		edit buffer.Edit
		want string // of the underlines under "two" and "four"
	}{
		{"an edit before", buffer.Edit{Start: 0, End: 3, Text: "eleven"}, "two four"},
		{"an insertion right before", buffer.Edit{Start: 4, End: 4, Text: "x "}, "two four"},
		{"an insertion right behind", buffer.Edit{Start: 7, End: 7, Text: "x"}, "two four"},
		{"an edit between", buffer.Edit{Start: 8, End: 13, Text: ""}, "two four"},
		{"an edit inside", buffer.Edit{Start: 5, End: 6, Text: "o"}, "four"},
		{"a deletion over one end", buffer.Edit{Start: 6, End: 10}, "four"},
		{"a deletion of all", buffer.Edit{Start: 0, End: 18}, ""},
		{"an edit at the end", buffer.Edit{Start: 18, End: 18, Text: " five"}, "two four"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := open(t, text, Options{})
			e.SetUnderlines([]Underline{{Start: 14, End: 18}, {Start: 4, End: 7, Kind: Grammar}})
			if err := e.Replace(test.edit, buffer.Other); err != nil {
				t.Fatal(err)
			}
			var got string
			for _, u := range e.layers.underlines.all() {
				if got != "" {
					got += " "
				}
				got += e.snap.Slice(u.Start, u.End)
			}
			if got != test.want {
				t.Errorf("underlined %q, want %q", got, test.want)
			}
		})
	}
}

func TestReplaceRangesIsOneStep(t *testing.T) {
	e := open(t, "a b a b a", Options{})
	edits := []buffer.Edit{{Start: 0, End: 1, Text: "long"}, {Start: 4, End: 5, Text: "x"}, {Start: 8, End: 9, Text: ""}}
	if err := e.ReplaceRanges(edits, buffer.Replace); err != nil {
		t.Fatal(err)
	}
	if got := e.snap.Text(); got != "long b x b " {
		t.Errorf("%q", got)
	}
	e.Undo()
	if got := e.snap.Text(); got != "a b a b a" || e.Undo() {
		t.Errorf("after one undo %q", got)
	}
}

func TestRowListKeepsItsStarts(t *testing.T) {
	l := &rowList{head: []int{0, 10, 20, 30, 40}, total: 50}
	want := []int{0, 10, 20, 30, 40}
	for _, gap := range []int{5, 1, 3, 0, 2, 4} {
		l.split(gap)
		if got := starts(l); !slices.Equal(got, want) {
			t.Errorf("with the gap at %d: %v", gap, got)
		}
		for offset, row := range map[int]int{0: 0, 9: 0, 10: 1, 49: 4, 50: 4} {
			if got := l.find(offset); got != row {
				t.Errorf("with the gap at %d: offset %d is in row %d, want %d", gap, offset, got, row)
			}
		}
	}
}

func TestSmartQuotes(t *testing.T) {
	for _, test := range []struct{ typed, want string }{
		{`"Don't," he said.`, "“Don’t,” he said."},
		{`('so')`, "(‘so’)"},
		{`他说："好"。`, "他说：“好”。"},
		{`rock 'n' roll`, "rock ‘n’ roll"},
		{"```\nx = \"a\"\n```\n\"b\"", "```\nx = \"a\"\n```\n“b”"},
	} {
		for _, smart := range []bool{true, false} {
			t.Run(fmt.Sprint(test.typed, smart), func(t *testing.T) {
				e := open(t, "", Options{})
				e.SetSmartQuotes(smart)
				for _, r := range test.typed {
					e.TypedRune(r)
				}
				want := test.want
				if !smart {
					want = test.typed
				}
				if got := e.snap.Text(); got != want {
					t.Errorf("%q, want %q", got, want)
				}
			})
		}
	}
}

func TestQuotesInACodeSpanStayStraight(t *testing.T) {
	for before, after := range map[string]string{
		"say `x|` now": "say `x\"` now", "say `|x` now": "say `\"x` now", "say `x`| now": "say `x`” now", "say |`x` now": "say “`x` now",
	} {
		text, _, caret := unmarked(before)
		e := open(t, text, Options{})
		e.SetSmartQuotes(true)
		e.SetCaret(caret)
		e.TypedRune('"')
		if got := e.snap.Text(); got != after {
			t.Errorf("a quote at %q gives %q, want %q", before, got, after)
		}
	}
}

func TestIndent(t *testing.T) {
	for _, test := range []struct{ name, before, keys, after string }{
		{"several lines", "a[b\ncd\nef]|", "Tab", "[\tab\n\tcd\n\tef]|"},
		{"not a line that the selection only reaches", "a[b\n]|cd", "Tab", "a\t|cd"},
		{"outdent tabs and spaces", "[\tab\n    cd\n  ef\ngh]|", "Shift+Tab", "[ab\ncd\nef\ngh]|"},
		{"outdent one line", "\tab|c", "Shift+Tab", "ab|c"},
		{"a list item goes in", "- a\n- b|c", "Tab", "- a\n  - b|c"},
		{"and out", "- a\n  - b|c", "Shift+Tab", "- a\n- b|c"},
		{"nothing to outdent", "ab|c", "Shift+Tab", "ab|c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, anchor, caret := unmarked(test.before)
			e := open(t, text, Options{})
			e.SelectRange(anchor, caret)
			press(t, e, test.keys)
			if got := marked(e); got != test.after {
				t.Errorf("%q, want %q", got, test.after)
			}
		})
	}
}

func TestDragMovesTheSelection(t *testing.T) {
	e := open(t, "one two three", Options{})
	e.SelectRange(4, 8)
	e.dropSelection(0, false)
	if got := marked(e); got != "[two ]|one three" {
		t.Errorf("moved: %q", got)
	}
	e.dropSelection(e.snap.Len(), true)
	if got := marked(e); got != "two one three[two ]|" {
		t.Errorf("copied: %q", got)
	}
	e.Undo()
	e.Undo()
	if got := e.snap.Text(); got != "one two three" {
		t.Errorf("after two undos %q", got)
	}
}

// What ends a drag of the selection otherwise than with a drop leaves the text alone.
func TestADragThatIsGivenUp(t *testing.T) {
	for _, test := range []struct {
		name string
		end  func(e *Editor)
		want string
	}{
		{"a drop", func(e *Editor) { e.DragEnd() }, "[two ]|one three"},
		{"escape", func(e *Editor) {
			e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			e.DragEnd()
		}, "one [two ]|three"},
		{"a drop beside the page", func(e *Editor) {
			e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(-20, 30)}})
			e.DragEnd()
		}, "one [two ]|three"},
		{"another edit meanwhile", func(e *Editor) {
			e.buffer.Apply(buffer.Edit{Start: 8, End: 13, Text: "3"}, buffer.Fix)
			e.DragEnd()
		}, "one [two 3]|"},
		{"the text was locked", func(e *Editor) {
			e.buffer.Lock(nil)
			e.DragEnd()
		}, "one [two ]|three"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := open(t, "one two three", Options{})
			e.SelectRange(4, 8)
			at, height, _ := e.PositionOf(6)
			press := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
			press.Position = at.AddXY(0, height/2)
			e.MouseDown(press)
			start, _, _ := e.PositionOf(0)
			e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: start.AddXY(0, height/2)}})
			test.end(e)
			if got := marked(e); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
			if e.mouse.dropping || e.mouse.holding {
				t.Error("the drag goes on")
			}
		})
	}
}

// A drag scrolls also where the pointer can't leave the window, the faster the farther out it is.
func TestADragScrollsFromTheWindowsEdge(t *testing.T) {
	e := open(t, longText(100), Options{})
	last := float32(-1000)
	for _, y := range []float32{-500, -30, 0, 200, e.view.height - 1, e.view.height + 30} {
		e.mouse.at = fyne.NewPos(100, y)
		if got := e.beyond(); got <= last {
			t.Errorf("at %v it scrolls by %v, above it by %v", y, got, last)
		} else {
			last = got
		}
	}
	if e.mouse.at.Y = 200; e.beyond() != 0 {
		t.Error("it scrolls in the middle of the window")
	}
}

func TestChangedLinesMoveWithTheText(t *testing.T) {
	const text = "one\ntwo\nthree\nfour"
	for _, test := range []struct {
		name string
		edit buffer.Edit
		want string // the changed stretch, which was "two\nthree\n"
	}{
		{"an edit before", buffer.Edit{Start: 0, End: 3, Text: "eleven"}, "two\nthree\n"},
		{"typing inside", buffer.Edit{Start: 5, End: 5, Text: "xx"}, "txxwo\nthree\n"},
		{"a deletion inside", buffer.Edit{Start: 5, End: 9}, "three\n"},
		{"a deletion over the start", buffer.Edit{Start: 2, End: 6}, "o\nthree\n"},
		{"an edit behind", buffer.Edit{Start: 16, End: 16, Text: "x"}, "two\nthree\n"},
		{"a deletion of all", buffer.Edit{Start: 0, End: len(text)}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := open(t, text, Options{})
			e.SetChangedLines([]buffer.Range{{Start: 4, End: 14}})
			if err := e.Replace(test.edit, buffer.Other); err != nil {
				t.Fatal(err)
			}
			got := e.ChangedLines()[0]
			if shown := e.snap.Slice(got.Start, got.End); shown != test.want {
				t.Errorf("changed is %q, want %q", shown, test.want)
			}
		})
	}
}

package editor

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inkling/editor/buffer"
)

func TestMouse(t *testing.T) {
	const text = "one two three\nfour five six"
	at := func(e *Editor, offset int) fyne.Position {
		p, height, ok := e.PositionOf(offset)
		if !ok {
			t.Fatalf("offset %d isn't in the window", offset)
		}
		return p.AddXY(1, height/2)
	}
	click := func(e *Editor, p fyne.Position, modifier fyne.KeyModifier) {
		event := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: modifier}
		event.Position = p
		e.MouseDown(event)
		e.MouseUp(event)
	}
	drag := func(e *Editor, from, to fyne.Position) {
		event := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		event.Position = from
		e.MouseDown(event)
		e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
		e.DragEnd()
	}
	for _, test := range []struct {
		name string
		do   func(e *Editor)
		want string
	}{
		{"a click sets the caret", func(e *Editor) { click(e, at(e, 4), 0) }, "one |two three\nfour five six"},
		{"two clicks select a word", func(e *Editor) {
			click(e, at(e, 5), 0)
			click(e, at(e, 5), 0)
		}, "one [two]| three\nfour five six"},
		{"three clicks select the paragraph", func(e *Editor) {
			for range 3 {
				click(e, at(e, 5), 0)
			}
		}, "[one two three\n]|four five six"},
		{"a click with shift selects up to it", func(e *Editor) {
			click(e, at(e, 4), 0)
			e.mouse.last = time.Time{}
			click(e, at(e, 18), fyne.KeyModifierShift)
		}, "one [two three\nfour]| five six"},
		{"a drag selects", func(e *Editor) {
			drag(e, at(e, 18), at(e, 4))
		}, "one |[two three\nfour] five six"},
		{"a drag from a double click selects words", func(e *Editor) {
			click(e, at(e, 5), 0)
			drag(e, at(e, 5), at(e, 10))
		}, "one [two three]|\nfour five six"},
		{"a click below the text goes to its end", func(e *Editor) { click(e, fyne.NewPos(590, 390), 0) },
			"one two three\nfour five six|"},
		{"a click left of a row goes to its start", func(e *Editor) {
			click(e, fyne.NewPos(2, at(e, 15).Y), 0)
		}, "one two three\n|four five six"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := open(t, text, Options{})
			test.do(e)
			if got := marked(e); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
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

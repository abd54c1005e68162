package editor

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inkling/editor/buffer"
)

// longText has lines of different lengths, all numbered.
func longText(lines int) string {
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, "%d %s\n", i, strings.Repeat("the islands from north to south ", i%7))
	}
	return b.String()
}

// checkWindow fails if the caret isn't in the window, or if the window isn't filled.
func checkWindow(t *testing.T, e *Editor) {
	t.Helper()
	if _, _, ok := e.PositionOf(e.Caret()); !ok {
		t.Errorf("the caret at %d isn't in the window [%d, %d)", e.Caret(), e.paint.from, e.paint.to)
	}
	checkLayout(t, e)
}

func TestTheCaretStaysInTheWindow(t *testing.T) {
	for _, test := range []struct{ name, keys string }{
		{"the end", "Ctrl+End"},
		{"the end and back", "Ctrl+End Ctrl+Home"},
		{"pages down", "Next Next Next Next Next"},
		{"pages down and up", "Next Next Next Prior Prior Prior Prior"},
		{"rows down", strings.Repeat("Down ", 60)},
		{"rows up from the end", "Ctrl+End " + strings.Repeat("Up ", 60)},
		{"new lines at the end", "Ctrl+End " + strings.Repeat("Return ", 40)},
		{"deleting from the end", "Ctrl+End " + strings.Repeat("Ctrl+BackSpace ", 60)},
		{"undo far away", "Ctrl+End Return Ctrl+Home Ctrl+Z"},
		{"redo far away", "Ctrl+End Return Ctrl+Z Ctrl+Home Ctrl+Shift+Z"},
		{"deleting all", "Ctrl+A Delete"},
	} {
		for _, typewriter := range []bool{false, true} {
			t.Run(fmt.Sprint(test.name, typewriter), func(t *testing.T) {
				e := open(t, longText(300), Options{})
				e.SetTypewriter(typewriter)
				for _, key := range strings.Fields(test.keys) {
					press(t, e, key)
					if key != "Ctrl+A" {
						checkWindow(t, e)
					}
				}
			})
		}
	}
}

func TestPageDownAndUpComeBack(t *testing.T) {
	e := open(t, longText(300), Options{})
	press(t, e, "Next Next Next Next")
	if e.Caret() == 0 {
		t.Fatal("four pages down the caret is still at the start")
	}
	press(t, e, "Prior Prior Prior Prior Prior")
	if e.Caret() != 0 || e.Scroll() != 0 {
		t.Errorf("back at %d, scrolled to %v", e.Caret(), e.Scroll())
	}
}

func TestWheel(t *testing.T) {
	e := open(t, longText(300), Options{})
	canvas := fyne.CurrentApp().Driver().CanvasForObject(e)
	test.Scroll(canvas, fyne.NewPos(300, 200), 0, -500)
	down := e.Scroll()
	if down == 0 || e.Caret() != 0 {
		t.Errorf("scrolled to %v with the caret at %d", down, e.Caret())
	}
	checkLayout(t, e)
	test.Scroll(canvas, fyne.NewPos(300, 200), 0, 200)
	if up := e.Scroll(); up >= down {
		t.Errorf("scrolled from %v to %v, want further up", down, up)
	}
	test.Scroll(canvas, fyne.NewPos(300, 200), 0, 9999)
	if top := e.Scroll(); top != 0 {
		t.Errorf("at the top the scroll position is %v", top)
	}
	test.Scroll(canvas, fyne.NewPos(300, 200), 0, -999999)
	checkLayout(t, e)
	last := e.paint.seen[len(e.paint.seen)-1]
	if last.end+last.at < e.snap.Len() || last.y < e.view.height/2-last.height-1 {
		t.Errorf("at the bottom the last row is at %v of %v", last.y, e.view.height)
	}
}

func TestTheWheelZooms(t *testing.T) {
	var told float32
	e := open(t, longText(100), Options{OnZoom: func(zoom float32) { told = zoom }})
	turn := func(by float32) { e.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)}) }
	key := &fyne.KeyEvent{Name: desktop.KeyControlLeft}
	if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
		key.Name = desktop.KeySuperLeft
	}
	e.KeyDown(key)
	turn(wheelZoom)
	if e.style.Zoom != 1.1 || told != e.style.Zoom || e.Scroll() != 0 {
		t.Errorf("zoomed to %v, told %v, scrolled to %v", e.style.Zoom, told, e.Scroll())
	}
	for range 5 { // of a touchpad
		turn(-wheelZoom / 5)
	}
	if e.style.Zoom < 0.99 || e.style.Zoom > 1.01 {
		t.Errorf("back at %v", e.style.Zoom)
	}
	e.KeyUp(key)
	if turn(-wheelZoom); told < 0.99 || e.Scroll() == 0 {
		t.Error("without the key it doesn't scroll")
	}
}

func TestScrollPositionIsKept(t *testing.T) {
	for _, position := range []float64{0, 700.003, 3000.25, 1e9, -5} {
		e := open(t, longText(300), Options{})
		e.SetScroll(position)
		kept := e.Scroll()
		other := open(t, longText(300), Options{})
		other.SetScroll(kept)
		if got := other.Scroll(); got-kept > 0.001 || kept-got > 0.001 {
			t.Errorf("from %v: %v became %v", position, kept, got)
		}
		checkLayout(t, other)
	}
}

func TestTheTextAtTheTopStaysThere(t *testing.T) {
	e := open(t, longText(300), Options{})
	e.SetScroll(4000)
	top, _, _ := strings.Cut(e.snap.Text()[int(e.Scroll()):], " ")
	e.SetCaret(0) // scrolls there; only its place matters
	e.SetScroll(4000)
	e.buffer.Apply(buffer.Edit{Start: 10, End: 10, Text: "\nnew\nlines\n"}, buffer.Other)
	e.update()
	if now, _, _ := strings.Cut(e.snap.Text()[int(e.Scroll()):], " "); now != top {
		t.Errorf("after an edit above, the row at the top begins with %q, before with %q", now, top)
	}
	e.setZoom(1.3)
	at := e.view.topOffset()
	e.setZoom(1)
	if back := e.view.topOffset(); back > at+200 || at > back+200 {
		t.Errorf("zooming moved the top from %d to %d", at, back)
	}
}

func TestScrollBarFollowsThePointer(t *testing.T) {
	e := open(t, longText(300), Options{})
	if e.overBar(fyne.NewPos(300, 10)) || !e.overBar(fyne.NewPos(597, 10)) {
		t.Error("the bar is not at the right edge")
	}
	e.dragBar(fyne.NewPos(597, 200))
	middle := e.Scroll()
	if length := float64(e.snap.Len()); middle < 0.3*length || middle > 0.7*length {
		t.Errorf("dragged to the middle, the text is at %v of %v", middle, length)
	}
	e.dragBar(fyne.NewPos(597, 399))
	if end := e.paint.to; end != e.snap.Len() {
		t.Errorf("dragged to the end, the window ends at %d of %d", end, e.snap.Len())
	}
	e.dragBar(fyne.NewPos(597, 0))
	if e.Scroll() != 0 {
		t.Errorf("dragged to the start, the text is at %v", e.Scroll())
	}
}

func TestCommandsDoNotFailAnywhere(t *testing.T) {
	keys, ghost := DefaultKeys()
	for _, text := range []string{
		"", "\n", "one", "- item\n\n> quote\n```\ncode", longText(40),
		"\r\n", "one\r\ntwo\rthree\r\n", "\xff\xfe\x00", "👨‍👩‍👧‍👦", "e\u0301\u0301", "\u0301", "\u2028", "שלום\nمرحبا", "\ufeff# a",
		strings.Repeat("海从来，不记得。and the sea ", 2000),
	} {
		e := open(t, text, Options{})
		for range 2 {
			for _, command := range keys {
				if !e.Do(command) {
					t.Errorf("%q isn't done", command)
				}
				checkLayout(t, e)
			}
			for _, command := range ghost {
				e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: e.Caret(), Text: " a ghost. Another."})
				if e.selected() {
					continue
				}
				if !e.Do(command) {
					t.Errorf("%q isn't done", command)
				}
				checkLayout(t, e)
			}
		}
	}
	if e := open(t, "", Options{}); e.Do("no such command") {
		t.Error("an unknown command counts as done")
	}
}

func TestWindowsOfAnySize(t *testing.T) {
	const keys = "Ctrl+End Prior Next Up Home Ctrl+Home Down End Shift+Next Return Tab Delete BackSpace Ctrl+Z"
	for _, size := range []fyne.Size{{Width: 0, Height: 0}, {Width: 1, Height: 1}, {Width: 10, Height: 400}, {Width: 500, Height: 5}, {Width: 9000, Height: 6000}} {
		for _, text := range []string{"", longText(50), strings.Repeat("海从来，不记得。and the sea ", 3000)} {
			e := open(t, text, Options{})
			e.SetTypewriter(size.Width > 400)
			e.Resize(size)
			r := rand.New(rand.NewSource(1))
			for _, key := range strings.Fields(keys) {
				press(t, e, key)
				e.TypedRune('a')
				e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: e.Caret(), Text: strings.Repeat("ghost text 海 ", 300)})
				e.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, float32(r.Intn(2000)-1000))})
				e.setZoom(0.5 + r.Float32()*3)
				if size.Height > 0 {
					checkLayout(t, e)
				}
			}
		}
	}
}

func TestGoToLine(t *testing.T) {
	e := open(t, longText(300), Options{})
	for line, want := range map[int]string{1: "0 ", 200: "199 ", 0: "0 "} {
		e.GoToLine(line)
		if got := e.snap.Slice(e.Caret(), e.Caret()+len(want)); got != want {
			t.Errorf("line %d begins with %q, want %q", line, got, want)
		}
		checkWindow(t, e)
	}
}

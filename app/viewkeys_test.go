package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inkling/editor"
	"inkling/editor/buffer"
)

// pressKey presses a key the way the driver does while the page has the keyboard.
func (w *window) pressKey(k keystroke) {
	if k.modifiers == 0 {
		w.page.TypedKey(&fyne.KeyEvent{Name: k.key})
		return
	}
	w.page.TypedShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifiers})
}

// Every key of the command table that works on the page does what its command
// says, pressed on the page.
func TestViewKeysSetThePage(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.page.SetBuffer(buffer.New("one two\nthree", buffer.Options{}))
	usual := w.page.Style()
	for _, test := range []struct {
		command string
		grows   func(s editor.Style) float32
	}{
		{"view.wider", func(s editor.Style) float32 { return s.ColumnWidth }},
		{"view.narrower", func(s editor.Style) float32 { return -s.ColumnWidth }},
		{"view.looser", func(s editor.Style) float32 { return s.LineHeight }},
		{"view.tighter", func(s editor.Style) float32 { return -s.LineHeight }},
		{"view.zoom-in", func(s editor.Style) float32 { return s.Zoom }},
		{"view.zoom-out", func(s editor.Style) float32 { return -s.Zoom }},
	} {
		before := test.grows(w.page.Style())
		w.pressKey(w.command(test.command).keys[0])
		if after := test.grows(w.page.Style()); after <= before {
			t.Errorf("%s: from %v to %v", test.command, before, after)
		}
	}
	if now := w.page.Style(); abs(now.ColumnWidth-usual.ColumnWidth) > 0.01 || abs(now.LineHeight-usual.LineHeight) > 0.01 {
		t.Errorf("there and back is %.2f ems and %.2f, want %.2f and %.2f", now.ColumnWidth, now.LineHeight, usual.ColumnWidth, usual.LineHeight)
	}
	for range 50 {
		w.pressKey(w.command("view.wider").keys[0])
		w.pressKey(w.command("view.tighter").keys[0])
	}
	if s := w.page.Style(); s.ColumnWidth != editor.ColumnWidths().Most || s.LineHeight != editor.LineHeights().Least {
		t.Errorf("at the end of the ranges: %v ems, %v", s.ColumnWidth, s.LineHeight)
	}
}

// What was chosen for the page holds after a restart.
func TestTypographyIsKept(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	w.setModes(func(m *pageModes) {
		m.Family, m.TextSize, m.LineHeight, m.ColumnWidth, m.FirstLine, m.HideChanges = editor.Sans, 20, 2, 50, true, true
	})
	want := w.page.Style()
	w.end()
	w = openTestWindow(t, dir)
	if got := w.page.Style(); got.Typography != want.Typography || got.TextSize != 20 {
		t.Errorf("after a restart %+v, want %+v", got.Typography, want.Typography)
	}
	if !w.modes.HideChanges {
		t.Error("changed lines are marked again")
	}
}

func TestEditKeysOnThePage(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.page.SetBuffer(buffer.New("one two\nthree one", buffer.Options{}))
	w.pressKey(w.command("edit.find").keys[0])
	if !w.find.visible() {
		t.Fatal("Ctrl+F opens no find bar")
	}
	w.find.query.SetText("one")
	w.focusPage()
	w.pressKey(w.command("edit.find-next").keys[0])
	if start, _ := w.page.Selection(); start != len("one two\nthree ") {
		t.Errorf("F3 goes to %d", start)
	}
	w.pressKey(w.command("edit.find-previous").keys[0])
	w.pressKey(plain(fyne.KeyEscape))
	if w.find.visible() {
		t.Error("Escape leaves the find bar open")
	}
	w.pressKey(w.command("edit.line").keys[0])
	if w.window.Canvas().Overlays().Top() == nil {
		t.Error("Ctrl+G asks for no line")
	}
}

func TestALockedDocument(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	info, err := w.store.Create("one")
	if err != nil {
		t.Fatal(err)
	}
	w.openDocument(info.ID)
	lock := w.command("view.lock")
	lock.run()
	w.page.TypedRune('x')
	if got := w.page.Buffer().Snapshot().Text(); got != "one" {
		t.Errorf("typed into a locked document: %q", got)
	}
	if !lock.checked() || !w.notice.box.Visible() || w.notice.tag != "locked" {
		t.Error("nothing says why")
	}
	w.notice.answers.Objects[0].(*inkButton).run()
	w.page.TypedRune('x')
	if got := w.page.Buffer().Snapshot().Text(); got != "xone" || lock.checked() || w.notice.box.Visible() {
		t.Errorf("unlocked, typing gives %q", got)
	}
}

func abs(x float32) float32 { return max(x, -x) }

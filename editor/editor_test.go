package editor

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inkling/editor/buffer"
)

// open shows text in a window of the given size, with the keyboard in the editor.
func open(t testing.TB, text string, options Options) *Editor {
	t.Helper()
	options.Buffer = buffer.New(text, buffer.Options{})
	e := New(options)
	w := test.NewTempWindow(t, e)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 400))
	w.Canvas().Focus(e)
	return e
}

// keysOf parses keys as "Ctrl+Shift+Left Tab".
func keysOf(t testing.TB, spec string) []Key {
	t.Helper()
	var keys []Key
	for _, word := range strings.Fields(spec) {
		var key Key
		parts := strings.Split(word, "+")
		for _, modifier := range parts[:len(parts)-1] {
			switch modifier {
			case "Ctrl":
				key.Modifier |= fyne.KeyModifierControl
			case "Shift":
				key.Modifier |= fyne.KeyModifierShift
			case "Alt":
				key.Modifier |= fyne.KeyModifierAlt
			default:
				t.Fatalf("no modifier %q", modifier)
			}
		}
		key.Name = fyne.KeyName(parts[len(parts)-1])
		keys = append(keys, key)
	}
	return keys
}

// press sends keys as "Ctrl+Shift+Left Tab" the way the driver does.
func press(t testing.TB, e *Editor, spec string) {
	t.Helper()
	for _, key := range keysOf(t, spec) {
		sendKey(e, key)
	}
}

// sendKey sends a key the way the driver does: Shift alone with TypedKey, others as shortcuts, some of which have names.
func sendKey(e *Editor, key Key) {
	clipboard := fyne.CurrentApp().Clipboard()
	named := map[fyne.KeyName]fyne.Shortcut{
		fyne.KeyZ: &fyne.ShortcutUndo{}, fyne.KeyY: &fyne.ShortcutRedo{}, fyne.KeyA: &fyne.ShortcutSelectAll{},
		fyne.KeyX: &fyne.ShortcutCut{Clipboard: clipboard}, fyne.KeyC: &fyne.ShortcutCopy{Clipboard: clipboard},
		fyne.KeyV: &fyne.ShortcutPaste{Clipboard: clipboard},
	}
	if shortcut, ok := named[key.Name]; ok && key.Modifier == fyne.KeyModifierControl {
		e.TypedShortcut(shortcut)
		return
	}
	if key.Modifier&^fyne.KeyModifierShift != 0 {
		e.TypedShortcut(&desktop.CustomShortcut{KeyName: key.Name, Modifier: key.Modifier})
		return
	}
	if key.Modifier == fyne.KeyModifierShift {
		e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	e.TypedKey(&fyne.KeyEvent{Name: key.Name})
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

// marked is the text with | at the caret and [ ] around the selection.
func marked(e *Editor) string {
	text := e.buffer.Snapshot().Text()
	start, end := e.Selection()
	switch {
	case start == end:
		return text[:start] + "|" + text[start:]
	case e.Caret() == start:
		return text[:start] + "|[" + text[start:end] + "]" + text[end:]
	}
	return text[:start] + "[" + text[start:end] + "]|" + text[end:]
}

// unmarked reads what marked writes.
func unmarked(text string) (plain string, anchor, caret int) {
	caret, anchor = -1, -1
	var b strings.Builder
	for _, r := range text {
		switch r {
		case '|':
			caret = b.Len()
		case '[', ']':
			if r == '[' || anchor < 0 || anchor == caret {
				anchor = b.Len()
			}
			if r == ']' && caret >= 0 && caret < b.Len() {
				anchor = b.Len()
			}
		default:
			b.WriteRune(r)
		}
	}
	if anchor < 0 {
		anchor = caret
	}
	return b.String(), anchor, caret
}

func TestKeys(t *testing.T) {
	for _, test := range []struct {
		name, before, keys, after string
	}{
		{"left by a character", "ab|c", "Left", "a|bc"},
		{"left by a whole emoji", "a👨‍👩‍👧‍👦|c", "Left", "a|👨‍👩‍👧‍👦c"},
		{"left with a selection goes to its start", "a[bc]|d", "Left", "a|bcd"},
		{"right with a selection goes to its end", "a|[bc]d", "Right", "abc|d"},
		{"right at the end stays", "abc|", "Right", "abc|"},
		{"right over a line end", "ab|\ncd", "Right", "ab\n|cd"},
		{"shift and right selects", "a|bc", "Shift+Right Shift+Right", "a[bc]|"},
		{"shift and left gives back", "a[bc]|", "Shift+Left", "a[b]|c"},
		{"a word to the right", "|one two", "Ctrl+Right", "one |two"},
		{"a word to the left", "one two|", "Ctrl+Left", "one |two"},
		{"select words", "|one two three", "Ctrl+Shift+Right Ctrl+Shift+Right", "[one two ]|three"},
		{"home and end", "one\ntw|o\nthree", "Home Shift+End", "one\n[two]|\nthree"},
		{"start of the document", "one\ntwo|", "Ctrl+Home", "|one\ntwo"},
		{"select to the end", "o|ne\ntwo", "Ctrl+Shift+End", "o[ne\ntwo]|"},
		{"up keeps the column", "abcdef\nab\nabcd|ef", "Up Up", "abcd|ef\nab\nabcdef"},
		{"up from the first row goes to the start", "ab|c", "Up", "|abc"},
		{"down from the last row goes to the end", "ab|c", "Down", "abc|"},
		{"a paragraph up", "one\ntw|o", "Ctrl+Up", "one\n|two"},
		{"two paragraphs up", "one\ntw|o", "Ctrl+Up Ctrl+Up", "|one\ntwo"},
		{"a paragraph down", "o|ne\ntwo", "Ctrl+Down", "one\n|two"},
		{"backspace", "ab|c", "BackSpace", "a|c"},
		{"backspace a flag", "a🇨🇳|c", "BackSpace", "a|c"},
		{"backspace at the start", "|abc", "BackSpace", "|abc"},
		{"backspace a selection", "a[bc]|d", "BackSpace", "a|d"},
		{"backspace joins lines", "ab\n|cd", "BackSpace", "ab|cd"},
		{"delete", "a|bc", "Delete", "a|c"},
		{"delete a word", "one |two three", "Ctrl+Delete", "one |three"},
		{"backspace a word", "one two| three", "Ctrl+BackSpace", "one | three"},
		{"enter", "ab|cd", "Return", "ab\n|cd"},
		{"enter keeps to the document's line ends", "ab\r\ncd|", "Return", "ab\r\ncd\r\n|"},
		{"enter goes on with a list", "- one|", "Return", "- one\n- |"},
		{"and with numbers", "1. one|", "Return", "1. one\n2. |"},
		{"enter on an empty item ends the list", "- one\n- |", "Return", "- one\n|"},
		{"shift and enter doesn't go on", "- one|", "Shift+Return", "- one\n|"},
		{"tab", "ab|cd", "Tab", "ab\t|cd"},
		{"select all", "a|b\nc", "Ctrl+A", "[ab\nc]|"},
		{"cut and paste", "one [two ]|three", "Ctrl+X Ctrl+Home Ctrl+V", "two |one three"},
		{"copy and paste over a selection", "[one]| two", "Ctrl+C Ctrl+End Shift+Left Ctrl+V", "one twone|"},
		{"undo a deletion restores the selection", "a[bc]|d", "BackSpace Ctrl+Z", "a[bc]|d"},
		{"redo", "a[bc]|d", "BackSpace Ctrl+Z Ctrl+Shift+Z", "a|d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, anchor, caret := unmarked(test.before)
			e := open(t, text, Options{})
			e.SelectRange(anchor, caret)
			press(t, e, test.keys)
			if got := marked(e); got != test.after {
				t.Errorf("%s from %q: %q, want %q", test.keys, test.before, got, test.after)
			}
		})
	}
}

func TestALockedTextStays(t *testing.T) {
	e := open(t, "one two", Options{})
	e.TypedRune('x')
	refused := 0
	e.buffer.Lock(func() { refused++ })
	e.SetCaret(3)
	for _, try := range []func(){
		func() { test.Type(e, "x") },
		func() { press(t, e, "BackSpace") }, func() { press(t, e, "Delete") }, func() { press(t, e, "Return") }, func() { press(t, e, "Tab") },
		func() { press(t, e, "Ctrl+V") }, func() { press(t, e, "Ctrl+Z") }, func() { press(t, e, "Ctrl+A Ctrl+X") },
		func() { e.SelectRange(0, 3); e.dropSelection(5, false) },
		func() { _ = e.Replace(buffer.Edit{Start: 0, End: 1}, buffer.Other) },
		func() { _ = e.ReplaceRanges([]buffer.Edit{{Start: 0, End: 1}}, buffer.Replace) },
	} {
		before := refused
		fyne.CurrentApp().Clipboard().SetContent("from elsewhere")
		try()
		if got := e.snap.Text(); got != "xone two" {
			t.Fatalf("the locked text became %q", got)
		}
		if refused == before {
			t.Error("an edit was refused without a word")
		}
	}
	e.SetCaret(3)
	if e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: e.Caret(), Text: "a"}) {
		t.Error("a ghost is shown in a locked text")
	}
	e.buffer.Unlock()
	press(t, e, "Ctrl+Z")
	if got := e.snap.Text(); got != "one two" {
		t.Errorf("unlocked and undone: %q", got)
	}
}

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
			event := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
			event.Position = at(e, 18)
			e.MouseDown(event)
			e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(e, 4)}})
			e.DragEnd()
		}, "one |[two three\nfour] five six"},
		{"a drag from a double click selects words", func(e *Editor) {
			click(e, at(e, 5), 0)
			event := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
			event.Position = at(e, 5)
			e.MouseDown(event)
			e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(e, 10)}})
			e.DragEnd()
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

// What the page has no command for is the canvas's.
func TestUnknownShortcutsAreNotThePages(t *testing.T) {
	e := open(t, "", Options{})
	for spec, own := range map[string]bool{"Ctrl+F": false, "Alt+]": false, "Ctrl+Left": true, "Ctrl+Shift+End": true} {
		if done := e.press(keysOf(t, spec)[0]); done != own {
			t.Errorf("%s is done by the page: %v", spec, done)
		}
	}
}

func TestTheProgramSeesKeysFirst(t *testing.T) {
	var got []Key
	e := open(t, "a b", Options{OnKey: func(k Key) bool {
		got = append(got, k)
		return k.Name == fyne.KeyTab
	}})
	press(t, e, "Tab Shift+Tab Ctrl+Right")
	want := []Key{{fyne.KeyTab, 0}, {fyne.KeyTab, fyne.KeyModifierShift}, {fyne.KeyRight, fyne.KeyModifierControl}}
	if !slices.Equal(got, want) {
		t.Errorf("keys %v, want %v", got, want)
	}
	if text := marked(e); text != "a |b" {
		t.Errorf("%q after keys that the program took, want %q", text, "a |b")
	}
}

// Random keys must do to the text what they do to a plain string, and leave the layout as a fresh one would be.
func TestRandomKeysAgainstPlainString(t *testing.T) {
	moves := strings.Fields("Left Right Up Down Home End Prior Next Ctrl+Left Ctrl+Right Ctrl+Up Ctrl+Down Ctrl+Home Ctrl+End")
	for seed := range int64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewSource(seed))
			text := brokenText(r)
			e := open(t, text, Options{})
			var history []string
			for range 150 {
				snap := buffer.NewSnapshot(text)
				start, end := e.Selection()
				replace := func(from, to int, insert string) { text = text[:from] + insert + text[to:] }
				action := r.Intn(13)
				switch action {
				case 0, 1:
					typed := []rune(alphabet[r.Intn(len(alphabet))])[0]
					if e.ghost.Text != "" && r.Intn(2) == 0 {
						typed = []rune(e.ghost.Text)[0]
					}
					e.TypedRune(typed)
					replace(start, end, string(typed))
				case 2:
					lineEnd := e.lineEnd()
					press(t, e, "Shift+Return")
					replace(start, end, lineEnd)
				case 3:
					press(t, e, "BackSpace")
					if start == end {
						start = snap.PrevGrapheme(end)
					}
					replace(start, end, "")
				case 4:
					press(t, e, "Delete")
					if start == end {
						end = snap.NextGrapheme(start)
					}
					replace(start, end, "")
				case 5:
					e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: e.Caret(), Text: randomText(r, 1+r.Intn(30))})
				case 6:
					part := GhostPart(r.Intn(3))
					if g, ok := e.Ghost(); ok {
						e.AcceptGhost(part)
						rest, _ := e.Ghost()
						replace(g.Offset, g.Offset, strings.TrimSuffix(g.Text, rest.Text))
					}
				case 8: // somebody else edits the text
					from := r.Intn(len(text) + 1)
					to := min(from+r.Intn(20), len(text))
					insert := strings.ReplaceAll(randomText(r, r.Intn(5)), "n", "\n")
					e.buffer.Apply(buffer.Edit{Start: from, End: to, Text: insert}, buffer.Fix)
					e.update()
					replace(from, to, insert)
				case 9: // many edits at once
					var edits []buffer.Edit
					var want strings.Builder
					at := 0
					for at < len(text) && len(edits) < 10 {
						from := at + r.Intn(min(200, len(text)-at)+1)
						to := min(from+r.Intn(10), len(text))
						edits = append(edits, buffer.Edit{Start: from, End: to, Text: randomText(r, r.Intn(3))})
						want.WriteString(text[at:from] + edits[len(edits)-1].Text)
						at = to + 1
						if to < len(text) {
							want.WriteString(text[to : to+1])
						}
					}
					if at < len(text) {
						want.WriteString(text[at:])
					}
					if err := e.ReplaceRanges(edits, buffer.Replace); err != nil {
						t.Fatal(err)
					}
					text = want.String()
				case 11, 12:
					text = dragAtRandom(e, r, text)
				case 10: // the window changes
					switch r.Intn(3) {
					case 0:
						e.Resize(fyne.NewSize(300+float32(r.Intn(500)), 200+float32(r.Intn(300))))
					case 1:
						e.setZoom(0.7 + r.Float32())
					case 2:
						e.view.scroll(float32(r.Intn(2000) - 1000))
						e.update()
					}
				case 7:
					key := moves[r.Intn(len(moves))]
					if r.Intn(3) == 0 {
						key = strings.Replace("Shift+"+key, "Shift+Ctrl+", "Ctrl+Shift+", 1)
					}
					g, _ := e.Ghost()
					press(t, e, key)
					if rest, _ := e.Ghost(); key == "Ctrl+Right" && g.Text != "" { // takes a word of the ghost
						replace(g.Offset, g.Offset, strings.TrimSuffix(g.Text, rest.Text))
					}
				}
				if got := e.buffer.Snapshot().Text(); got != text {
					t.Fatalf("after action %d at [%d, %d) the text differs: %s", action, start, end, difference(got, text))
				}
				history = append(history, text)
				if e.caret < 0 || e.caret > len(text) || e.anchor < 0 || e.anchor > len(text) {
					t.Fatalf("caret %d, anchor %d in %d bytes", e.caret, e.anchor, len(text))
				}
				if g, ok := e.Ghost(); ok && (g.Offset != e.caret || g.Revision != e.buffer.Revision()) {
					t.Fatalf("the ghost is at %d of revision %d, the caret at %d of %d", g.Offset, g.Revision, e.caret, e.buffer.Revision())
				}
				checkLayout(t, e)
			}
			e.ClearGhost()
			for e.Undo() {
				checkLayout(t, e)
			}
			if got := e.buffer.Snapshot().Text(); len(history) > 0 && got != brokenText(rand.New(rand.NewSource(seed))) {
				t.Errorf("after undoing everything the text is %q", got)
			}
		})
	}
}

// dragAtRandom clicks or drags somewhere, which may also be the selection or the scroll bar, and returns what the text
// must be then.
func dragAtRandom(e *Editor, r *rand.Rand, text string) string {
	somewhere := func() fyne.Position {
		return fyne.NewPos(float32(r.Intn(int(e.Size().Width)+40)-20), float32(r.Intn(int(e.Size().Height)+40)-20))
	}
	event := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: []fyne.KeyModifier{0, 0, fyne.KeyModifierShift, fyne.KeyModifierControl}[r.Intn(4)]}
	event.Position = somewhere()
	if at, height, ok := e.PositionOf((e.caret + e.anchor) / 2); ok && r.Intn(2) == 0 {
		event.Position = at.AddXY(1, height/2) // often the selection
	}
	if r.Intn(8) == 0 {
		event.Button = desktop.MouseButtonSecondary
	}
	e.MouseDown(event)
	for range r.Intn(3) {
		event.Position = somewhere()
		e.Dragged(&fyne.DragEvent{PointEvent: event.PointEvent})
	}
	if m := &e.mouse; m.dropping && e.over(m.at) {
		start, end := e.Selection()
		if to := m.dropAt; to < start || to > end {
			moved := text[:to] + text[start:end] + text[to:]
			if event.Modifier&fyne.KeyModifierControl == 0 {
				if to < start {
					start, end = start+end-start, end+end-start
				}
				moved = moved[:start] + moved[end:]
			}
			text = moved
		}
	}
	e.MouseUp(event)
	e.DragEnd()
	return text
}

// difference shows where two texts part.
func difference(got, want string) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	around := func(s string) string { return s[max(i-20, 0):min(i+20, len(s))] }
	return fmt.Sprintf("at %d it has %q, want %q", i, around(got), around(want))
}

// brokenText is random text of many lines.
func brokenText(r *rand.Rand) string {
	text := strings.ReplaceAll(randomText(r, 200), "n", "\n")
	return strings.NewReplacer("*", "\n*", "~", "\n~", "# ", "\n# ", "> ", "\n> ", "- ", "\n- ", "word", "word\r\n", "3.14", "\r3.14").Replace(text)
}

// checkLayout compares what is laid out with a fresh layout of the same text.
func checkLayout(t *testing.T, e *Editor) {
	t.Helper()
	v := e.view
	if v.snap != e.snap {
		t.Fatal("the view is not at the buffer's text")
	}
	fresh := newView(v.wrap.set)
	fresh.wrap, fresh.height, fresh.above = v.wrap, v.height, v.above
	fresh.reset(v.snap)
	fresh.ghost, fresh.ghostAt, fresh.ghostLine = v.ghost, v.ghostAt, v.ghostLine
	fresh.styler.off = v.styler.off
	for i := range e.paint.seen {
		row := &e.paint.seen[i]
		p := fresh.paragraph(row.line)
		fresh.wrap.toEnd(p)
		if row.row >= p.rows.count() || row.start != p.rows.start(row.row) || row.end != p.rows.start(row.row+1) {
			t.Fatalf("row %d of line %d is [%d, %d), wrapped afresh %v", row.row, row.line, row.start, row.end, starts(&p.rows))
		}
		if row.at != v.snap.LineStart(row.line) {
			t.Fatalf("line %d starts at %d, want %d", row.line, row.at, v.snap.LineStart(row.line))
		}
	}
	if last := e.paint.seen[len(e.paint.seen)-1]; last.y+last.height < v.height {
		if _, more := v.next(last.place); more {
			t.Fatal("the window isn't filled although there is more text")
		}
	}
}

package editor

import (
	"slices"
	"strings"
	"testing"

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

// keyTest is a text, what is typed in it, and what is there then, with the caret and
// the selection as marked shows them.
type keyTest struct{ name, before, keys, after string }

func checkKeys(t *testing.T, tests []keyTest) {
	t.Helper()
	for _, test := range tests {
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
	for i := range len(text) { // by bytes, for those that are no characters
		switch c := text[i]; c {
		case '|':
			caret = b.Len()
		case '[', ']':
			if c == '[' || anchor < 0 || anchor == caret {
				anchor = b.Len()
			}
			if c == ']' && caret >= 0 && caret < b.Len() {
				anchor = b.Len()
			}
		default:
			b.WriteByte(c)
		}
	}
	if anchor < 0 {
		anchor = caret
	}
	return b.String(), anchor, caret
}

func TestKeys(t *testing.T) {
	checkKeys(t, []keyTest{
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
		{"undo the end of a list", "- one\n- |", "Return Ctrl+Z", "- one\n- |"},
		{"undo the next item", "- one|", "Return Ctrl+Z", "- one|"},
		{"undo a paste", "one [two]|", "Ctrl+X Home Ctrl+V Ctrl+Z", "|one "},
		{"undo what was cut", "one [two]|", "Ctrl+X Ctrl+Z", "one [two]|"},
		{"undo a word deleted", "one two|", "Ctrl+BackSpace Ctrl+Z", "one two|"},
		{"at the start nothing is before", "|one", "Ctrl+BackSpace Left Up Ctrl+Left Prior Shift+Tab Ctrl+Z", "|one"},
		{"at the end nothing is behind", "one|", "Ctrl+Delete Delete Right Ctrl+Right Down Next Ctrl+Shift+Z", "one|"},
		{"in an empty document", "|", "BackSpace Delete Left Right Up Down Home End Prior Next Ctrl+A Ctrl+C Ctrl+X Ctrl+Z Shift+Tab", "|"},
		{"over CRLF as over one character", "a|\r\nb", "Right Left Delete", "a|b"},
		{"select over CRLF", "a|\r\nb", "Shift+Right", "a[\r\n]|b"},
		{"backspace CRLF", "a\r\n|b", "BackSpace", "a|b"},
		{"backspace a bad byte", "a\xff\xfe|b", "BackSpace", "a\xff|b"},
		{"backspace a letter with its mark", "ae\u0301|b", "BackSpace", "a|b"},
		{"delete a family", "a|👨‍👩‍👧‍👦b", "Delete", "a|b"},
		{"redo", "a[bc]|d", "BackSpace Ctrl+Z Ctrl+Shift+Z", "a|d"},
	})
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

func TestAScreenReaderReadsTheCaretsParagraph(t *testing.T) {
	e := open(t, "one\ntwo 二\n"+strings.Repeat("x", 2*longParagraph), Options{})
	e.SetCaret(6)
	if got := e.AccessibilityLabel(); got != "two 二" {
		t.Errorf("it reads %q", got)
	}
	if e.SetCaret(e.snap.Len()); len(e.AccessibilityLabel()) != longParagraph || e.AccessibilityRole() != fyne.AccessibleRoleText {
		t.Errorf("of a long paragraph it reads %d bytes, as %q", len(e.AccessibilityLabel()), e.AccessibilityRole())
	}
}

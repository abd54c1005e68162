package app

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inkling/editor"
	"inkling/store"
)

func (w *window) press(k keystroke) {
	if k.withCommand() {
		w.page.TypedShortcut(k.shortcut())
		return
	}
	w.page.TypedKey(&fyne.KeyEvent{Name: k.key})
}

// A key that the writer chose does the command, the usual one does not, and
// both hold after a restart.
func TestOwnKeysHoldAfterARestart(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	own := keystroke{fyne.KeyJ, fyne.KeyModifierAlt}
	if lost, err := w.rebind(w.command("view.documents"), own); err != nil || lost != nil {
		t.Fatalf("rebind: lost %v, %v", lost, err)
	}
	check := func(when string) {
		t.Helper()
		folded := w.columns.leftFolded
		if w.press(plain(fyne.KeyF9)); w.columns.leftFolded != folded {
			t.Errorf("%s: F9 still folds the documents", when)
		}
		if w.press(own); w.columns.leftFolded == folded {
			t.Errorf("%s: Alt+J does not fold the documents", when)
		}
	}
	check("at once")
	w.end()
	w = openTestWindow(t, dir)
	check("after a restart")
	w.resetKeys(w.command("view.documents"))
	if got := keysText(w.command("view.documents")); got != "F9" {
		t.Errorf("after the usual keys were asked for: %q, want F9", got)
	}
}

func TestAKeyBelongsToOneCommand(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	lost, err := w.rebind(w.command("edit.line"), ctrl(fyne.KeyN))
	if err != nil || lost == nil || lost.id != "file.new" {
		t.Fatalf("rebind of Ctrl+N: lost %+v, %v; want file.new", lost, err)
	}
	if len(lost.keys) != 0 {
		t.Errorf("the other command keeps %v", lost.keys)
	}
	w.resetKeys(nil)
	if got := keysText(lost); got != ctrl(fyne.KeyN).String() {
		t.Errorf("with all keys as usual, New document has %q", got)
	}
}

// Keys that write or move the caret stay with the page.
func TestKeysThatAreNeededForWritingAreRefused(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	for _, test := range []struct {
		command string
		key     keystroke
		refused bool
	}{
		{"edit.line", plain(fyne.KeyA), true},
		{"edit.line", shift(fyne.KeyA), true},
		{"edit.line", plain(fyne.KeyTab), true},
		{"edit.line", plain(fyne.KeyReturn), true},
		{"edit.line", takeWordKey(), true},
		{"edit.line", plain(fyne.KeyF6), false},
		{"edit.line", alt(fyne.KeyA), false},
		{"suggest.take", plain(fyne.KeyA), true},
		{"suggest.take", plain(fyne.KeySpace), true},
		{"suggest.take", plain(fyne.KeyBackspace), true},
		{"suggest.take", plain(fyne.KeyEnd), false},
		{"suggest.take", plain(fyne.KeyReturn), false},
	} {
		_, err := w.rebind(w.command(test.command), test.key)
		if refused := err != nil; refused != test.refused {
			t.Errorf("%s for %s: %v, want refused: %v", test.key, test.command, err, test.refused)
		}
	}
}

func TestTabTakesAWordIfTheWriterWants(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	take := func() string {
		w.page.SelectAll()
		w.page.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
		w.typeText("The sea")
		w.page.SetGhost(editor.Ghost{Revision: w.desk.buffer.Revision(), Offset: 7, Text: " was very calm."})
		w.press(plain(fyne.KeyTab))
		return w.text()
	}
	if got := take(); got != "The sea was very calm." {
		t.Errorf("Tab as usual: %q", got)
	}
	w.setTabTakes(tabTakesWord)
	if got := take(); strings.TrimSpace(got) != "The sea was" {
		t.Errorf("Tab for a word: %q", got)
	}
	w.end()
	w = openTestWindow(t, dir)
	if w.tabTakes() != tabTakesWord {
		t.Error("the choice is lost after a restart")
	}
	w.setTabTakes(tabTakesAll)
	if got := take(); got != "The sea was very calm." {
		t.Errorf("Tab as usual again: %q", got)
	}
}

// A key taker waits for the whole keystroke, and leaves by Escape.
func TestKeysAreTakenFromTheKeyboard(t *testing.T) {
	for _, test := range []struct {
		name    string
		press   func(*keyTaker)
		took    string
		cleared bool
	}{
		{"a function key", func(k *keyTaker) { k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF6}) }, "F6", false},
		{"Alt, then the rest", func(k *keyTaker) {
			k.TypedKey(&fyne.KeyEvent{Name: desktop.KeyAltLeft})
			k.TypedShortcut(alt(fyne.KeyJ).shortcut())
		}, "Alt+J", false},
		{"a shortcut that the toolkit names", func(k *keyTaker) { k.TypedShortcut(&fyne.ShortcutCopy{}) }, ctrl(fyne.KeyC).String(), false},
		{"Escape", func(k *keyTaker) { k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) }, "", false},
		{"Backspace", func(k *keyTaker) { k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) }, "", true},
	} {
		took, cleared := "", false
		k := newKeyTaker("Ctrl+N")
		k.took, k.cleared = func(s keystroke) { took = s.String() }, func() { cleared = true }
		test.press(k)
		if took != test.took || cleared != test.cleared {
			t.Errorf("%s: took %q, cleared %v; want %q, %v", test.name, took, cleared, test.took, test.cleared)
		}
	}
}

// Escape closes the sheet whatever has the keyboard.
func TestEscapeClosesTheSettings(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	escape := &fyne.KeyEvent{Name: fyne.KeyEscape}
	for name, press := range map[string]func(){
		"nothing has the keyboard": func() { w.strayKey(escape) },
		"a switch has it": func() {
			w.openSettings(pageOfPage)
			check := firstOf[*sheetCheck](w.settings.popUp)
			w.window.Canvas().Focus(check)
			check.TypedKey(escape)
		},
		"a button has it": func() {
			w.openSettings(pageOfPage)
			button := firstOf[*inkButton](w.settings.popUp)
			w.window.Canvas().Focus(button)
			button.TypedKey(escape)
		},
	} {
		w.openSettings(pageOfPage)
		press()
		if w.settings != nil || w.window.Canvas().Overlays().Top() != nil {
			t.Errorf("%s: the sheet is still open", name)
		}
	}
}

// firstOf finds a widget of a type in what lies in o.
func firstOf[T fyne.CanvasObject](o fyne.CanvasObject) (found T) {
	for _, each := range test.LaidOutObjects(o) {
		if w, ok := each.(T); ok {
			return w
		}
	}
	return found
}

func TestEveryPageOfTheSettingsOpens(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	for i, page := range w.settingsPages() {
		w.openSettings(i)
		if w.settings == nil || w.settings.at != i {
			t.Errorf("%s does not open", page.title)
		}
	}
	w.settings.close()
	if w.settings != nil || w.window.Canvas().Focused() != w.page {
		t.Error("the page does not have the keyboard after the settings")
	}
}

// What is kept for learning can be erased, one by one.
func TestSamplesAreSeenAndErased(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	for _, text := range []string{"calm", "rough"} {
		if _, err := w.store.AddSample(store.Sample{Kind: store.Accepted, Text: text, Context: "The sea was "}); err != nil {
			t.Fatal(err)
		}
	}
	samples, err := w.newestSamples(1)
	if err != nil || len(samples) != 1 || samples[0].Text != "rough" {
		t.Fatalf("newest: %+v, %v", samples, err)
	}
	if got := sampleText(samples[0]); got != "… The sea was [rough]" {
		t.Errorf("shown as %q", got)
	}
	if rows := w.sampleRows(); len(rows) != 2 {
		t.Errorf("%d rows, want the counts and the list", len(rows))
	}
	if err := w.store.RemoveSample(samples[0].ID); err != nil {
		t.Fatal(err)
	}
	counts, err := w.store.CountSamples()
	if err != nil || counts[store.Accepted] != 1 {
		t.Errorf("left: %v, %v", counts, err)
	}
}

// Words can be taken out of the dictionary again.
func TestDictionaryWordsAreRemoved(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.writersWords()
	w.words.add("Inkwell")
	if err := w.store.AddWord("Inkwell"); err != nil {
		t.Fatal(err)
	}
	if err := w.removeWord("Inkwell"); err != nil {
		t.Fatal(err)
	}
	words, err := w.store.Words()
	if err != nil || slices.Contains(words, "Inkwell") || w.words.has("Inkwell") {
		t.Errorf("the word is still there: %v, %v", words, err)
	}
}

func TestKeystrokesAreReadAsTheyAreWritten(t *testing.T) {
	for _, k := range []keystroke{plain(fyne.KeyF8), ctrl(fyne.KeyComma), ctrlShift(fyne.KeyF), alt(fyne.KeyRightBracket), shift(fyne.KeyTab), {fyne.KeyPlus, fyne.KeyModifierControl | fyne.KeyModifierAlt}} {
		if got, err := parseKeystroke(k.String()); err != nil || got != k {
			t.Errorf("%v is read as %v, %v", k, got, err)
		}
	}
	for _, text := range []string{"", "Ctrl+", "Alt+Shift+"} {
		if k, err := parseKeystroke(text); err == nil {
			t.Errorf("%q is read as %v", text, k)
		}
	}
}

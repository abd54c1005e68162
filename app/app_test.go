package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inkling/assets/fonts"
	"inkling/model/catalog"
	"inkling/store"
)

// window is the program on a data folder, in the toolkit's test driver and
// without any model. The test's goroutine is the toolkit's: what comes back
// from others waits until the test lets it in.
type window struct {
	*App
	t     *testing.T
	queue chan func()
}

func openTestWindow(t *testing.T, dir string) *window {
	t.Helper()
	documents, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := catalog.Default()
	if err != nil {
		t.Fatal(err)
	}
	toolkit := test.NewTempApp(t)
	queue := make(chan func(), 4096)
	a := newApp(Config{DataDir: dir}, toolkit, inkTheme{han: resourceOf(fonts.SansHan())}, documents, catalogue, func(f func()) { queue <- f })
	a.suggest.whileTyping = false
	a.open()
	w := &window{a, t, queue}
	t.Cleanup(func() {
		if w.store != nil {
			w.end()
		}
	})
	return w
}

// end closes the window as the writer does.
func (w *window) end() {
	w.t.Helper()
	w.quit()
	if err := w.close(); err != nil {
		w.t.Errorf("close: %v", err)
	}
	w.store = nil
}

// letIn runs what came back from other goroutines so far.
func (w *window) letIn() {
	for {
		select {
		case f := <-w.queue:
			f()
		default:
			return
		}
	}
}

// waitFor lets in what comes back until something has come about.
func (w *window) waitFor(what string, done func() bool) {
	w.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.t.Fatalf("waited in vain for %s", what)
		}
		w.letIn()
	}
}

func (w *window) typeText(text string) {
	for _, r := range text {
		if r == '\n' {
			w.page.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			continue
		}
		w.page.TypedRune(r)
	}
}

func (w *window) text() string { return w.desk.buffer.Snapshot().Text() }

func (w *window) titles() []string {
	var titles []string
	for _, d := range w.documents.all {
		titles = append(titles, d.title)
	}
	return titles
}

func TestTextAndCaretAreThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	w.typeText("First line\n第二行，有中文。")
	w.page.SetCaret(5)
	w.end()

	w = openTestWindow(t, dir)
	if got, want := w.text(), "First line\n第二行，有中文。"; got != want {
		t.Errorf("text after the restart: %q, want %q", got, want)
	}
	if w.page.Caret() != 5 {
		t.Errorf("caret after the restart: %d, want 5", w.page.Caret())
	}
}

func TestTheLastDocumentIsOpenedAgain(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	w.typeText("Older")
	first := w.desk.id
	w.newDocument()
	w.typeText("Newer")
	w.openDocument(first)
	w.end()

	w = openTestWindow(t, dir)
	if got := w.text(); got != "Older" {
		t.Errorf("the document that was open last holds %q, got %q", "Older", got)
	}
}

func TestNewDocumentKeepsAnEmptyOne(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	id := w.desk.id
	w.newDocument()
	if w.desk.id != id {
		t.Error("an empty document was left for another empty one")
	}
	w.typeText("text")
	w.newDocument()
	if w.desk.id == id {
		t.Error("a document with text was not left")
	}
}

func TestUndoIsStillThereAfterAnotherDocumentWasOpen(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("kept")
	first := w.desk.id
	w.newDocument()
	w.typeText("other")
	w.openDocument(first)
	w.page.Undo()
	if got := w.text(); got != "" {
		t.Errorf("after undo: %q, want the typing undone", got)
	}
	w.page.Redo()
	if got := w.text(); got != "kept" {
		t.Errorf("after redo: %q, want %q", got, "kept")
	}
}

func TestDeleteCanBeTakenBack(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("Do not lose me")
	id := w.desk.id
	w.deleteDocument(id)
	if w.desk.id == id {
		t.Fatal("the deleted document is still open")
	}
	if got := strings.Join(w.titles(), "|"); strings.Contains(got, "lose me") {
		t.Errorf("the list still shows the deleted document: %q", got)
	}
	if !w.notice.box.Visible() || len(w.notice.answers.Objects) == 0 {
		t.Fatal("no offer to take the deletion back")
	}
	test.Tap(w.notice.answers.Objects[0].(*inkButton))
	if w.desk.id != id || w.text() != "Do not lose me" {
		t.Errorf("after undo document %v with %q is open, want %v with its text", w.desk.id, w.text(), id)
	}
}

func TestRenamedTitleHoldsUntilItIsEmptied(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("# A heading\ntext")
	if err := w.saver.flush(); err != nil {
		t.Fatal(err)
	}
	w.letIn()
	if got := w.titles()[0]; got != "A heading" {
		t.Errorf("title %q, want the first line without its mark", got)
	}
	if got := w.givenTitle(); got != "" {
		t.Errorf("the first line is given to the model a second time, as the title %q", got)
	}
	if err := w.store.Rename(w.desk.id, "My name for it"); err != nil {
		t.Fatal(err)
	}
	w.listDocuments()
	info, err := w.store.Info(w.desk.id)
	if err != nil {
		t.Fatal(err)
	}
	w.documentSaved(info)
	if got := w.givenTitle(); got != "My name for it" {
		t.Errorf("the model is told the title %q, want the given one", got)
	}
	if got := w.titles()[0]; got != "My name for it" {
		t.Errorf("title %q, want the given one", got)
	}
}

func TestImportTakesUTF8TextOnce(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	w := openTestWindow(t, t.TempDir())

	path := write("note.md", "\ufeffFrom a file\r\nwith two lines\r\n")
	if !w.importFile(path) {
		t.Fatal("a UTF-8 file was refused")
	}
	if got, want := w.text(), "From a file\r\nwith two lines\r\n"; got != want {
		t.Errorf("imported %q, want %q", got, want)
	}
	id := w.desk.id
	w.newDocument()
	w.importFile(path)
	if w.desk.id != id {
		t.Error("the same file was taken in twice")
	}

	for name, content := range map[string]string{"latin1.txt": "caf\xe9", "binary.txt": "a\x00b"} {
		if w.importFile(write(name, content)) {
			t.Errorf("%s was taken for UTF-8 text", name)
		}
		if w.desk.id != id {
			t.Errorf("%s changed the open document", name)
		}
	}
	if w.importFile(filepath.Join(dir, "missing.txt")) || w.importFile(dir) {
		t.Error("a missing file or a folder was taken in")
	}
}

func TestFileNameIsFitForEverySystem(t *testing.T) {
	for title, want := range map[string]string{
		"a/b\\c:d":  "a-b-c-d",
		"../secret": "---secret",
		"海边的早晨":     "海边的早晨",
		"tab\there": "tab here",
	} {
		if got := fileName(title); got != want {
			t.Errorf("fileName(%q) = %q, want %q", title, got, want)
		}
	}
	if got := fileName(strings.Repeat("长", 300)); len([]rune(got)) != 80 {
		t.Errorf("a long title makes a name of %d characters", len([]rune(got)))
	}
}

func TestDayGroupGoesByTheCalendar(t *testing.T) {
	now := time.Date(2026, 3, 12, 0, 30, 0, 0, time.UTC)
	for _, test := range []struct {
		age  time.Duration
		want string
	}{
		{10 * time.Minute, "Today"},
		{time.Hour, "Yesterday"},
		{25 * time.Hour, "This week"},
		{20 * 24 * time.Hour, "This month"},
		{60 * 24 * time.Hour, "Earlier"},
		{-time.Hour, "Today"}, // a clock that jumped back
	} {
		if got := dayGroup(now.Add(-test.age), now); got != test.want {
			t.Errorf("dayGroup(%v ago) = %q, want %q", test.age, got, test.want)
		}
	}
}

// Every command can be run, in a window with a text, a selection and findings
// as well as in an empty one.
func TestEveryCommandRuns(t *testing.T) {
	for _, text := range []string{"", "She saw teh boat.\n\n第二段。"} {
		w := openTestWindow(t, t.TempDir())
		if text != "" {
			w.replaceText(text)
			w.checked()
			w.page.SetCaret(0)
		}
		for _, c := range w.commands {
			if c.id == "file.quit" || c.enabled != nil && !c.enabled() {
				continue
			}
			c.run()
			w.letIn()
			w.strayKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			if w.window.Canvas().Overlays().Top() != nil {
				t.Errorf("Escape does not close what %s opens", c.id)
				w.window.Canvas().Overlays().Top().Hide()
			}
		}
		w.learn.stop()
	}
}

func TestEveryKeyBelongsToOneCommand(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	owner, ids := map[keystroke]string{}, map[string]bool{}
	for _, c := range w.commands {
		if ids[c.id] {
			t.Errorf("two commands are called %s", c.id)
		}
		ids[c.id] = true
		if c.title == "" || c.run == nil {
			t.Errorf("%s has no title or does nothing", c.id)
		}
		for _, k := range c.keys {
			if other := owner[k]; other != "" {
				t.Errorf("%v runs both %s and %s", k, other, c.id)
			}
			owner[k] = c.id
		}
	}
	for _, menu := range menuOrder() {
		if len(menuItems(w.commands, menu)) == 0 {
			t.Errorf("the menu %s is empty", menu)
		}
	}
}

func TestEscapeClosesOneThingAtATime(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.documents.filter.SetText("abc")
	w.find.open()
	escape := &fyne.KeyEvent{Name: fyne.KeyEscape}
	w.page.TypedKey(escape)
	if w.find.visible() || w.documents.filter.Text == "" {
		t.Fatal("the first Escape is to close the find bar alone")
	}
	w.page.TypedKey(escape)
	if w.documents.filter.Text != "" {
		t.Error("the second Escape is to empty the filter")
	}
}

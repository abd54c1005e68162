package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"inkling/editor/buffer"
)

// files writes files and gives what a drop of them brings.
func files(t *testing.T, contents map[string]string, names ...string) []fyne.URI {
	t.Helper()
	dir := t.TempDir()
	var dropped []fyne.URI
	for _, name := range names {
		path := filepath.Join(dir, name)
		if content, ok := contents[name]; ok {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		dropped = append(dropped, storage.NewFileURI(path))
	}
	return dropped
}

func TestDroppedFilesBecomeDocuments(t *testing.T) {
	contents := map[string]string{"one.md": "First file.", "two.txt": "第二个文件。", "bad.doc": "\xd0\xcf\x11\xe0\x00",
		"page.html": "<html><head><title>x</title><style>p{}</style></head><body><h1>A page</h1><p>Its <b>text</b>.</p></body></html>"}
	for _, test := range []struct {
		name  string
		drop  []string
		shown string // of the text on the page
		says  string
	}{
		{"one", []string{"one.md"}, "First file.", "“one.md” is now among your documents"},
		{"of a web page what is read there", []string{"page.html"}, "A page\n\nIts text.", "“page.html” is now"},
		{"two: the last is shown", []string{"one.md", "two.txt"}, "第二个文件。", "2 files are now among your documents"},
		{"what is no text is refused by name", []string{"bad.doc"}, "Mine.", "bad.doc is not a text in UTF-8"},
		{"the others are taken all the same", []string{"bad.doc", "one.md"}, "First file.", "1 file is now among your documents"},
		{"a file that has gone", []string{"gone.txt"}, "Mine.", "gone.txt"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := openTestWindow(t, t.TempDir())
			w.page.Insert("Mine.", buffer.Paste)
			w.dropped(fyne.NewPos(1, 1), files(t, contents, test.drop...))
			if got := w.page.Buffer().Snapshot().Text(); got != test.shown {
				t.Errorf("the page shows %q, want %q", got, test.shown)
			}
			if !w.notice.box.Visible() || !strings.Contains(w.notice.message.text, test.says) {
				t.Errorf("the window says %q, want that %q", w.notice.message.text, test.says)
			}
		})
	}
}

func TestADroppedTextCanGoIntoTheText(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.page.Insert("one three", buffer.Paste)
	_ = w.saveNow()
	before, _ := w.store.List()
	at, height, _ := w.page.PositionOf(len("one "))
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.page)
	w.dropped(origin.Add(at).AddXY(0, height/2), files(t, map[string]string{"two.txt": "two "}, "two.txt"))
	if got := w.page.Buffer().Snapshot().Text(); got != "two " {
		t.Fatalf("the page shows %q, want the dropped file", got)
	}
	for _, o := range w.notice.answers.Objects {
		if b, ok := o.(*inkButton); ok && strings.HasPrefix(b.title, "Put it into") {
			test.Tap(b)
			break
		}
	}
	if got := w.page.Buffer().Snapshot().Text(); got != "one two three" {
		t.Errorf("the page shows %q, want the file in the text", got)
	}
	if after, _ := w.store.List(); len(after) != len(before) {
		t.Errorf("%d documents, want %d as before the drop", len(after), len(before))
	}
	w.page.Undo()
	if got := w.page.Buffer().Snapshot().Text(); got != "one three" {
		t.Errorf("after one undo the page shows %q", got)
	}
}

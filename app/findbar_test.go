package app

import (
	"strings"
	"testing"

	"inkling/editor/buffer"
)

func TestFindAndReplace(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.page.SetBuffer(buffer.New("One cat, two cats. A Cat.", buffer.Options{}))
	w.find.openReplace()
	w.find.query.SetText("cat")
	if w.find.count.text != "1 of 3" || w.page.SelectedText() != "cat" {
		t.Fatalf("the bar says %q, the page selects %q", w.find.count.text, w.page.SelectedText())
	}
	w.find.next()
	w.find.replacement.SetText("dog")
	w.find.replaceOne()
	if got := w.page.Buffer().Snapshot().Text(); got != "One cat, two dogs. A Cat." {
		t.Fatalf("replacing one gives %q", got)
	}
	w.find.replaceAll()
	if got := w.page.Buffer().Snapshot().Text(); got != "One dog, two dogs. A dog." || w.find.count.text != "2 replaced" {
		t.Fatalf("replacing all gives %q, the bar says %q", got, w.find.count.text)
	}
	w.page.Undo()
	if got := w.page.Buffer().Snapshot().Text(); got != "One cat, two dogs. A Cat." {
		t.Errorf("one undo gives %q", got)
	}
	w.find.options.Regexp = true
	w.find.query.SetText("(cat")
	if w.find.count.text != "a bracket ( is never closed" {
		t.Errorf("for a wrong expression the bar says %q", w.find.count.text)
	}
}

func TestFindInALongText(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	text := strings.Repeat("The quick brown fox jumps.\n", 1+searchHere/20)
	w.page.SetBuffer(buffer.New(text, buffer.Options{}))
	w.find.open()
	w.find.query.SetText("") // no other search is under way
	w.find.options.MatchCase = true
	found := false
	w.find.query.OnChanged = func(string) { w.find.refreshThen(func() { found = true }) }
	w.find.query.SetText("fox")
	w.waitFor("the end of the search", func() bool { return found })
	if want := min(strings.Count(text, "fox"), mostMatches); len(w.find.matches) != want {
		t.Errorf("%d matches, want %d", len(w.find.matches), want)
	}
	if w.find.giveUp != nil {
		t.Error("the search still counts as under way")
	}
}

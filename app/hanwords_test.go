package app

import (
	"slices"
	"testing"
	"time"

	"inkling/editor"
)

func TestWordMovementInChinese(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	for _, r := range "我们今天去图书馆。" {
		w.page.TypedRune(r)
	}
	for deadline := time.Now().Add(30 * time.Second); w.hanWords.list.Load() == nil; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the list of words was never read")
		}
	}
	w.page.SetCaret(0)
	var stops []string
	for range 4 {
		from := w.page.Caret()
		w.page.Do(editor.MoveWordRight)
		stops = append(stops, w.page.Buffer().Snapshot().Slice(from, w.page.Caret()))
	}
	if got, want := stops, []string{"我们", "今天", "去", "图书馆。"}; !slices.Equal(got, want) {
		t.Errorf("Ctrl+Right goes by %q, want %q", got, want)
	}
}

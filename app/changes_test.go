package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"inkling/editor/buffer"
)

func TestChangedLinesAreMarkedUntilTheyAreAsBefore(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.page.SetBuffer(buffer.New("one\ntwo\nthree", buffer.Options{}))
	w.changes.opened()
	marked := func(want string) {
		t.Helper()
		var got string
		for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			fyne.DoAndWait(func() {
				got = ""
				for _, r := range w.page.ChangedLines() {
					got += w.page.Buffer().Snapshot().Slice(r.Start, r.End)
				}
			})
			if got == want {
				return
			}
		}
		t.Fatalf("the lines marked as changed are %q, want %q", got, want)
	}
	w.page.SetCaret(5)
	w.page.Insert("x", buffer.Paste)
	marked("txwo\n")
	w.page.Undo()
	marked("")
	w.page.Redo()
	marked("txwo\n")
	w.setModes(func(m *pageModes) { m.HideChanges = true })
	marked("")
	w.setModes(func(m *pageModes) { m.HideChanges = false })
	marked("txwo\n")
}

package app

import (
	"testing"

	"inkling/editor/buffer"
)

func TestChangedLinesAreMarkedUntilTheyAreAsBefore(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.page.SetBuffer(buffer.New("one\ntwo\nthree", buffer.Options{}))
	w.changes.opened()
	marked := func(want string) {
		t.Helper()
		var got string
		w.waitFor("changed lines "+want, func() bool {
			got = ""
			for _, r := range w.page.ChangedLines() {
				got += w.page.Buffer().Snapshot().Slice(r.Start, r.End)
			}
			return got == want
		})
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

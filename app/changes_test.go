package app

import (
	"slices"
	"strings"
	"testing"

	"inkling/editor/buffer"
)

func TestChangedLinesAreMarkedUntilTheyAreAsBefore(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.page.SetBuffer(buffer.New("one\ntwo\nthree", buffer.Options{}))
	w.changes.opened(w.desk.id)
	w.changes.fromHere()
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
	w.changes.fromHere()
	marked("")
}

func TestChangesStayMarkedWhenAnotherDocumentWasOpen(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	first, err := w.store.Create("one\ntwo\n" + strings.Repeat("A long document.\n", 6<<20/17))
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.store.Create("other")
	if err != nil {
		t.Fatal(err)
	}
	w.openDocument(first.ID)
	w.page.SetCaret(0)
	w.page.Insert("x", buffer.Paste)
	w.openDocument(second.ID)
	w.waitFor("no changed lines", func() bool { return len(w.page.ChangedLines()) == 0 })
	w.openDocument(first.ID)
	w.waitFor("the changed line", func() bool {
		lines := w.page.ChangedLines()
		return len(lines) == 1 && w.page.Buffer().Snapshot().Slice(lines[0].Start, lines[0].End) == "xone\n"
	})
	w.page.Undo()
	w.waitFor("no changed lines after undoing", func() bool { return len(w.page.ChangedLines()) == 0 })
}

func TestWhatIsKeptIsTheNewest(t *testing.T) {
	size := func(n int) int { return n }
	for _, test := range []struct{ kept, want []int }{
		{nil, nil},
		{[]int{1, 2, 3}, []int{1, 2, 3}},
		{[]int{1, 2, 3, 4}, []int{2, 3, 4}},
		{[]int{1, keptBytes, 3}, []int{3}},
		{[]int{1, keptBytes}, []int{keptBytes}},
		{[]int{1, keptBytes + 1}, nil},
	} {
		if got := newest(slices.Clone(test.kept), 3, size); !slices.Equal(got, test.want) {
			t.Errorf("of %v %v is kept, want %v", test.kept, got, test.want)
		}
	}
}

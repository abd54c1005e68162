package app

import (
	"slices"
	"strings"
	"testing"

	"inkling/assist"
	"inkling/store"
)

func TestEarlierDocumentsAndTheDictionaryAreLearned(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	w.write("Old Ukridge coughed. So Ukridge left.")
	if err := w.store.AddWord("sproingle"); err != nil {
		t.Fatal(err)
	}
	w.end()

	w = openTestWindow(t, dir)
	w.suggest.past.jobs.Wait()
	complete := func(before string) string {
		// No model is here, so the words that were learned serve.
		c := w.suggest.continuer
		var got string
		_ = c.Suggest(t.Context(), assist.Request{Text: assist.Plain(before), Caret: len(before)}, func(s assist.Suggestion) bool {
			got = s.Text
			return true
		})
		return got
	}
	for before, want := range map[string]string{"And then Ukr": "idge", "A sproi": "ngle"} {
		if got := complete(before); got != want {
			t.Errorf("%q is completed with %q, want %q", before, got, want)
		}
	}
}

func TestADocumentIsLearnedOnceAndThenWhatIsNew(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	p := newPast(w.suggest.continuer, w.store)
	var read [][2]int
	text := func(from, to int) string {
		read = append(read, [2]int{from, to})
		return strings.Repeat("x", to-from)
	}
	for _, size := range []int{100, freshBytes, freshBytes + 100, 2*freshBytes + 50, 10, 3 * freshBytes, pastBytes * 3} {
		p.grown(store.ID(1), size, text)
		p.jobs.Wait()
	}
	want := [][2]int{{0, freshBytes}, {freshBytes, 2*freshBytes + 50}, {2 * pastBytes, 3 * pastBytes}}
	if !slices.Equal(read, want) {
		t.Errorf("learned %v, want %v: long texts only in part, small changes not at all", read, want)
	}
}

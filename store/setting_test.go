package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	type window struct {
		Width, Height float32
		Panes         []string
	}
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	want := window{1200.5, 800, []string{"documents", "助手"}}
	must(t, s.Set("window", want))
	must(t, s.Set("gone", 1))
	must(t, s.Unset("gone"))
	must(t, s.Close())
	s = openAt(t, dir, Options{})
	var got window
	if ok, err := s.Get("window", &got); !ok || err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("Get gave %+v, %v, %v", got, ok, err)
	}
	n := 7
	if ok, err := s.Get("gone", &n); ok || err != nil || n != 7 {
		t.Errorf("a setting that was removed gave %v, %v, %v", n, ok, err)
	}
	for name, err := range map[string]error{"no name": s.Set("", 1), "a long name": s.Set(strings.Repeat("n", 2000), 1),
		"a channel": s.Set("c", make(chan int))} {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if ok, err := s.Get("window", new(int)); ok || err == nil {
		t.Error("a window was read as a number")
	}
}

func TestDictionaryAndIgnores(t *testing.T) {
	s := openTemp(t, Options{})
	for _, w := range []string{"zebra", "墨", "apple", "apple", "", strings.Repeat("long", 20_000)} {
		must(t, s.AddWord(w))
	}
	must(t, s.AddIgnore("apple"))
	must(t, s.RemoveWord("zebra"))
	must(t, s.RemoveWord("never added"))
	words, err := s.Words()
	if err != nil || len(words) != 4 || words[1] != "apple" || words[3] != "墨" {
		t.Errorf("%d words: %.50q, %v", len(words), words, err)
	}
	must(t, s.RemoveIgnore("apple"))
	if ignores, err := s.Ignores(); len(ignores) != 0 || err != nil {
		t.Errorf("Ignores gave %q, %v", ignores, err)
	}
}

func TestSamplesAreReadInOrderWhileOthersAreAdded(t *testing.T) {
	s := openTemp(t, Options{})
	s.db.NoSync = true
	for i := range 600 {
		_, err := s.AddSample(Sample{Kind: Written, Text: fmt.Sprint(i)})
		must(t, err)
	}
	n := 0
	for sample, err := range s.Samples(t.Context(), 0) {
		must(t, err)
		if sample.Text != fmt.Sprint(n) || sample.Time.IsZero() {
			t.Fatalf("sample %d is %+v", n, sample)
		}
		if n++; n == 300 {
			_, err := s.AddSample(Sample{Kind: Corrected, Text: "600", Original: "6oo"})
			must(t, err)
		}
	}
	if n != 601 {
		t.Errorf("%d samples", n)
	}
	must(t, s.RemoveSample(601))
	if counts, err := s.CountSamples(); err != nil || counts[Written] != 600 || counts[Corrected] != 0 {
		t.Errorf("counts: %v, %v", counts, err)
	}
	if _, err := s.AddSample(Sample{Kind: 'x'}); !errors.Is(err, errSampleKind) {
		t.Errorf("a sample of no kind gave %v", err)
	}
}

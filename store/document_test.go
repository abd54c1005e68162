package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTitles(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"\n\n  \t\nFirst line\nSecond", "First line"},
		{"# A heading", "A heading"},
		{"###### Deep", "Deep"},
		{"#hashtag stays", "#hashtag stays"},
		{"#\nbelow an empty heading", "below an empty heading"},
		{"\ufeffAfter a byte order mark", "After a byte order mark"},
		{"第一行。\r\n第二行。", "第一行。"},
		{"tabs\tand\u2028breaks", "tabs and breaks"},
		{"a\x00b", "a b"},
		{"broken \xff\xfe bytes", "broken bytes"},
		{strings.Repeat("x", 200), strings.Repeat("x", 79) + "…"},
		{strings.Repeat("墨", 200), strings.Repeat("墨", 79) + "…"},
	}
	for _, tt := range tests {
		if got := titleOf(tt.text); got != tt.want {
			t.Errorf("titleOf(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestCountWords(t *testing.T) {
	tests := []struct {
		text string
		want int
	}{
		{"", 0}, {"one", 1}, {"one two\nthree", 3}, {"don't re-enter", 2}, {"it’s", 1}, {"— … !", 0},
		{"你好，世界", 4}, {"用Go写", 3}, {"naïve café", 2}, {"nai\u0308ve", 1}, {"3.14", 2}, {"\xff\xfe", 0},
	}
	for _, tt := range tests {
		if got := CountWords(tt.text); got != tt.want {
			t.Errorf("CountWords(%q) = %d, want %d", tt.text, got, tt.want)
		}
	}
}

func TestAnyTextAndTitleComesBackByteForByte(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	odd := []string{
		"", " ", "\x00", "../../etc/passwd", "CON", "a/b\\c:d*e?f", "\u202eright to left\u202c", "e\u0301 é", "👩\u200d👩\u200d👧\u200d👦 🏳\ufe0f\u200d🌈", "\u200b\u200d",
		"\ufeff", "ÀÉ", "ﷺ", strings.Repeat("a\u0300", 500), "\r", "line\u2028separator", "\U0010ffff", "\xff\xfe\x80",
		strings.Repeat("長い題名", 1000),
	}
	var ids []ID
	for _, text := range odd {
		info, err := s.Create(text)
		must(t, err)
		must(t, s.Rename(info.ID, text))
		ids = append(ids, info.ID)
	}
	must(t, s.Close())
	s = openAt(t, dir, Options{})
	for i, id := range ids {
		d, err := s.Load(id)
		must(t, err)
		if d.Text != odd[i] {
			t.Errorf("%q came back as %q", odd[i], d.Text)
		}
		if want := strings.ToValidUTF8(odd[i], "\ufffd"); want != "" && d.Title != want {
			t.Errorf("title %q came back as %q", want, d.Title)
		}
	}
}

func TestRenamedTitleStaysUntilItIsEmptied(t *testing.T) {
	s := openTemp(t, Options{})
	info, err := s.Create("first line")
	must(t, err)
	must(t, s.Rename(info.ID, "My title"))
	info, err = s.Save(info.ID, "another first line", 0, 0)
	must(t, err)
	if info.Title != "My title" || !info.Named {
		t.Errorf("after a save: %+v", info)
	}
	must(t, s.Rename(info.ID, ""))
	if info, err = s.Info(info.ID); err != nil || info.Title != "another first line" || info.Named {
		t.Errorf("after emptying: %+v, %v", info, err)
	}
}

func TestTrash(t *testing.T) {
	s := openTemp(t, Options{})
	info, err := s.Create("to be thrown away")
	must(t, err)
	must(t, s.SetLastOpen(info.ID))
	if err := s.Purge(info.ID); !errors.Is(err, ErrNotInTrash) {
		t.Errorf("Purge outside the trash gave %v", err)
	}
	must(t, s.Delete(info.ID))
	if list, err := s.List(); len(list) != 0 || err != nil {
		t.Errorf("the list shows %v, %v", list, err)
	}
	if _, ok, err := s.LastOpen(); ok || err != nil {
		t.Errorf("a document in the trash would be opened at the start: %v", err)
	}
	if d, err := s.Load(info.ID); err != nil || d.Text != "to be thrown away" || !d.Deleted || d.DeletedAt.IsZero() {
		t.Errorf("in the trash: %+v, %v", d, err)
	}
	must(t, s.Restore(info.ID))
	if d, err := s.Load(info.ID); err != nil || d.Deleted || !d.DeletedAt.IsZero() {
		t.Errorf("restored: %+v, %v", d, err)
	}
	must(t, s.Delete(info.ID))
	must(t, s.Set(DocumentSetting(info.ID, "talk"), "kept with it"))
	must(t, s.Set(DocumentSetting(info.ID*10+1, "talk"), "another's"))
	must(t, s.Purge(info.ID))
	var talk string
	if ok, err := s.Get(DocumentSetting(info.ID, "talk"), &talk); ok || err != nil {
		t.Errorf("a setting of the purged document is still there: %q, %v", talk, err)
	}
	if ok, err := s.Get(DocumentSetting(info.ID*10+1, "talk"), &talk); !ok || err != nil {
		t.Errorf("another document's setting is gone: %v", err)
	}
	if _, err := s.Load(info.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("Load after Purge gave %v", err)
	}
	next, err := s.Create("a new one")
	must(t, err)
	if next.ID == info.ID {
		t.Error("a purged document's number was used again")
	}
}

func TestLargeDocument(t *testing.T) {
	s := openTemp(t, Options{RevisionInterval: -1})
	text := noise(1, 10<<20)
	info, err := s.Create(text)
	must(t, err)
	before := fileSize(t, s)
	for i := range 5 {
		text = text[:i*1_000_000] + "an edit" + text[i*1_000_000:]
		start := time.Now()
		_, err := s.Save(info.ID, text, 0, 0)
		must(t, err)
		t.Logf("saved 10 MiB after an edit in %v", time.Since(start))
	}
	if grown := fileSize(t, s) - before; grown > 3<<20 {
		t.Errorf("five edits made the file %d bytes longer", grown)
	}
	start := time.Now()
	d, err := s.Load(info.ID)
	if err != nil || d.Text != text {
		t.Errorf("the text isn't what was saved: %v", err)
	}
	t.Logf("loaded in %v", time.Since(start))
}

// TestRandomEditsAgainstAMap does what a writer might, in any order, beside a plain map of strings.
func TestRandomEditsAgainstAMap(t *testing.T) {
	dir := t.TempDir()
	clock := newClock()
	s := openAt(t, dir, Options{Now: clock.Now})
	model := map[ID]string{}
	r := rand.New(rand.NewPCG(12, 13))
	pick := func() ID {
		for id := range model {
			return id
		}
		return 0
	}
	for i := range 400 {
		clock.advance(time.Duration(r.IntN(200)) * time.Second)
		id := pick()
		switch n := r.IntN(20); {
		case id == 0 || n == 0:
			text := noise(r.Uint64(), r.IntN(60_000))
			info, err := s.Create(text)
			must(t, err)
			model[info.ID] = text
		case n == 1:
			must(t, s.Delete(id))
			must(t, s.Purge(id))
			delete(model, id)
		case n == 2:
			must(t, s.Close())
			s = openAt(t, dir, Options{Now: clock.Now})
		case n == 3:
			revs, err := s.History(id)
			must(t, err)
			if len(revs) > 0 {
				rev := revs[r.IntN(len(revs))].Number
				text, err := s.LoadRevision(id, rev)
				must(t, err)
				must(t, s.RestoreRevision(id, rev))
				model[id] = text
			}
		default:
			text := model[id]
			from := r.IntN(len(text) + 1)
			to := min(len(text), from+r.IntN(50))
			text = text[:from] + noise(r.Uint64(), r.IntN(300)) + text[to:]
			_, err := s.Save(id, text, from, 0)
			must(t, err)
			model[id] = text
		}
		if i%20 == 0 {
			for id, text := range model {
				if d, err := s.Load(id); err != nil || d.Text != text {
					t.Fatalf("step %d: document %s isn't what was saved: %v", i, id, err)
				}
			}
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	s := openTemp(t, Options{})
	var group sync.WaitGroup
	for w := range 4 {
		group.Go(func() {
			info, err := s.Create("")
			if err != nil {
				t.Error(err)
				return
			}
			for i := range 15 {
				text := fmt.Sprint("writer ", w, " save ", i)
				if _, err := s.Save(info.ID, text, 0, 0, Sample{Kind: Written, Text: text}); err != nil {
					t.Error(err)
				}
				if d, err := s.Load(info.ID); err != nil || d.Text != text {
					t.Errorf("read %q, %v", d.Text, err)
				}
				if _, err := s.List(); err != nil {
					t.Error(err)
				}
				for _, err := range s.Samples(t.Context(), 0) {
					if err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	group.Go(func() {
		for range 3 {
			if err := s.Compact(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	group.Wait()
	if n, err := s.CountSamples(); err != nil || n[Written] != 60 {
		t.Errorf("%v samples, %v", n, err)
	}
}

func TestUseAfterClose(t *testing.T) {
	s, err := Open(t.TempDir(), Options{})
	must(t, err)
	must(t, s.Close())
	must(t, s.Close())
	if _, err := s.Create("late"); !errors.Is(err, ErrClosed) {
		t.Errorf("Create gave %v", err)
	}
	if _, err := s.List(); !errors.Is(err, ErrClosed) {
		t.Errorf("List gave %v", err)
	}
	if err := s.Compact(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("Compact gave %v", err)
	}
}

func TestUnknownDocument(t *testing.T) {
	s := openTemp(t, Options{})
	_, load := s.Load(7)
	_, save := s.Save(7, "text", 0, 0)
	_, history := s.History(7)
	for name, err := range map[string]error{"Load": load, "Save": save, "History": history, "Rename": s.Rename(7, "x"),
		"Delete": s.Delete(7), "Purge": s.Purge(7), "RestoreRevision": s.RestoreRevision(7, 1)} {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s gave %v", name, err)
		}
	}
}

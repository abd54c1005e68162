package store

import (
	"context"
	"errors"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// clock is a clock that tests set.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time          { return c.now }
func (c *clock) advance(d time.Duration) { c.now = c.now.Add(d) }

// openTemp opens a store in a folder of the test's own. When the test ends its invariants are checked and it is
// closed.
func openTemp(t testing.TB, options Options) *Store {
	t.Helper()
	return openAt(t, t.TempDir(), options)
}

func openAt(t testing.TB, dir string, options Options) *Store {
	t.Helper()
	s, err := Open(dir, options)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		checkInvariants(t, s)
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

// checkInvariants holds the store to what is true between any two calls.
func checkInvariants(t testing.TB, s *Store) {
	t.Helper()
	if s.db == nil {
		return
	}
	s.db.View(func(tx *bolt.Tx) error {
		for err := range tx.Check() {
			t.Errorf("bbolt's own check: %v", err)
		}
		return nil
	})
	live, err := s.List()
	must(t, err)
	trash, err := s.Trash()
	must(t, err)
	for _, info := range append(live, trash...) {
		d, err := s.Load(info.ID)
		if err != nil {
			t.Errorf("document %s: %v", info.ID, err)
			continue
		}
		if d.Info != info {
			t.Errorf("document %s: the list shows %+v, its state %+v", info.ID, info, d.Info)
		}
		if d.Words != CountWords(d.Text) || d.Bytes != len(d.Text) || !d.Named && d.Title != titleOf(d.Text) {
			t.Errorf("document %s: %+v doesn't describe its text", info.ID, d.Info)
		}
		revs, err := s.History(info.ID)
		must(t, err)
		for i, rev := range revs {
			if i > 0 && rev.Number >= revs[i-1].Number {
				t.Errorf("document %s: history out of order at %d", info.ID, rev.Number)
			}
			text, err := s.LoadRevision(info.ID, rev.Number)
			if err != nil || len(text) != rev.Bytes {
				t.Errorf("document %s, revision %d: %d bytes of %d, %v", info.ID, rev.Number, len(text), rev.Bytes, err)
			}
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestDocumentLivesThroughReopening(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	info, err := s.Create("# Über den Fluss\n\n你好，世界。 And more.")
	must(t, err)
	if info.Title != "Über den Fluss" || info.Words != 9 {
		t.Errorf("Create gave %+v", info)
	}
	info, err = s.Save(info.ID, "Second thoughts\r\n\x00\xff", 7, 12.5, Sample{Kind: Accepted, Text: "thoughts"})
	must(t, err)
	must(t, s.SaveNotes(info.ID, "to be cut"))
	must(t, s.SetLastOpen(info.ID))
	must(t, s.Close())

	s = openAt(t, dir, Options{})
	d, err := s.Load(info.ID)
	must(t, err)
	if d.Text != "Second thoughts\r\n\x00\xff" || d.Caret != 7 || d.Scroll != 12.5 || d.Notes != "to be cut" || d.Title != "Second thoughts" {
		t.Errorf("Load gave %+v", d)
	}
	if id, ok, err := s.LastOpen(); id != info.ID || !ok || err != nil {
		t.Errorf("LastOpen gave %v, %v, %v", id, ok, err)
	}
	if n, err := s.CountSamples(); err != nil || n[Accepted] != 1 {
		t.Errorf("CountSamples gave %v, %v", n, err)
	}
}

func TestSecondOpenIsRefused(t *testing.T) {
	dir := t.TempDir()
	openAt(t, dir, Options{})
	start := time.Now()
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("second Open gave %v", err)
	}
	t.Logf("refused after %v", time.Since(start))
}

func TestEraseSamples(t *testing.T) {
	s := openTemp(t, Options{})
	for _, kind := range []SampleKind{Written, Accepted, Rejected, Corrected} {
		_, err := s.AddSample(Sample{Kind: kind, Text: "text " + kind.String(), Context: "before"})
		must(t, err)
	}
	n, err := s.EraseSamples(context.Background(), func(s Sample) bool { return s.Kind == Rejected })
	must(t, err)
	if n != 1 {
		t.Errorf("erased %d", n)
	}
	var left []string
	for sample, err := range s.Samples(context.Background(), 0) {
		must(t, err)
		left = append(left, sample.Text)
	}
	if len(left) != 3 {
		t.Errorf("left: %q", left)
	}
}

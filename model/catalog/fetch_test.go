package catalog

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTwoFetchesAtOnce lets several programs, here goroutines with a lock file
// each, fetch the same model: one does it, the others wait and find it.
func TestTwoFetchesAtOnce(t *testing.T) {
	file := content(500_000, 1)
	s := newServer(t, file, cutsAfter(200_000), honest)
	e := entryFor(file, s.source())
	dir := modelDir(t, e)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			path, err := s.fetcher().Fetch(context.Background(), e, dir, nil)
			if err != nil {
				t.Error(err)
				return
			}
			mustHold(t, path, file)
		})
	}
	wg.Wait()
	if got := len(s.asked()); got != 2 {
		t.Errorf("the server was asked %d times, want 2", got)
	}
}

// TestWaitingForAnotherFetch reports that it waits, and can be cancelled.
func TestWaitingForAnotherFetch(t *testing.T) {
	file := content(1000, 1)
	s := newServer(t, file, honest)
	e := entryFor(file, s.source())
	dir := modelDir(t, e)
	lock, err := tryAcquire(filepath.Join(dir, ".tiny.gguf.lock"))
	if err != nil || lock == nil {
		t.Fatalf("taking the lock: %v, %v", lock, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var stage Stage = -1
	_, err = s.fetcher().Fetch(ctx, e, dir, func(p Progress) {
		stage = p.Stage
		cancel()
	})
	if !errors.Is(err, context.Canceled) || stage != StageWaiting {
		t.Errorf("the error is %v at stage %v, want that of the context while waiting", err, stage)
	}
	lock.release()
	if _, err := s.fetcher().Fetch(context.Background(), e, dir, nil); err != nil {
		t.Errorf("after the other program ended: %v", err)
	}
}

func TestFetchFindsTheFileThere(t *testing.T) {
	file := content(1000, 1)
	s := newServer(t, file, honest)
	e := entryFor(file, s.source())
	dir := modelDir(t, e)
	path := filepath.Join(dir, e.File)
	for _, there := range [][]byte{file, file[:10]} {
		if err := os.WriteFile(path, there, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := s.fetcher().Fetch(context.Background(), e, dir, nil); err != nil {
			t.Fatal(err)
		}
		mustHold(t, path, file)
	}
	if got := len(s.asked()); got != 1 {
		t.Errorf("the server was asked %d times; it should be once, for the file that was damaged", got)
	}
}

func TestNoSpace(t *testing.T) {
	file := content(1000, 1)
	s := newServer(t, file, honest)
	e := entryFor(file, s.source())
	tests := []struct {
		name   string
		before int // bytes that are there already
		free   int64
		ok     bool
	}{
		{"a byte too little", 0, 999, false},
		{"just enough", 0, 1000, true},
		{"enough for the rest", 600, 400, true},
		{"too little for the rest", 600, 399, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := modelDir(t, e)
			if test.before > 0 {
				leave(t, dir, e, file[:test.before])
			}
			f := s.fetcher()
			f.FreeSpace = func(string) (int64, error) { return test.free, nil }
			_, err := f.Fetch(context.Background(), e, dir, nil)
			var space *SpaceError
			if test.ok && err != nil || !test.ok && !errors.As(err, &space) {
				t.Fatalf("the error is %v", err)
			}
			if !test.ok && !strings.Contains(err.Error(), "make room or choose another folder") {
				t.Errorf("the message %q doesn't say what to do", err)
			}
			if !test.ok && len(kept(t, dir, e)) != test.before {
				t.Errorf("%d bytes are kept, want %d", len(kept(t, dir, e)), test.before)
			}
		})
	}
}

// TestSystemSpace asks the real system.
func TestSystemSpace(t *testing.T) {
	if n, err := freeSpace(t.TempDir()); err != nil || n <= 0 {
		t.Errorf("freeSpace = %d, %v", n, err)
	}
	if n, err := freeSpace(filepath.Join(t.TempDir(), "missing")); err == nil {
		t.Errorf("freeSpace of a missing folder = %d", n)
	}
	if n := Memory(); n < 64<<20 {
		t.Errorf("Memory = %d bytes", n)
	}
}

func TestFetchFirst(t *testing.T) {
	file := content(1000, 1)
	away, here := newServer(t, file, status(404)), newServer(t, file, honest)
	named := func(name string, s *server) Entry {
		e := entryFor(file, s.source())
		e.Name, e.Title, e.File = name, name, name+".gguf"
		return e
	}
	first, second := named("first", away), named("second", here)
	got, path, err := here.fetcher().FetchFirst(context.Background(), []Entry{first, second}, modelDir(t, second), nil)
	if err != nil || got.Name != "second" || filepath.Base(path) != "second.gguf" {
		t.Errorf("FetchFirst = %q, %q, %v; want the second", got.Name, path, err)
	}
	_, _, err = away.fetcher().FetchFirst(context.Background(), []Entry{first, named("other", away)}, modelDir(t, first), nil)
	if err == nil || !strings.Contains(err.Error(), "first could not be fetched") || !strings.Contains(err.Error(), "other could not be fetched") {
		t.Errorf("where none can be had the error is %v; it should name both", err)
	}
	f := here.fetcher()
	f.FreeSpace = func(string) (int64, error) { return 0, nil }
	var space *SpaceError
	if _, _, err := f.FetchFirst(context.Background(), []Entry{second, first}, modelDir(t, second), nil); !errors.As(err, &space) || space.Model != "second" {
		t.Errorf("on a full disk the error is %v", err)
	}
}

func TestFolderThatCannotBeMade(t *testing.T) {
	file := content(1000, 1)
	s := newServer(t, file, honest)
	e := entryFor(file, s.source())
	occupied := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(occupied, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.fetcher().Fetch(context.Background(), e, filepath.Join(occupied, "models"), nil); err == nil {
		t.Error("a fetch into a folder that can't be made succeeded")
	}
	if got := len(s.asked()); got != 0 {
		t.Errorf("the server was asked %d times", got)
	}
}

func TestVerify(t *testing.T) {
	file := content(3_000_000, 1)
	e := entryFor(file)
	path := filepath.Join(t.TempDir(), "m.gguf")
	flipped := append([]byte(nil), file...)
	flipped[1_234_567] ^= 1
	for _, test := range []struct {
		name    string
		data    []byte
		damaged bool
	}{{"right", file, false}, {"one bit flipped", flipped, true}, {"cut", file[:100], true}, {"empty", nil, true}} {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile(path, test.data, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := Verify(context.Background(), path, e, nil); errors.Is(err, ErrDamaged) != test.damaged || (err != nil) != test.damaged {
				t.Errorf("the error is %v", err)
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Verify(ctx, path, e, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after it was cancelled the error is %v", err)
	}
	if err := Verify(context.Background(), path+".not", e, nil); !os.IsNotExist(err) {
		t.Errorf("of a missing file the error is %v", err)
	}
}

func TestMeter(t *testing.T) {
	var got []Progress
	m := &meter{report: func(p Progress) { got = append(got, p) }, state: Progress{Total: 1000}}
	m.enter(StageFetching, "x", 100)
	m.past[0].at = m.past[0].at.Add(-time.Second)
	m.last = time.Time{}
	m.at(300)
	if p := got[len(got)-1]; p.Rate < 150 || p.Rate > 200 || p.Left < 3*time.Second || p.Left > 5*time.Second {
		t.Errorf("200 bytes in a second with 700 to go: rate %.0f, left %v", p.Rate, p.Left)
	}
	n := len(got)
	m.at(301)
	if len(got) != n {
		t.Error("a report came sooner than a quarter of a second after the last one")
	}
}

package app

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inkling/store"
)

func put(text string) func(io.Writer) (bool, error) {
	return func(w io.Writer) (bool, error) {
		_, err := io.WriteString(w, text)
		return true, err
	}
}

func (r readings) text(t *testing.T, id store.ID) string {
	t.Helper()
	f, err := r.open(id)
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReadingsAreKeptAndErasedWithTheirDocuments(t *testing.T) {
	r := readingsIn(t.TempDir())
	if err := r.tidy(func(store.ID) bool { return true }); err != nil {
		t.Errorf("before anything was kept: %v", err)
	}
	for id, text := range map[store.ID]string{1: "old", 2: "two", 3: "three"} {
		if err := r.keep(id, put(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.keep(1, put("one")); err != nil {
		t.Fatal(err)
	}
	if got := r.text(t, 1); got != "one" {
		t.Errorf("the newer reading is %q, want one", got)
	}
	if info, err := os.Stat(r.path(1)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}

	broken := errors.New("disk full")
	if err := r.keep(2, func(w io.Writer) (bool, error) { _, _ = io.WriteString(w, "half"); return true, broken }); !errors.Is(err, broken) {
		t.Errorf("a failed write: %v", err)
	}
	if err := r.keep(3, func(io.Writer) (bool, error) { return false, nil }); err != nil {
		t.Errorf("nothing to write: %v", err)
	}
	if got := r.text(t, 2) + r.text(t, 3); got != "twothree" {
		t.Errorf("earlier readings are %q, want them untouched", got)
	}

	left := filepath.Join(r.dir, "9.123"+unfinishedSuffix) // of a program that was killed
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.erase(3)
	if err := r.tidy(func(id store.ID) bool { return id != 2 }); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(r.dir); err != nil || len(entries) != 1 || r.text(t, 1) != "one" {
		t.Errorf("left are %v (%v), want the reading of document 1 only", entries, err)
	}
	if err := r.eraseAll(); err != nil || r.text(t, 1) != "" {
		t.Errorf("not everything was erased: %v", err)
	}
}

func TestReadingsTakeNoMoreThanTheirShare(t *testing.T) {
	r := readings{dir: t.TempDir(), most: 250}
	for id := store.ID(1); id <= 3; id++ {
		if err := r.keep(id, put(strings.Repeat("x", 100))); err != nil {
			t.Fatal(err)
		}
		used := time.Now().Add(time.Duration(id) * time.Minute)
		if err := os.Chtimes(r.path(id), used, used); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.tidy(func(store.ID) bool { return true }); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[store.ID]bool{1: false, 2: true, 3: true} {
		if got := r.text(t, id) != ""; got != want {
			t.Errorf("the reading of document %d is there: %v, want %v", id, got, want)
		}
	}
}

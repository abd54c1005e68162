package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// noise is n bytes of text that can't be stored in less.
func noise(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 9))
	b := make([]byte, 0, n+8)
	for len(b) < n {
		b = binary.LittleEndian.AppendUint64(b, r.Uint64()&0x1f1f1f1f1f1f1f1f|0x4040404040404040)
	}
	return string(b[:n])
}

// fillDisk saves ever longer texts until the disk is full, then demands that nothing is lost. free makes space.
func fillDisk(dir string, free func() error) error {
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	defer func() { s.Close() }()
	info, err := s.Create("the first")
	if err != nil {
		return err
	}
	saved := "the first"
	failed := false
	for n := 0; n < 200 && !failed; n++ {
		text := noise(uint64(n), 100_000+n*50_000)
		_, err := s.Save(info.ID, text, 0, 0)
		if failed = err != nil; failed {
			if !strings.Contains(err.Error(), "the disk is full") {
				return fmt.Errorf("the error isn't clear: %w", err)
			}
		} else {
			saved = text
		}
	}
	if !failed {
		return errors.New("the disk never filled")
	}
	intact := func() error {
		if d, err := s.Load(info.ID); err != nil || d.Text != saved {
			return fmt.Errorf("the old text isn't intact: %v", err)
		}
		return s.Verify(context.Background())
	}
	if err := intact(); err != nil {
		return err
	}
	for range 3 { // failing again and again does no harm
		if _, err := s.Save(info.ID, noise(1000, 8<<20), 0, 0); err == nil {
			return errors.New("a text larger than the disk was saved")
		}
	}
	if err := intact(); err != nil {
		return err
	}
	if err := free(); err != nil {
		return err
	}
	saved = noise(2000, 5<<20)
	if _, err := s.Save(info.ID, saved, 0, 0); err != nil {
		return fmt.Errorf("saving with space again: %w", err)
	}
	if err := intact(); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if s, err = Open(dir, Options{}); err != nil {
		return fmt.Errorf("opening again: %w", err)
	}
	return intact()
}

// TestPowerCut makes the files that a power cut in the middle of a save can leave. bbolt writes changed pages to
// free places, waits for the disk, then writes one meta page. So before the wait any part of the changed sectors may
// have reached the disk, and after it the meta too.
func TestPowerCut(t *testing.T) {
	const sector = 512
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	s, err := Open(dir, Options{RevisionInterval: -1})
	must(t, err)
	info, err := s.Create(draft(1, 0))
	must(t, err)
	r := rand.New(rand.NewPCG(10, 11))
	rounds := 40
	if testing.Short() {
		rounds = 5
	}
	for round := range rounds {
		before, err := os.ReadFile(path)
		must(t, err)
		_, err = s.Save(info.ID, draft(1, round+1), 0, 0)
		must(t, err)
		after, err := os.ReadFile(path)
		must(t, err)
		for range 5 {
			cut := make([]byte, len(before))
			if r.IntN(2) == 0 {
				cut = make([]byte, len(after)) // the file had grown
			}
			copy(cut, before)
			synced := r.IntN(4) == 0 // the cut came after the first wait
			for at := 0; at < len(cut); at += sector {
				end := min(at+sector, len(cut), len(after))
				isMeta := at < 2*os.Getpagesize()
				if at < end && (synced && (!isMeta || r.IntN(2) == 0) || !synced && !isMeta && r.IntN(2) == 0) {
					copy(cut[at:end], after[at:end])
				}
			}
			if synced && len(cut) < len(after) {
				continue // the growth is waited for before pages are written
			}
			got := openOne(t, writeFile(t, cut), info.ID)
			if got != draft(1, round) && (got != draft(1, round+1) || !synced) {
				t.Fatalf("round %d: neither the state before nor the one after", round)
			}
		}
	}
	must(t, s.Close())
}

// openOne opens a store, checks it and gives one text.
func openOne(t *testing.T, dir string, id ID) string {
	t.Helper()
	s, err := Open(dir, Options{})
	must(t, err)
	defer s.Close()
	checkInvariants(t, s)
	d, err := s.Load(id)
	must(t, err)
	return d.Text
}

func TestFolderThatCannotBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, []byte("not a folder"), 0o600))
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if _, err := Open(dir, Options{}); err == nil || !strings.Contains(err.Error(), "a file is in its place") {
			t.Errorf("Open(%s) gave %v", dir, err)
		}
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "not a folder" {
		t.Errorf("the file was touched: %q, %v", b, err)
	}
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, fileName), 0o700))
	if _, err := Open(dir, Options{}); err == nil {
		t.Error("a folder in the place of the database was opened")
	}
}

func TestPermissions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	s := openAt(t, dir, Options{})
	for path, want := range map[string]os.FileMode{dir: 0o700, s.path(): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has %v, want %v", path, info.Mode(), want)
		}
	}
}

func TestLeftoversOfAnEarlierRunAreNoDanger(t *testing.T) {
	l := buildLibrary(t)
	dir := writeFile(t, l.file)
	must(t, os.WriteFile(filepath.Join(dir, newName), bytes.Repeat([]byte("half"), 1000), 0o600))
	s := openAt(t, dir, Options{})
	must(t, l.compare(s))
}

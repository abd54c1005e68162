package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func fileSize(t testing.TB, s *Store) int64 {
	t.Helper()
	info, err := os.Stat(s.path())
	must(t, err)
	return info.Size()
}

func TestBackupWhileSaving(t *testing.T) {
	l := buildLibrary(t)
	dir := writeFile(t, l.file)
	s := openAt(t, dir, Options{})
	info, err := s.Create("save 0")
	must(t, err)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 1; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			text := fmt.Sprint("save ", i)
			if _, err := s.Save(info.ID, text, i, float64(i), Sample{Kind: Written, Text: text}); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	path := filepath.Join(t.TempDir(), "backup.inkling")
	for range 3 {
		must(t, s.Backup(t.Context(), path))
	}
	close(stop)
	<-done

	restored := t.TempDir()
	kept, err := RestoreBackup(path, restored, Options{})
	if err != nil || kept != "" {
		t.Fatalf("RestoreBackup gave %q, %v", kept, err)
	}
	s = openAt(t, restored, Options{})
	d, err := s.Load(info.ID)
	must(t, err)
	if d.Text != fmt.Sprint("save ", d.Caret) || d.Scroll != float64(d.Caret) {
		t.Errorf("the backup isn't one moment: %+v", d)
	}
	if n, err := s.CountSamples(); err != nil || n[Written] != d.Caret {
		t.Errorf("%v samples belong to save %d, %v", n, d.Caret, err)
	}
	for id, text := range l.texts {
		if d, err := s.Load(id); err != nil || d.Text != text {
			t.Errorf("document %s isn't in the backup: %v", id, err)
		}
	}
}

func TestRestoringKeepsWhatWasThere(t *testing.T) {
	l := buildLibrary(t)
	backup := filepath.Join(writeFile(t, l.file), fileName)
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	info, err := s.Create("written since")
	must(t, err)
	if _, err := RestoreBackup(backup, dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Fatalf("restoring under an open store gave %v", err)
	}
	must(t, s.Close())
	kept, err := RestoreBackup(backup, dir, Options{})
	must(t, err)
	s = openAt(t, dir, Options{})
	must(t, l.compare(s))
	must(t, s.Close())
	must(t, os.Rename(kept, filepath.Join(dir, fileName)))
	s = openAt(t, dir, Options{})
	if d, err := s.Load(info.ID); err != nil || d.Text != "written since" {
		t.Errorf("what was replaced isn't in %s: %v", kept, err)
	}
}

func TestBrokenBackupChangesNothing(t *testing.T) {
	l := buildLibrary(t)
	backup := filepath.Join(writeFile(t, l.file[:len(l.file)-4096]), fileName)
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	info, err := s.Create("still there")
	must(t, err)
	must(t, s.Close())
	var damaged *DamagedError
	if _, err := RestoreBackup(backup, dir, Options{}); !errors.As(err, &damaged) {
		t.Errorf("RestoreBackup gave %v", err)
	}
	s = openAt(t, dir, Options{})
	if d, err := s.Load(info.ID); err != nil || d.Text != "still there" {
		t.Errorf("Load gave %v", err)
	}
}

func TestBackupThatFailsKeepsTheOlderOne(t *testing.T) {
	s := openTemp(t, Options{})
	_, err := s.Create("text")
	must(t, err)
	path := filepath.Join(t.TempDir(), "backup")
	must(t, s.Backup(t.Context(), path))
	before, err := os.ReadFile(path)
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Backup gave %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the older backup was touched: %v", err)
	}
	if left, _ := filepath.Glob(path + "*"); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if err := s.Backup(t.Context(), filepath.Join(path, "below a file")); err == nil {
		t.Error("a backup below a file succeeded")
	}
}

func TestErasedSamplesLeaveNoByte(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	info, err := s.Create("a document that stays")
	must(t, err)
	const secret = "the-secret-words-of-a-sample"
	for i := range 300 {
		_, err := s.AddSample(Sample{Kind: Written, Text: fmt.Sprint(secret, " ", i), Context: secret})
		must(t, err)
	}
	if file, _ := os.ReadFile(s.path()); !bytes.Contains(file, []byte(secret)) {
		t.Fatal("the samples aren't in the file in the first place")
	}
	n, err := s.EraseSamples(t.Context(), nil)
	if n != 300 || err != nil {
		t.Fatalf("EraseSamples gave %d, %v", n, err)
	}
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, entry := range entries {
		if file, err := os.ReadFile(filepath.Join(dir, entry.Name())); err != nil || bytes.Contains(file, []byte(secret)) {
			t.Errorf("the samples are still in %s (%v)", entry.Name(), err)
		}
	}
	if d, err := s.Load(info.ID); err != nil || d.Text != "a document that stays" {
		t.Errorf("Load gave %v", err)
	}
	_, err = s.AddSample(Sample{Kind: Rejected, Text: "new"})
	must(t, err)
}

func TestInterruptedErasingIsFinishedByOpen(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	for i := range 100 {
		_, err := s.AddSample(Sample{Kind: Written, Text: fmt.Sprint("erase me ", i)})
		must(t, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	_, err := s.EraseSamples(ctx, func(Sample) bool {
		if seen++; seen == 100 {
			defer cancel() // the deleting goes through or not, the rewriting can't
		}
		return true
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("EraseSamples gave %v", err)
	}
	_, err = s.EraseSamples(t.Context(), nil)
	must(t, err)
	must(t, s.update(func(tx *txn) error { return tx.putJSON(bucketMeta, keyCompact, true) }))
	must(t, s.Close())
	s = openAt(t, dir, Options{})
	if file, _ := os.ReadFile(s.path()); bytes.Contains(file, []byte("erase me")) {
		t.Error("the samples are still in the file")
	}
	var pending bool
	must(t, s.view(func(tx *txn) error { _, err := tx.getJSON(bucketMeta, keyCompact, &pending); return err }))
	if pending {
		t.Error("the rewriting is still pending")
	}
}

func TestPurgedDocumentLeavesNoByteAfterClose(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{RevisionInterval: -1})
	const secret = "a secret that is thrown away"
	info, err := s.Create(secret)
	must(t, err)
	_, err = s.Save(info.ID, "then "+secret, 0, 0)
	must(t, err)
	stays, err := s.Create("what stays")
	must(t, err)
	must(t, s.Delete(info.ID))
	must(t, s.Purge(info.ID))
	must(t, s.Close())
	if file, err := os.ReadFile(s.path()); err != nil || bytes.Contains(file, []byte(secret)) {
		t.Errorf("the text is still in the file (%v)", err)
	}
	s = openAt(t, dir, Options{})
	if d, err := s.Load(stays.ID); err != nil || d.Text != "what stays" {
		t.Errorf("Load gave %v", err)
	}
}

func TestCloseGivesSpaceBack(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir, Options{})
	info, err := s.Create(noise(1, 20<<20))
	must(t, err)
	must(t, s.Delete(info.ID))
	must(t, s.Purge(info.ID))
	must(t, s.Close())
	if size := fileSize(t, s); size > 4<<20 {
		t.Errorf("the file still has %d bytes", size)
	}
}

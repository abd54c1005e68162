package store

import (
	"errors"
	"fmt"
	"os"
	"testing"
)

func TestMigration(t *testing.T) {
	l := buildLibrary(t)
	dir := writeFile(t, l.file)
	broken := errors.New("the step fails")
	fail := true
	next := schema{version: 3, steps: []func(*txn) error{
		func(t *txn) error { return t.putJSON(bucketSettings, []byte("step"), "one") },
		func(t *txn) error {
			if err := t.putJSON(bucketSettings, []byte("step"), "two"); err != nil {
				return err
			}
			if fail {
				return broken
			}
			return nil
		},
	}}
	if _, err := open(dir, Options{}, next); !errors.Is(err, broken) {
		t.Fatalf("open gave %v", err)
	}
	fail = false
	s, err := open(dir, Options{}, next)
	must(t, err)
	must(t, l.compare(s))
	var step string
	if _, err := s.Get("step", &step); err != nil || step != "two" {
		t.Errorf("the step is %q, %v", step, err)
	}
	must(t, s.Close())

	var newer *NewerError
	if _, err := Open(dir, Options{}); !errors.As(err, &newer) || newer.Schema != 3 || newer.Known != 1 {
		t.Errorf("an older program got %v", err)
	}
	if _, err := Rescue(dir, Options{}); !errors.As(err, &newer) {
		t.Errorf("an older program's Rescue gave %v", err)
	}
	for version := 1; version <= 2; version++ {
		kept, err := os.ReadFile(fmt.Sprintf("%s.format-%d", s.path(), version))
		must(t, err)
		if err := l.openFormat(t, kept, version); err != nil {
			t.Errorf("the copy of format %d: %v", version, err)
		}
	}
}

// openFormat opens a file with a program that knows a format.
func (l *library) openFormat(t *testing.T, file []byte, version int) error {
	s, err := open(writeFile(t, file), Options{}, schema{version: version})
	if err != nil {
		return err
	}
	defer s.Close()
	return l.compare(s)
}

// A later format may need a bucket that earlier files lack.
func TestMigrationAddsABucket(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	must(t, err)
	info, err := s.Create("from before")
	must(t, err)
	must(t, s.update(func(tx *txn) error { return tx.tx.DeleteBucket([]byte(bucketIgnores)) }))
	must(t, s.Close())
	file, err := os.ReadFile(s.path())
	must(t, err)

	var damaged *DamagedError
	if _, err := Open(dir, Options{}); !errors.As(err, &damaged) {
		t.Errorf("a file that lacks a bucket of its format gave %v", err)
	}
	next := schema{version: 2, steps: []func(*txn) error{func(tx *txn) error {
		_, err := tx.tx.CreateBucket([]byte(bucketIgnores))
		return err
	}}}
	s, err = open(writeFile(t, file), Options{}, next)
	must(t, err)
	defer s.Close()
	must(t, s.AddIgnore("new"))
	if d, err := s.Load(info.ID); err != nil || d.Text != "from before" {
		t.Errorf("Load gave %v", err)
	}
}

package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// later gives this program's schema with further steps.
func later(steps ...func(*txn) error) schema {
	now := currentSchema()
	return schema{version: now.version + len(steps), steps: append(now.steps, steps...)}
}

func TestMigration(t *testing.T) {
	l := buildLibrary(t)
	dir := writeFile(t, l.file)
	broken := errors.New("the step fails")
	fail := true
	next := later(
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
	)
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
	known := currentSchema().version
	if _, err := Open(dir, Options{}); !errors.As(err, &newer) || newer.Schema != known+2 || newer.Known != known {
		t.Errorf("an older program got %v", err)
	}
	if _, err := Rescue(dir, Options{}); !errors.As(err, &newer) {
		t.Errorf("an older program's Rescue gave %v", err)
	}
	for version := known; version <= known+1; version++ {
		kept, err := os.ReadFile(fmt.Sprintf("%s.format-%d", s.path(), version))
		must(t, err)
		if err := l.openFormat(t, kept, version); err != nil {
			t.Errorf("the copy of format %d: %v", version, err)
		}
	}
}

// formatOne makes a file of format 1 of one of the present: its chunks were bare text, or had a kind but no place.
func formatOne(t *testing.T, file []byte) []byte {
	t.Helper()
	dir := writeFile(t, file)
	s, err := Open(dir, Options{})
	must(t, err)
	must(t, s.update(func(tx *txn) error {
		earlier := map[string][]byte{}
		err := tx.scan(bucketChunks, nil, func(key, payload []byte) error {
			_, encoded, err := splitChunk(payload)
			must(t, err)
			switch {
			case payload[0] == packedChunk || key[9]%2 == 0:
				encoded = append([]byte{payload[0]}, encoded...)
			default:
				encoded = bytes.Clone(encoded)
			}
			earlier[string(key)] = encoded
			return nil
		})
		must(t, err)
		for key, payload := range earlier {
			must(t, tx.put(bucketChunks, []byte(key), payload))
		}
		return tx.putJSON(bucketMeta, keySchema, 1)
	}))
	must(t, s.Close())
	old, err := os.ReadFile(filepath.Join(dir, fileName))
	must(t, err)
	return old
}

func TestFormatOneIsRead(t *testing.T) {
	l := buildLibrary(t)
	old := formatOne(t, l.file)
	dir := writeFile(t, old)
	s, err := Open(dir, Options{})
	must(t, err)
	must(t, l.compare(s))
	checkInvariants(t, s)
	must(t, s.Close())

	wrecked := bytes.Clone(old)
	clear(wrecked[:80])
	dir = writeFile(t, wrecked)
	report, err := Rescue(dir, Options{})
	must(t, err)
	if len(report.Lost) == 0 {
		t.Error("the damage isn't in the report")
	}
	s, err = Open(dir, Options{})
	must(t, err)
	defer s.Close()
	for id, text := range l.texts {
		if d, err := s.Load(id); err != nil || d.Text != text {
			t.Errorf("document %s after the rescue: %v", id, err)
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
	next := later(func(tx *txn) error {
		_, err := tx.tx.CreateBucket([]byte(bucketIgnores))
		return err
	})
	s, err = open(writeFile(t, file), Options{}, next)
	must(t, err)
	defer s.Close()
	must(t, s.AddIgnore("new"))
	if d, err := s.Load(info.ID); err != nil || d.Text != "from before" {
		t.Errorf("Load gave %v", err)
	}
}

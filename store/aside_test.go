package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wreckState changes the stored state of a document under the running program.
func wreckState(t *testing.T, s *Store, id ID) {
	t.Helper()
	file, err := os.ReadFile(s.path())
	must(t, err)
	var record []byte
	must(t, s.view(func(tx *txn) error {
		b, err := tx.bucket(bucketStates)
		if err == nil {
			record = append(record, b.Get(id.key())...)
		}
		return err
	}))
	f, err := os.OpenFile(s.path(), os.O_RDWR, 0)
	must(t, err)
	defer f.Close()
	for at := 0; ; at++ { // every copy of it, the present and the past ones
		n := strings.Index(string(file[at:]), string(record))
		if n < 0 {
			return
		}
		at += n
		_, err := f.WriteAt([]byte("wrecked by a test"), int64(at+recordHeadSize+3))
		must(t, err)
	}
}

func TestTextIsPutAsideWhenTheDatabaseIsDamaged(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	must(t, err)
	info, err := s.Create("what was there, long enough to be seen")
	must(t, err)
	other, err := s.Create("another")
	must(t, err)
	must(t, s.Close()) // so that the next state is in one page of its own
	s, err = Open(dir, Options{})
	must(t, err)
	must(t, s.KeepRevision(info.ID, "kept"))
	wreckState(t, s, info.ID)

	var damaged *DamagedError
	for _, text := range []string{"typed on", "typed on and on"} {
		if _, err := s.Save(info.ID, text, 0, 0); !errors.As(err, &damaged) || !strings.Contains(err.Error(), "put aside") {
			t.Fatalf("Save gave %v", err)
		}
	}
	must(t, s.Close())
	if _, err := Open(dir, Options{}); !errors.As(err, &damaged) {
		t.Fatalf("Open gave %v", err)
	}
	_, err = Rescue(dir, Options{})
	must(t, err)
	s = openAt(t, dir, Options{})
	if d, err := s.Load(info.ID); err != nil || d.Text != "typed on and on" {
		t.Errorf("the text is %q, %v", d.Text, err)
	}
	if d, err := s.Load(other.ID); err != nil || d.Text != "another" {
		t.Errorf("the other document: %v", err)
	}
	revs, err := s.History(info.ID)
	must(t, err)
	if text, err := s.LoadRevision(info.ID, revs[0].Number); err != nil || text != "what was there, long enough to be seen" {
		t.Errorf("the replaced text is %q, %v", text, err)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, asideName)); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTextPutAsideOfALostDocumentComesBackAsANewOne(t *testing.T) {
	dir := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(dir, asideName), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, asideName, "17.txt"), []byte("from the lifeboat"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, asideName, "notes.txt"), []byte("not ours"), 0o600))
	s := openAt(t, dir, Options{})
	list, err := s.List()
	must(t, err)
	if len(list) != 1 || list[0].Title != "from the lifeboat" {
		t.Errorf("the list shows %v", list)
	}
	if b, err := os.ReadFile(filepath.Join(dir, asideName, "notes.txt")); err != nil || string(b) != "not ours" {
		t.Errorf("a file of someone else was touched: %v", err)
	}
}

func TestFolderThatVanishesIsNoticed(t *testing.T) {
	base := t.TempDir()
	dir, elsewhere := filepath.Join(base, "data"), filepath.Join(base, "moved")
	s, err := Open(dir, Options{})
	must(t, err)
	defer s.Close()
	info, err := s.Create("text")
	must(t, err)
	if err := os.Rename(dir, elsewhere); err != nil {
		t.Skipf("this system doesn't let go of an open folder: %v", err)
	}
	if _, err := s.Save(info.ID, "typed while it was gone", 0, 0); !errors.Is(err, ErrMoved) {
		t.Errorf("Save into a folder that is gone gave %v", err)
	}
	must(t, os.Rename(elsewhere, dir))
	for i := range 2 {
		if _, err := s.Save(info.ID, fmt.Sprint("typed again ", i), 0, 0); err != nil {
			t.Errorf("Save into the folder that is back gave %v", err)
		}
	}
	must(t, os.Remove(s.path()))
	must(t, os.WriteFile(s.path(), []byte("someone else's"), 0o600))
	if _, err := s.Save(info.ID, "typed on", 0, 0); !errors.Is(err, ErrMoved) {
		t.Errorf("Save under another file gave %v", err)
	}
}

package store

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write testdata/format-N.db.gz anew, after a step to a new format was added")

// goldenPath is a database of the present format, kept in the repository: a program that can't read it has changed
// the format without raising its number.
func goldenPath() string {
	return filepath.Join("testdata", fmt.Sprintf("format-%d.db.gz", currentSchema().version))
}

const (
	goldenFirst  = "# Golden\n\nA text that every later program reads. 墨水。\r\n\x00\xff"
	goldenSecond = goldenFirst + "\nAnd what was added."
)

func writeGolden(t *testing.T) {
	t.Helper()
	clock := newClock()
	dir := t.TempDir()
	s, err := Open(dir, Options{Now: clock.Now})
	must(t, err)
	info, err := s.Create(goldenFirst)
	must(t, err)
	clock.advance(time.Hour)
	_, err = s.Save(info.ID, goldenSecond, 7, 2.5, Sample{Kind: Corrected, Text: "added", Original: "aded", Context: "was ", Document: info.ID})
	must(t, err)
	must(t, s.SaveNotes(info.ID, "notes"))
	long, err := s.Create(english(30_000))
	must(t, err)
	clock.advance(time.Hour)
	_, err = s.Save(long.ID, chinese(9_000), 0, 0)
	must(t, err)
	must(t, s.Rename(long.ID, "Renamed"))
	must(t, s.Delete(long.ID))
	must(t, s.AddWord("inkling"))
	must(t, s.AddIgnore("rule: words"))
	must(t, s.SetLastOpen(info.ID))
	must(t, s.Close())
	file, err := os.ReadFile(s.path())
	must(t, err)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err = w.Write(file)
	must(t, err)
	must(t, w.Close())
	must(t, os.MkdirAll("testdata", 0o755))
	must(t, os.WriteFile(goldenPath(), packed.Bytes(), 0o644))
}

func TestFormatStaysReadable(t *testing.T) {
	if *update {
		writeGolden(t)
	}
	f, err := os.Open(goldenPath())
	must(t, err)
	defer f.Close()
	r, err := gzip.NewReader(f)
	must(t, err)
	file, err := io.ReadAll(r)
	must(t, err)
	s := openAt(t, writeFile(t, file), Options{})

	id, ok, err := s.LastOpen()
	if !ok || err != nil {
		t.Fatalf("LastOpen gave %v, %v", ok, err)
	}
	d, err := s.Load(id)
	must(t, err)
	if d.Text != goldenSecond || d.Title != "Golden" || d.Notes != "notes" || d.Caret != 7 || d.Scroll != 2.5 {
		t.Errorf("the document is %+v", d)
	}
	if text, err := s.LoadRevision(id, 1); err != nil || text != goldenFirst {
		t.Errorf("its revision is %q, %v", text, err)
	}
	trash, err := s.Trash()
	must(t, err)
	if len(trash) != 1 || trash[0].Title != "Renamed" || !trash[0].Named {
		t.Fatalf("the trash holds %+v", trash)
	}
	if d, err := s.Load(trash[0].ID); err != nil || d.Text != chinese(9_000) {
		t.Errorf("the document in the trash: %v", err)
	}
	if text, err := s.LoadRevision(trash[0].ID, 1); err != nil || text != english(30_000) {
		t.Errorf("its revision: %v", err)
	}
	for sample, err := range s.Samples(t.Context(), 0) {
		if want := (Sample{ID: 1, Kind: Corrected, Text: "added", Original: "aded", Context: "was ", Document: id, Time: sample.Time}); err != nil || sample != want {
			t.Errorf("the sample is %+v, %v", sample, err)
		}
	}
	words, err := s.Words()
	must(t, err)
	ignores, err := s.Ignores()
	must(t, err)
	if fmt.Sprint(words, ignores) != "[inkling] [rule: words]" {
		t.Errorf("the dictionary holds %q, the ignores %q", words, ignores)
	}
}

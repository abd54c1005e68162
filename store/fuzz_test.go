package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// FuzzFile opens and rescues files of any bytes: neither may stop the program, and a document that is read from a
// file that opened is one of those written to it.
func FuzzFile(f *testing.F) {
	dir := f.TempDir()
	s, err := Open(dir, Options{RevisionInterval: -1})
	must(f, err)
	texts := map[string]bool{}
	for _, text := range []string{"short", english(6000), chinese(3000)} {
		info, err := s.Create(text)
		must(f, err)
		texts[text], texts[text+" more"] = true, true
		_, err = s.Save(info.ID, text+" more", 1, 1, Sample{Kind: Written, Text: "more"})
		must(f, err)
	}
	must(f, s.AddWord("word"))
	must(f, s.Close())
	file, err := os.ReadFile(filepath.Join(dir, fileName))
	must(f, err)
	meta, err := parseMeta(file[4096:])
	must(f, err)
	file = file[:int(meta.end)*meta.pageSize]
	f.Add(uint32(0), []byte{1})
	f.Add(uint32(16), file[4096+16:4096+80])
	f.Add(uint32(8192), file[12288:12400])
	for at := uint32(0); int(at) < len(file); at += 4096 {
		f.Add(at+8, []byte{2, 0, 200, 0, 1})
		f.Add(at+16, []byte{0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff})
	}
	f.Fuzz(func(t *testing.T, at uint32, patch []byte) {
		changed := append([]byte(nil), file...)
		at %= uint32(len(changed))
		copy(changed[at:], patch)
		dir := writeFile(t, changed)
		read := func() {
			s, err := Open(dir, Options{})
			var damaged *DamagedError
			var newer *NewerError
			if err != nil {
				if !errors.As(err, &damaged) && !errors.As(err, &newer) {
					t.Errorf("Open: %v", err)
				}
				return
			}
			defer s.Close()
			s.db.NoSync = true
			list, err := s.List()
			must(t, err)
			for _, info := range list {
				if d, err := s.Load(info.ID); err == nil && !texts[d.Text] && info.Named == false {
					t.Errorf("document %s has a text that nobody wrote: %.80q", info.ID, d.Text)
				}
			}
		}
		read()
		report, err := Rescue(dir, Options{})
		if err == nil && len(report.Lost) == 0 {
			read()
		}
	})
}

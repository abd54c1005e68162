package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// library is a small store on disk and what is in it.
type library struct {
	file      []byte
	texts     map[ID]string
	titles    map[ID]string
	revisions map[ID]map[uint64]string
	words     []string
}

// buildLibrary writes documents short and long, English and Chinese, with history, in the trash and purged.
func buildLibrary(t testing.TB) *library {
	t.Helper()
	dir := t.TempDir()
	clock := newClock()
	s, err := Open(dir, Options{Now: clock.Now})
	must(t, err)
	r := rand.New(rand.NewPCG(3, 4))
	l := &library{texts: map[ID]string{}, titles: map[ID]string{}, revisions: map[ID]map[uint64]string{}, words: []string{"colour", "墨水"}}
	for i := range 12 {
		text := strings.Repeat(fmt.Sprintf("Document %d. 这是第%d篇文章。\n", i, i), 1+i*i)
		if i == 11 {
			text = strings.Repeat("long ", 20_000) + draft(11, 1)
		}
		info, err := s.Create(text)
		must(t, err)
		for n := range i % 4 {
			clock.advance(5 * time.Minute)
			at := r.IntN(len(text))
			text = text[:at] + fmt.Sprintf("[edit %d of %d]", n, i) + text[at:]
			info, err = s.Save(info.ID, text, at, 1)
			must(t, err)
		}
		l.texts[info.ID], l.titles[info.ID] = text, info.Title
		_, err = s.AddSample(Sample{Kind: Accepted, Text: fmt.Sprint("sample ", i), Document: info.ID})
		must(t, err)
	}
	must(t, s.Rename(2, "A title of its own, 标题"))
	l.titles[2] = "A title of its own, 标题"
	must(t, s.Delete(3))
	must(t, s.Delete(4))
	must(t, s.Purge(4))
	delete(l.texts, 4)
	for _, w := range l.words {
		must(t, s.AddWord(w))
	}
	must(t, s.Set("theme", "dark"))
	for id := range l.texts {
		revs, err := s.History(id)
		must(t, err)
		l.revisions[id] = map[uint64]string{}
		for _, rev := range revs {
			l.revisions[id][rev.Number], err = s.LoadRevision(id, rev.Number)
			must(t, err)
		}
	}
	must(t, s.Close())
	l.file, err = os.ReadFile(filepath.Join(dir, fileName))
	must(t, err)
	meta, err := parseMeta(l.file[4096:])
	must(t, err)
	l.file = l.file[:int(meta.end)*meta.pageSize] // behind it nothing was ever written
	return l
}

// write puts a file in the place of the database in a fresh folder.
func writeFile(t testing.TB, file []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, fileName), file, 0o600))
	return dir
}

// compare reads everything and gives what differs from the library without saying so.
func (l *library) compare(s *Store) error {
	damaged := func(err error) bool {
		var d *DamagedError
		return errors.As(err, &d)
	}
	live, err := s.List()
	if err != nil {
		return err
	}
	trash, err := s.Trash()
	if err != nil {
		return err
	}
	if len(live) != len(l.texts)-1 || len(trash) != 1 {
		return fmt.Errorf("%d documents are listed, %d in the trash", len(live), len(trash))
	}
	for _, info := range append(live, trash...) {
		if info.Title != l.titles[info.ID] || info.Bytes != len(l.texts[info.ID]) {
			return fmt.Errorf("the list shows %+v", info)
		}
	}
	for id, text := range l.texts {
		if d, err := s.Load(id); !damaged(err) && (err != nil || d.Text != text) {
			return fmt.Errorf("document %s: wrong text or %v", id, err)
		}
		revs, err := s.History(id)
		if !damaged(err) && (err != nil || len(revs) != len(l.revisions[id])) {
			return fmt.Errorf("document %s: %d revisions, %v", id, len(revs), err)
		}
		for n, text := range l.revisions[id] {
			if got, err := s.LoadRevision(id, n); !damaged(err) && (err != nil || got != text) {
				return fmt.Errorf("document %s, revision %d: wrong text or %v", id, n, err)
			}
		}
	}
	words, err := s.Words()
	if !damaged(err) && (err != nil || fmt.Sprint(words) != fmt.Sprint(l.words)) {
		return fmt.Errorf("the dictionary is %q, %v", words, err)
	}
	var theme string
	if ok, err := s.Get("theme", &theme); !damaged(err) && (!ok || err != nil || theme != "dark") {
		return fmt.Errorf("the theme is %q, %v", theme, err)
	}
	counts, err := s.CountSamples()
	if !damaged(err) && (err != nil || counts[Accepted] != 12) {
		return fmt.Errorf("samples: %v, %v", counts, err)
	}
	return nil
}

// rescued tells what of the library is missing after a rescue although the report doesn't say so.
func (l *library) rescued(s *Store, report *Report) (exact int, err error) {
	said := strings.Join(report.Lost, "\n")
	for id, text := range l.texts {
		d, err := s.Load(id)
		switch {
		case err == nil && d.Text == text:
			exact++
		case errors.Is(err, ErrNotFound), err == nil:
			if !strings.Contains(said, "others may be missing") && !strings.Contains(said, fmt.Sprintf("%q", l.titles[id])) && !strings.Contains(said, fmt.Sprintf("%q", d.Title)) {
				return exact, fmt.Errorf("document %s isn't what it was, and the report doesn't name it: %q", id, said)
			}
		default:
			return exact, fmt.Errorf("document %s after the rescue: %w", id, err)
		}
	}
	return exact, nil
}

// open opens a file in a fresh folder and demands the library or a DamagedError, which it gives.
func (l *library) open(t *testing.T, name string, file []byte) error {
	t.Helper()
	dir := writeFile(t, file)
	s, err := Open(dir, Options{})
	if err == nil {
		defer s.Close()
		if err := l.compare(s); err != nil {
			t.Errorf("%s: not noticed: %v", name, err)
		}
		return nil
	}
	var damaged *DamagedError
	if !errors.As(err, &damaged) {
		t.Errorf("%s: Open gave %v, want a DamagedError", name, err)
	}
	if now, err := os.ReadFile(filepath.Join(dir, fileName)); err != nil || !bytes.Equal(now, file) {
		t.Errorf("%s: Open changed the damaged file", name)
	}
	return err
}

// rescue rescues a file in a fresh folder and gives the number of texts that are exact then.
func (l *library) rescue(t *testing.T, name string, file []byte) int {
	t.Helper()
	dir := writeFile(t, file)
	report, err := Rescue(dir, Options{})
	if err != nil {
		t.Errorf("%s: Rescue: %v", name, err)
		return 0
	}
	if kept, err := os.ReadFile(report.Kept); err != nil || !bytes.Equal(kept, file) {
		t.Errorf("%s: the damaged file wasn't kept: %v", name, err)
	}
	s, err := Open(dir, Options{})
	if err != nil {
		t.Errorf("%s: Open after the rescue: %v", name, err)
		return 0
	}
	defer s.Close()
	checkInvariants(t, s)
	exact, err := l.rescued(s, report)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return exact
}

// openDamaged opens and, where that is refused, rescues; it gives the number of texts that are exact then.
func (l *library) openDamaged(t *testing.T, name string, file []byte) int {
	t.Helper()
	if l.open(t, name, file) == nil {
		return len(l.texts)
	}
	return l.rescue(t, name, file)
}

func TestFlippedBytes(t *testing.T) {
	l := buildLibrary(t)
	flips := 1000
	if testing.Short() {
		flips = 100
	}
	r := rand.New(rand.NewPCG(5, 6))
	harmless, rescued, exact := 0, 0, 0
	for i := range flips {
		at, by := r.IntN(len(l.file)), byte(1+r.IntN(255))
		if i%3 == 0 { // the beginnings of pages hold their structure
			at = r.IntN(len(l.file)/4096)*4096 + r.IntN(200)
		}
		file := bytes.Clone(l.file)
		file[at] ^= by
		name := fmt.Sprintf("byte %d changed by %#x", at, by)
		err := l.open(t, name, file)
		if err == nil {
			harmless++
		} else if i%8 == 0 {
			rescued++
			n := l.rescue(t, name, file)
			if exact += n; n < len(l.texts) {
				t.Logf("%s: %d of %d texts rescued exactly (%v)", name, n, len(l.texts), err)
			}
		}
	}
	t.Logf("%d flips in %d bytes: %d noticed, the others in unused space; of %d tried rescues' %d texts %d were exact",
		flips, len(l.file), flips-harmless, rescued, rescued*len(l.texts), exact)
}

func TestTruncatedFile(t *testing.T) {
	l := buildLibrary(t)
	r := rand.New(rand.NewPCG(7, 8))
	lengths := []int{1, 79, 80, 4095, 4096, 8191, 8192, 12288, len(l.file) - 4096, len(l.file) - 1}
	for len(lengths) < 50 {
		lengths = append(lengths, r.IntN(len(l.file)))
	}
	exact := 0
	for _, n := range lengths {
		exact += l.openDamaged(t, fmt.Sprintf("cut to %d bytes", n), l.file[:n])
	}
	t.Logf("rescued exactly: %d of %d texts", exact, len(lengths)*len(l.texts))
}

func TestZeroByteFileIsDamage(t *testing.T) {
	dir := writeFile(t, nil)
	var damaged *DamagedError
	if _, err := Open(dir, Options{}); !errors.As(err, &damaged) {
		t.Fatalf("Open gave %v", err)
	}
	if info, err := os.Stat(filepath.Join(dir, fileName)); err != nil || info.Size() != 0 {
		t.Errorf("the empty file was touched: %v, %v", info, err)
	}
}

func TestForeignFilesAreDamage(t *testing.T) {
	l := buildLibrary(t)
	zeroed := func(from, to int) []byte {
		b := bytes.Clone(l.file)
		clear(b[from:to])
		return b
	}
	for name, file := range map[string][]byte{
		"text":            []byte(strings.Repeat("This is no database.\n", 1000)),
		"zeros":           make([]byte, 1<<16),
		"first meta gone": zeroed(0, 4096),
		"both metas gone": zeroed(0, 8192),
		"no freelist":     zeroed(8192, 16384),
		"tail of zeros":   zeroed(len(l.file)/2, len(l.file)),
	} {
		exact := l.openDamaged(t, name, file)
		t.Logf("%s: %d of %d texts rescued exactly", name, exact, len(l.texts))
	}
}

func TestChangedByteInAMetaLosesNothing(t *testing.T) {
	l := buildLibrary(t)
	for at := pageHeadSize; at < pageHeadSize+metaSize; at += 3 {
		for _, page := range []int{0, 4096} {
			file := bytes.Clone(l.file)
			file[page+at] ^= 0x10
			name := fmt.Sprintf("byte %d of the meta at %d", at, page)
			if l.open(t, name, file) == nil {
				t.Errorf("%s: not noticed", name)
			}
			dir := writeFile(t, file)
			report, err := Rescue(dir, Options{})
			must(t, err)
			if len(report.Lost) != 0 || report.Healed != 1 {
				t.Errorf("%s: the rescue reports %+v", name, report)
			}
			s, err := Open(dir, Options{})
			must(t, err)
			must(t, l.compare(s))
			must(t, s.Close())
		}
	}
}

func TestDocumentIsPutTogetherFromItsPassages(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	must(t, err)
	texts := map[ID]string{}
	for _, text := range []string{"short", english(3000), english(40_000), chinese(90_000), ""} {
		info, err := s.Create(text)
		must(t, err)
		texts[info.ID] = text
		must(t, s.update(func(tx *txn) error { return tx.delete(bucketStates, info.ID.key()) }))
	}
	var damaged *DamagedError
	if _, err := s.Load(1); !errors.As(err, &damaged) {
		t.Errorf("a document that the list shows, but isn't there, gave %v", err)
	}
	must(t, s.Close())
	report, err := Rescue(dir, Options{})
	must(t, err)
	if len(report.Lost) != 2 || !strings.Contains(report.Lost[0], "was put together from") {
		t.Errorf("the rescue reports %q", report.Lost)
	}
	s = openAt(t, dir, Options{})
	for id, text := range texts {
		if d, err := s.Load(id); err != nil || d.Text != text {
			t.Errorf("document %s of %d bytes came back with %d, %v", id, len(text), len(d.Text), err)
		}
	}
}

// TestWreckedPages fills stretches of a file with zeros, noise, or what lies elsewhere in it: a misdirected write.
func TestWreckedPages(t *testing.T) {
	l := buildLibrary(t)
	rounds := 40
	if testing.Short() {
		rounds = 8
	}
	r := rand.New(rand.NewPCG(14, 15))
	exact, sound := 0, 0
	for i := range rounds {
		file := bytes.Clone(l.file)
		size := 512 << r.IntN(8)
		at := r.IntN(len(file)/512) * 512
		stretch := file[at:min(len(file), at+size)]
		switch i % 3 {
		case 0:
			clear(stretch)
		case 1:
			copy(stretch, noise(uint64(i), size))
		case 2:
			copy(stretch, l.file[r.IntN(len(file)/512)*512:])
		}
		name := fmt.Sprintf("round %d: %d bytes at %d", i, size, at)
		if l.open(t, name, file) == nil {
			sound++ // only free pages were hit
		} else {
			exact += l.rescue(t, name, file)
		}
	}
	t.Logf("%d of %d files refused; rescued exactly: %d of %d texts", rounds-sound, rounds, exact, (rounds-sound)*len(l.texts))
}

func TestRescueOfASoundFileLosesNothing(t *testing.T) {
	l := buildLibrary(t)
	dir := writeFile(t, l.file)
	report, err := Rescue(dir, Options{})
	must(t, err)
	if len(report.Lost) != 0 || report.Documents != len(l.texts) || report.Samples != 12 {
		t.Errorf("Rescue reports %+v", report)
	}
	s := openAt(t, dir, Options{})
	must(t, l.compare(s))
	info, err := s.Create("the next one")
	must(t, err)
	if info.ID != 13 {
		t.Errorf("the next document is %s", info.ID)
	}
}

// childFlipped opens the file in copies, changes bytes under each open store, and reads.
func childFlipped(dir string) int {
	file, err := os.ReadFile(filepath.Join(dir, fileName))
	for seed := uint64(0); seed < 30 && err == nil; seed++ {
		copied := filepath.Join(dir, fmt.Sprint("copy", seed))
		if err = os.Mkdir(copied, 0o700); err == nil {
			err = os.WriteFile(filepath.Join(copied, fileName), file, 0o600)
		}
		if err == nil {
			if err = flipWhileOpen(copied, seed); err != nil {
				err = fmt.Errorf("seed %d: %w", seed, err)
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		return 1
	}
	return 0
}

func flipWhileOpen(dir string, seed uint64) error {
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	texts := map[ID]string{}
	list, err := s.List()
	if err != nil {
		return err
	}
	for _, info := range list {
		d, err := s.Load(info.ID)
		if err != nil {
			return err
		}
		texts[info.ID] = d.Text
	}
	f, err := os.OpenFile(s.path(), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		var b [1]byte
		at := r.Int64N(info.Size())
		if _, err := f.ReadAt(b[:], at); err != nil {
			return err
		}
		b[0] ^= byte(1 + r.IntN(255))
		if _, err := f.WriteAt(b[:], at); err != nil {
			return err
		}
	}
	if seed%3 == 0 { // the file is cut off while it is mapped
		if err := f.Truncate(r.Int64N(info.Size())); err != nil {
			return err
		}
	}
	for id, text := range texts {
		var damaged *DamagedError
		d, err := s.Load(id)
		if err == nil && d.Text != text || err != nil && !errors.As(err, &damaged) && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("document %s: wrong text, or %w", id, err)
		}
	}
	return nil
}

func TestBytesFlippedUnderTheRunningProgram(t *testing.T) {
	l := buildLibrary(t)
	if err := child("flipped", writeFile(t, l.file)).Run(); err != nil {
		t.Error(err)
	}
}

package store

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkSave is one durable edit in the middle of a document.
func BenchmarkSave(b *testing.B) {
	for _, size := range []int{2 << 10, 100 << 10, 1 << 20, 10 << 20} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			s := openTemp(b, Options{})
			text := english(size)
			info, err := s.Create(text)
			must(b, err)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				text = text[:size/2] + fmt.Sprint(i%10) + text[size/2+1:]
				if _, err := s.Save(info.ID, text, i, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCountWords(b *testing.B) {
	for name, text := range map[string]string{"english": english(1 << 20), "chinese": chinese(1 << 20)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				CountWords(text)
			}
		})
	}
}

func BenchmarkCut(b *testing.B) {
	text := english(1 << 20)
	c := newChunker()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		c.cut(text, func(int, chunkID, string) {})
	}
}

// manyDocuments makes a library of n documents of about 5,000 bytes.
func manyDocuments(b testing.TB, n int) (dir string) {
	dir = b.TempDir()
	s, err := Open(dir, Options{})
	must(b, err)
	s.db.NoSync = true
	for i := range n {
		_, err := s.Create(fmt.Sprintf("Document %d\n\n%s", i, english(2000+i%6000)))
		must(b, err)
	}
	must(b, s.db.Sync())
	must(b, s.Close())
	return dir
}

func BenchmarkLibrary(b *testing.B) {
	const n = 20_000
	dir := manyDocuments(b, n)
	b.Run(fmt.Sprintf("open/documents=%d", n), func(b *testing.B) {
		for b.Loop() {
			s, err := Open(dir, Options{})
			must(b, err)
			b.StopTimer()
			must(b, s.Close())
			b.StartTimer()
		}
	})
	s, err := Open(dir, Options{})
	must(b, err)
	defer s.Close()
	b.Run(fmt.Sprintf("list/documents=%d", n), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if list, err := s.List(); err != nil || len(list) != n {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run(fmt.Sprintf("save/documents=%d", n), func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Save(ID(1+i%n), fmt.Sprint("changed ", i), i, 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run(fmt.Sprintf("backup/documents=%d", n), func(b *testing.B) {
		path := b.TempDir() + "/backup"
		for b.Loop() {
			must(b, s.Backup(b.Context(), path))
		}
	})
}

// BenchmarkFileOverText reports how many times as long as its text a file is after 10,000 saves.
func BenchmarkFileOverText(b *testing.B) {
	for b.Loop() {
		ratio, revisions, dir := fileOverText(b)
		b.ReportMetric(ratio, "file/text")
		b.ReportMetric(float64(revisions), "revisions")
		if testing.Verbose() {
			logComposition(b, dir)
		}
	}
}

// fileOverText saves one growing document 10,000 times, a second apart.
func fileOverText(b testing.TB) (ratio float64, revisions int, dir string) {
	clock := newClock()
	dir = b.TempDir()
	s, err := Open(dir, Options{Now: clock.Now})
	must(b, err)
	s.db.NoSync = true
	info, err := s.Create("")
	must(b, err)
	text, more := "", english(1<<20)
	for i := range 10_000 {
		clock.advance(time.Second)
		at := len(text)
		if i%5 == 0 { // now and then something further up is changed
			at = i * 7919 % (len(text) + 1)
		}
		text = text[:at] + more[i*50:i*50+50] + text[at:]
		_, err := s.Save(info.ID, text, at, 0)
		must(b, err)
	}
	revs, err := s.History(info.ID)
	must(b, err)
	must(b, s.Close())
	return float64(fileSize(b, s)) / float64(len(text)), len(revs), dir
}

// english is n bytes of made-up prose.
func english(n int) string {
	return prose(n, []string{"the", "river", "was", "quiet", "and", "nobody", "came", "that", "morning", "to", "see", "it,", "though", "ships", "had", "passed.", "Later", "we", "heard", "of", "them\n"}, " ")
}

// chinese is n bytes of made-up prose.
func chinese(n int) string {
	return prose(n, []string{"河", "水", "很", "安静", "，", "早上", "没有", "人", "来", "。", "后来", "我们", "听说", "了"}, "")
}

func prose(n int, words []string, between string) string {
	b := make([]byte, 0, n+32)
	for x := uint64(1); len(b) < n; {
		x = x*6364136223846793005 + 1442695040888963407
		b = append(append(b, words[x>>33%uint64(len(words))]...), between...)
	}
	return string(b[:n])
}

// logComposition tells what the bytes of a file are.
func logComposition(b testing.TB, dir string) {
	s, err := Open(dir, Options{})
	must(b, err)
	defer s.Close()
	must(b, s.view(func(t *txn) error {
		for _, name := range buckets() {
			n, bytes := 0, 0
			if err := t.scan(name, nil, func(key, payload []byte) error {
				n++
				bytes += len(key) + len(payload) + recordHeadSize
				return nil
			}); err != nil {
				return err
			}
			stats := t.tx.Bucket([]byte(name)).Stats()
			b.Logf("%s: %d records of %d bytes, in leaves of %d", name, n, bytes, stats.LeafAlloc)
		}
		b.Logf("free: %d pages", s.db.Stats().FreePageN)
		return nil
	}))
}

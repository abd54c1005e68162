package buffer

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

var sizes = []struct {
	name  string
	bytes int
}{{"1kb", 1 << 10}, {"100kb", 100 << 10}, {"1mb", 1 << 20}, {"10mb", 10 << 20}}

const (
	english = "It was a bright morning, and the road to the village lay dry between the fields. "
	chinese = "清晨的阳光照在通往村子的路上，田野里一片安静，只有几只鸟在叫。"
)

// document returns text of about size bytes: paragraphs of English, one single
// paragraph of it, Chinese, or both by turns.
func document(kind string, size int) string {
	unit := map[string]string{
		"english": strings.Repeat(english, 8) + "\n",
		"oneline": english,
		"chinese": strings.Repeat(chinese, 8) + "\n",
		"mixed":   english + chinese + "👍🏽 e\u0301\n",
	}[kind]
	return strings.Repeat(unit, size/len(unit)+1)
}

var kinds = []string{"english", "oneline", "chinese", "mixed"}

func eachSize(b *testing.B, run func(b *testing.B, text string)) {
	for _, kind := range kinds {
		for _, size := range sizes {
			text := document(kind, size.bytes)
			b.Run(fmt.Sprintf("text=%s/size=%s", kind, size.name), func(b *testing.B) { run(b, text) })
		}
	}
}

// BenchmarkInsert types a character at the start, the middle and the end by
// turns, and takes it back.
func BenchmarkInsert(b *testing.B) {
	eachSize(b, func(b *testing.B, text string) {
		buf := New(text, Options{})
		places := []int{0, buf.Snapshot().NextGrapheme(len(text) / 2), len(text)}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			at := places[i%len(places)]
			buf.Apply(Edit{at, at, "x"}, Typing)
			buf.Apply(Edit{at, at + 1, ""}, Backspace)
		}
	})
}

// BenchmarkType types on and on in the middle, and undoes it all at the end.
func BenchmarkType(b *testing.B) {
	eachSize(b, func(b *testing.B, text string) {
		buf := New(text, Options{})
		at := buf.Snapshot().NextGrapheme(len(text) / 2)
		b.ReportAllocs()
		for b.Loop() {
			buf.Apply(Edit{at, at, "x"}, Typing)
			at++
		}
		for buf.CanUndo() {
			buf.Undo()
		}
		if buf.Snapshot().Text() != text {
			b.Fatal("undo didn't give the text back")
		}
	})
}

// BenchmarkTypeWithMarks types in a document with 5000 marks.
func BenchmarkTypeWithMarks(b *testing.B) {
	text := document("english", 1<<20)
	buf := New(text, Options{})
	for i := range 5000 {
		buf.NewMark(len(text)/5000*i, Gravity(i%2))
	}
	at := len(text) / 2
	for b.Loop() {
		buf.Apply(Edit{at, at, "x"}, Typing)
		at++
	}
}

// BenchmarkOpen makes a buffer of a text in memory and counts it.
func BenchmarkOpen(b *testing.B) {
	eachSize(b, func(b *testing.B, text string) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			New(text, Options{})
		}
	})
}

// BenchmarkPaste pastes a text of the size into the middle of 1 MB and undoes
// it.
func BenchmarkPaste(b *testing.B) {
	eachSize(b, func(b *testing.B, text string) {
		buf := New(document("english", 1<<20), Options{})
		at := buf.Len() / 2
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			buf.Apply(Edit{at, at, text}, Paste)
			buf.Undo()
		}
	})
}

// BenchmarkMove goes by grapheme, word and line about the middle.
func BenchmarkMove(b *testing.B) {
	eachSize(b, func(b *testing.B, text string) {
		s := NewSnapshot(text)
		at := s.NextGrapheme(len(text) / 2)
		for b.Loop() {
			s.NextGrapheme(at)
			s.PrevGrapheme(at)
			s.NextWord(at)
			s.PrevWord(at)
			s.LineStart(s.LineOf(at))
		}
	})
}

// BenchmarkMemory reports the heap a document takes, over its text: as opened,
// and after 20000 edits all over it.
func BenchmarkMemory(b *testing.B) {
	for _, kind := range kinds {
		b.Run("text="+kind+"/size=10mb", func(b *testing.B) {
			for b.Loop() {
				before := heap()
				buf := New(document(kind, 10<<20), Options{})
				size := float64(buf.Len())
				b.ReportMetric(float64(heap()-before)/size, "heap/text-opened")
				for i := range 20000 {
					at := i * 7919 % buf.Len()
					buf.Apply(Edit{at, at, "word "}, Typing)
				}
				b.ReportMetric(float64(heap()-before)/size, "heap/text-edited")
				runtime.KeepAlive(buf)
			}
		})
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

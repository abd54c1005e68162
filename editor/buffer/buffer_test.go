package buffer

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

func seeds(t *testing.T, n int, run func(t *testing.T, r *rand.Rand)) {
	for seed := range n {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			run(t, rand.New(rand.NewPCG(uint64(seed), 1)))
		})
	}
}

func TestRandomEditsUndoAllRedoAll(t *testing.T) {
	seeds(t, 8, func(t *testing.T, r *rand.Rand) {
		text := randomText(r, r.IntN(3000))
		start := text
		b := New(text, Options{})
		for range 400 {
			e := randomEdit(r, len(text))
			text = e.onString(text)
			if _, err := b.Apply(e, Kind(r.IntN(int(Undo)))); err != nil {
				t.Fatal(err)
			}
			if r.IntN(10) == 0 {
				check(t, b.Snapshot(), text)
				b.Undo()
				if r.IntN(2) == 0 {
					b.Redo()
				}
				text = b.Snapshot().Text()
			}
		}
		b.Apply(Edit{0, 0, "!"}, Other) // nothing left to redo
		text = "!" + text
		states := []string{text}
		for b.CanUndo() {
			b.Undo()
			states = append(states, b.Snapshot().Text())
		}
		check(t, b.Snapshot(), start)
		for i := len(states) - 2; b.CanRedo(); i-- {
			b.Redo()
			if b.Snapshot().Text() != states[i] {
				t.Fatalf("redo gave %q, want %q", b.Snapshot().Text(), states[i])
			}
		}
		check(t, b.Snapshot(), text)
	})
}

func TestLinesAgainstPlainText(t *testing.T) {
	seeds(t, 10, func(t *testing.T, r *rand.Rand) {
		text := randomText(r, r.IntN(4000))
		s := NewSnapshot(text)
		starts := lineStarts(text)
		if s.Lines() != len(starts) {
			t.Fatalf("%d lines, want %d", s.Lines(), len(starts))
		}
		for i, start := range starts {
			if got := s.LineStart(i); got != start {
				t.Fatalf("line %d starts at %d, want %d", i, got, start)
			}
			end := len(text)
			if i+1 < len(starts) {
				end = starts[i+1]
				if strings.HasSuffix(text[start:end], "\r\n") {
					end--
				}
				end--
			}
			if got := s.LineEnd(i); got != end {
				t.Fatalf("line %d ends at %d, want %d", i, got, end)
			}
			if got := s.Line(i); got != text[start:end] {
				t.Fatalf("line %d is %q, want %q", i, got, text[start:end])
			}
		}
		line := 0
		for off := range len(text) + 1 {
			if line+1 < len(starts) && starts[line+1] == off {
				line++
			}
			if got := s.LineOf(off); got != line {
				t.Fatalf("offset %d is on line %d, want %d", off, got, line)
			}
		}
		if s.LineStart(len(starts)) != len(text) || s.LineEnd(len(starts)) != len(text) {
			t.Error("a line beyond the last isn't at the end")
		}
	})
}

func TestReadingAgainstPlainText(t *testing.T) {
	seeds(t, 10, func(t *testing.T, r *rand.Rand) {
		text := randomText(r, r.IntN(4000))
		s := NewSnapshot(text)
		for range 300 {
			a, z := r.IntN(len(text)+1), r.IntN(len(text)+1)
			want := ""
			if a < z {
				want = text[a:z]
			}
			if got := s.Slice(a, z); got != want {
				t.Fatalf("Slice(%d, %d) is %q, want %q", a, z, got, want)
			}
			if got := string(s.AppendTo([]byte("x"), a, z)); got != "x"+want {
				t.Fatalf("AppendTo(%d, %d) is %q, want %q", a, z, got, "x"+want)
			}
			var pieces []string
			for off, piece := range s.Backward(a, z) {
				if text[off:off+len(piece)] != piece {
					t.Fatalf("Backward has %q at %d", piece, off)
				}
				pieces = append(pieces, piece)
			}
			slices.Reverse(pieces)
			if got := strings.Join(pieces, ""); got != want {
				t.Fatalf("Backward(%d, %d) is %q, want %q", a, z, got, want)
			}
			if got, want := s.CountRange(a, z), summarize(want).counts(); got != want {
				t.Fatalf("CountRange(%d, %d) is %+v, want %+v", a, z, got, want)
			}
			c, size := s.RuneAt(a)
			if wc, wsize := utf8.DecodeRuneInString(text[a:]); c != wc || size != wsize {
				t.Fatalf("RuneAt(%d) is %q %d, want %q %d", a, c, size, wc, wsize)
			}
			c, size = s.RuneBefore(a)
			if wc, wsize := utf8.DecodeLastRuneInString(text[:a]); c != wc || size != wsize {
				t.Fatalf("RuneBefore(%d) is %q %d, want %q %d", a, c, size, wc, wsize)
			}
		}
		from := r.IntN(len(text) + 1)
		if got, err := io.ReadAll(s.Reader(from)); err != nil || string(got) != text[from:] {
			t.Errorf("Reader gives %q, %v", got, err)
		}
		reader, rest := s.Reader(0), text
		for rest != "" {
			want, wantSize := utf8.DecodeRuneInString(rest)
			if c, size, err := reader.ReadRune(); c != want || size != wantSize || err != nil {
				t.Fatalf("ReadRune gives %q %d %v, want %q %d", c, size, err, want, wantSize)
			}
			rest = rest[wantSize:]
			if reader.Offset() != len(text)-len(rest) {
				t.Fatalf("reader at %d, want %d", reader.Offset(), len(text)-len(rest))
			}
		}
		var b strings.Builder
		if n, err := s.WriteTo(&b); err != nil || n != int64(len(text)) || b.String() != text {
			t.Errorf("WriteTo wrote %d bytes, %v", n, err)
		}
	})
}

func TestEditOutsideTheText(t *testing.T) {
	b := New("text", Options{})
	for _, e := range []Edit{{-1, 0, "x"}, {3, 2, "x"}, {0, 5, "x"}, {5, 5, "x"}} {
		if _, err := b.Apply(e, Typing); !errors.Is(err, ErrRange) {
			t.Errorf("%+v: error %v, want ErrRange", e, err)
		}
	}
	if b.Revision() != 0 || b.Snapshot().Text() != "text" || b.CanUndo() {
		t.Error("a refused edit left a trace")
	}
	if rev, err := b.Apply(Edit{2, 2, ""}, Typing); rev != 0 || err != nil || b.CanUndo() {
		t.Errorf("an edit of nothing gave revision %d, error %v", rev, err)
	}
}

func TestEditForAnOlderRevision(t *testing.T) {
	b := New("text", Options{})
	rev, err := b.ApplyAt(0, Edit{4, 4, "s"}, Accept)
	if rev != 1 || err != nil {
		t.Fatalf("revision %d, error %v", rev, err)
	}
	if _, err := b.ApplyAt(0, Edit{0, 4, "book"}, Fix); !errors.Is(err, ErrStale) {
		t.Errorf("error %v, want ErrStale", err)
	}
	if got := b.Snapshot().Text(); got != "texts" {
		t.Errorf("text is %q", got)
	}
}

func TestObserversCanRebuildTheText(t *testing.T) {
	seeds(t, 5, func(t *testing.T, r *rand.Rand) {
		text := randomText(r, 500)
		b := New(text, Options{})
		calls := 0
		b.Observe(func(changes []Change) {
			calls++
			for _, c := range changes {
				if text[c.Start:c.End] != c.Old {
					t.Fatalf("old text %q, want %q", c.Old, text[c.Start:c.End])
				}
				text = c.onString(text)
			}
			if last := changes[len(changes)-1]; last.Revision != b.Revision() {
				t.Fatalf("told of revision %d at %d", last.Revision, b.Revision())
			}
			check(t, b.Snapshot(), text)
		})
		edit := func() { b.Apply(randomEdit(r, b.Len()), Typing) }
		for range 200 {
			before := calls
			switch r.IntN(4) {
			case 0:
				b.Undo()
			case 1:
				b.Redo()
			case 2:
				b.Group(func() { edit(); b.Group(edit); edit() })
				if calls > before+1 {
					t.Fatalf("a group told its observers %d times", calls-before)
				}
			case 3:
				edit()
			}
		}
	})
}

func TestObserverThatEdits(t *testing.T) {
	b := New("", Options{})
	b.Observe(func(changes []Change) {
		if changes[0].Text == "(" {
			b.Apply(Edit{1, 1, ")"}, Format)
		}
	})
	var heard []string
	stop := b.Observe(func(changes []Change) {
		for _, c := range changes {
			heard = append(heard, c.Text)
		}
	})
	b.Apply(Edit{0, 0, "("}, Typing)
	stop()
	b.Apply(Edit{0, 0, "x"}, Typing)
	if got := b.Snapshot().Text(); got != "x()" {
		t.Errorf("text is %q", got)
	}
	if got := strings.Join(heard, " "); got != "( )" {
		t.Errorf("the other observer heard %q, want the changes in order", got)
	}
}

func TestSnapshotsStayWhileTheBufferIsEdited(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	text := randomText(r, 5000)
	b := New(text, Options{})
	var readers sync.WaitGroup
	for range 20 {
		s, want := b.Snapshot(), text
		readers.Go(func() {
			for range 3 {
				if s.Text() != want {
					t.Error("a snapshot changed")
				}
				if got := s.LineStart(s.LineOf(len(want))); got != lineStarts(want)[s.Lines()-1] {
					t.Error("a snapshot's lines changed")
				}
				for off := 0; off < min(500, s.Len()); off = s.NextGrapheme(off) {
					s.WordAt(off)
				}
			}
		})
		for range 50 {
			e := randomEdit(r, len(text))
			text = e.onString(text)
			b.Apply(e, Typing)
		}
		if r.IntN(3) == 0 {
			b.Undo()
			text = b.Snapshot().Text()
		}
	}
	readers.Wait()
	check(t, b.Snapshot(), text)
}

func TestCounts(t *testing.T) {
	tests := []struct {
		text                    string
		words, han, runes, line int
	}{
		{"", 0, 0, 0, 1},
		{"one two  three\n", 3, 0, 15, 2},
		{"don't re-read 3.14 and/or a_b", 5, 0, 29, 1},
		{"can’t e\u0301te\u0301", 2, 0, 11, 1},
		{"a - b ... c", 3, 0, 11, 1},
		{"first—second…third", 3, 0, 18, 1},
		{"我们今天去公园。", 7, 7, 8, 1},
		{"用Go语言写，很快！", 7, 6, 10, 1},
		{"第１章 ABC", 4, 2, 7, 1},
		{"かなカナ", 4, 4, 4, 1},
		{"한국어 단어", 2, 0, 6, 1},
		{"Привет, мир", 2, 0, 11, 1},
		{"👍 ok", 1, 0, 4, 1},
		{"a\r\nb\rc\nd", 4, 0, 8, 4},
		{"\xff\xfe", 0, 0, 2, 1},
	}
	for _, test := range tests {
		want := Counts{Bytes: len(test.text), Words: test.words, Han: test.han, Runes: test.runes, Lines: test.line}
		if got := NewSnapshot(test.text).Counts(); got != want {
			t.Errorf("%q: %+v, want %+v", test.text, got, want)
		}
	}
}

func TestCountsAddUpAcrossAnyBorder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		a, z := randomText(r, r.IntN(6)), randomText(r, r.IntN(6))
		if cutPoint(a+z, len(a)) != len(a) {
			continue // leaves never part there
		}
		if got, want := summarize(a).plus(summarize(z)), summarize(a+z); got != want {
			t.Fatalf("%q + %q: %+v, want %+v", a, z, got, want)
		}
	}
}

func TestLock(t *testing.T) {
	b := New("one", Options{})
	b.Apply(Edit{3, 3, " two"}, Typing)
	refused := 0
	b.Lock(func() { refused++ })
	if _, err := b.Apply(Edit{0, 1, ""}, Delete); !errors.Is(err, ErrLocked) {
		t.Errorf("an edit of a locked text gives %v", err)
	}
	if _, ok := b.Undo(); ok || b.Snapshot().Text() != "one two" || refused != 2 {
		t.Errorf("the locked text is %q; refused %d times, want 2", b.Snapshot().Text(), refused)
	}
	b.Unlock()
	if _, ok := b.Undo(); !ok || b.Snapshot().Text() != "one" || b.Locked() {
		t.Errorf("unlocked and undone it is %q", b.Snapshot().Text())
	}
}

package buffer

import (
	"testing"
	"time"
)

// FuzzEdits reads a program of edits and holds the buffer, its history, its
// marks, its graphemes and its words to a plain string. Each edit is four
// bytes (place, length to replace, length of new text, kind), then the text.
func FuzzEdits(f *testing.F) {
	f.Add("one two\r\n", []byte("\x03\x02\x01\x01x\x80\x00\x02\x01\r\n"))
	f.Add("🇨🇳🇬🇧", []byte("\x04\x00\x04\x01🇫"))
	f.Add("e\u0301\u200d👍🏽", []byte("\x01\x01\x00\x02\x00\x00\x02\x05\xff\xe4"))
	f.Add("你好，世界。", []byte("\x02\x03\x03\x03中\xff\x00\x00\x0c"))
	f.Add("\ufeff\x00\xf0\x9f", []byte("\xff\x00\x02\x01\x91\x8d\x00\x00\x00\x0b"))
	f.Fuzz(func(t *testing.T, text string, program []byte) {
		if len(text)+len(program) > 4096 {
			return
		}
		start := text
		clock := time.Unix(0, 0)
		b := New(text, Options{Now: func() time.Time { return clock }})
		mark, at := b.NewMark(len(text)/2, Right), len(text)/2
		for len(program) >= 4 {
			place, size, length, kind := int(program[0]), int(program[1]), int(program[2]), Kind(program[3]%byte(Redo+1))
			program = program[4:]
			clock = clock.Add(time.Duration(size) * 10 * time.Millisecond)
			var changes []Change
			switch kind {
			case Undo:
				step, _ := b.Undo()
				changes = step.Changes
			case Redo:
				step, _ := b.Redo()
				changes = step.Changes
			default:
				e := Edit{Start: place * len(text) / 255}
				e.End = min(len(text), e.Start+size)
				e.Text = string(program[:min(len(program), length)])
				program = program[len(e.Text):]
				if _, err := b.Apply(e, kind); err != nil {
					t.Fatal(err)
				}
				changes = []Change{{Edit: e}}
			}
			for _, c := range changes {
				text = c.onString(text)
				at = moveOffset(at, Right, c.Start, c.End, c.NewEnd())
			}
			if mark.Offset() != at {
				t.Fatalf("mark at %d, want %d", mark.Offset(), at)
			}
		}
		s := b.Snapshot()
		check(t, s, text)
		if s.Lines() != len(lineStarts(text)) {
			t.Fatalf("%d lines, want %d", s.Lines(), len(lineStarts(text)))
		}
		checkMovement(t, s)
		b.Apply(Edit{Text: "!"}, Other) // forgets what is left to redo
		text = "!" + text
		for b.CanUndo() {
			b.Undo()
		}
		check(t, b.Snapshot(), start)
		for b.CanRedo() {
			b.Redo()
		}
		check(t, b.Snapshot(), text)
	})
}

// checkMovement walks through the text and back, by grapheme and by word.
func checkMovement(t *testing.T, s *Snapshot) {
	for off := 0; off < s.Len(); {
		next := s.NextGrapheme(off)
		if next <= off || s.PrevGrapheme(next) != off {
			t.Fatalf("from %d to %d and back to %d", off, next, s.PrevGrapheme(next))
		}
		off = next
	}
	for off := 0; off < s.Len(); {
		next := s.NextWord(off)
		if next <= off {
			t.Fatalf("the word behind %d is at %d", off, next)
		}
		off = next
	}
	for off := s.Len(); off > 0; {
		prev := s.PrevWord(off)
		if prev >= off {
			t.Fatalf("the word before %d is at %d", off, prev)
		}
		off = prev
	}
}

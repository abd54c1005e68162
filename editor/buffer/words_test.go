package buffer

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// In these texts | stands where the caret stops on its way through.

func TestNextAndPrevWord(t *testing.T) {
	tests := []string{
		"|one |two|",
		"  |one, |two. (|three)|",
		"|don't |stop, |it’s |3.14 |e-|mail |snake_case|",
		"|one|\n|two|\r\n|\r\n  |three|\r|",
		"|我们今天去公园，|很好。|Go|语言|",
		"|日本|の|カタカナ|",
		"|한국어 |단어|",
		"|สวัสดีครับ |ไทย|",
		"|Привет, |мир|",
		"|one |👍🏽 |👨‍👩‍👧|🇨🇳 |two|",
		"... |e\u0301te\u0301 ...|",
		"|a\xff|b\xfe |c|",
		"|שלום, |עולם|",
	}
	for _, test := range tests {
		text := strings.ReplaceAll(test, "|", "")
		var want []int
		for off, rest := 0, test; ; {
			i := strings.IndexByte(rest, '|')
			if i < 0 {
				break
			}
			off += i
			want = append(want, off)
			rest = rest[i+1:]
		}
		s := NewSnapshot(text)
		var forward, back []int
		for off := 0; off < len(text); {
			off = s.NextWord(off)
			forward = append(forward, off)
		}
		for off := len(text); off > 0; {
			back = append(back, off)
			off = s.PrevWord(off)
		}
		slices.Reverse(back)
		want = slices.DeleteFunc(want, func(off int) bool { return off == 0 })
		if !slices.Equal(forward, want) {
			t.Errorf("%q: forward stops at %v, want %v", test, forward, want)
		}
		if !slices.Equal(back, want) {
			t.Errorf("%q: backward stops at %v, want %v", test, back, want)
		}
	}
}

func TestNextWordEnd(t *testing.T) {
	tests := []string{
		"one| two|",
		"  one|, two|. (three|)|",
		"one|\n\n  two|\n|",
		"我们今天去公园|，很好|。Go|语言|",
	}
	for _, test := range tests {
		pieces := strings.Split(test, "|")
		s := NewSnapshot(strings.Join(pieces, ""))
		off, want := 0, 0
		for _, piece := range pieces[:len(pieces)-1] {
			off, want = s.NextWordEnd(off), want+len(piece)
			if off != want {
				t.Errorf("%q: the end after %q is %d, want %d", test, piece, off, want)
			}
		}
	}
}

func TestWordAt(t *testing.T) {
	tests := []struct{ text, want string }{ // | is the place asked about
		{"on|e two", "one"},
		{"|one two", "one"},
		{"one| two", "one"},
		{"one |two", "two"},
		{"one two|", "two"},
		{"one| |", "one"},
		{"one  | two", "   "},
		{"one|, two", "one"},
		{"one,| two", " "},
		{"wait..|. what", "..."},
		{"don|'t", "don't"},
		{"e-|mail", "mail"},
		{"我们今|天，好", "我们今天"},
		{"我们今天|，好", "我们今天"},
		{"Go|语言", "语言"},
		{"one\n|\ntwo", ""},
		{"one|\ntwo", "one"},
		{"one\n|two", "two"},
		{"one.|\n", "."},
		{"|", ""},
		{"👨‍👩‍|👧x", "👨‍👩‍👧"},
	}
	for _, test := range tests {
		off := strings.IndexByte(test.text, '|')
		s := NewSnapshot(strings.ReplaceAll(test.text, "|", ""))
		start, end := s.WordAt(off)
		if got := s.Slice(start, end); got != test.want {
			t.Errorf("at %q is %q, want %q", test.text, got, test.want)
		}
	}
}

func TestFirstWord(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"one two", "one"},
		{" one, two", " one,"},
		{"—and then", "—and"},
		{"n't go", "n't"},
		{"(see below) now", "(see"},
		{"。我们去公园，好", "。我们去公园，"},
		{"\none two", "\none"},
		{" \n one", " "},
		{"one\ntwo", "one"},
		{"...", "..."},
		{"Go语言", "Go"},
	}
	for _, test := range tests {
		if got := test.text[:FirstWord(test.text)]; got != test.want {
			t.Errorf("the first word of %q is %q, want %q", test.text, got, test.want)
		}
	}
}

func TestWordMovementAlwaysGoesOn(t *testing.T) {
	texts := []string{
		strings.Repeat("a", 20000), strings.Repeat("你", 7000), strings.Repeat(" ", 40000), strings.Repeat("\u0301", 20000),
		strings.Repeat(".", 40000), strings.Repeat("\xff", 40000), strings.Repeat("👩\u200d", 3000), "a" + strings.Repeat(" ", 40000) + "b",
	}
	r := rand.New(rand.NewPCG(5, 5))
	for range 6 {
		texts = append(texts, randomText(r, 500))
	}
	for _, text := range texts {
		s := NewSnapshot(text)
		for off := 0; off < len(text); {
			next := s.NextWord(off)
			if next <= off || s.NextWordEnd(off) <= off {
				t.Fatalf("%.20q: forward stays at %d", text, off)
			}
			if start, end := s.WordAt(off); start > off || end < off || start == end && text[off] != '\n' && text[off] != '\r' {
				t.Fatalf("%.20q: the word at %d is %d to %d", text, off, start, end)
			}
			off = next
		}
		for off := len(text); off > 0; {
			prev := s.PrevWord(off)
			if prev >= off {
				t.Fatalf("%.20q: backward stays at %d", text, off)
			}
			off = prev
		}
	}
}

// listed cuts Chinese by a list of words, the longest first.
type listed []string

func (l listed) Cut(run []rune) (ends []int) {
	for at := 0; at < len(run); {
		n := 1
		for _, word := range l {
			if w := []rune(word); len(w) > n && len(w) <= len(run)-at && string(run[at:at+len(w)]) == word {
				n = len(w)
			}
		}
		at += n
		ends = append(ends, at)
	}
	return ends
}

func TestWordsOfChinese(t *testing.T) {
	const text = "我们今天去 the 图书馆，然后回家。"
	b := New(text, Options{Words: listed{"我们", "今天", "图书馆", "然后", "回家"}})
	var forward, back []string
	for at := 0; at < b.Len(); {
		next := b.Snapshot().NextWord(at)
		forward = append(forward, text[at:next])
		at = next
	}
	for at := b.Len(); at > 0; {
		previous := b.Snapshot().PrevWord(at)
		back = append(back, text[previous:at])
		at = previous
	}
	want := []string{"我们", "今天", "去 ", "the ", "图书馆，", "然后", "回家。"}
	if !slices.Equal(forward, want) {
		t.Errorf("forward by %q, want %q", forward, want)
	}
	slices.Reverse(back)
	if !slices.Equal(back, want) {
		t.Errorf("back by %q, want %q", back, want)
	}
	for inside, want := range map[string]string{"们": "我们", "书": "图书馆", "去": "去", "家": "回家"} {
		start, end := b.Snapshot().WordAt(strings.Index(text, inside))
		if got := text[start:end]; got != want {
			t.Errorf("a double click on %s selects %q, want %q", inside, got, want)
		}
	}
	b.Apply(Edit{Start: 0, End: 0, Text: "x"}, Typing)
	if got := b.Snapshot().NextWord(0); got != len("x") {
		t.Errorf("after an edit the first word ends at %d", got)
	}
}

// A segmenter that answers nonsense must not break movement.
func TestWordsOfABrokenSegmenter(t *testing.T) {
	for _, ends := range [][]int{nil, {}, {0, 0}, {5, 3, 100}, {-1, 1}} {
		b := New("海\u0301从来\U000E0100不记得。他 x 海", Options{Words: broken(ends)})
		for at := 0; at < b.Len(); {
			next := b.Snapshot().NextWord(at)
			if next <= at {
				t.Fatalf("ends %v: from %d to %d", ends, at, next)
			}
			if start, _ := b.Snapshot().GraphemeAt(next); start != next {
				t.Fatalf("ends %v: %d is inside a character", ends, next)
			}
			at = next
		}
	}
}

type broken []int

func (b broken) Cut([]rune) []int { return b }

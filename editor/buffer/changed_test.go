package buffer

import (
	"context"
	"errors"
	"math/rand"
	"strings"
	"testing"
)

func TestChangedLines(t *testing.T) {
	for _, test := range []struct {
		name, base, text string
		want             string // the text with the changed lines in brackets
	}{
		{"nothing", "a\nb\nc", "a\nb\nc", "a\nb\nc"},
		{"a line in the middle", "a\nb\nc", "a\nB\nc", "a\n[B\n]c"},
		{"the first line", "a\nb", "aa\nb", "[aa\n]b"},
		{"the last line", "a\nb", "a\nbb", "a\n[bb]"},
		{"a new line", "a\nc", "a\nb\nc", "a\n[b\n]c"},
		{"a line typed at the end", "a", "a\nb", "a\n[b]"},
		{"an empty line at the end", "a", "a\n", "a\n[]"},
		{"a deleted line", "a\nb\nc", "a\nc", "a\n[]c"},
		{"everything deleted", "a\nb", "", "[]"},
		{"everything new", "", "a\nb", "[a\nb]"},
		{"two places", "a\nb\nc\nd\ne", "A\nb\nc\nd\nE", "[A\n]b\nc\nd\n[E]"},
		{"a repeated line more", "x\nx\nx", "x\nx\nx\nx", "x\nx\n[x\n]x"},
		{"a line end of another kind", "a\nb\nc", "a\r\nb\nc", "[a\r\n]b\nc"},
		{"Chinese", "外婆说\n海", "外婆说，\n海", "[外婆说，\n]海"},
		{"bytes that are no text", "a\n\xff\nb", "a\n\xfe\nb", "a\n[\xfe\n]b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			ranges, err := ChangedLines(t.Context(), NewSnapshot(test.base), NewSnapshot(test.text))
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			at := 0
			for _, r := range ranges {
				got.WriteString(test.text[at:r.Start] + "[" + test.text[r.Start:r.End] + "]")
				at = r.End
			}
			if got.WriteString(test.text[at:]); got.String() != test.want {
				t.Errorf("from %q to %q: %q, want %q", test.base, test.text, got.String(), test.want)
			}
		})
	}
}

// Lines outside the ranges must be lines of the base, in order.
func TestUnchangedLinesAreTheBases(t *testing.T) {
	random := rand.New(rand.NewSource(4))
	pieces := []string{"one\n", "two\n", "海\n", "\n", "\r\n", "three\r", "x", "\xff\n"}
	make := func() string {
		var b strings.Builder
		for range random.Intn(12) {
			b.WriteString(pieces[random.Intn(len(pieces))])
		}
		return b.String()
	}
	for range 5000 {
		base, text := make(), make()
		if random.Intn(2) == 0 && base != "" { // a small change
			at := random.Intn(len(base))
			text = base[:at] + pieces[random.Intn(len(pieces))] + base[min(at+random.Intn(3), len(base)):]
		}
		ranges, err := ChangedLines(t.Context(), NewSnapshot(base), NewSnapshot(text))
		if err != nil {
			t.Fatal(err)
		}
		rest, at := base, 0
		for _, r := range append(ranges, Range{len(text), len(text)}) {
			if r.Start < at || r.End < r.Start || r.End > len(text) {
				t.Fatalf("from %q to %q: ranges %v", base, text, ranges)
			}
			unchanged := strings.TrimRight(text[at:r.Start], "\r\n")
			found := strings.Index(rest, unchanged)
			if found < 0 {
				t.Fatalf("from %q to %q: %q counts as unchanged, ranges %v", base, text, unchanged, ranges)
			}
			rest, at = rest[found+len(unchanged):], r.End
		}
		if (len(ranges) == 0) != (base == text) {
			t.Fatalf("from %q to %q: ranges %v", base, text, ranges)
		}
	}
}

func TestChangedLinesGivenUp(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := ChangedLines(ctx, NewSnapshot(strings.Repeat("a\n", 1000)), NewSnapshot(strings.Repeat("b\n", 1000)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v, want that it was cancelled", err)
	}
}

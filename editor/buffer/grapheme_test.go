package buffer

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestGraphemesAgainstOnePassOverTheText(t *testing.T) {
	seeds(t, 60, func(t *testing.T, r *rand.Rand) {
		text := randomText(r, r.IntN(500))
		s := NewSnapshot(text)
		starts := append(graphemeStarts(text), len(text))
		for i := range len(starts) - 1 {
			for off := starts[i]; off < starts[i+1]; off++ {
				if got := s.NextGrapheme(off); got != starts[i+1] {
					t.Fatalf("behind %d in %q comes %d, want %d", off, text[starts[i]:], got, starts[i+1])
				}
				if got := s.PrevGrapheme(off + 1); got != starts[i] {
					t.Fatalf("before %d comes %d, want %d", off+1, got, starts[i])
				}
				if start, end := s.GraphemeAt(off); start != starts[i] || end != starts[i+1] {
					t.Fatalf("at %d is %d to %d, want %d to %d", off, start, end, starts[i], starts[i+1])
				}
			}
		}
		var yielded []int
		for off := range s.Graphemes(0, s.Len()) {
			yielded = append(yielded, off)
		}
		if !slices.Equal(yielded, starts[:len(starts)-1]) {
			t.Errorf("Graphemes yields %v, want %v", yielded, starts)
		}
	})
}

func TestGraphemes(t *testing.T) {
	tests := []struct{ name, text string }{
		{"letters", "a|b"},
		{"line ends", "a|\r\n|\n|\r|\r\n"},
		{"combining marks", "e\u0301\u0302|x"},
		{"a mark after a line end", "\n|\u0301|a"},
		{"family", "👨‍👩‍👧‍👦|👨‍👩‍👧‍👦"},
		{"skin tone", "👍🏽|👍"},
		{"flags", "🇨🇳|🇬🇧|🇫"},
		{"keycap", "1️⃣|2"},
		{"Chinese", "你|好|，"},
		{"kana with a voicing mark", "か\u3099|か"},
		{"Hangul", "\u1100\u1161\u11a8|한|글"},
		{"Thai", "ส|วั|ส|ดี"},
		{"Arabic with vowels", "مَ|ر"},
		{"invalid bytes", "\xff|\xfe|a|\xe4\u200b"},
		{"invalid byte before a mark", "a|\xff|\u0301"},
		{"a mark cut off by an invalid byte", "e\u0301|\xcc|a"},
		{"half a rune", "\xe4|\xbd|x"},
		{"NUL and BOM", "\x00|\ufeff|a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := strings.Split(strings.Replace(test.text, "\xe4\u200b", "\xe4|\u200b", 1), "|")
			s := NewSnapshot(strings.Join(want, ""))
			var got []string
			for _, g := range s.Graphemes(0, s.Len()) {
				got = append(got, g)
			}
			if !slices.Equal(got, want) {
				t.Errorf("graphemes %q, want %q", got, want)
			}
		})
	}
}

// Clusters without end and texts without a sure boundary must cost no more
// than others, and moving forward and back must agree.
func TestGraphemesWithoutEnd(t *testing.T) {
	units := map[string]string{
		"combining marks":    "\u0301",
		"marks on one base":  "\u0301\u0302",
		"joiners":            "\u200d",
		"joined emoji":       "👩\u200d",
		"flags":              "🇨🇳",
		"half flags":         "🇨",
		"Hangul leads":       "\u1100",
		"prepended signs":    "\u0600",
		"emoji with accents": "👩\u0301",
	}
	for name, unit := range units {
		for _, head := range []string{"", "a", "ab🇨", "\xff"} {
			text := head + strings.Repeat(unit, 5000/len(unit))
			s := NewSnapshot(text)
			var forward, back []int
			for off := 0; off < s.Len(); {
				next := s.NextGrapheme(off)
				if next <= off || next-off > maxCluster {
					t.Fatalf("%s after %q: from %d to %d", name, head, off, next)
				}
				forward = append(forward, next)
				off = next
			}
			for off := s.Len(); off > 0; off = s.PrevGrapheme(off) {
				back = append(back, off)
			}
			slices.Reverse(back)
			if !slices.Equal(forward, back) {
				t.Errorf("%s after %q: forward and back disagree", name, head)
			}
			for i, end := range forward[1:] {
				start := forward[i]
				for _, off := range []int{start, (start + end) / 2, end - 1} {
					if a, z := s.GraphemeAt(off); a != start || z != end {
						t.Fatalf("%s after %q: at %d is %d to %d, want %d to %d", name, head, off, a, z, start, end)
					}
				}
			}
		}
	}
}

func TestPositionsOutsideTheText(t *testing.T) {
	for _, text := range []string{"", "a", "你好\r\n"} {
		s := NewSnapshot(text)
		for _, off := range []int{-5, -1, len(text), len(text) + 1, len(text) + 99} {
			for name, got := range map[string]int{
				"NextGrapheme": s.NextGrapheme(off), "PrevGrapheme": s.PrevGrapheme(off),
				"NextWord": s.NextWord(off), "PrevWord": s.PrevWord(off), "NextWordEnd": s.NextWordEnd(off),
				"LineStart": s.LineStart(off), "LineEnd": s.LineEnd(off),
			} {
				if got < 0 || got > len(text) {
					t.Errorf("%q: %s(%d) is %d", text, name, off, got)
				}
			}
			start, end := s.WordAt(off)
			if start < 0 || end < start || end > len(text) {
				t.Errorf("%q: WordAt(%d) is %d to %d", text, off, start, end)
			}
			s.GraphemeAt(off)
			s.LineOf(off)
		}
	}
}

package buffer

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// alphabet is the text that editors get wrong.
var alphabet = []string{
	"a", "b", " ", "word", "don't", ". ", "\n", "\r\n", "\r", "\t", "\x00", "\ufeff",
	"你", "好", "，", "。", "々", "かな", "カナ", "한글", "\u1100\u1161\u11a8",
	"👍", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇳", "🇬🇧", "🇫", "1️⃣", "©", "❤️",
	"e\u0301", "\u0301", "\u200d", "\ufe0f", "क्षि", "ำ", "สวัสดี",
	"שלום", "مرحبا", "\u202e", "\u2028", "\u00a0", "\u00ad", "\u0600",
	"\xff", "\xe4", "\xbd", "\xa0", "\xf0\x9f", "\x91\x8d", "\xed\xa0\x80", "\xc0\x80",
}

func randomText(r *rand.Rand, parts int) string {
	var b strings.Builder
	for range parts {
		b.WriteString(alphabet[r.IntN(len(alphabet))])
	}
	return b.String()
}

// randomEdit returns an edit at any bytes, inside runes too, mostly short.
func randomEdit(r *rand.Rand, length int) Edit {
	start := r.IntN(length + 1)
	if r.IntN(8) == 0 { // go back to the same few places, as typing does
		start = min(length, 600)
	}
	end := start
	switch r.IntN(10) {
	case 0, 1, 2:
		end = min(length, start+r.IntN(8))
	case 3:
		end = min(length, start+r.IntN(6000))
	}
	text := ""
	switch r.IntN(10) {
	case 0:
		text = randomText(r, r.IntN(800))
	case 1:
	default:
		text = randomText(r, 1+r.IntN(3))
	}
	return Edit{start, end, text}
}

func (e Edit) onString(s string) string { return s[:e.Start] + e.Text + s[e.End:] }

// check holds a snapshot to the tree's invariants and to the plain text.
func check(t *testing.T, s *Snapshot, want string) {
	t.Helper()
	if got := s.Text(); got != want {
		t.Fatalf("text is %q, want %q", got, want)
	}
	if s.root == nil {
		return
	}
	leaves := 0
	checkNode(t, s.root, &leaves)
	at := 0
	for off, chunk := range s.Chunks(0, s.Len()) {
		if off != at {
			t.Fatalf("chunk at %d says it is at %d", at, off)
		}
		if leaves > 1 && (len(chunk) < minLeaf || len(chunk) > maxLeaf) {
			t.Fatalf("leaf of %d bytes at %d of %d", len(chunk), at, len(want))
		}
		at += len(chunk)
		if at < len(want) && cutPoint(want, at) != at {
			t.Fatalf("leaf ends inside a rune or CRLF at %d: %q", at, want[max(0, at-4):min(len(want), at+4)])
		}
	}
	if direct := summarize(want); s.root.sum != direct {
		t.Fatalf("tree sums up to %+v, text to %+v", s.root.sum, direct)
	}
}

func checkNode(t *testing.T, n *node, leaves *int) {
	t.Helper()
	if n.leaf() {
		*leaves++
		if n.height != 0 || n.right != nil || n.text == "" {
			t.Fatalf("leaf of height %d with text %q", n.height, n.text)
		}
		if n.sum != summarize(n.text) {
			t.Fatalf("leaf %q sums up to %+v", n.text, n.sum)
		}
		return
	}
	checkNode(t, n.left, leaves)
	checkNode(t, n.right, leaves)
	if d := n.left.height - n.right.height; d < -1 || d > 1 {
		t.Fatalf("unbalanced: heights %d and %d", n.left.height, n.right.height)
	}
	if n.height != max(n.left.height, n.right.height)+1 {
		t.Fatalf("height %d over %d and %d", n.height, n.left.height, n.right.height)
	}
	if n.sum != n.left.sum.plus(n.right.sum) {
		t.Fatal("sum isn't that of the children")
	}
}

// lineStarts is LineStart for every line, in the plainest way.
func lineStarts(text string) []int {
	starts := []int{0}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' || text[i] == '\r' && !strings.HasPrefix(text[i+1:], "\n") {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// graphemeStarts is every grapheme boundary but the last, found by one pass
// over the whole text, split at invalid bytes.
func graphemeStarts(text string) []int {
	var starts []int
	for from := 0; from < len(text); {
		to := from
		for to < len(text) {
			r, size := utf8.DecodeRuneInString(text[to:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			to += size
		}
		for rest, state := text[from:to], -1; rest != ""; {
			starts = append(starts, to-len(rest))
			_, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		}
		if to < len(text) {
			starts = append(starts, to)
			to++
		}
		from = to
	}
	return starts
}

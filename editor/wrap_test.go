package editor

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"testing"

	"inkling/editor/buffer"
)

// starts lists where the rows of a paragraph start.
func starts(l *rowList) []int {
	out := make([]int, l.count())
	for i := range out {
		out[i] = l.start(i)
	}
	return out
}

// shownRows is the text of each row.
func shownRows(p *paragraph) []string {
	var out []string
	for i := range p.rows.count() {
		out = append(out, p.shown(p.rows.start(i), p.rows.start(i+1)))
	}
	return out
}

// testFaces are shared by the tests, which run one after the other.
var testFaces = sync.OnceValue(newFaces)

func testView(text string, width float32) *view {
	v := newView(newTypesetter(testFaces(), 16))
	v.wrap.width, v.wrap.lineHeight, v.height = width, 1.6, 400
	v.reset(buffer.NewSnapshot(text))
	return v
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		name  string
		text  string
		width float32 // pixels at 16 a character of Chinese
		want  []string
	}{
		{"nothing", "", 100, []string{""}},
		{"one row", "short", 100, []string{"short"}},
		{"spaces hang at the row's end", "the harbour lights had sunk", 130, []string{"the harbour ", "lights had sunk"}},
		{"a long word is broken by characters", "aaaaaaaaaaaaaaaa", 60, []string{"aaaaaa", "aaaaaa", "aaaa"}},
		{"Chinese breaks anywhere", "外婆说海从来不记得", 16 * 4, []string{"外婆说海", "从来不记", "得"}},
		{"a full stop never starts a row", "外婆说海。从来不记得", 16 * 4, []string{"外婆说", "海。从来", "不记得"}},
		{"nor do a comma and a closing quote", "他说“你好”，世界", 16 * 6, []string{"他说“你", "好”，世界"}},
		{"an opening bracket never ends a row", "外婆说（海）从来", 16 * 4, []string{"外婆说", "（海）从", "来"}},
		{"a family is one character", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 30, []string{"👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"}},
		{"combining marks stay with their letter", strings.Repeat("e\u0301", 8), 36,
			[]string{strings.Repeat("e\u0301", 4), strings.Repeat("e\u0301", 4)}},
		{"no-break spaces hold", "one\u00a0two three", 70, []string{"one\u00a0two ", "three"}},
		{"a hyphen ends a row", "well-mannered people", 60, []string{"well-", "manne", "red ", "people"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := testView(test.text, test.width)
			if got := shownRows(v.paragraph(0)); !slices.Equal(got, test.want) {
				t.Errorf("rows %q, want %q", got, test.want)
			}
		})
	}
}

// alphabet is what random texts are made of.
var alphabet = []string{
	"a", "e", "n", "word", "harbour", " ", " ", " ", "  ", ".", ", ", "-", "(", ")", "“", "”", "\t", "海", "从来", "。", "，", "“海”",
	"——", "……", "👨‍👩‍👧‍👦", "🇨🇳", "e\u0301", "\u0301", "ש", "لا", "\x00", "\xff", "\xe6\xb5", "́", "1", "3.14", "https://a.b/c?d=e", "\u00a0",
	"# ", "*", "**", "`", "- ", "1. ", "> ", "~~~", "[a](b)", "\u200b", "ﬁ", "가", "か\u3099", "\u2028", strings.Repeat("m", 90), strings.Repeat("海", 60),
}

func randomText(r *rand.Rand, pieces int) string {
	var b strings.Builder
	for range pieces {
		b.WriteString(alphabet[r.Intn(len(alphabet))])
	}
	return b.String()
}

// Texts without a place to break, without a width or without an end of a cluster have rows as others do, and typing in
// them leaves the layout as a fresh one.
func TestRowsOfTextWithoutEnd(t *testing.T) {
	for _, piece := range []string{
		"a", "ש", "👨\u200d", "\u200b", " ", "\t", "(", "…", "“", "\x00", "\xff", "\u2028", "ש(", "\u0301", "لا", "🇨🇳", "`", "[", "가", "กขค", "\u200d",
	} {
		t.Run(fmt.Sprintf("%q", piece), func(t *testing.T) {
			e := open(t, strings.Repeat(piece, 60_000/len(piece)), Options{})
			for _, at := range []int{0, e.snap.Len() / 2, e.snap.Len()} {
				e.SetCaret(at)
				e.TypedRune('a')
				e.TypedRune('b')
			}
			checkLayout(t, e)
			p := e.view.paragraph(0)
			for i := range p.rows.count() {
				if size := p.rows.start(i+1) - p.rows.start(i); size > longRow || size == 0 && i+1 < p.rows.count() {
					t.Fatalf("row %d of %d has %d bytes", i, p.rows.count(), size)
				}
			}
			press(t, e, "Home Shift+Up Up End Down Ctrl+Left Ctrl+Right BackSpace Ctrl+Z")
			checkLayout(t, e)
		})
	}
}

func TestDeeplyNestedTextHasRoom(t *testing.T) {
	for _, text := range []string{strings.Repeat("> ", 80) + longText(1), strings.Repeat("- ", 80) + longText(1), "- a\n" + strings.Repeat("\t", 40) + "- " + longText(1)} {
		e := open(t, text, Options{})
		e.setZoom(2)
		checkLayout(t, e)
		for i := range e.paint.seen {
			if x := e.paint.seen[i].x; x > e.view.wrap.width/2 {
				t.Errorf("row %d of %.10q begins at %v of %v", i, text, x, e.view.wrap.width)
			}
		}
		if n := len(e.paint.seen); n < 3 {
			t.Errorf("%.10q has only %d rows", text, n)
		}
	}
}

// Rewrapping after an edit must give what wrapping afresh gives.
func TestRewrapEqualsWrap(t *testing.T) {
	for seed := range int64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewSource(seed))
			text := randomText(r, r.Intn(300))
			if seed%4 == 0 {
				text += strings.Repeat("the long paragraph goes on ", longParagraph/20)
			}
			b := buffer.New(text, buffer.Options{})
			v := testView(text, 200)
			v.reset(b.Snapshot())
			v.paragraph(0)
			for range 60 {
				start := r.Intn(b.Len() + 1)
				end := min(start+r.Intn(8)*r.Intn(8), b.Len())
				insert := randomText(r, r.Intn(4))
				removed := b.Snapshot().Slice(start, end)
				if _, err := b.Apply(buffer.Edit{Start: start, End: end, Text: insert}, buffer.Other); err != nil {
					t.Fatal(err)
				}
				if r.Intn(3) == 0 {
					v.setGhost(randomText(r, r.Intn(20)), v.snap.LineStart(0)+r.Intn(v.snap.LineEnd(0)+1))
				} else {
					v.setGhost("", 0)
				}
				ghost, ghostAt := v.ghost, v.ghostAt
				v.setGhost("", 0)
				v.apply(b.Snapshot(), region{start: start, oldEnd: end, newEnd: start + len(insert)}, 0)
				if ghostAt <= b.Len() {
					v.setGhost(ghost, ghostAt)
				}
				got := v.paragraph(0)
				if r.Intn(2) == 0 {
					v.wrap.toEnd(got)
				}
				fresh := testView("", 200)
				fresh.snap = b.Snapshot()
				fresh.ghost, fresh.ghostAt = v.ghost, v.ghostAt
				want := fresh.paragraph(0)
				fresh.wrap.toEnd(want)
				known := got.rows.count()
				if !slices.Equal(starts(&got.rows), starts(&want.rows)[:min(known, want.rows.count())]) || !got.rows.open && known != want.rows.count() {
					g, w := starts(&got.rows), starts(&want.rows)
					i := 0
					for i < min(len(g), len(w)) && g[i] == w[i] {
						i++
					}
					t.Logf("row %d: starts at %v, should at %v; removed %q", i, g[max(i-3, 0):min(i+2, len(g))], w[max(i-3, 0):min(i+2, len(w))], removed)
					t.Fatalf("after replacing [%d, %d) by %q with ghost %q at %d: rows %q, want %q", start, end, insert, v.ghost, v.ghostAt,
						shownRows(got), shownRows(want))
				}
			}
		})
	}
}

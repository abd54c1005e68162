package find

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"inkling/editor/buffer"
)

// In these texts [ and ] stand around each match.

func TestAll(t *testing.T) {
	plain, exact, word := Options{}, Options{MatchCase: true}, Options{WholeWord: true}
	expr, exactExpr, wordExpr := Options{Regexp: true}, Options{Regexp: true, MatchCase: true}, Options{Regexp: true, WholeWord: true}
	tests := []struct {
		query string
		opts  Options
		text  string
	}{
		{"", plain, "one"},
		{"", expr, "one"},
		{"one", plain, "[one] [ONE] b[one][One]"},
		{"one", exact, "[one] ONE b[one]s"},
		{"aa", plain, "[aa][aa]a"},
		{"straße", plain, "[STRAßE] [straße] strasse"},
		{"σ", plain, "[Σ][σ][ς]"},
		{"k", plain, "[K][k][\u212a]"},
		{"İ", plain, "i I [İ]"},
		{"don't", plain, "[don't] [Don’t]"},
		{`"so"`, exact, `["so"] [“so”] “So”`},
		{"公园", plain, "去[公园]，[公园]里"},
		{"公园", word, "去[公园]，[公园]里"},
		{"one", word, "[one] bone ones [one]."},
		{"one", word, "_one one1 e\u0301one oné [one]-two"},
		{"aba", word, "xaba [aba] abaX"},
		{"a.c", plain, "abc [a.c]"},
		{"a b", plain, "a\nb [a b]"},
		{"a\nb", plain, "[a\nb] a b"},
		{"a\r\nb", plain, "[a\r\nb] a\nb"},
		{"\x00", plain, "a[\x00]b"},
		{"é", plain, "[é] e\u0301"},
		{"\xff", plain, "a[\xff]b\xfe"},
		{"👍", plain, "[👍] [👍]🏽"},

		{"a.c", expr, "[abc] [ABC] [a.c] ac a\nc a\rc"},
		{"a.c", exactExpr, "[abc] ABC"},
		{"^.", expr, "[a]b\n[c]d\r\n[e]f"},
		{".$", expr, "a[b]\nc[d]\r\ne[f]"},
		{"[a-z]+$", expr, "ab [cd]\r\n[ef]\r\n\r\n"},
		{"$", expr, "a\nb"},
		{"x*", expr, "a[xx]b[x]"},
		{`\bone\b`, expr, "bone [one] ones"},
		{`a\s+b`, expr, "[a b] [a\n\n b] ab"},
		{`\Aa`, expr, "[a]a\na"},
		{`a\z`, expr, "a\na[a]"},
		{`"[^"]*"`, expr, `["a` + "\n" + `b"] c`},
		{`\p{Han}+`, expr, "a[汉字]b[字]"},
		{"one|ones", wordExpr, "[one] ones"},
		{"(?s)a.b", expr, "[a\nb]"},
		{`\.`, expr, "a[.]b"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%q", test.query), func(t *testing.T) {
			want := markedRanges(test.text)
			text := strings.NewReplacer("[", "", "]", "").Replace(test.text)
			q, err := Compile(test.query, test.opts)
			if err != nil {
				t.Fatal(err)
			}
			var got [][2]int
			for _, m := range q.All(buffer.NewSnapshot(text), 0) {
				got = append(got, [2]int{m.Start, m.End})
			}
			if !slices.Equal(got, want) {
				t.Errorf("in %q found %v, want %v", text, got, want)
			}
		})
	}
}

// markedRanges returns the ranges that brackets stand around.
func markedRanges(marked string) (ranges [][2]int) {
	off := 0
	for i := range len(marked) {
		switch marked[i] {
		case '[':
			ranges = append(ranges, [2]int{off, 0})
		case ']':
			ranges[len(ranges)-1][1] = off
		default:
			off++
		}
	}
	return ranges
}

func TestMatchesInALongText(t *testing.T) {
	paragraph := strings.Repeat("The quick brown fox. ", 20) + "needle" + strings.Repeat(" 狐狸跳过。", 30)
	for _, lineEnd := range []string{"\n", "\r\n", " "} {
		text := strings.Repeat(paragraph+lineEnd, 400)
		s := buffer.NewSnapshot(text)
		for _, opts := range []Options{{}, {MatchCase: true}, {Regexp: true}, {WholeWord: true}} {
			q, err := Compile("needle", opts)
			if err != nil {
				t.Fatal(err)
			}
			matches := q.All(s, 0)
			if len(matches) != 400 {
				t.Fatalf("%+v: %d matches, want 400", opts, len(matches))
			}
			for i, m := range matches {
				if want := i*(len(paragraph)+len(lineEnd)) + 420; m.Start != want || m.End != want+6 {
					t.Fatalf("%+v: match %d at %d, want %d", opts, i, m.Start, want)
				}
			}
			if first := q.All(s, 7); len(first) != 7 || first[6].Start != matches[6].Start {
				t.Errorf("%+v: the first 7 are %v", opts, first)
			}
		}
	}
}

func TestOneMatchFarDown(t *testing.T) {
	text := strings.Repeat("The quick brown fox.\n", 50000) + "needle"
	for _, query := range []string{"needle", `n[^x]edle`} {
		q, err := Compile(query, Options{Regexp: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := q.All(buffer.NewSnapshot(text), 0); len(got) != 1 || got[0].Start != len(text)-6 {
			t.Errorf("%s: found %v", query, got)
		}
	}
}

func TestMoreMatchesThanAskedForAtOnce(t *testing.T) {
	s := buffer.NewSnapshot(strings.Repeat("ab\n", 20000))
	q, err := Compile(`[^b]`, Options{Regexp: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(q.All(s, 0)); got != 40000 {
		t.Errorf("%d matches, want 40000", got)
	}
	if got := len(q.All(s, 15000)); got != 15000 {
		t.Errorf("%d matches, want 15000", got)
	}
}

func TestSearchGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, query := range []string{"a", `[^b]`} {
		q, err := Compile(query, Options{Regexp: query != "a"})
		if err != nil {
			t.Fatal(err)
		}
		s := buffer.NewSnapshot(strings.Repeat("a\n", 1<<20))
		if matches, err := q.Search(ctx, s, 0); !errors.Is(err, context.Canceled) || len(matches) > 1024 {
			t.Errorf("%q: %d matches and error %v after giving up", query, len(matches), err)
		}
	}
}

func TestErrorsInPlainWords(t *testing.T) {
	tests := map[string]string{
		"(a":         "a bracket ( is never closed",
		"a)":         "a bracket ) was never opened",
		"[a":         "a bracket [ is never closed",
		"*a":         `there is nothing before "*" to repeat`,
		"a**":        `"**" repeats what is repeated already`,
		"a{2,1}":     `the count in "{2,1}" is too large or the wrong way round`,
		"[z-a]":      `the range "z-a" is the wrong way round or unknown`,
		`\q`:         `"\\q" means nothing here`,
		`a\`:         `a backslash \ at the end means nothing; for the character itself write \\`,
		"(?P<a-b>a)": `the group name in "(?P<a-b>" is wrong`,
		"(?=a)":      `"(?=" isn't understood`,
	}
	for query, want := range tests {
		if _, err := Compile(query, Options{Regexp: true}); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", query, err, want)
		}
		if _, err := Compile(query, Options{}); err != nil {
			t.Errorf("%q as plain text: %v", query, err)
		}
	}
}

func TestReplaceAll(t *testing.T) {
	tests := []struct {
		query          string
		opts           Options
		template       string
		text, replaced string
	}{
		{"one", Options{}, "$0 two", "one One", "$0 two $0 two"},
		{"(\\w+) (\\w+)", Options{Regexp: true}, "$2 $1", "one two", "two one"},
		{"(?P<first>\\w+)", Options{Regexp: true}, "<${first}>", "one two", "<one> <two>"},
		{"(a)(b)?", Options{Regexp: true}, "[$2$1$0]", "a ab", "[aa] [baab]"},
		{"(a)", Options{Regexp: true}, "$12$$1\\n\\t\\\\\\x$x${2}${", "a", "a2$1\n\t\\\\x$x${2}${"},
		{"a", Options{Regexp: true}, `$1$`, "a", "$1$"},
		{"(.)$", Options{Regexp: true}, "$1!", "ab\r\ncd\n", "ab!\r\ncd!\n"},
		{" +", Options{Regexp: true}, "", "a  b   c", "abc"},
		{"公园", Options{}, "学校", "去公园，公园里", "去学校，学校里"},
	}
	for _, test := range tests {
		q, err := Compile(test.query, test.opts)
		if err != nil {
			t.Fatal(err)
		}
		b := buffer.New(test.text, buffer.Options{})
		matches := q.All(b.Snapshot(), 0)
		if n, err := q.ReplaceAll(b, matches, test.template); n != len(matches) || err != nil {
			t.Errorf("%q: replaced %d, %v", test.query, n, err)
		}
		if got := b.Snapshot().Text(); got != test.replaced {
			t.Errorf("%q by %q in %q gives %q, want %q", test.query, test.template, test.text, got, test.replaced)
		}
		b.Undo()
		if got := b.Snapshot().Text(); got != test.text {
			t.Errorf("one undo gives %q", got)
		}
	}
}

func TestReplaceAllOfVeryMany(t *testing.T) {
	for _, n := range []int{fewEdits, fewEdits + 1} {
		text := strings.Repeat("one, ", n)
		b := buffer.New(text, buffer.Options{})
		q, err := Compile("(on)(e)", Options{Regexp: true})
		if err != nil {
			t.Fatal(err)
		}
		q.ReplaceAll(b, q.All(b.Snapshot(), 0), "${2}$1")
		if got := b.Snapshot().Text(); got != strings.Repeat("eon, ", n) {
			t.Errorf("%d: got %.40q", n, got)
		}
		b.Undo()
		if got := b.Snapshot().Text(); got != text || b.CanUndo() {
			t.Errorf("%d: one undo gives %.40q", n, got)
		}
	}
}

func TestReplaceAllInAChangedText(t *testing.T) {
	b := buffer.New("one one", buffer.Options{})
	q, _ := Compile("one", Options{})
	matches := q.All(b.Snapshot(), 0)
	b.Apply(buffer.Edit{Start: 0, End: 4}, buffer.Typing)
	if n, err := q.ReplaceAll(b, matches, "two"); n != 0 || !errors.Is(err, buffer.ErrRange) {
		t.Errorf("replaced %d, error %v", n, err)
	}
}

func BenchmarkAll(b *testing.B) {
	text := strings.Repeat("It was a bright morning, and the road lay dry. 清晨的阳光照在路上。\n", 10<<20/80)
	s := buffer.NewSnapshot(text)
	for name, opts := range map[string]Options{"case": {MatchCase: true}, "fold": {}, "regexp": {Regexp: true}} {
		b.Run("query="+name+"/size=10mb", func(b *testing.B) {
			q, err := Compile("needle", opts)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				q.All(s, 0)
			}
		})
	}
}

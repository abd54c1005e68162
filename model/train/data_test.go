package train

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"inkling/internal/testmodel"
)

func TestClean(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain prose stays as it is":      {"It was late.\n\n“Well,” she said — no more.", "It was late.\n\n“Well,” she said — no more."},
		"Chinese stays as it is":          {"我走到河边。\n天黑了。", "我走到河边。\n天黑了。"},
		"quotations go":                   {"Mine.\n\n> Theirs,\n> all of it.\n\nMine again.", "Mine.\n\nMine again."},
		"fenced code goes":                {"Before.\n\n```go\nx := 1\n\ny := 2\n```\n\nAfter.", "Before.\n\nAfter."},
		"an unclosed fence ends the text": {"Before.\n~~~\ncode", "Before."},
		"inline code goes":                {"Run `make test` now.", "Run now."},
		"links keep their text":           {"See [the harbour](https://example.org/a_b) today.", "See the harbour today."},
		"pictures go":                     {"Look: ![a boat](boat.png)", "Look:"},
		"addresses go":                    {"Write to mira@example.org or see https://example.org/x?y=1 soon.", "Write to or see soon."},
		"marks of headings go":            {"## The ferry\n\nIt came.", "The ferry\n\nIt came."},
		"emphasis goes, its words stay":   {"It was *very* late, **indeed** so.", "It was very late, indeed so."},
		"stars and underlines of others":  {"2 * 3 * 4 and snake_case", "2 * 3 * 4 and snake_case"},
		"tables and rules go":             {"One.\n\n| a | b |\n|---|---|\n\n---\n\nTwo.", "One.\n\nTwo."},
		"properties before the text go":   {"---\ntitle: X\n---\nText.", "Text."},
		"line ends become one kind":       {"a\r\nb", "a\nb"},
		"broken characters go":            {"a\xffb", "ab"},
		"nothing":                         {" \n\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := newCleaner().clean(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCountWords(t *testing.T) {
	for text, want := range map[string]int{"": 0, "It's half-past two.": 3, "我走到 the river 边": 6, "« ! »": 0} {
		if got := countWords(text); got != want {
			t.Errorf("%q: %d words, want %d", text, got, want)
		}
	}
}

// story makes a text of so many words in paragraphs, different for each name.
func story(name string, words int) string {
	var b strings.Builder
	for i := range words {
		fmt.Fprintf(&b, "%s%d", name, i)
		switch {
		case i%60 == 59:
			b.WriteString(".\n\n")
		case i%12 == 11:
			b.WriteString(". ")
		default:
			b.WriteString(" ")
		}
	}
	return b.String()
}

func TestCollect(t *testing.T) {
	day := func(n int) time.Time { return time.Unix(int64(n)*86400, 0) }
	same := "A paragraph that is long enough to be told from a line of dialogue."
	docs, err := collect(context.Background(), Texts{
		{Text: "The newest text.", Document: "c", Time: day(3)},
		{Text: same + "\n\nNo.\n\n" + same, Document: "a", Time: day(1)},
		{Text: "No.\n\n" + same + "\n\nMore.", Document: "b", Time: day(2)},
		{Text: same, Document: "d", Time: day(4)},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range docs {
		got = append(got, d.name+": "+d.text)
	}
	want := []string{"a: " + same + "\n\nNo.", "b: No.\n\nMore.", "c: The newest text."}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := collect(context.Background(), failing{}); !errors.Is(err, errSource) {
		t.Errorf("a source's error became %v", err)
	}
}

// Documents that are not longer than a twentieth of all stay whole and are in
// one part only; the newest are judged by, and nothing is lost.
func TestSplitByDocument(t *testing.T) {
	var docs []document
	for i := range 80 {
		text := story(fmt.Sprintf("w%dx", i), 300)
		docs = append(docs, document{name: fmt.Sprint(i), text: text, words: countWords(text)})
	}
	c := split(docs)
	part := map[string]string{}
	words := 0
	for name, ds := range map[string][]document{"learn": c.learn, "stop": c.stop, "judge": c.judge} {
		for _, d := range ds {
			if old, ok := part[d.name]; ok {
				t.Errorf("document %s is in %s and %s", d.name, old, name)
			}
			part[d.name] = name
			words += d.words
		}
	}
	if len(part) != len(docs) || words != c.words {
		t.Errorf("%d documents and %d words came out of %d and %d", len(part), words, len(docs), c.words)
	}
	if got := len(c.judge); got != 8 {
		t.Errorf("%d of 80 documents are judged by", got)
	}
	for i, d := range c.judge {
		if d.name != fmt.Sprint(72+i) {
			t.Errorf("judged by document %s", d.name)
		}
	}
}

// A long document is cut between paragraphs, and no paragraph is in two parts.
func TestSplitOneLongDocument(t *testing.T) {
	for _, mark := range []string{"\n\n", "\n"} {
		text := strings.ReplaceAll(story("w", 6000), "\n\n", mark)
		c := split([]document{{name: "book", text: text, words: countWords(text)}})
		seen := map[string]string{}
		joined := ""
		for name, ds := range map[string][]document{"learn": c.learn, "stop": c.stop, "judge": c.judge} {
			words := 0
			for _, d := range ds {
				words += d.words
				for _, p := range strings.Split(strings.TrimSpace(d.text), mark) {
					if old, ok := seen[p]; ok {
						t.Errorf("a paragraph is in %s and %s", old, name)
					}
					seen[p] = name
				}
			}
			if least := map[string]int{"learn": 3500, "stop": 350, "judge": 1500}[name]; words < least {
				t.Errorf("%s has %d words, at least %d are needed", name, words, least)
			}
		}
		for _, d := range slices.Concat(c.learn, c.stop, c.judge) {
			joined += d.text
		}
		if joined != text {
			t.Error("the parts don't make the text again")
		}
	}
}

// Every token but the first of a document is predicted once, from all before it
// in its sequence that are of the same document.
func TestCut(t *testing.T) {
	m := tiny(t, testmodel.TinyLlama())
	docs := []document{{text: strings.Repeat("abc", 50)}, {text: "hello"}, {text: "x"}, {text: strings.Repeat("z", 40)}}
	sequences := cut(m.Tokenizer(), docs, 32)
	predicted := ""
	for _, s := range sequences {
		if len(s.tokens) > 32 || len(s.tokens) != len(s.target) || len(s.tokens) != len(s.start) {
			t.Fatalf("a sequence of %d tokens, %d targets, %d starts", len(s.tokens), len(s.target), len(s.start))
		}
		for i := range s.tokens {
			predicted += string(m.Tokenizer().Piece(s.target[i]))
			if s.start[i] > i || s.start[s.start[i]] != s.start[i] {
				t.Errorf("token %d begins at %d", i, s.start[i])
			}
			if i+1 < len(s.tokens) && s.start[i+1] == s.start[i] && s.target[i] != s.tokens[i+1] {
				t.Errorf("target %d isn't the next token", i)
			}
		}
	}
	count := func(s string) (n [4]int) {
		for i, c := range "az"[:2] {
			n[i] = strings.Count(s, string(c))
		}
		return [4]int{len(s), n[0], n[1], strings.Count(s, "ello")}
	}
	if got, want := count(predicted), [4]int{149 + 4 + 39, 49, 39, 1}; got != want {
		t.Errorf("predicted %v (bytes, a, z, ello), want %v", got, want)
	}
}

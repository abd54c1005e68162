package proof

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParagraphs(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"lines are paragraphs", "One is here.\nTwo is there.\n", []string{"One is here.", "Two is there."}},
		{"CRLF is no part of them", "One is here.\r\n\r\nTwo.\r\n", []string{"One is here.", "Two."}},
		{"hard-wrapped lines belong together", strings.Repeat("word ", 14) + "and\nthe rest of it.", []string{strings.Repeat("word ", 14) + "and\nthe rest of it."}},
		{"marks at the head are left out", "## Heading\n- item one\n1. item two\n> quoted words\n- [ ] to do", []string{"Heading", "item one", "item two", "quoted words", "to do"}},
		{"front matter is no prose", "---\ntitle: recieve\n---\nText.", []string{"Text."}},
		{"code blocks are no prose", "Before.\n```go\nfunc teh() {}\n```\nAfter.\n\n    indented code\n", []string{"Before.", "After."}},
		{"HTML comments, tables and rules are no prose", "<!-- teh -->\n| a | b |\n---\nText.", []string{"Text."}},
		{"formulas are no prose", "$$\nx = y\n$$\nText.", []string{"Text."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := paragraphs(tt.text)
			if len(got) != len(tt.want) {
				t.Fatalf("%d paragraphs, want %d: %+v", len(got), len(tt.want), got)
			}
			for i, p := range got {
				if p.text != tt.want[i] {
					t.Errorf("paragraph %d is %q, want %q", i, p.text, tt.want[i])
				}
				if tt.text[p.start:p.start+len(p.text)] != p.text {
					t.Errorf("paragraph %d is not at its offset", i)
				}
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	tests := []struct {
		text string
		want Language
	}{
		{"This is English.", EnUS}, {"这是中文。", Chinese}, {"我用 Go 写 API。", Chinese}, {"The word 你好 means hello to them.", EnUS},
		{"Der Hund und die Katze sind nicht auf dem Dach.", ""}, {"Le chat est dans la maison pour une nuit.", ""},
		{"これは日本語です。", ""}, {"Это по-русски.", ""}, {"12345", ""},
	}
	for _, tt := range tests {
		if got := languageOf(tt.text); got != tt.want {
			t.Errorf("%q is taken for %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Nothing that is not prose is flagged, whatever is wrong in it.
func TestMaskedIsSilent(t *testing.T) {
	c := newChecker(t)
	for _, text := range []string{
		"Call `recieve teh` now.", "See [the page](https://exmaple.com/teh_recieve).", "Visit http://wwww.exmaple.cmo/teh?a=b, please.",
		"Write to jonh.smtih@exmaple.com today.", "Ask @jonhsmtih about #recieveing it.", "Open ~/docs/recieve/teh.txt or C:\\teh\\recieve.",
		"Set `--teh` or --recieve=teh.", "The value $\\frac{teh}{recieve}$ is small.", "The commit 3f2a9bc and snake_case_teh and camelCaseTeh.",
		"A <span class=\"recieve\">word</span> here.", "Smile :simle: here.", "He said that&nbsp;it works.", "A footnote[^recieve] is here.",
		"**Bold** and _italic_ and ~~gone~~ words.",
	} {
		findings, err := c.Rules(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			t.Errorf("%q: %s flags %q", text, f.Rule, text[f.Start:f.End])
		}
	}
}

// Offsets are those of the text's bytes, whatever stands before the slip.
func TestOffsets(t *testing.T) {
	c := newChecker(t)
	for _, before := range []string{"", "👍🏽 ", "👨‍👩‍👧‍👦 ok. ", "e\u0301te\u0301 ", "你好。\r\n", "One line.\r\nAnd ", "> ", "- \t", "\ufeff", "naïve “words” "} {
		text := before + "we recieve it."
		findings, err := c.Rules(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range findings {
			found = found || f.Rule == spellingRule && text[f.Start:f.End] == "recieve" && f.Replacements[0] == "receive"
		}
		if !found {
			t.Errorf("%q: the slip is not found in its place: %+v", text, findings)
		}
	}
}

func TestWriter(t *testing.T) {
	const slip = "We met Zorblax there, and zorblaxing is fun, and we recieve it."
	count := func(opts Options, text string) map[string]int {
		c, err := New(opts)
		if err != nil {
			t.Fatal(err)
		}
		findings, err := c.Rules(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, f := range findings {
			n[text[f.Start:f.End]]++
		}
		return n
	}
	if n := count(Options{}, slip); n["recieve"] != 1 {
		t.Errorf("without a dictionary of one's own: %v", n)
	}
	if n := count(Options{Trusted: func(w string) bool { return w == "recieve" }}, slip); n["recieve"] != 0 {
		t.Errorf("a word in the writer's dictionary is flagged: %v", n)
	}
	if n := count(Options{Ignored: func(rule, text, _ string) bool { return rule == spellingRule && text == "recieve" }}, slip); n["recieve"] != 0 {
		t.Errorf("an ignored finding is shown: %v", n)
	}
	if n := count(Options{Settings: Settings{Disabled: map[string]bool{spellingRule: true}}}, slip); n["recieve"] != 0 {
		t.Errorf("a rule that is off speaks: %v", n)
	}
	if n := count(Options{}, strings.Repeat("The florbing is good. ", 3)); n["florbing"] != 0 {
		t.Errorf("a term that recurs is flagged: %v", n)
	}
	unfinished := "We went to the market and then it was closed"
	if n := count(Options{}, unfinished); n[""] != 1 {
		t.Errorf("a missing full stop is not found: %v", n)
	}
	if n := count(Options{Caret: func() int { return len(unfinished) }}, unfinished); n[""] != 0 {
		t.Errorf("a sentence that is being typed is blamed for its end: %v", n)
	}
}

func TestDialects(t *testing.T) {
	c := newChecker(t)
	for text, want := range map[string]Language{
		"The colour of the centre is grey.": EnGB, "The color of the center is gray.": EnUS, "Nothing tells.": anyEnglish,
	} {
		if got := c.dialectOf(text); got != want {
			t.Errorf("%q is taken for %s, want %s", text, got, want)
		}
	}
}

func FuzzRules(f *testing.F) {
	for _, seed := range []string{"We recieve it.", "a\r\n- **b** `c", "你好,世界。", "\xff\xfe \x00", "“a ' b”", "$x$ [a](b) <c>", "e\u0301👍🏽", "the the a an", "i. i.e. U.S. 22th"} {
		f.Add(seed)
	}
	c := newChecker(f)
	f.Fuzz(func(t *testing.T, text string) {
		findings, err := c.Rules(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, fd := range findings {
			if fd.Start < last || fd.End < fd.Start || fd.End > len(text) {
				t.Fatalf("finding %+v out of order or place in %q", fd, text)
			}
			last = fd.End
			if utf8.ValidString(text) && (!utf8.ValidString(text[fd.Start:fd.End]) || !utf8.ValidString(strings.Join(fd.Replacements, ""))) {
				t.Fatalf("finding %+v cuts a character of %q", fd, text)
			}
		}
		Apply(text, findings)
	})
}

func BenchmarkRules(b *testing.B) {
	const paragraph = "The committee of the town has met on several evenings to talk about the new library. Nobody could say when the old one " +
		"would close, or what should become of its books. A few of those who came wanted to keep the reading room open on Sundays. " +
		"Others asked who would pay for the heating and the staff. In the end they agreed to recieve more letters, and went home."
	c := newChecker(b)
	for b.Loop() {
		c.Forget()
		if _, err := c.Rules(context.Background(), paragraph); err != nil {
			b.Fatal(err)
		}
	}
}

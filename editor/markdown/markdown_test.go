package markdown

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"inkling/editor/buffer"
)

// styled shows a line with its spans: <b:text> is bold, i italic, s struck, c
// code, l a link, m markup, and several letters all of them.
func styled(line string, spans []Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(line[at:s.Start])
		b.WriteByte('<')
		for i, letter := range "biscm" {
			style := []Style{Bold, Italic, Strike, CodeStyle, Markup}[i]
			if s.Style&style != 0 {
				b.WriteRune(letter)
			}
		}
		if s.Style&Link != 0 {
			b.WriteByte('l')
		}
		b.WriteString(":" + line[s.Start:s.End] + ">")
		at = s.End
	}
	b.WriteString(line[at:])
	return b.String()
}

func TestInline(t *testing.T) {
	tests := []struct{ line, want string }{
		{"plain text, no markup", "plain text, no markup"},
		{"*a*", "<im:*><i:a><im:*>"},
		{"an _emphasis_ here", "an <im:_><i:emphasis><im:_> here"},
		{"**bold**", "<bm:**><b:bold><bm:**>"},
		{"***both***", "<im:*><bim:**><bi:both><bim:**><im:*>"},
		{"**bold *and* so**", "<bm:**><b:bold ><bim:*><bi:and><bim:*><b: so><bm:**>"},
		{"2 * 3 * 4", "2 * 3 * 4"},
		{"snake_case_name", "snake_case_name"},
		{"in*fi*x", "in<im:*><i:fi><im:*>x"},
		{"**open", "**open"},
		{"*a **b*", "*a *<im:*><i:b><im:*>"},
		{"~~gone~~ ~kept~", "<sm:~~><s:gone><sm:~~> ~kept~"},
		{"`code *not*`", "<cm:`><c:code *not*><cm:`>"},
		{"``a ` b``", "<cm:``><c:a ` b><cm:``>"},
		{"`open", "`open"},
		{"*a `b*` c*", "<im:*><i:a ><icm:`><ic:b*><icm:`><i: c><im:*>"},
		{`\*not\*`, `<m:\>*not<m:\>*`},
		{`a\b`, `a\b`},
		{"[text](http://a.b)", "<m:[><l:text><m:](http://a.b)>"},
		{"[*t*](u)", "<m:[><iml:*><il:t><iml:*><m:](u)>"},
		{"[a](b(c)d) e", "<m:[><l:a><m:](b(c)d)> e"},
		{"![alt](pic.png)", "<m:![><l:alt><m:](pic.png)>"},
		{"[a [b](c) d](e)", "[a <m:[><l:b><m:](c)> d](e)"},
		{"[text][ref]", "<m:[><l:text><m:][ref]>"},
		{"note[^1]", "note<m:[><l:^1><m:]>"},
		{"[not a link]", "[not a link]"},
		{"*a [b*](c)", "*a <m:[><l:b*><m:](c)>"},
		{"<https://a.b>", "<m:<><l:https://a.b><m:>>"},
		{"<a@b.cn> <b>", "<m:<><l:a@b.cn><m:>> <b>"},
		{"see https://a.b/c_d_e?f=1, then", "see <l:https://a.b/c_d_e?f=1>, then"},
		{"(www.a.b)", "(<l:www.a.b>)"},
		{"看https://a.b/c。好", "看<l:https://a.b/c>。好"},
		{"awww.a.b", "awww.a.b"},
		{"**中文。**中文", "<bm:**><b:中文。><bm:**>中文"},
		{"中文**“引”**中文", "中文<bm:**><b:“引”><bm:**>中文"},
		{"这是*强调*的", "这是<im:*><i:强调><im:*>的"},
		{"e\u0301*x*\xff", "e\u0301<im:*><i:x><im:*>\xff"},
	}
	for _, test := range tests {
		line, _ := Scan(test.line, State{begun: true})
		if got := styled(test.line, line.Spans); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.line, got, test.want)
		}
	}
}

// kinds names what each line of a text is.
func kinds(text string) string {
	names := map[Kind]string{Paragraph: "p", Blank: "-", Heading: "h", HeadingUnderline: "u", Item: "i", Quote: "q", Fence: "f",
		Code: "c", Rule: "r", Table: "t", FrontMatter: "m", Definition: "d"}
	var b strings.Builder
	var state State
	for _, text := range strings.Split(text, "\n") {
		var line Line
		line, state = Scan(text, state)
		b.WriteString(names[line.Kind])
		if line.Level > 0 {
			fmt.Fprint(&b, line.Level)
		}
		if line.Kind == Item {
			if line.Ordered {
				b.WriteByte('n')
			}
			b.WriteString([]string{"", "o", "x"}[line.Task])
		}
		b.WriteString(strings.Repeat(">", line.Quotes))
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

func TestBlocks(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "-"},
		{"text", "p"},
		{"# one\n## two\n###### six\n####### seven\n#tag\n#", "h1 h2 h6 p p h1"},
		{"   # three spaces\n\n    # four", "h1 - c"},
		{"Title\n===\nSub\n---\n\n---\n===", "p u1 p u2 - r p"},
		{"***\n_ _ _\n--\n- - -", "r r p r"},
		{"- a\n* b\n+ c\n-d", "i i i p"},
		{"-\n- a", "i i"},
		{"1. a\n2) b\n10. c\n1.d\n1234567890. e", "in in in p p"},
		{"text\n2. not a list\n\n2. a list", "p p - in"},
		{"text\n1. a list", "p in"},
		{"text\n- a list", "p i"},
		{"- [ ] open\n- [x] done\n1. [X] done\n- [y] no\n- [ ]", "io ix inx i i"},
		{"- a\n  more\n\n  - b\n      deep\n\ntext\n\n    code", "i p - i p - p - c"},
		{"> a\n> > b\n>\n> - c\n> # d\nafter", "q> q>> q> i> h1> p"},
		{"```go\ncode\n# no\n```\ntext", "f c c f p"},
		{"~~~\n```\n~~\n~~~~\ntext", "f c c f p"},
		{"````\n```\n````", "f c f"},
		{"``` a`b\ntext", "p p"},
		{"> ```\n> code\nout\n```", "f> c> p f"},
		{"- a\n\n  ```\n  code\n  ```\n- b", "i - f c f i"},
		{"    code\n\tcode\n\ntext\n    not code", "c c - p p"},
		{"| a | b |\n|---|:-:|\n| 1 | 2 |", "t t t"},
		{"[a]: http://b\n[^1]: note\n[a] b", "d d p"},
		{"---\ntitle: x\n---\n---", "m m m r"},
		{"text\n---\nx", "p u2 p"},
		{"# 标题\n- 项目\n> 引用", "h1 i q>"},
		{"\x00\xff\n# \xff", "p h1"},
	}
	for _, test := range tests {
		if got := kinds(test.text); got != test.want {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
}

func TestMarkersAndContent(t *testing.T) {
	tests := []struct{ line, marker, content string }{
		{"## Title", "", "Title"},
		{"  - item", "- item", "item"},
		{"10. item", "10. item", "item"},
		{"- [x] task", "- [x] task", "task"},
		{"> > - deep", "- deep", "deep"},
		{">quote", "", "quote"},
		{"text", "", "text"},
		{"-     code", "-     code", "    code"},
	}
	for _, test := range tests {
		line, _ := Scan(test.line, State{begun: true})
		if got := test.line[line.Content:]; got != test.content {
			t.Errorf("%q: content %q, want %q", test.line, got, test.content)
		}
		if got := test.line[line.Marker:]; line.Kind == Item && got != test.marker {
			t.Errorf("%q: marker at %q, want %q", test.line, got, test.marker)
		}
	}
}

func TestMarkupOfBlocks(t *testing.T) {
	tests := []struct{ line, want string }{
		{"## *a* ##", "<m:## ><im:*><i:a><im:*> <m:##>"},
		{"- *a*", "<m:-> <im:*><i:a><im:*>"},
		{"- [ ] a", "<m:-> <m:[ ]> a"},
		{"> 1. a", "<m:>> <m:1.> a"},
		{"***", "<m:***>"},
		{"```go", "<m:```go>"},
		{"| *a* | b |", "<m:|> <im:*><i:a><im:*> <m:|> b <m:|>"},
		{"[a]: http://b.c \"t\"", "<m:[a]: ><l:http://b.c> \"t\""},
		{"    *code*", "    *code*"},
	}
	for _, test := range tests {
		line, _ := Scan(test.line, State{begun: true})
		if got := styled(test.line, line.Spans); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.line, got, test.want)
		}
	}
}

func TestLongLinesHaveNoSpans(t *testing.T) {
	text := strings.Repeat("*a* ", MaxInline/4+1)
	if line, _ := Scan(text, State{}); line.Spans != nil || line.Kind != Paragraph {
		t.Errorf("kind %d with %d spans", line.Kind, len(line.Spans))
	}
	if line, _ := Scan("# "+text, State{}); line.Spans != nil || line.Kind != Heading {
		t.Errorf("kind %d with %d spans", line.Kind, len(line.Spans))
	}
}

// A change that doesn't reach beyond its line must not change the state: an
// editor then has nothing below to scan.
func TestTypingInALineLeavesTheStateBelow(t *testing.T) {
	for _, head := range []string{"text ", "# Title ", "- item ", "> quote ", "1. item "} {
		_, before := Scan(head+"word", State{begun: true})
		for _, tail := range []string{"words", "*", "**", "`", "[a](", "中文", "  "} {
			if _, after := Scan(head+tail, State{begun: true}); after != before {
				t.Errorf("%q to %q changes the state below", head+"word", head+tail)
			}
		}
	}
}

// In these lines | is the caret, and ⏎ the line end.

func TestContinue(t *testing.T) {
	tests := []struct{ before, after string }{
		{"- one|", "- one⏎- |"},
		{"* one| two", "* one⏎* |two"},
		{"  + one|", "  + one⏎  + |"},
		{"-  wide|", "-  wide⏎-  |"},
		{"1. one|", "1. one⏎2. |"},
		{"9) one|", "9) one⏎10) |"},
		{"- [x] done|", "- [x] done⏎- [ ] |"},
		{"3. [ ] todo|", "3. [ ] todo⏎4. [ ] |"},
		{"> said|", "> said⏎> |"},
		{"> > deep|", "> > deep⏎> > |"},
		{"> # Title|", "> # Title⏎> |"},
		{"> - one|", "> - one⏎> - |"},
		{"1、一|", "1、一⏎2、|"},
		{"九、甲|", "九、甲⏎十、|"},
		{"  十九、 甲|", "  十九、 甲⏎  二十、 |"},
		// An item without text ends the list, level by level.
		{"- |", "|"},
		{"1. |", "|"},
		{"- [ ] |", "|"},
		{"  - |", "- |"},
		{"\t- |", "- |"},
		{"   1. |", "1. |"},
		{"> |", "|"},
		{"> > |", "> |"},
		{"> - |", "> |"},
		{"二、|", "|"},
		// Enter just breaks the line.
		{"text|", ""},
		{"|- one", ""},
		{"-| one", ""},
		{"# Title|", ""},
		{"-one|", ""},
		{"甲、乙|", ""},
		{"九十九、甲|", ""},
		{"---|", ""},
		{"|", ""},
	}
	for _, test := range tests {
		caret := strings.IndexByte(test.before, '|')
		line := strings.Replace(test.before, "|", "", 1)
		e, ok := Continue(line, caret, State{begun: true, inList: true}, "⏎")
		got := ""
		if ok {
			got = line[:e.Start] + e.Text + "|" + line[e.End:]
		}
		if got != test.after {
			t.Errorf("%s: %q, want %q", test.before, got, test.after)
		}
	}
}

func TestContinueInCode(t *testing.T) {
	_, inCode := Scan("```", State{begun: true})
	e, ok := Continue("\t- code", 7, inCode, "\n")
	if want := (buffer.Edit{Start: 7, End: 7, Text: "\n\t"}); !ok || e != want {
		t.Errorf("%+v, want the indent alone", e)
	}
	if _, ok := Continue("- code", 6, inCode, "\n"); ok {
		t.Error("a list carried on in code")
	}
}

func TestIndent(t *testing.T) {
	tests := []struct {
		line string
		by   int
		want string
	}{
		{"- a", 1, "  - a"},
		{"1. a", 1, "   1. a"},
		{"10. a", 1, "    10. a"},
		{"\t- a", 1, "\t\t- a"},
		{"> - a", 1, ">   - a"},
		{"  - a", -1, "- a"},
		{"    - a", -1, "  - a"},
		{"   1. a", -1, "1. a"},
		{"\t- a", -1, "- a"},
		{" - a", -1, "- a"},
		{">   - a", -1, "> - a"},
		{"- a", -1, ""},
		{"> - a", -1, ""},
		{"text", 1, ""},
		{"# a", 1, ""},
	}
	for _, test := range tests {
		e, ok := Indent(test.line, test.by, State{begun: true, inList: true})
		got := ""
		if ok {
			got = test.line[:e.Start] + e.Text + test.line[e.End:]
		}
		if got != test.want {
			t.Errorf("%q by %d: %q, want %q", test.line, test.by, got, test.want)
		}
	}
}

func TestChineseNumerals(t *testing.T) {
	for n := 1; n <= 99; n++ {
		if got := readChinese(writeChinese(n)); got != n {
			t.Errorf("%d is written %s and read %d", n, writeChinese(n), got)
		}
	}
	for _, s := range []string{"", "十十", "一十", "二三", "百", "a", "十零"} {
		if got := readChinese(s); got != 0 {
			t.Errorf("%s reads as %d", s, got)
		}
	}
}

// FuzzScan holds the spans to their promises on any text, and a scan that
// goes on from a kept state to one from the start.
func FuzzScan(f *testing.F) {
	f.Add("# *a* `b` [c](d)\n```\n> x\n```\n- [ ] ~~e~~ www.f\n| g | h |\n[i]: j")
	f.Add("---\na\n---\n***a** b*\n<x@y>\\\\*\xff\r\n1. 中**。**文")
	f.Fuzz(func(t *testing.T, text string) {
		var state State
		for _, text := range strings.Split(text, "\n") {
			line, after := Scan(text, state)
			if again, same := Scan(text, state); same != after || !slices.Equal(again.Spans, line.Spans) {
				t.Fatal("a second scan differs")
			}
			at := 0
			for _, s := range line.Spans {
				if s.Start < at || s.End <= s.Start || s.End > len(text) || s.Style == 0 {
					t.Fatalf("span %+v behind %d in %q", s, at, text)
				}
				at = s.End
			}
			if line.Content < 0 || line.Content > len(text) || line.Marker > line.Content {
				t.Fatalf("marker at %d, content at %d in %q", line.Marker, line.Content, text)
			}
			for _, caret := range []int{0, len(text) / 2, len(text)} {
				if e, ok := Continue(text, caret, state, "\n"); ok && (e.Start < 0 || e.End < e.Start || e.End > len(text)) {
					t.Fatalf("edit %+v in %q", e, text)
				}
			}
			for _, by := range []int{-1, 1} {
				if e, ok := Indent(text, by, state); ok && (e.Start < 0 || e.End < e.Start || e.End > len(text)) {
					t.Fatalf("edit %+v in %q", e, text)
				}
			}
			state = after
		}
	})
}

// BenchmarkScan scans a line of the longest length that gets spans, of prose
// and of marks that are slow to pair by a careless method.
func BenchmarkScan(b *testing.B) {
	units := map[string]string{
		"prose":    "It was *very* bright, and **the road** lay dry. ",
		"plain":    "It was bright, and the road lay dry. ",
		"openers":  "*a ",
		"closers":  "a* ",
		"nested":   "*a **b ",
		"ticks":    "`a ``b ```c ",
		"brackets": "[a](",
		"opens":    "[[[",
		"angles":   "<a",
		"address":  "http://a",
	}
	for name, unit := range units {
		b.Run("text="+name, func(b *testing.B) {
			line := strings.Repeat(unit, MaxInline/len(unit))
			if name == "nested" {
				line += strings.Repeat("b** a* ", 100)
			}
			b.SetBytes(int64(len(line)))
			for b.Loop() {
				Scan(line[:min(len(line), MaxInline)], State{begun: true})
			}
		})
	}
}

// After must say what Scan says, whatever the line.
func TestAfterAgreesWithScan(t *testing.T) {
	pieces := []string{"---", "```", "~~~", "> ", "- ", "1. ", "# ", "text", "`code`", "**b**", "   ", "\t", "|a|", "[a]: b", "=", "海", "", strings.Repeat("x", MaxInline)}
	random := rand.New(rand.NewSource(6))
	var a, b State
	for i := range 20_000 {
		var line string
		for range random.Intn(4) {
			line += pieces[random.Intn(len(pieces))]
		}
		_, a = Scan(line, a)
		if b = After(line, b); a != b {
			t.Fatalf("line %d, %q: After gives %+v, Scan %+v", i, line, b, a)
		}
		if random.Intn(40) == 0 {
			a, b = State{}, State{}
		}
	}
}

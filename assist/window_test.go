package assist

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWindowHoldsTheNearestText(t *testing.T) {
	english := strings.Repeat("A sentence of some length stands here. Another follows it.\n", 400)
	chinese := strings.Repeat("今天天气很好，我们可以去公园散步。明天再说。", 400)
	for name, text := range map[string]string{
		"paragraphs": english, "one line": strings.ReplaceAll(english, "\n", " "),
		"Chinese": chinese, "no boundary at all": strings.Repeat("x", 20000), "short": "Short.", "empty": "",
	} {
		jumps, last := 0, -1
		for caret := 0; caret <= len(text); caret += 5 {
			if !utf8.RuneStart(append([]byte(text), 0)[min(caret, len(text))]) {
				continue
			}
			w := ChooseWindow(Plain(text), caret, 2000, "", "")
			if w.Start+len(w.Text) != caret || text[w.Start:caret] != w.Text {
				t.Fatalf("%s: the window %d+%d doesn't end at the caret %d", name, w.Start, len(w.Text), caret)
			}
			if len(w.Text) > 2000 || w.Start > 0 && len(w.Text) < 500 {
				t.Fatalf("%s: the window before %d has %d bytes", name, caret, len(w.Text))
			}
			if !utf8.ValidString(w.Text) {
				t.Fatalf("%s: the window before %d begins inside a character", name, caret)
			}
			if w.Start != last {
				jumps++
				last = w.Start
			}
		}
		if most := len(text)/1000 + 1; jumps > most {
			t.Errorf("%s: the start moved %d times in %d bytes, want at most %d", name, jumps, len(text), most)
		}
		if len(text) > 30000 {
			break
		}
	}
}

func TestWindowBeginsAtAGoodPlace(t *testing.T) {
	tests := []struct{ name, head, want string }{
		{"after a line break", "end of one.\nThe next", "The next"},
		{"after a sentence", "end of one. The next", "The next"},
		{"after a Chinese sentence", "完。下一句", "下一句"},
		{"before a word, with its space", "ord another", " another"},
		{"at a whole character", "\xb8\x80三", "三"},
	}
	for _, test := range tests {
		if got := test.head[boundary(test.head):]; got != test.want {
			t.Errorf("%s: %q begins at %q, want %q", test.name, test.head, got, test.want)
		}
	}
}

func TestPreambleReadsLikeADocument(t *testing.T) {
	body := strings.Repeat("Some text of this part.\n", 200)
	text := "# Part one\n\n" + body + "## Part two ##\n" + body
	w := ChooseWindow(Plain(text), len(text), 1000, "My book", "A novel about Anna.")
	if want := "# My book\n\nA novel about Anna.\n\n## Part two ##\n\n"; w.Preamble != want {
		t.Errorf("the preamble is %q, want %q", w.Preamble, want)
	}
	if w := ChooseWindow(Plain("#hashtag\nHello"), 14, 1000, "", ""); w.Preamble != "\n" {
		t.Errorf("without title, notes and heading the preamble is %q, want a line break", w.Preamble)
	}
}

func TestDetectLanguage(t *testing.T) {
	tests := []struct {
		text string
		want Language
	}{
		{"The weather is good.", English},
		{"今天天气很好。", Chinese},
		{"我们用 Go 写程序。", Chinese},
		{"用 Kubernetes 部署", Chinese},
		{"The word 天 means sky in Chinese.", English},
		{"Привет, как дела?", Other},
		{"Größe und Maß", English}, // Latin letters
		{"12.5 %", Chinese},        // no letters: the fallback
		{"", Chinese},
	}
	for _, test := range tests {
		if got := DetectLanguage(test.text, Chinese); got != test.want {
			t.Errorf("%q is %s, want %s", test.text, got, test.want)
		}
	}
}

func TestHalfWord(t *testing.T) {
	tests := []struct{ before, want string }{
		{"I think the weath", " weath"},
		{"I think the ", " "},
		{"I think the", " the"},
		{"“Hel", "“Hel"},
		{"and I don’t kn", " kn"},
		{"I don’t", " don’t"},
		{"the dogs’", "’"},
		{"one\ntwo", "two"},
		{"one\n", ""},
		{"天气", ""},
		{"用 Go", " Go"},
		{"用Go", "Go"},
		{"天气，", "，"},
		{"well-kn", "-kn"},
		{"", ""},
	}
	for _, test := range tests {
		if got := test.before[halfWord(test.before):]; got != test.want {
			t.Errorf("at the end of %q %q is taken back, want %q", test.before, got, test.want)
		}
	}
}

func TestUnits(t *testing.T) {
	tests := []struct {
		tail string
		unit string
		done bool
	}{
		{" weather is", " weather", true},
		{" weath", " weath", false},
		{", and then", ", and", true},
		{" don’t know", " don’t", true},
		{" don’", " don", false},
		{" dogs’ tails", " dogs", true},
		{".\nNext", ".", true},
		{"\nNext", "", true},
		{" ", "", false},
		{"公园散步，", "公园散步", true},
		{"去", "去", true},
		{"去。然后", "去", true},
		{"公园。", "公园", true},
		{"公\xe5", "", false},
		{"用Go写", "用", true},
	}
	for _, test := range tests {
		n, done := firstUnit(test.tail)
		if test.tail[:n] != test.unit || done != test.done {
			t.Errorf("firstUnit(%q) = %q, %v; want %q, %v", test.tail, test.tail[:n], done, test.unit, test.done)
		}
	}
}

func TestNaturalEnd(t *testing.T) {
	tests := []struct{ before, text, want string }{
		{"I", " went out. Then", " went out."},
		{"I", " went out", ""},
		{"I", " paid 3.50 for it", ""},
		{"“We", " go.” He", " go.”"},
		{"I", " met Mr. Holder", ""},
		{"Mr", ". Holder", ""},
		{"I met J", ". Watson", ""},
		{"我们", "去。然后", "去。"},
		{"我", "说：“好。”他", "说：“好。”"},
		{"I", " went\nout", " went"},
		{"Who", " knows?! I", " knows?!"},
		{"And so", "... who knows", ""},
	}
	for _, test := range tests {
		got := ""
		if i := naturalEnd(test.before, test.text, 0); i >= 0 {
			got = test.text[:i]
		}
		if got != test.want {
			t.Errorf("behind %q, %q ends with %q, want %q", test.before, test.text, got, test.want)
		}
	}
}

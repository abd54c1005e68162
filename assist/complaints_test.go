package assist

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

// What writers complain of elsewhere, as far as it is decided here; the rest is
// held to in the window's own tests.

func TestNoMissingOrDoubledSpace(t *testing.T) {
	m := newScript(pieces, "I think the weather is good today, and we don’t know. Then we go out. He said: “We go out.” ",
		"今天天气很好，我们可以去公园散步。我们用 Go 写。")
	for _, text := range []string{"I think the weather is good today, and we don’t know. Then we go out.", "今天天气很好，我们可以去公园散步。"} {
		for at := range text {
			r := Request{Text: Plain(text[:at]), Caret: at, Always: true}
			got := suggest(t, m, ContinueOptions{Patient: true, MaxWords: 2}, r).Text
			whole := text[:at] + got
			if strings.Contains(whole, "  ") {
				t.Errorf("%q + %q doubles a space", text[:at], got)
			}
			for _, word := range wordsOf(strings.ToLower(whole)) {
				if utf8.RuneCountInString(word) > 1 && !strings.Contains(strings.ToLower(strings.Join(m.texts(), " ")), word) {
					t.Errorf("%q + %q runs words together: %q", text[:at], got, word)
				}
			}
			if strings.ContainsFunc(text, isHan) && strings.Contains(got, " ") {
				t.Errorf("%q + %q has a space in Chinese", text[:at], got)
			}
		}
	}
}

// Models that learned from careless texts put spaces where none belong.
func TestSpacesOfCarelessTextsAreLeftOut(t *testing.T) {
	m := newScript(pieces, "I think  the weather  is good today", "我们 可以 去 公园")
	for _, test := range []struct{ before, want string }{
		{"I think ", ""}, // the model expects a second space
		{"我们", "可以去"},
	} {
		r := at(test.before, "")
		r.Always = true
		if got := suggest(t, m, ContinueOptions{Patient: true, MaxWords: 2}, r).Text; got != test.want {
			t.Errorf("%q goes on with %q, want %q", test.before, got, test.want)
		}
	}
}

// texts are the texts that a script has seen.
func (s *script) texts() []string {
	var all []string
	for _, ids := range s.seen {
		var b []byte
		for _, id := range ids {
			b = append(b, s.Piece(id)...)
		}
		all = append(all, string(b))
	}
	return all
}

// The model is given the document, with its title, notes and heading written as a
// document has them, and no instruction whose words could come back; what it
// recites of the notes is dropped.
func TestPromptWordsNeverLeak(t *testing.T) {
	m := newScript(nil, "Genre: a dark fairy tale for grown people. Once there was")
	c := NewContinuer(m, ContinueOptions{Patient: true, Sentence: true, MaxWords: 20, MaxTokens: 80})
	r := at("# A part\n\nOnce", "")
	r.Title, r.Notes, r.Always = "The tale", "Genre: a dark fairy tale for grown people.", true
	if err := c.Suggest(t.Context(), r, func(Suggestion) bool { return false }); err != nil {
		t.Fatal(err)
	}
	var read []byte
	for _, id := range m.held {
		read = append(read, m.Piece(id)...)
	}
	want := "# The tale\n\nGenre: a dark fairy tale for grown people.\n\n# A part\n\nOnce"
	if !strings.HasPrefix(string(read), want) {
		t.Errorf("the model reads %q, want %q and nothing else before the caret", read, want)
	}
	recite := func(notes string) (last string) {
		c := NewContinuer(m, ContinueOptions{Patient: true, Sentence: true, MaxWords: 20, MaxTokens: 80, Evaluations: 40})
		r := at("He said: Genre: a", "")
		r.Notes, r.Always = notes, true
		if err := c.Suggest(t.Context(), r, func(s Suggestion) bool { last = s.Text; return true }); err != nil {
			t.Fatal(err)
		}
		return last
	}
	const told = "dark fairy tale for grown people"
	if got := recite("A tale."); !strings.Contains(got, told) {
		t.Fatalf("the model goes on with %q, want it to know the words by heart", got)
	}
	if got := recite("Genre: a " + told + "."); strings.Contains(got, told) {
		t.Errorf("recited the notes: %q", got)
	}
}

// languages is a model that notes in which language it was asked.
type languages struct {
	*script
	asked []Language
}

func (l *languages) Prose(_ context.Context, lang Language) (Predictor, error) {
	l.asked = append(l.asked, lang)
	return l.script, nil
}

func TestTheLanguageIsTheParagraphs(t *testing.T) {
	m := &languages{script: newScript(pieces, "我们可以去公园散步。", "We go out. ")}
	for _, test := range []struct {
		before string
		want   Language
	}{
		{strings.Repeat("We go out every day. ", 40) + "\n\n我们可以", Chinese},
		{strings.Repeat("我们可以去公园散步。", 40) + "\n\nWe go", English},
		{strings.Repeat("我们可以去公园散步。", 40) + "\n\n", Chinese}, // a new paragraph goes on in the language above
		{"We read 红楼梦 and then we go", English},
		{"我们用 Kubernetes 部署，然后", Chinese},
	} {
		m.asked = nil
		r := at(test.before, "")
		r.Always = true
		suggest(t, m, ContinueOptions{}, r)
		if len(m.asked) == 0 || m.asked[0] != test.want {
			t.Errorf("behind …%q asked in %v, want %s", tail(test.before, 30), m.asked, test.want)
		}
	}
}

// A model that learned from chats answers a paragraph as soon as the next begins; what it says then isn't the writer's.
func TestNobodyAnswersTheText(t *testing.T) {
	const above = "We went home late and the sea was calm.\n\n"
	for _, test := range []struct{ name, seen, before, want string }{
		{"an assistant", "Assistant: It sounds like a fine evening.", above, ""},
		{"in small letters", "answer: yes.", above, ""},
		{"in Chinese", "助手：这是一个好问题。", "我们很晚才回家，海很平静。\n\n", ""},
		{"the next sentence", "Then we slept.", above, "Then we slept."},
		{"a person of the story", "Assistant Miller slept.", "The assistant was late.\n\n", "Assistant Miller slept."},
		{"the word in a sentence", "assistant slept.", "We went home late and the sea was calm. The ", "assistant slept."},
		{"the word in a Chinese sentence", "助手来了。", "我们很晚才回家。他的", "助手来了。"},
		{"a longer word", "Aida slept.", above, "Aida slept."},
	} {
		m := newScript([]string{"助手", "：", "这是", "一个", "好问题", "来了", "。"}, test.before+test.seen)
		r := at(test.before, "")
		r.Always = true
		got := suggest(t, m, ContinueOptions{Patient: true, Sentence: true, MaxWords: 20, MaxTokens: 80, Evaluations: 40}, r).Text
		if got != test.want {
			t.Errorf("%s: behind %q it suggests %q, want %q", test.name, test.before, got, test.want)
		}
	}
}

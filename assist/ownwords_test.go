package assist

import (
	"errors"
	"strings"
	"testing"
)

func TestOwnWordsAreNamesAndTheDictionary(t *testing.T) {
	var own ownWords
	own.learn("Ukridge came in. The old house was Ukridge’s. Then the Ukridges left; then nothing. Ünal didn’t stay.")
	own.add([]string{"sproingle"})
	for _, test := range []struct{ name, typed, want string }{
		{"a name", "Uk", "ridge"},
		{"a name with an accent", "Ün", "al"},
		{"a word of the dictionary", "spro", "ingle"},
		{"a word that only begins a sentence", "Th", ""},
		{"a common word", "hou", ""},
		{"one letter", "U", ""},
		{"no beginning of any", "xq", ""},
		{"nothing", "", ""},
	} {
		if got := own.complete(test.typed); got != test.want {
			t.Errorf("%s: %q is completed with %q, want %q", test.name, test.typed, got, test.want)
		}
	}
}

func TestOwnWordsAreExpectedWhereTheModelKnowsThemNot(t *testing.T) {
	m := newScript(pieces, "And so we sprint. And so we sprint. ")
	c := NewContinuer(m, ContinueOptions{Evaluations: 30}) // the model's tokens are single letters
	ask := func() string {
		var last Suggestion
		if err := c.Suggest(t.Context(), at("And so we spr", ""), func(s Suggestion) bool { last = s; return true }); err != nil {
			t.Fatal(err)
		}
		return last.Text
	}
	if got := ask(); !strings.HasPrefix(got, "int") {
		t.Errorf("before the word was in the dictionary: %q, want sprint", got)
	}
	c.LearnWords([]string{"sproingle"})
	if got := ask(); !strings.HasPrefix(got, "oingle") {
		t.Errorf("with the word in the dictionary: %q, want sproingle", got)
	}
}

func TestWordsAreCompletedWithoutAModel(t *testing.T) {
	missing := errors.New("no model")
	list := NewWordList([]string{"weather", "understand"})
	c := NewContinuer(&late{err: missing}, ContinueOptions{Words: func() *WordList { return list }})
	c.LearnWords([]string{"weatherglass"})
	c.Learn("Old Ukridge coughed.")
	for before, want := range map[string]string{
		"I underst":            "and",
		"A weather":            "glass",
		"So said Ukr":          "idge",
		"今天我去图书":               "馆",
		"今天":                   "",
		"Nothing begins xqv":   "",
		"Not behind a word ":   "",
		"他说 weather":           "glass",
		"In the middle of a w": "",
	} {
		var got string
		err := c.Suggest(t.Context(), at(before, ""), func(s Suggestion) bool { got = s.Text; return true })
		if got != want || !errors.Is(err, missing) {
			t.Errorf("%q is completed with %q (%v), want %q", before, got, err, want)
		}
	}
}

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"inkling/internal/testmodel"
)

// run carries out a command with the small model and gives what it prints.
func run(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	program := Program{Version: "test", In: strings.NewReader(stdin), Out: &stdout, Err: &stderr,
		Window: func(context.Context, Window) int { t.Error("opened the window"); return 1 }}
	args = append([]string{"--data", t.TempDir(), "--model", testmodel.Path(t, "smollm2-135m")}, args...)
	if exit := program.Run(t.Context(), args); exit != 0 {
		t.Fatalf("%v: status %d: %s", args, exit, stderr.String())
	}
	if stderr.Len() > 0 {
		t.Errorf("%v: standard error is not empty: %s", args, stderr.String())
	}
	return stdout.String()
}

func complete(t *testing.T, text string, args ...string) []Completion {
	t.Helper()
	var answer struct{ Completions []Completion }
	out := run(t, text, append([]string{"complete", "-", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatalf("%q is not JSON: %v", out, err)
	}
	return answer.Completions
}

func TestCompleteContinuesText(t *testing.T) {
	tests := []struct {
		name, text string
		args       []string
		check      func(s string) bool
	}{
		{"after a word comes a space, a mark or the word's rest", "Once upon a time there was a little", nil, func(s string) bool { return s != "" }},
		{"after a space comes none", "Once upon a time there was a little ", nil, func(s string) bool { return s != "" && s[0] != ' ' }},
		{"half a word is completed", "It was raining, so she took her umbr", nil, func(s string) bool { return strings.HasPrefix(s, "ella") }},
		{"half a word over a token's border", "The capital of France is Par", nil, func(s string) bool { return strings.HasPrefix(s, "is") }},
		{"a sentence is the most", "The cat sat on the", []string{"-n", "200"}, func(s string) bool {
			return strings.Count(s, ". ") == 0 && utf8.RuneCountInString(s) > 3
		}},
		{"a line break at the end is not the text's", "The capital of France is Par\n", nil, func(s string) bool { return strings.HasPrefix(s, "is") }},
		{"an empty text has a beginning", "", nil, func(s string) bool { return s != "" }},
		{"a drawn text", "Once upon a time", []string{"--temperature", "1", "--seed", "7"}, func(s string) bool { return s != "" }},
	}
	for _, test := range tests {
		got := complete(t, test.text, test.args...)
		if len(got) != 1 {
			t.Errorf("%s: %d completions, want 1", test.name, len(got))
			continue
		}
		s := got[0].Text
		if !test.check(s) {
			t.Errorf("%s: %q is continued with %q", test.name, test.text, s)
		}
		if strings.ContainsAny(s, "\n\r") || !utf8.ValidString(s) || strings.HasSuffix(s, " ") {
			t.Errorf("%s: %q is not one line of whole characters without a space at its end", test.name, s)
		}
		if lp := got[0].LogProb; lp >= 0 || math.IsInf(lp, 0) || math.IsNaN(lp) {
			t.Errorf("%s: the log-probability is %v", test.name, lp)
		}
		if again := complete(t, test.text, test.args...); again[0] != got[0] {
			t.Errorf("%s: asked again, %q became %q", test.name, s, again[0].Text)
		}
	}
}

func TestCompleteAlternativesDiffer(t *testing.T) {
	got := complete(t, "She opened the door and", "--alternatives", "4")
	if len(got) != 4 {
		t.Fatalf("%d alternatives, want 4: %v", len(got), got)
	}
	first := map[string]bool{}
	for _, c := range got {
		words := strings.FieldsFunc(c.Text, func(r rune) bool { return !unicode.IsLetter(r) })
		if len(words) == 0 || first[words[0]] {
			t.Errorf("the alternative %q has no first word of its own: %v", c.Text, got)
			continue
		}
		first[words[0]] = true
	}
}

func TestCompleteNextListsWords(t *testing.T) {
	tests := []struct {
		text, word string // word must be among the first eight
	}{
		{"Thank you very", "much"},
		{"Thank you very ", "much"},
		{"Thank you very mu", "much"},
		{"The President of the United", "States"},
	}
	for _, test := range tests {
		var answer struct{ Next []NextWord }
		if err := json.Unmarshal([]byte(run(t, test.text, "complete", "-", "--next", "8", "--json")), &answer); err != nil {
			t.Fatal(err)
		}
		sum, last, found := 0.0, 1.0, false
		for _, w := range answer.Next {
			sum += w.P
			if w.P > last {
				t.Errorf("%q: the shares are not in order: %v", test.text, answer.Next)
			}
			last = w.P
			found = found || w.Word == test.word
			if strings.TrimSpace(w.Word) != w.Word || w.Word == "" {
				t.Errorf("%q: %q is not a word", test.text, w.Word)
			}
		}
		if !found || sum > 1.0001 {
			t.Errorf("%q: want %q and a sum of at most 1: %v", test.text, test.word, answer.Next)
		}
	}
}

package editor

import (
	"fmt"
	"testing"
)

func TestSmartQuotes(t *testing.T) {
	for _, test := range []struct{ typed, want string }{
		{`"Don't," he said.`, "“Don’t,” he said."},
		{`('so')`, "(‘so’)"},
		{`他说："好"。`, "他说：“好”。"},
		{`rock 'n' roll`, "rock ‘n’ roll"},
		{"```\nx = \"a\"\n```\n\"b\"", "```\nx = \"a\"\n```\n“b”"},
	} {
		for _, smart := range []bool{true, false} {
			t.Run(fmt.Sprint(test.typed, smart), func(t *testing.T) {
				e := open(t, "", Options{})
				e.SetSmartQuotes(smart)
				for _, r := range test.typed {
					e.TypedRune(r)
				}
				want := test.want
				if !smart {
					want = test.typed
				}
				if got := e.snap.Text(); got != want {
					t.Errorf("%q, want %q", got, want)
				}
			})
		}
	}
}

func TestQuotesInACodeSpanStayStraight(t *testing.T) {
	for before, after := range map[string]string{
		"say `x|` now": "say `x\"` now", "say `|x` now": "say `\"x` now", "say `x`| now": "say `x`” now", "say |`x` now": "say “`x` now",
	} {
		text, _, caret := unmarked(before)
		e := open(t, text, Options{})
		e.SetSmartQuotes(true)
		e.SetCaret(caret)
		e.TypedRune('"')
		if got := e.snap.Text(); got != after {
			t.Errorf("a quote at %q gives %q, want %q", before, got, after)
		}
	}
}

func TestIndent(t *testing.T) {
	checkKeys(t, []keyTest{
		{"several lines", "a[b\ncd\nef]|", "Tab", "[\tab\n\tcd\n\tef]|"},
		{"not a line that the selection only reaches", "a[b\n]|cd", "Tab", "a\t|cd"},
		{"outdent tabs and spaces", "[\tab\n    cd\n  ef\ngh]|", "Shift+Tab", "[ab\ncd\nef\ngh]|"},
		{"outdent one line", "\tab|c", "Shift+Tab", "ab|c"},
		{"a list item goes in", "- a\n- b|c", "Tab", "- a\n  - b|c"},
		{"and out", "- a\n  - b|c", "Shift+Tab", "- a\n- b|c"},
		{"undo takes an item out again", "- a\n- b|c", "Tab Ctrl+Z", "- a\n- b|c"},
		{"undo a tab of several lines", "[ab\ncd]|", "Tab Ctrl+Z", "[ab\ncd]|"},
		{"nothing to outdent", "ab|c", "Shift+Tab", "ab|c"},
	})
}

package assist

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzSuggest asks at every kind of place in every kind of text. Whatever the
// text, a suggestion is one line of whole characters that neither doubles a space
// nor repeats what stands behind the caret.
func FuzzSuggest(f *testing.F) {
	f.Add("I think the weather is", " good today.", "Anna\nis tall", false)
	f.Add("今天天气很好，我们", "去公园散步。", "", true)
	f.Add("a\r\n\x00\xff\xfe ", "\xb8\x80 😀", "# x", true)
	f.Add("“don’t”, she said — ", "”\n", "", false)
	f.Fuzz(func(t *testing.T, before, after, notes string, always bool) {
		if len(before)+len(after)+len(notes) > 4000 {
			return
		}
		m := newScript(pieces, before+after, "I think the weather is good today. We go out.", "我们可以去公园散步。")
		c := NewContinuer(m, ContinueOptions{WindowBytes: 500})
		r := at(before, after)
		r.Notes, r.Always, r.Resting = notes, always, !always
		last := ""
		err := c.Suggest(context.Background(), r, func(s Suggestion) bool {
			if s.Text == "" || !utf8.ValidString(s.Text) || strings.ContainsAny(s.Text, "\r\n") {
				t.Errorf("%q is not one line of whole characters", s.Text)
			}
			if !strings.HasPrefix(s.Text, last) {
				t.Errorf("%q was rewritten to %q", last, s.Text)
			}
			if strings.HasSuffix(before, " ") && strings.HasPrefix(s.Text, " ") {
				t.Errorf("%q doubles the space", s.Text)
			}
			for i, end := range s.Words {
				if end > len(s.Text) || i > 0 && end <= s.Words[i-1] {
					t.Errorf("the words of %q end at %v", s.Text, s.Words)
				}
			}
			if n := len(s.Words); n == 0 || s.Words[n-1] != len(s.Text) {
				t.Errorf("the words of %q end at %v, not with it", s.Text, s.Words)
			}
			last = s.Text
			return true
		})
		if err != nil {
			t.Error(err)
		}
		c.Settle()
		if _, err := c.NextWords(context.Background(), r, 3); err != nil {
			t.Error(err)
		}
		if _, err := c.Alternatives(context.Background(), r, 2); err != nil {
			t.Error(err)
		}
	})
}

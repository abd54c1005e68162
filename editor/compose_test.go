package editor

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// A script of keys and committed text: "N" is a key, "'n" its character, "+100" a pause in milliseconds.
func TestComposition(t *testing.T) {
	for _, test := range []struct{ name, script, want string }{
		{"typing passes", "N 'n +160 I 'i +160 BackSpace", "N I BackSpace"},
		{"keys of a composition are dropped", "N +160 I +160 BackSpace Return Left Tab", "N"},
		{"after the committed text keys pass again", "N +160 I +160 Space +5 '你 +160 BackSpace Tab", "N BackSpace Tab"},
		{"deleting all of it ends it", "N +160 I +160 BackSpace BackSpace BackSpace", "N BackSpace"},
		{"escape ends it", "N +160 I +160 Escape Escape", "N Escape"},
		{"a candidate is chosen by digit", "N +160 I +160 2 '你 +160 Left", "N Left"},
		{"Enter commits the letters themselves", "N +160 I +160 Return +3 'n 'i +160 Left", "N Left"},
		{"a slow character is waited for", "A BackSpace +10 'a", "A BackSpace"},
		{"a key waits no longer than for the character", "A BackSpace +200 tired BackSpace", "A BackSpace"},
		{"fast typing over an input method server", "A B +5 'a 'b Left", "A B Left"},
		{"keys keep their order", "A Left B BackSpace +5 'a 'b", "A B Left BackSpace"},
		{"a quick commit ends it", "N Space +20 '你 +300 Left", "N Space Left"},
		{"a dead key is no composition", "' +200 Left E 'é Right", "' Left E Right"},
		{"an abandoned one doesn't hold keys for ever", "N +160 I +30000 Left", "N Left"},
		{"what is typed ahead of a commit is a composition too", "N +160 I Space S H I +200 '你 +160 BackSpace Left", "N"},
		{"also after a candidate was chosen by digit", "N +160 I 2 S H +200 '你 +160 Return", "N"},
		{"a commit of several characters is one", "N +160 I Space S H +200 '你 '好 +160 BackSpace BackSpace Left", "N Left"},
		{"digits of Bopomofo are no choice", "S +160 U 3 C L 3 Return G 4 +200 '你 '好 +160 Left Return", "S"},
		{"Enter waits for the last Korean syllable", "D K S +160 S +5 '안 U D +160 Return +10 '녕 +30 tired +40 tired", "D K S Return"},
		{"an arrow waits for it too, and comes without it in the end", "D K S +160 S +5 '안 +160 Left +300 tired +400 tired", "D K S Left"},
		{"deleting in a Korean syllable leaves the one before", "D K S +160 S +5 '안 U D BackSpace BackSpace BackSpace BackSpace", "D K S BackSpace"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var c composition
			now := time.Unix(0, 0)
			var got []string
			for _, word := range strings.Fields(test.script) {
				switch {
				case word == "tired":
					for _, key := range c.tired(now) {
						got = append(got, string(key.Name))
					}
				case word[0] == '+':
					var ms int
					fmt.Sscanf(word, "+%d", &ms)
					now = now.Add(time.Duration(ms) * time.Millisecond)
				case word[0] == '\'' && len(word) > 1:
					for _, key := range c.text([]rune(word)[1], now) {
						got = append(got, string(key.Name))
					}
				default:
					if c.key(Key{Name: fyne.KeyName(word)}, now) == keyPasses {
						got = append(got, word)
					}
				}
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("%q passed, want %q", s, test.want)
			}
		})
	}
}

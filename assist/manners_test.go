package assist

import (
	"testing"
	"unicode/utf8"
)

func TestSuggestionsAreWrittenAsTheTextIs(t *testing.T) {
	tests := []struct{ name, before, text, want string }{
		{"typewriter's quotes stay", "She said \"no\" and I didn't", " say \"yes\" or 'why'.", " say \"yes\" or 'why'."},
		{"typographic quotes in their text", "She said “no” and I didn’t", " say \"yes\" or 'why'. It wasn't.", " say “yes” or ‘why’. It wasn’t."},
		{"typewriter's quotes in their text", "She said \"no\" and I didn't", " say “yes” or ‘why’.", " say \"yes\" or 'why'."},
		{"a text with both is left alone", "“no” and I didn't", " say \"yes\".", " say \"yes\"."},
		{"a text with none is left alone", "I went", " and said “yes”.", " and said “yes”."},
		{"a closing quote that follows at once", "“I said", "\" and went", "” and went"},
		{"a quote behind a dash", "“No—", "\"yes\"", "“yes”"},
	}
	for _, test := range tests {
		prev, _ := utf8.DecodeLastRuneInString(test.before)
		if got := mannersOf(test.before).quotes(prev, test.text); got != test.want {
			t.Errorf("%s: %q goes on with %q, want %q", test.name, test.before, got, test.want)
		}
	}
}

func TestNoOtherLanguageBegins(t *testing.T) {
	tests := []struct {
		before, text string
		lang         Language
		foreign      bool
	}{
		{"The weather is", " good", English, false},
		{"The weather is", "很好", English, true},
		{"The word 天 means", " 天空", English, false},
		{"今天天气", "很好", Chinese, false},
		{"今天天气", "very good", Chinese, true},
		{"我们用 Go 写", " Go 程序", Chinese, false},
		{"今天天气", "23 度", Chinese, false},
	}
	for _, test := range tests {
		if got := mannersOf(test.before).foreign(test.text, test.lang); got != test.foreign {
			t.Errorf("%q behind %q counts as foreign: %v, want %v", test.text, test.before, got, test.foreign)
		}
	}
}

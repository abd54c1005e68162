package assist

import "testing"

func TestWordListCompletes(t *testing.T) {
	l := NewWordList([]string{"there", "people", "therefore", "their", "thermometer", "personality", "person"})
	tests := []struct{ name, before, want string }{
		{"the commonest word that adds enough", "I hope th", "ere"},
		{"a word of the text comes first", "The theremin hummed. A the", "remin"},
		{"nothing after a single letter", "I think t", ""},
		{"nothing after a space", "I think ", ""},
		{"nothing that adds only a letter", "ther", "efore"},
		{"nothing after a word that is commoner than those it begins", "Ask there", ""},
		{"nor where the text has one that it begins", "Therefore we went there", ""},
		{"a word of the text after one that is whole", "Personnel, personnel: a person", "nel"},
		{"the typed capital stays", "The", "re"},
		{"capitals go on in capitals", "ON PEO", "PLE"},
		{"nothing for an unknown beginning", "xq", ""},
		{"a name of the text", "Mr. Holder came. Then Hol", "der"},
	}
	for _, test := range tests {
		if got := l.Complete(test.before); got != test.want {
			t.Errorf("%s: Complete(%q) = %q, want %q", test.name, test.before, got, test.want)
		}
	}
}

func TestEmbeddedWordListServes(t *testing.T) {
	l, err := LoadWordList()
	if err != nil {
		t.Fatal(err)
	}
	for before, want := range map[string]string{"yester": "day", "We could underst": "and", "There was a house at the edge of the": "", "differ": "ent"} {
		if got := l.Complete(before); got != want {
			t.Errorf("Complete(%q) = %q, want %q", before, got, want)
		}
	}
}

package assist

import "testing"

func TestInsertion(t *testing.T) {
	tests := []struct{ before, word, want string }{
		{"The weather is ", "good", "good"},
		{"The weather is", "good", " good"},
		{"The weat", "weather", "her"},
		{"THE WEAT", "weather", "her"},
		{"The weather is goo", "good", "d"},
		{"The weather is,", "said", " said"},
		{"(", "the", "the"},
		{"“", "The", "The"},
		{"well-", "known", "known"},
		{"天气", "很好", "很好"},
		{"天气很好，", "我", "我"},
		{"", "The", "The"},
		{"He went.\n", "Then", "Then"},
		{"don", "don’t", "’t"},
		{"yes", ", and", ", and"},
	}
	for _, test := range tests {
		if got := Insertion(test.before, test.word); got != test.want {
			t.Errorf("Insertion(%q, %q) = %q, want %q", test.before, test.word, got, test.want)
		}
	}
}

package assist

import (
	"slices"
	"testing"
)

// chineseWords is the list that is compiled into the program.
func chineseWords(t *testing.T) *HanWords {
	t.Helper()
	h, err := LoadHanWords()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestChineseIsCutIntoWords(t *testing.T) {
	h := chineseWords(t)
	for _, test := range []struct {
		name, before, text string
		words              []string
	}{
		{"words of the list", "", "我们可以去公园散步", []string{"我们", "可以", "去", "公园", "散步"}},
		{"the rest of a word that is begun", "我们可", "以去公园", []string{"以", "去", "公园"}},
		{"a mark belongs to the word behind it", "天气很好", "，我们去", []string{"，我们", "去"}},
		{"a mark at the end stands alone", "我们去", "公园。", []string{"公园", "。"}},
		{"letters between", "我们用", "Go写程序", []string{"Go", "写", "程序"}},
		{"English", "I think", " it is good.", []string{" it", " is", " good", "."}},
		{"an unknown character", "", "㐀好", []string{"㐀", "好"}},
		{"nothing", "", "", nil},
	} {
		var got []string
		at := 0
		for _, end := range h.unitEnds(test.before, test.text) {
			got = append(got, test.text[at:end])
			at = end
		}
		if !slices.Equal(got, test.words) || at != len(test.text) {
			t.Errorf("%s: behind %q, %q is cut into %q, want %q", test.name, test.before, test.text, got, test.words)
		}
	}
}

func TestChineseWordsAreCompletedWithoutAModel(t *testing.T) {
	h := chineseWords(t)
	for _, test := range []struct{ name, before, want string }{
		{"a word with one likely end", "他们在图书", "馆"},
		{"an idiom", "他迫不及", "待"},
		{"a whole word", "我们去公园", ""},
		{"a character that begins many words", "我", ""},
		{"a word that is one already", "她到了火车", ""},
		{"a longer word that the text uses", "火车站很大。她到了火车", "站"},
		{"behind a mark", "天气很好，", ""},
		{"English", "I think", ""},
		{"nothing", "", ""},
	} {
		if got := h.Complete(test.before); got != test.want {
			t.Errorf("%s: %q is completed with %q, want %q", test.name, test.before, got, test.want)
		}
	}
}

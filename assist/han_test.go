package assist

import (
	"math"
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

func TestTheLongestLikelyChineseWordIsTaken(t *testing.T) {
	words := []wordChoice{{text: "还要", p: 0.4}, {text: "要", p: 0.05}, {text: "要去", p: 0.06}, {text: "还", p: 0.1}, {text: "一起去", p: 0.03}}
	for _, test := range []struct {
		least float64
		want  string
		p     float64
	}{
		{0.45, "还", 0.5}, // all that begins with it counts
		{0.3, "还要", 0.4},
		{0, "还要", 0.4}, // never one that is much less likely, however long
	} {
		if got := longestLikely(words, test.least)[0]; got.text != test.want || math.Abs(got.p-test.p) > 1e-9 {
			t.Errorf("at least %.2f: %q with %.2f, want %q with %.2f", test.least, got.text, got.p, test.want, test.p)
		}
	}
	if got := longestLikely(nil, 0); len(got) != 0 {
		t.Errorf("of no words %v", got)
	}
}

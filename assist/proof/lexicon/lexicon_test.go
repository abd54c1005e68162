package lexicon

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestEnglish(t *testing.T) {
	e, err := LoadEnglish()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{"house", "House", "HOUSE", "London", "LONDON", "dog's", "dog’s", "dogs'", "don't", "café", "colour", "color", "I"} {
		if _, ok := e.Find(w); !ok {
			t.Errorf("%q is not found", w)
		}
	}
	for _, w := range []string{"recieve", "london", "hosue", "", "'s", "dog's's"} {
		if _, ok := e.Find(w); ok {
			t.Errorf("%q is found", w)
		}
	}
	for w, want := range map[string]Dialect{"colour": British, "color": American, "house": AnyDialect} {
		if entry, _ := e.Lookup(w); entry.Dialects != want {
			t.Errorf("%q belongs to %d, want %d", w, entry.Dialects, want)
		}
	}
	if e.Level("the") <= e.Level("house") || e.Level("house") <= e.Level("palfrey") {
		t.Error("levels do not follow frequency")
	}
	if e.Bigram("of", "the") <= e.Bigram("house", "of") || e.Bigram("the", "of") != 0 && e.Bigram("zebra", "of") != 0 {
		t.Error("pairs of words do not follow frequency")
	}
}

func TestForms(t *testing.T) {
	e, err := LoadEnglish()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		word       string
		from, want Tag
		forms      []string
	}{
		{"go", VerbBase, VerbPast, []string{"went"}}, {"went", VerbPast, VerbParticiple, []string{"gone"}}, {"stop", VerbBase, VerbIng, []string{"stopping"}},
		{"carry", VerbBase, VerbThird, []string{"carries"}}, {"child", NounSingular, NounPlural, []string{"children"}}, {"knives", NounPlural, NounSingular, []string{"knife"}},
		{"good", Adjective, Comparative, []string{"better"}}, {"easy", Adjective, Adverb, []string{"easily"}}, {"travel", VerbBase, VerbPast, []string{"travelled", "traveled"}},
		{"go", VerbBase, VerbBase | VerbThird | VerbPast | VerbParticiple | VerbIng, []string{"go", "goes", "went", "gone", "going"}},
		{"zzz", VerbBase, VerbPast, nil},
	} {
		got := e.Form(tt.word, tt.from, tt.want)
		if !slices.Equal(got, tt.forms) {
			t.Errorf("forms of %q are %q, want %q", tt.word, got, tt.forms)
		}
	}
	if !e.Mostly("house", NounSingular, 1) || e.Mostly("run", Noun, 1) {
		t.Error("parts of speech do not follow use")
	}
}

func TestChinese(t *testing.T) {
	c, err := LoadChinese()
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Level("已经"); !ok {
		t.Error("已经 is not found")
	}
	if _, ok := c.Level("以经"); ok {
		t.Error("以经 is found")
	}
	for pair, want := range map[string]Likeness{"已以": SameTone, "底低": SameSound, "末未": SameShape, "走赵": Unlike, "是四": NearSound} {
		r := []rune(pair)
		got := Unlike
		c.Alike(r[0], func(x rune, l Likeness) {
			if x == r[1] {
				got = l
			}
		})
		if got != want {
			t.Errorf("%s are alike by %d, want %d", pair, got, want)
		}
	}
	if c.Cut([]rune("我已经到了")).LogProb() <= c.Cut([]rune("我以经到了")).LogProb() {
		t.Error("a sentence of words is no likelier than one of odd characters")
	}
	var sounding []string
	c.Sounding([]rune("尤其"), func(w []rune) { sounding = append(sounding, string(w)) })
	if !slices.Contains(sounding, "油漆") {
		t.Errorf("尤其 sounds like %v", sounding)
	}
	if s, ok := c.Simplified('轉'); !ok || s != '转' {
		t.Errorf("轉 is %c in simplified Chinese", s)
	}
	if s, ok := c.Simplified('转'); ok {
		t.Errorf("转 is %c in simplified Chinese", s)
	}
	var gaps []string
	c.Without([]rune("迫不待"), func(at int, r rune) { gaps = append(gaps, fmt.Sprint(at, string(r))) })
	if !slices.Equal(gaps, []string{"2及"}) {
		t.Errorf("迫不待 lacks %v", gaps)
	}
	var others []string
	c.OneOff([]rune("想哭无泪"), func(at int, r rune) { others = append(others, fmt.Sprint(at, string(r))) })
	c.OneOff([]rune("迫不急待"), func(at int, r rune) { others = append(others, fmt.Sprint(at, string(r))) })
	c.OneOff([]rune("欲哭无泪"), func(at int, r rune) { others = append(others, fmt.Sprint(at, string(r))) })
	if !slices.Equal(others, []string{"0欲", "2及"}) {
		t.Errorf("想哭无泪, 迫不急待 and 欲哭无泪 have one off: %v", others)
	}
	if list := c.BySound("gaoxing"); len(list) == 0 || list[0] != "高兴" {
		t.Errorf("gaoxing gives %v", list)
	}
	if n := c.Syllables("gaoxing"); n != 2 {
		t.Errorf("gaoxing has %d syllables", n)
	}
}

// What a character changes about the words of a text is what cutting the changed text anew gives, as long as the word
// that it becomes part of is no longer than four characters.
func TestCutReplace(t *testing.T) {
	c, err := LoadChinese()
	if err != nil {
		t.Fatal(err)
	}
	text := []rune("我以经到了车站前面的小广厂")
	cut := c.Cut(text)
	for _, tt := range []struct {
		old, new   rune
		start, end int
	}{{'以', '已', 1, 3}, {'厂', '场', 11, 13}, {'我', '俄', 0, 1}, {'站', '站', 5, 7}} {
		at := slices.Index(text, tt.old)
		gain, start, end := cut.Replace(at, tt.new)
		changed := slices.Clone(text)
		changed[at] = tt.new
		want := c.Cut(changed).LogProb() - cut.LogProb()
		if math.Abs(gain-want) > 1e-9 || start != tt.start || end != tt.end {
			t.Errorf("%c for %c gains %g in %d to %d, want %g in %d to %d", tt.new, tt.old, gain, start, end, want, tt.start, tt.end)
		}
	}
	for at := range len(text) - 1 {
		changed := slices.Clone(text)
		changed[at], changed[at+1] = text[at+1], text[at]
		if gain, want := cut.Swap(at), c.Cut(changed).LogProb()-cut.LogProb(); math.Abs(gain-want) > 1e-9 {
			t.Errorf("%s for %s gains %g, want %g", string(changed[at:at+2]), string(text[at:at+2]), gain, want)
		}
	}
	if gain := cut.ReplaceWord(1, []rune("已经")); math.Abs(gain-(c.Cut([]rune("我已经到了车站前面的小广厂")).LogProb()-cut.LogProb())) > 1e-9 {
		t.Errorf("已经 gains %g", gain)
	}
}

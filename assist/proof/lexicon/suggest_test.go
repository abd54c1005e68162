package lexicon

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// loaded is the speller that the tests share: it takes half a second to load.
var loaded = sync.OnceValues(func() (*Speller, error) {
	e, err := LoadEnglish()
	if err != nil {
		return nil, err
	}
	c, err := LoadChannel()
	if err != nil {
		return nil, err
	}
	return NewSpeller(e, c), nil
})

func speller(t testing.TB) *Speller {
	t.Helper()
	s, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSuggest(t *testing.T) {
	s := speller(t)
	for _, tt := range []struct{ kind, typo, want string }{
		{"letters swapped", "becuase", "because"}, {"letters swapped", "teh", "the"}, {"letters swapped", "hosue", "house"},
		{"letters swapped across one", "aminal", "animal"},
		{"letter doubled", "untill", "until"}, {"letter not doubled", "tyrany", "tyranny"},
		{"unstressed vowel", "seperate", "separate"}, {"unstressed vowel", "relevent", "relevant"}, {"unstressed vowel", "importent", "important"},
		{"ending", "existince", "existence"}, {"ending", "visable", "visible"}, {"ending", "definately", "definitely"},
		{"ie and ei", "recieve", "receive"}, {"ie and ei", "thier", "their"},
		{"silent letter", "nife", "knife"}, {"silent letter", "sychology", "psychology"}, {"silent letter", "autum", "autumn"}, {"silent letter", "gess", "guess"},
		{"spelled as heard", "fisiks", "physics"}, {"spelled as heard", "langwidge", "language"}, {"spelled as heard", "skware", "square"},
		{"spelled as heard, far off", "enuff", "enough"}, {"spelled as heard, far off", "sykoanalisis", "psychoanalysis"},
		{"first letter, as heard", "fonetic", "phonetic"}, {"first letter, as heard", "kwik", "quick"},
		{"key beside", "keybosrd", "keyboard"},
		{"capital kept", "Goverment", "Government"}, {"capitals kept", "RECIEVE", "RECEIVE"},
		{"two words in one", "infact", "in fact"}, {"name without its capital", "febuary", "February"}, {"name", "Febuary", "February"}, {"name", "Amercia", "America"},
		{"curly apostrophe", "o’clokc", "o’clock"},
	} {
		if list := s.Suggest(tt.typo, AnyDialect, 3); len(list) == 0 || list[0].Word != tt.want {
			t.Errorf("%s: for %q comes %v, want %q first", tt.kind, tt.typo, list, tt.want)
		}
	}
	for dialect, want := range map[Dialect]string{American: "behavior", British: "behaviour"} {
		if list := s.Suggest("behavoir", dialect, 1); len(list) == 0 || list[0].Word != want {
			t.Errorf("for dialect %d comes %v, want %q", dialect, list, want)
		}
	}
	for _, odd := range []string{"", "x", strings.Repeat("a", 60), "日本", "-", "''"} {
		s.Suggest(odd, AnyDialect, 5) // nothing to find, and nothing to stumble over
	}
	if c := s.channel; c.Cost("receive", "recieve") >= c.Cost("receive", "rebeive") {
		t.Error("a usual slip costs more than an odd one")
	}
}

// The suggestions come in the order of their cost, none twice, and the misspelling itself is none.
func TestSuggestionsAreInOrder(t *testing.T) {
	s := speller(t)
	for _, typo := range []string{"thne", "Thne", "THNE", "buring", "definate"} {
		list := s.Suggest(typo, AnyDialect, 20)
		seen := map[string]bool{typo: true}
		for i, sug := range list {
			if seen[sug.Word] || i > 0 && sug.Cost < list[i-1].Cost {
				t.Errorf("%q: suggestion %d is %v after %v", typo, i, sug, list[:i])
			}
			seen[sug.Word] = true
		}
	}
}

// The walk through the list finds what comparing with every word finds.
func TestNear(t *testing.T) {
	s := speller(t)
	for _, typo := range []string{"recieve", "xq", "o'clok", "psudonymn"} {
		for reach := 1; reach <= 3; reach++ {
			var got, want []string
			s.near(typo, reach, func(i int) { got = append(got, s.english.word(i)) })
			for i := range s.english.Len() {
				if w := s.english.word(i); distance(lowerASCII(w), typo) <= reach {
					want = append(want, w)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q within %d: %q, want %q", typo, reach, got, want)
			}
		}
	}
}

// lowerASCII lowers the letters A to Z alone.
func lowerASCII(w string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, w)
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"house", "house", 0}, {"house", "hosue", 1}, {"house", "mouses", 2}, {"ca", "abc", 3}, {"kitten", "sitting", 3}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q are %d apart, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// Pronunciations as a dictionary has them, in the code of scripts/words/build_sounds.py; the last are of words that none has.
func TestSounds(t *testing.T) {
	s := speller(t).channel.sounds
	for word, want := range map[string]string{
		"laugh": "l{f", "juice": "jus", "knight": "n2t", "sneeze": "sniz", "queue": "kyu", "the": "D@", "": "",
		"nife": "n2f", "kwik": "kwIk", "skware": "skwEr",
	} {
		if got := s.Of(word); got != want {
			t.Errorf("%q sounds like %q, want %q", word, got, want)
		}
	}
	for _, tt := range []struct{ close, far [2]string }{
		{[2]string{"nEsEsEri", "n@s@s@ri"}, [2]string{"nEsEsEri", "mEzEvEki"}},
		{[2]string{"kId", "kEd"}, [2]string{"kId", "kud"}},
		{[2]string{"bIt", "bId"}, [2]string{"bIt", "bIm"}},
		{[2]string{"@baut", "baut"}, [2]string{"@baut", "@bau"}},
	} {
		if a, b := soundsApart(tt.close[0], tt.close[1]), soundsApart(tt.far[0], tt.far[1]); a >= b {
			t.Errorf("%q are apart by %.1f, %q by %.1f", tt.close, a, tt.far, b)
		}
	}
	if a := soundsApart("jus", "jus"); a != 0 {
		t.Errorf("a sound is apart from itself by %.1f", a)
	}
}

// Every trait has its own weight, and words that look, sound or are used more like what was meant have the better ones.
func TestTraitWeights(t *testing.T) {
	w, err := TraitWeights()
	if err != nil {
		t.Fatal(err)
	}
	names := TraitNames()
	if len(names) != len(w) || len(slices.Compact(slices.Sorted(slices.Values(names)))) != len(w) {
		t.Fatalf("%d names for %d weights", len(names), len(w))
	}
	for _, tt := range []struct {
		trait int
		sign  float64
	}{{traitSlips, -1}, {traitLevel, 1}, {traitHeard, 1}, {traitApart, -1}, {traitSound, 1}, {traitName, -1}, {traitBritish, -1}, {traitDistance2, -1}, {traitOrder, 1}, {traitTier + 8, -1}} {
		if w[tt.trait]*tt.sign <= 0 {
			t.Errorf("%s weighs %.3f", names[tt.trait], w[tt.trait])
		}
	}
}

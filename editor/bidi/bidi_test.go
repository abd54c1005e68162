package bidi

import (
	"math/rand"
	"slices"
	"testing"

	"golang.org/x/text/unicode/bidi"
)

// shown is the row as it is read from the left: the characters in visual order.
func shown(row string, base uint8) string {
	runes := []rune(row)
	own := Class(Left)
	if base == 1 {
		own = Right
	}
	var out []rune
	for _, i := range Order(Levels(runes, base, own, own)) {
		out = append(out, runes[i])
	}
	return string(out)
}

func TestShownOrder(t *testing.T) {
	for _, test := range []struct {
		name, row string
		base      uint8
		want      string
	}{
		{"English alone", "one two", 0, "one two"},
		{"Hebrew alone", "אבג דה", 1, "הד גבא"},
		{"a Hebrew word in English", "see אבג now", 0, "see גבא now"},
		{"two Hebrew words in English", "see אב גד now", 0, "see דג בא now"},
		{"an English word in Hebrew", "אב cd הו", 1, "וה cd בא"},
		{"a number in Hebrew", "אב 123 גד", 1, "דג 123 בא"},
		{"a number behind Hebrew in English", "say אב 123 now", 0, "say 123 בא now"},
		{"Arabic digits read from the left", "سنة ٢٠٢٦", 1, "٢٠٢٦ ةنس"},
		{"a price", "אב $5.20 גד", 1, "דג $5.20 בא"},
		{"the full stop of a Hebrew sentence is at its left", "אב.", 1, ".בא"},
		{"that of an English sentence at its right", "say אב.", 0, "say בא."},
		{"brackets go with what they hold", "say (אב) now", 0, "say (בא) now"},
		{"brackets in Hebrew", "אב (cd) הו", 1, "וה )cd( בא"},
		{"spaces at the end of the row are at the paragraph's end", "אב  ", 1, "  בא"},
		{"also behind English", "אב cd  ", 1, "  cd בא"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := shown(test.row, test.base); got != test.want {
				t.Errorf("%q is shown as %q, want %q", test.row, got, test.want)
			}
		})
	}
}

// The directions must be those that golang.org/x/text finds, but for brackets, which it never pairs through the
// interface that it has for strings.
func TestDirectionsAgainstAnotherImplementation(t *testing.T) {
	alphabet := []rune("ab AB12אבגابج٣٤ .,;:!?-+$%«»\u0301\u05b0\u200f\t世")
	random := rand.New(rand.NewSource(9))
	for range 20_000 {
		row := make([]rune, 1+random.Intn(24))
		for i := range row {
			row[i] = alphabet[random.Intn(len(alphabet))]
		}
		text := string(row)
		var paragraph bidi.Paragraph
		if _, err := paragraph.SetString(text); err != nil {
			t.Fatal(err)
		}
		ordering, err := paragraph.Order()
		if err != nil {
			t.Fatal(err)
		}
		var want []uint8
		for i := range ordering.NumRuns() {
			run := ordering.Run(i)
			for range []rune(run.String()) {
				want = append(want, uint8(run.Direction()))
			}
		}
		base, own := uint8(0), Class(Left)
		if class, _ := Strong(text); class != Left {
			base, own = 1, Right
		}
		var got []uint8
		for _, level := range Levels(row, base, own, own) {
			got = append(got, level&1)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q has the directions %v, want %v", text, got, want)
		}
	}
}

func TestHasRightToLeft(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "plain text": false, "中文，“引号”——还有…": false, "Ελληνικά, кириллица": false, "😀 👨‍👩‍👧": false,
		"é naïve": false, "mixed ע": true, "ا": true, "\u200f": true, "\ufb1d": true, "ﷺ": true, "𐤀": true, "\xd7": true,
	} {
		if got := HasRightToLeft(text); got != want {
			t.Errorf("HasRightToLeft(%q) is %v", text, got)
		}
	}
}

func FuzzLevels(f *testing.F) {
	f.Add("abc אבג 123 (د) \u202e", true)
	f.Fuzz(func(t *testing.T, text string, right bool) {
		row := []rune(text)
		base := uint8(0)
		if right {
			base = 1
		}
		levels := Levels(row, base, Left, Arabic)
		if len(levels) != len(row) {
			t.Fatalf("%d levels for %d characters", len(levels), len(row))
		}
		seen := make([]bool, len(row))
		for _, i := range Order(levels) {
			if seen[i] {
				t.Fatalf("character %d is shown twice", i)
			}
			seen[i] = true
		}
		if !HasRightToLeft(text) && !right {
			for i, c := range row {
				if classOf(c) == bidi.R || classOf(c) == bidi.AL {
					t.Fatalf("%q at %d is right to left, and isn't seen as such", c, i)
				}
			}
		}
	})
}

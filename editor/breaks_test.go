package editor

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/rivo/uniseg"
)

// segments is where lineSegment breaks a text.
func segments(text string) (out []int) {
	for at := 0; at < len(text); {
		size, _ := lineSegment(text[at:])
		at += size
		out = append(out, at)
	}
	return out
}

// unicodeSegments is where the Unicode rules break it, applied from left to right over the whole.
func unicodeSegments(text string) (out []int) {
	state, at := -1, 0
	for rest := text; rest != ""; {
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		at += len(segment)
		out = append(out, at)
	}
	return out
}

func TestLineSegments(t *testing.T) {
	for _, text := range []string{
		"The ferry left at six, an hour before the sun.", "Don't (really) say \"no\"!", "well-mannered: 3.14, 2:30; a/b.",
		"外婆说，海从来不记得谁来过。他说：“好！”然后（又）走了……", "mixed 中文 and English，字 here.", "a!b c?d e;f g:h i,j k.l",
		"$5 100% (a) [b] {c} «d» 'e' \"f\"", "x  y   z ", "１，２。３", "カタカナーひらがな々", "7 days, 'tis (so) 5th.",
		"Где море? Там, за домом.", "Ἐν ἀρχῇ ἦν ὁ λόγος, ναί.", "ספר הימים, דף 12; כן-לא.", "كانت السفينة، في السادسة؟ نعم.",
	} {
		if got, want := segments(text), unicodeSegments(text); !slices.Equal(got, want) {
			t.Errorf("%q breaks at %v, want %v", text, got, want)
		}
	}
}

func TestLineSegmentsOfRandomText(t *testing.T) {
	letters := []rune("aB1 ' .,;:!?)\"(-/ 海说，。、；：？！“”）々ー 가é\u00a0\u0301яΩשבُم،؟ \u05b4")
	r := rand.New(rand.NewSource(1))
	for range 20_000 {
		var text []rune
		for range 1 + r.Intn(12) {
			text = append(text, letters[r.Intn(len(letters))])
		}
		got, want := segments(string(text)), unicodeSegments(string(text))
		if !slices.Equal(got, want) {
			t.Fatalf("%q breaks at %v, want %v", string(text), got, want)
		}
	}
}

func FuzzLineSegments(f *testing.F) {
	f.Add("The ferry left at six, an hour before the sun. 外婆说，海。")
	f.Add("שלום (abc) 12 تَ\t\u202e")
	f.Add("\xff\xe6\x00🇨🇳🇬🇧 e\u0301\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for at < len(text) {
			size, _ := lineSegment(text[at:])
			if size <= 0 || at+size > len(text) {
				t.Fatalf("a segment of %d bytes at %d of %d", size, at, len(text))
			}
			at += size
		}
		v := testView("", 120)
		p := &paragraph{text: text, size: len(text)}
		v.wrap.wrap(p)
		v.wrap.toEnd(p)
		for i := range p.rows.count() {
			start, end := p.rows.start(i), p.rows.start(i+1)
			if end < start || end == start && len(text) > 0 && i+1 < p.rows.count() {
				t.Fatalf("row %d is [%d, %d)", i, start, end)
			}
			row := v.shaper.row(p, start, end)
			last := 0
			if row.stops != nil {
				last = row.stops[len(row.stops)-1].offset
			} else if n := len(row.cells); n > 0 {
				last = row.cells[n-1].end
			}
			if last != end-start {
				t.Fatalf("row %d of %d bytes is shaped to %d", i, end-start, last)
			}
		}
	})
}

func TestEmojiStayWhole(t *testing.T) {
	for _, emoji := range []string{"👩🏽‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇳", "1️⃣", "❤️‍🔥", "👍🏿", "🧑🏻‍🤝‍🧑🏿"} {
		if size, must := lineSegment(emoji + " and"); size != len(emoji)+1 || must {
			t.Errorf("after %s the row may break at %d (must: %v), want at %d", emoji, size, must, len(emoji)+1)
		}
	}
}

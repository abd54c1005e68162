package editor

import (
	"math/rand"
	"testing"

	"fyne.io/fyne/v2"

	"inkling/editor/buffer"
)

func TestKeysInTextFromTheRight(t *testing.T) {
	checkKeys(t, []keyTest{
		{"left goes on in Hebrew", "א|בג", "Left", "אב|ג"},
		{"right goes back", "אב|ג", "Right", "א|בג"},
		{"left over an Arabic letter with its vowel", "|بَت", "Left", "بَ|ت"},
		{"left at the end goes to the next line", "אב|\nגד", "Left", "אב\n|גד"},
		{"right at the start goes to the line before", "אב\n|גד", "Right", "אב|\nגד"},
		{"a word to the left is the next one", "|אב גד", "Ctrl+Left", "אב |גד"},
		{"a word to the right is the one before", "אב גד|", "Ctrl+Right", "אב |גד"},
		{"home and end go by reading", "אב |גד", "Home Shift+End", "[אב גד]|"},
		{"shift and left selects", "|אבג", "Shift+Left Shift+Left", "[אב]|ג"},
		{"left out of a selection goes on", "[אב]|ג", "Left", "אב|ג"},
		{"backspace takes the letter before", "אב|ג", "BackSpace", "א|ג"},
		{"delete takes the letter behind", "א|בג", "Delete", "א|ג"},
		{"a number in Hebrew is walked through from its left", "אב |12 גד", "Right Right Right", "אב| 12 גד"},
	})
}

func caretX(e *Editor) float32 {
	at, _, _ := e.positionOf(e.caret, e.upper)
	return at.X
}

func TestHebrewStandsAtTheRight(t *testing.T) {
	e := open(t, "", Options{})
	right := e.columnX() + e.view.wrap.width
	for _, r := range "אבג" {
		e.TypedRune(r)
	}
	typed := caretX(e)
	if typed >= right || typed < right-60 {
		t.Errorf("after three letters the caret is at %.0f, want a little left of %.0f", typed, right)
	}
	e.TypedRune('ד')
	if now := caretX(e); now >= typed {
		t.Errorf("one more letter moves the caret from %.0f to %.0f, want to the left", typed, now)
	}
	if at, _, _ := e.PositionOf(0); abs(at.X-right) > 1 {
		t.Errorf("the first letter begins at %.0f, want %.0f", at.X, right)
	}
}

// Walking to the right must pass every place of a row from left to right, and each click must go where the caret is
// shown then.
func TestWalkThroughMixedText(t *testing.T) {
	alphabet := []string{"a", "b ", "word", "א", "בג", " ", "ש\u05b8", "ب", "تَ", "12", "٣٤", ".", "(", ")", "世", "😀", "👨‍👩‍👧", "-", "e\u0301", "\xff", "\t"}
	random := rand.New(rand.NewSource(3))
	for range 300 {
		var text string
		for range 1 + random.Intn(9) {
			text += alphabet[random.Intn(len(alphabet))]
		}
		e := open(t, text, Options{})
		row := e.rowAt(place{})
		if row.end != len(text) {
			continue // wrapped
		}
		if row.shaped.stops != nil {
			continue // of one direction
		}
		shown := func() float32 {
			row := e.rowAt(e.caretPlace())
			return row.caretX(e.caret, e.upper)
		}
		stops := 0
		for _, c := range row.shaped.cells {
			if c.width > 0 {
				stops++
			}
		}
		leftmost, behind := row.shaped.nearest(-1000)
		e.setCaret(leftmost, leftmost, behind)
		last := shown()
		for step := range stops {
			press(t, e, "Right")
			x := shown()
			if x <= last {
				t.Fatalf("%q: step %d to the right went from %.1f to %.1f", text, step+1, last, x)
			}
			if at, behind := e.offsetAt(place{}, x); abs(row.caretX(at, behind)-x) > 0.6 {
				t.Fatalf("%q: a click at %.1f goes to offset %d, which is shown at %.1f", text, x, at, row.caretX(at, behind))
			}
			last = x
		}
		if end := row.x + row.shaped.width; abs(last-end) > 0.6 {
			t.Fatalf("%q: %d steps to the right end at %.1f, not at the row's right edge, %.1f", text, stops, last, end)
		}
	}
}

func TestSelectionOfMixedTextIsInPieces(t *testing.T) {
	e := open(t, "one אבג two", Options{})
	row := e.rowAt(place{})
	type part struct{ x, width float32 }
	parts := func(from, to int) (all []part) {
		row.shaped.parts(from, to, func(x, width float32) { all = append(all, part{x, width}) })
		return all
	}
	if got := parts(0, len("one אבג two")); len(got) != 1 || abs(got[0].width-row.shaped.width) > 0.1 {
		t.Errorf("the whole row is selected as %v, want one piece of %.1f", got, row.shaped.width)
	}
	if got := parts(0, len("one א")); len(got) != 2 {
		t.Errorf("English with the first Hebrew letter is selected as %v, want two pieces", got)
	}
}

// Whatever is typed, in a narrow window, the layout must stay what a fresh one would be.
func TestRandomKeysInMixedText(t *testing.T) {
	letters := []rune("ab אבג دلا12 ,.()世")
	keys := []string{"Left", "Right", "Up", "Down", "Home", "End", "Ctrl+Left", "Ctrl+Right", "Shift+Left", "Shift+Right", "BackSpace", "Delete", "Shift+Return"}
	random := rand.New(rand.NewSource(5))
	for range 10 {
		e := open(t, "", Options{})
		e.Resize(fyne.NewSize(260, 300))
		for range 300 {
			if random.Intn(3) == 0 {
				press(t, e, keys[random.Intn(len(keys))])
			} else {
				e.TypedRune(letters[random.Intn(len(letters))])
			}
			checkLayout(t, e)
			if start, _ := e.snap.GraphemeAt(e.caret); start != e.caret {
				t.Fatalf("the caret is inside a character, at %d of %q", e.caret, e.snap.Text())
			}
		}
		e.Insert("שלום hello", buffer.Paste)
		checkLayout(t, e)
	}
}

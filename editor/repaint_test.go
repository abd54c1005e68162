package editor

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// drawnText is what the toolkit keeps the picture of a text by.
type drawnText struct {
	text, source string
	size         float32
	colour       color.Color
}

// drawnTexts are the texts on the page by the pictures that the toolkit has of them.
func drawnTexts(e *Editor) map[drawnText]fyne.CanvasObject {
	drawn := map[drawnText]fyne.CanvasObject{}
	for _, o := range e.paint.objects {
		if t, ok := o.(*canvas.Text); ok {
			key := drawnText{text: t.Text, size: t.TextSize, colour: t.Color}
			if t.FontSource != nil {
				key.source = t.FontSource.Name()
			}
			drawn[key] = t
		}
	}
	return drawn
}

// A typed character has only its own row drawn anew, or, where it pushes words on, rows behind it in its paragraph.
func TestAKeyDrawsOnlyItsRow(t *testing.T) {
	for _, text := range benchTexts {
		t.Run(text.name, func(t *testing.T) {
			e := open(t, benchText(text.paragraph, 20_000, false), Options{})
			alone := 0
			const typed = "and then the sea was calm"
			for i, r := range typed {
				before := drawnTexts(e)
				e.TypedRune(r)
				rows := map[float32]bool{}
				for key, o := range drawnTexts(e) {
					if _, ok := before[key]; !ok {
						rows[o.Position().Y] = true
						if _, at := e.view.y(place{line: 1}, e.view.height); at && o.Position().Y > e.lineTop(1) {
							t.Errorf("character %d has %q drawn anew, in another paragraph", i, key.text)
						}
					}
				}
				if len(rows) <= 1 {
					alone++
				}
			}
			if alone < len(typed)/3 {
				t.Errorf("only %d of %d characters have one row drawn anew", alone, len(typed))
			}
		})
	}
}

// lineTop is where a line begins in the window.
func (e *Editor) lineTop(line int) float32 {
	y, _ := e.view.y(place{line: line}, e.view.height)
	return y
}

// A wavy line keeps its picture as long as it only moves.
func TestAWavyLineKeepsItsPicture(t *testing.T) {
	e := open(t, "one two three\nfour five six", Options{})
	e.SetUnderlines([]Underline{{Start: 4, End: 7}, {Start: 19, End: 23}})
	drawn := e.paint.wavesDrawn
	for _, r := range "x\ny" {
		e.TypedRune(r)
	}
	if e.paint.usedWaves != 2 {
		t.Fatalf("%d wavy lines, want 2", e.paint.usedWaves)
	}
	if e.paint.wavesDrawn != drawn {
		t.Errorf("%d wavy lines were drawn anew", e.paint.wavesDrawn-drawn)
	}
}

// However many blanks end a row, the caret and the selection stay beside the column.
func TestBlanksAtARowsEndStayInTheWindow(t *testing.T) {
	for _, text := range []string{"one" + strings.Repeat(" ", 200), "אבג" + strings.Repeat(" ", 200), "one" + strings.Repeat(" ", 200) + "two\n"} {
		e := open(t, text, Options{})
		e.SetUnderlines([]Underline{{Start: 3, End: 150}})
		left, right := e.columnX()-overhang-2, e.columnX()+e.view.wrap.width+overhang+2
		for offset := 0; offset <= len(text); offset += 10 {
			e.SetCaret(offset)
			if x := e.paint.caret.Position().X; x < left || x > right {
				t.Errorf("in %.6q the caret at %d is at %v, not in %v to %v", text, offset, x, left, right)
			}
		}
		e.SelectAll()
		for _, o := range e.paint.objects {
			switch o.(type) {
			case *canvas.Rectangle, *canvas.Raster:
				x := o.Position().X
				if o != e.paint.page && (x < left || x+o.Size().Width > right) {
					t.Errorf("in %.6q something is painted from %v to %v, not in %v to %v", text, x, x+o.Size().Width, left, right)
				}
			}
		}
	}
}

// The marks of a heading hang beside the column, but never out of the window.
func TestMarksOfHeadingsStayInTheWindow(t *testing.T) {
	e := open(t, "# One\n## Two\n### Three, which is long enough for another row in a narrow window\n", Options{})
	for _, zoom := range []float32{1, 1.5, 2.5, 4} {
		for _, width := range []float32{240, 600, 2000} {
			e.setZoom(zoom)
			e.Resize(fyne.NewSize(width, 2000))
			for i := range e.paint.seen[:3] {
				row := &e.paint.seen[i]
				if x := e.columnX() + row.x; x < 0 || row.row == 0 && row.line == 0 && x > e.columnX() {
					t.Errorf("at %v in %v pixels line %d begins at %v", zoom, width, row.line, x)
				}
			}
		}
	}
}

package editor

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inkling/editor/buffer"
)

// update makes the tests write what the page looks like now instead of comparing:
//
//	go test -tags x11 ./editor -run TestPictures -update
var update = flag.Bool("update", false, "write the pictures and the markup of the page anew")

const pictureText = `The ferry left at six, an hour before the sun, and by the time the harbour lights had sunk behind us the deck was wet. Instead I stand by the rail.
On the second page of his notbook he had written that a coastline is the only honest border.
外婆说，海从来不记得谁来过。他只记得潮水的时间。“你好，世界”——他说：‘是的’……
Emoji 😀 👨‍👩‍👧‍👦 🇨🇳, mixed 中文 text, Ελληνικά, é, → and “quotes”.
	a tab, a control ` + "\x07" + ` and a bad ` + "\xff" + ` byte
Only `

const markdownText = `# The surveyor's notebook
Text with *emphasis*, **strong words**, ***both***, ~~struck~~ ones, ` + "`code`" + ` and [a link](https://example.org).
## 海边的**早晨**
- An item whose text is long enough that it must go on in another row of the page.
- [ ] A task, *一个任务*
> He had been a surveyor, and he never quite trusted a map that he had not walked himself.
` + "```" + `
code := "is set in another face"
` + "```" + `

After a blank line
`

const mixedText = `שלום עולם. הוא כתב 25 עמודים (ועוד notes) בשנת 2026.
كانت السفينة قد أبحرت في السادسة صباحًا، قبل شروق الشمس بساعة.
He wrote שלום עולם on the first page, and مرحبا on the second.
# כותרת של פרק
- פריט ראשון ברשימה ארוכה מאוד שנמשכת עד לשורה הבאה של העמוד הזה
> ציטוט
`

// TestPictures compares what the page looks like with pictures and with markup that doesn't depend on how glyphs are
// smoothed.
func TestPictures(t *testing.T) {
	for _, check := range []struct {
		name    string
		style   Style
		prepare func(e *Editor)
	}{
		{"light", Light(), func(e *Editor) {}},
		{"dark", Dark(), func(e *Editor) {}},
		{"zoom", Light(), func(e *Editor) { e.setZoom(1.5) }},
		{"sans", Light(), func(e *Editor) {
			style := e.Style()
			style.Family = Sans
			e.SetStyle(style)
		}},
		{"ghost", Light(), func(e *Editor) {
			e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: e.Caret(),
				Text: "visited; you learn it again each time, with your feet, 然后它就消失了。And then it is gone."})
		}},
		{"ghost in the middle", Dark(), func(e *Editor) {
			_, end := rangeOf(pictureText, "notbook")
			e.SetCaret(end)
			e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: end, Text: ", under a drawing of a lighthouse that no longer stands,"})
		}},
		{"selection", Light(), func(e *Editor) {
			start, _ := rangeOf(pictureText, "behind us")
			_, end := rangeOf(pictureText, "从来不")
			e.SelectRange(start, end)
		}},
		{"layers", Dark(), func(e *Editor) {
			underline := func(text string, kind UnderlineKind) Underline {
				start, end := rangeOf(pictureText, text)
				return Underline{Start: start, End: end, Kind: kind}
			}
			highlight := func(text string, kind HighlightKind) Highlight {
				start, end := rangeOf(pictureText, text)
				return Highlight{Start: start, End: end, Kind: kind}
			}
			e.SetUnderlines([]Underline{underline("stand", Grammar), underline("notbook", Spelling), underline("他只", Wording)})
			e.SetHighlights([]Highlight{
				highlight("by the time the harbour lights", Deleted), highlight("had sunk", Inserted),
				highlight("coastline", Match), highlight("honest", CurrentMatch), highlight("世界", Wash),
			})
			e.SetMarks([]Mark{{Offset: 20, Kind: SpellingMark}, {Offset: 100, Kind: FindingMark}, {Offset: 300, Kind: GrammarMark}})
			second, last := strings.Index(pictureText, "On the"), strings.Index(pictureText, "\ta tab")
			e.SetChangedLines([]buffer.Range{{Start: second, End: strings.Index(pictureText, "Emoji")}, {Start: last, End: last}})
		}},
		{"markdown", Light(), func(e *Editor) {
			e.buffer.Apply(buffer.Edit{Start: 0, End: e.buffer.Len(), Text: markdownText}, buffer.Other)
			e.SetCaret(len(markdownText))
		}},
		{"right to left", Light(), func(e *Editor) {
			e.buffer.Apply(buffer.Edit{Start: 0, End: e.buffer.Len(), Text: mixedText}, buffer.Other)
			start, _ := rangeOf(mixedText, "wrote")
			_, end := rangeOf(mixedText, "page, ")
			e.SelectRange(start, end-len("on the first page, ")-len("עולם "))
			from, to := rangeOf(mixedText, "السفينة")
			e.SetUnderlines([]Underline{{Start: from, End: to, Kind: Spelling}})
		}},
		{"first line indents", Light(), func(e *Editor) {
			style := e.Style()
			style.FirstLine, style.LineHeight, style.ColumnWidth = true, 1.9, 24
			e.SetStyle(style)
		}},
		{"focus mode", Light(), func(e *Editor) {
			e.SetFocusMode(true)
			e.SetTypewriter(true)
			e.SetCaret(180)
		}},
	} {
		t.Run(check.name, func(t *testing.T) {
			e := New(Options{Buffer: buffer.New(pictureText, buffer.Options{}), Style: check.style})
			w := test.NewTempWindow(t, e)
			w.SetPadded(false)
			w.Resize(fyne.NewSize(560, 520))
			w.Canvas().Focus(e)
			e.SetCaret(len(pictureText))
			check.prepare(e)
			file := strings.ReplaceAll(check.name, " ", "-")
			if *update {
				writePicture(t, w, file)
			}
			test.AssertImageMatches(t, file+".png", w.Canvas().Capture())
			test.AssertRendersToMarkup(t, file+".xml", w.Canvas())
		})
	}
}

// rangeOf is where a piece of a text starts and ends.
func rangeOf(text, piece string) (start, end int) {
	start = strings.Index(text, piece)
	return start, start + len(piece)
}

func writePicture(t *testing.T, w fyne.Window, file string) {
	t.Helper()
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join("testdata", file+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(out, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("testdata", file+".xml"), []byte(test.RenderToMarkup(w.Canvas())), 0o644); err != nil {
		t.Fatal(err)
	}
}

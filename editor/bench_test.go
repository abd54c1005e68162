package editor

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inkling/editor/buffer"
)

// sampleText is a paragraph to fill a document with, and what is typed into it.
type sampleText struct{ name, paragraph, typed string }

// benchTexts are the texts that speed is measured on.
var benchTexts = []sampleText{
	{"english", "The ferry left at six, an hour before the sun, and by the time the harbour lights had sunk behind us the deck was wet with a fine, cold rain. I had meant to sleep. ",
		"and then the sea was calm, the islands dark "},
	{"chinese", "外婆说，海从来不记得谁来过。他只记得潮水的时间，也记得每一座岛的名字，从北到南，一个也不漏。", "然后海面平静下来，岛屿暗了。"},
	{"mixed", "The lighthouse 灯塔 stands no longer — “不在了”, he wrote, 😀 and that a coastline is the only honest border 因为它会移动。 ",
		"and then the sea was calm, the islands dark "},
}

// rightTexts are those that are read from the right.
var rightTexts = []sampleText{
	{"hebrew", "ספר הימים נכתב בעט דקה על נייר צהוב, והוא מונח על השולחן ליד החלון הפתוח אל הים. ", "ואז היה הים שקט, והאיים כהים "},
	{"arabic", "كانت السفينة قد أبحرت في السادسة صباحًا، قبل شروق الشمس بساعة، وكان الميناء خلفنا بعيدًا. ", "ثم هدأ البحر، وأظلمت الجزر "},
}

func benchText(paragraph string, size int, one bool) string {
	var b strings.Builder
	for b.Len() < size {
		for n := 0; n < 500; n += len(paragraph) {
			b.WriteString(paragraph)
		}
		if !one {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func benchEditor(tb testing.TB, text string) (*Editor, fyne.Window) {
	e := New(Options{Buffer: buffer.New(text, buffer.Options{})})
	w := test.NewWindow(e)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(900, 700))
	tb.Cleanup(w.Close)
	return e, w
}

// BenchmarkType types one character: everything up to the toolkit's painting.
func BenchmarkType(b *testing.B) {
	for _, text := range benchTexts {
		for _, size := range []int{1 << 10, 100 << 10, 1 << 20, 10 << 20} {
			for _, one := range []bool{false, true} {
				if one && size != 1<<20 {
					continue
				}
				content := benchText(text.paragraph, size, one)
				for _, at := range []string{"start", "middle", "end"} {
					b.Run(fmt.Sprintf("%s/len=%d/one=%v/at=%s", text.name, size, one, at), func(b *testing.B) {
						e, _ := benchEditor(b, content)
						switch at {
						case "middle":
							_, end := e.snap.WordAt(e.snap.Len() / 2)
							e.SetCaret(end)
						case "end":
							e.SetCaret(e.snap.Len())
						}
						typed := []rune(text.typed)
						b.ResetTimer()
						for i := range b.N {
							e.TypedRune(typed[i%len(typed)])
						}
					})
				}
			}
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, text := range benchTexts {
		for _, one := range []bool{false, true} {
			content := benchText(text.paragraph, 10<<20, one)
			b.Run(fmt.Sprintf("%s/one=%v", text.name, one), func(b *testing.B) {
				for range b.N {
					benchEditor(b, content)
				}
			})
		}
	}
}

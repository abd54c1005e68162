package editor

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"inkling/editor/buffer"
)

// Random keys must do to the text what they do to a plain string, and leave the layout as a fresh one would be.
func TestRandomKeysAgainstPlainString(t *testing.T) {
	moves := strings.Fields("Left Right Up Down Home End Prior Next Ctrl+Left Ctrl+Right Ctrl+Up Ctrl+Down Ctrl+Home Ctrl+End")
	for seed := range int64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewSource(seed))
			text := brokenText(r)
			e := open(t, text, Options{})
			var history []string
			for range 150 {
				snap := buffer.NewSnapshot(text)
				start, end := e.Selection()
				replace := func(from, to int, insert string) { text = text[:from] + insert + text[to:] }
				action := r.Intn(13)
				switch action {
				case 0, 1:
					typed := []rune(alphabet[r.Intn(len(alphabet))])[0]
					if e.ghost.Text != "" && r.Intn(2) == 0 {
						typed = []rune(e.ghost.Text)[0]
					}
					e.TypedRune(typed)
					replace(start, end, string(typed))
				case 2:
					lineEnd := e.lineEnd()
					press(t, e, "Shift+Return")
					replace(start, end, lineEnd)
				case 3:
					press(t, e, "BackSpace")
					if start == end {
						start = snap.PrevGrapheme(end)
					}
					replace(start, end, "")
				case 4:
					press(t, e, "Delete")
					if start == end {
						end = snap.NextGrapheme(start)
					}
					replace(start, end, "")
				case 5:
					e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: e.Caret(), Text: randomText(r, 1+r.Intn(30))})
				case 6:
					part := GhostPart(r.Intn(3))
					if g, ok := e.Ghost(); ok {
						e.AcceptGhost(part)
						rest, _ := e.Ghost()
						replace(g.Offset, g.Offset, strings.TrimSuffix(g.Text, rest.Text))
					}
				case 8: // somebody else edits the text
					from := r.Intn(len(text) + 1)
					to := min(from+r.Intn(20), len(text))
					insert := strings.ReplaceAll(randomText(r, r.Intn(5)), "n", "\n")
					e.buffer.Apply(buffer.Edit{Start: from, End: to, Text: insert}, buffer.Fix)
					e.update()
					replace(from, to, insert)
				case 9: // many edits at once
					var edits []buffer.Edit
					var want strings.Builder
					at := 0
					for at < len(text) && len(edits) < 10 {
						from := at + r.Intn(min(200, len(text)-at)+1)
						to := min(from+r.Intn(10), len(text))
						edits = append(edits, buffer.Edit{Start: from, End: to, Text: randomText(r, r.Intn(3))})
						want.WriteString(text[at:from] + edits[len(edits)-1].Text)
						at = to + 1
						if to < len(text) {
							want.WriteString(text[to : to+1])
						}
					}
					if at < len(text) {
						want.WriteString(text[at:])
					}
					if err := e.ReplaceRanges(edits, buffer.Replace); err != nil {
						t.Fatal(err)
					}
					text = want.String()
				case 11, 12:
					text = dragAtRandom(e, r, text)
				case 10: // the window changes
					switch r.Intn(3) {
					case 0:
						e.Resize(fyne.NewSize(300+float32(r.Intn(500)), 200+float32(r.Intn(300))))
					case 1:
						e.setZoom(0.7 + r.Float32())
					case 2:
						e.view.scroll(float32(r.Intn(2000) - 1000))
						e.update()
					}
				case 7:
					key := moves[r.Intn(len(moves))]
					if r.Intn(3) == 0 {
						key = strings.Replace("Shift+"+key, "Shift+Ctrl+", "Ctrl+Shift+", 1)
					}
					g, _ := e.Ghost()
					press(t, e, key)
					if rest, _ := e.Ghost(); key == "Ctrl+Right" && g.Text != "" { // takes a word of the ghost
						replace(g.Offset, g.Offset, strings.TrimSuffix(g.Text, rest.Text))
					}
				}
				if got := e.buffer.Snapshot().Text(); got != text {
					t.Fatalf("after action %d at [%d, %d) the text differs: %s", action, start, end, difference(got, text))
				}
				history = append(history, text)
				if e.caret < 0 || e.caret > len(text) || e.anchor < 0 || e.anchor > len(text) {
					t.Fatalf("caret %d, anchor %d in %d bytes", e.caret, e.anchor, len(text))
				}
				if g, ok := e.Ghost(); ok && (g.Offset != e.caret || g.Revision != e.buffer.Revision()) {
					t.Fatalf("the ghost is at %d of revision %d, the caret at %d of %d", g.Offset, g.Revision, e.caret, e.buffer.Revision())
				}
				checkLayout(t, e)
			}
			e.ClearGhost()
			for e.Undo() {
				checkLayout(t, e)
			}
			if got := e.buffer.Snapshot().Text(); len(history) > 0 && got != brokenText(rand.New(rand.NewSource(seed))) {
				t.Errorf("after undoing everything the text is %q", got)
			}
		})
	}
}

// dragAtRandom clicks or drags somewhere, which may also be the selection or the scroll bar, and returns what the text
// must be then.
func dragAtRandom(e *Editor, r *rand.Rand, text string) string {
	somewhere := func() fyne.Position {
		return fyne.NewPos(float32(r.Intn(int(e.Size().Width)+40)-20), float32(r.Intn(int(e.Size().Height)+40)-20))
	}
	event := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: []fyne.KeyModifier{0, 0, fyne.KeyModifierShift, fyne.KeyModifierControl}[r.Intn(4)]}
	event.Position = somewhere()
	if at, height, ok := e.PositionOf((e.caret + e.anchor) / 2); ok && r.Intn(2) == 0 {
		event.Position = at.AddXY(1, height/2) // often the selection
	}
	if r.Intn(8) == 0 {
		event.Button = desktop.MouseButtonSecondary
	}
	e.MouseDown(event)
	for range r.Intn(3) {
		event.Position = somewhere()
		e.Dragged(&fyne.DragEvent{PointEvent: event.PointEvent})
	}
	if m := &e.mouse; m.dropping && e.over(m.at) {
		start, end := e.Selection()
		if to := m.dropAt; to < start || to > end {
			moved := text[:to] + text[start:end] + text[to:]
			if event.Modifier&fyne.KeyModifierControl == 0 {
				if to < start {
					start, end = start+end-start, end+end-start
				}
				moved = moved[:start] + moved[end:]
			}
			text = moved
		}
	}
	e.MouseUp(event)
	e.DragEnd()
	return text
}

// difference shows where two texts part.
func difference(got, want string) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	around := func(s string) string { return s[max(i-20, 0):min(i+20, len(s))] }
	return fmt.Sprintf("at %d it has %q, want %q", i, around(got), around(want))
}

// brokenText is random text of many lines.
func brokenText(r *rand.Rand) string {
	text := strings.ReplaceAll(randomText(r, 200), "n", "\n")
	return strings.NewReplacer("*", "\n*", "~", "\n~", "# ", "\n# ", "> ", "\n> ", "- ", "\n- ", "word", "word\r\n", "3.14", "\r3.14").Replace(text)
}

// checkLayout compares what is laid out with a fresh layout of the same text.
func checkLayout(t *testing.T, e *Editor) {
	t.Helper()
	v := e.view
	if v.snap != e.snap {
		t.Fatal("the view is not at the buffer's text")
	}
	fresh := newView(v.wrap.set)
	fresh.wrap, fresh.height, fresh.above = v.wrap, v.height, v.above
	fresh.reset(v.snap)
	fresh.ghost, fresh.ghostAt, fresh.ghostLine = v.ghost, v.ghostAt, v.ghostLine
	fresh.styler.off, fresh.styler.room = v.styler.off, v.styler.room
	for i := range e.paint.seen {
		row := &e.paint.seen[i]
		p := fresh.paragraph(row.line)
		fresh.wrap.toEnd(p)
		if row.row >= p.rows.count() || row.start != p.rows.start(row.row) || row.end != p.rows.start(row.row+1) {
			t.Fatalf("row %d of line %d is [%d, %d), wrapped afresh %v", row.row, row.line, row.start, row.end, starts(&p.rows))
		}
		if row.at != v.snap.LineStart(row.line) {
			t.Fatalf("line %d starts at %d, want %d", row.line, row.at, v.snap.LineStart(row.line))
		}
	}
	if last := e.paint.seen[len(e.paint.seen)-1]; last.y+last.height < v.height {
		if _, more := v.next(last.place); more {
			t.Fatal("the window isn't filled although there is more text")
		}
	}
}

package editor

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"inkling/editor/buffer"
)

// withGhost shows a ghost at the end of a text.
func withGhost(t testing.TB, text, ghost string, options Options) *Editor {
	t.Helper()
	e := open(t, text, options)
	e.SetCaret(len(text))
	if !e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: len(text), Text: ghost}) {
		t.Fatal("the ghost isn't shown")
	}
	return e
}

func ghostText(e *Editor) string {
	g, _ := e.Ghost()
	return g.Text
}

func TestGhostKeys(t *testing.T) {
	for _, test := range []struct {
		name, text, ghost, keys string
		want, rest              string
	}{
		{"tab takes all", "The sea", " is calm today.", "Tab", "The sea is calm today.|", ""},
		{"a second fast tab does nothing", "The sea", " is calm.", "Tab Tab", "The sea is calm.|", ""},
		{"ctrl and right takes a word", "The sea", " is calm today.", "Ctrl+Right", "The sea is|", " calm today."},
		{"and the next", "The sea", " is calm today.", "Ctrl+Right Ctrl+Right", "The sea is calm|", " today."},
		{"shift and tab takes a sentence", "I", " see. You don't.", "Shift+Tab", "I see.|", " You don't."},
		{"a Chinese sentence", "海", "从来不记得。他说：“好。”然后", "Shift+Tab", "海从来不记得。|", "他说：“好。”然后"},
		{"a sentence with a decimal point", "It costs", " 3.50 a piece. Or so.", "Shift+Tab", "It costs 3.50 a piece.|", " Or so."},
		{"escape drops", "The sea", " is calm.", "Escape", "The sea|", ""},
		{"backspace drops", "The sea", " is calm.", "BackSpace", "The se|", ""},
		{"enter drops", "The sea", " is calm.", "Return", "The sea\n|", ""},
		{"moving away drops", "The sea", " is calm.", "Left", "The se|a", ""},
		{"selecting drops", "The sea", " is calm.", "Shift+Left", "The se|[a]", ""},
		{"undo takes an accepted ghost back at once", "The sea", " is calm.", "Tab Ctrl+Z", "The sea|", ""},
		{"undo takes one word back", "The sea", " is calm.", "Ctrl+Right Ctrl+Right Ctrl+Z", "The sea is|", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := withGhost(t, test.text, test.ghost, Options{})
			press(t, e, test.keys)
			if got := marked(e); got != test.want || ghostText(e) != test.rest {
				t.Errorf("%q and ghost %q, want %q and %q", got, ghostText(e), test.want, test.rest)
			}
		})
	}
}

func TestWithoutGhostItsKeysDoTheirOwnWork(t *testing.T) {
	e := open(t, "one two", Options{})
	press(t, e, "Ctrl+Right Tab")
	if got := marked(e); got != "one \t|two" {
		t.Errorf("%q, want %q", got, "one \t|two")
	}
	e = withGhost(t, "one", " two", Options{})
	press(t, e, "Tab")
	e.swallow = time.Time{} // later
	press(t, e, "Tab")
	if got := marked(e); got != "one two\t|" {
		t.Errorf("a later tab gave %q, want %q", got, "one two\t|")
	}
}

func TestTypingTheGhostConsumesIt(t *testing.T) {
	var events []GhostEvent
	e := withGhost(t, "The sea", " is 海上 calm.", Options{OnGhost: func(g GhostEvent) { events = append(events, g) }})
	shown := func() string {
		p := e.view.paragraph(0)
		return p.shown(0, p.total())
	}
	before := shown()
	for _, r := range " is 海" {
		e.TypedRune(r)
		if got := shown(); got != before {
			t.Fatalf("after typing %q the page shows %q, want %q", r, got, before)
		}
	}
	if got := marked(e); got != "The sea is 海|" || ghostText(e) != "上 calm." {
		t.Errorf("%q and ghost %q", got, ghostText(e))
	}
	e.TypedRune('x')
	if got := marked(e); got != "The sea is 海x|" || ghostText(e) != "" {
		t.Errorf("after another character %q and ghost %q", got, ghostText(e))
	}
	var outcomes []GhostOutcome
	for _, event := range events {
		outcomes = append(outcomes, event.Outcome)
	}
	want := []GhostOutcome{GhostTyped, GhostTyped, GhostTyped, GhostTyped, GhostTyped, GhostDropped}
	if !slices.Equal(outcomes, want) {
		t.Errorf("outcomes %v, want %v", outcomes, want)
	}
	press(t, e, "Ctrl+Z")
	if got := marked(e); got != "The sea|" {
		t.Errorf("undo left %q: what was typed along a ghost is typed text", got)
	}
}

func TestLateGhosts(t *testing.T) {
	for _, check := range []struct {
		name   string
		typed  string // after the ghost was asked for
		keys   string
		ghost  string
		shown  string
		wanted bool
	}{
		{"nothing typed", "", "", " is calm.", " is calm.", true},
		{"its head typed", " is", "", " is calm.", " calm.", true},
		{"something else typed", " was", "", " is calm.", "", false},
		{"typed and taken back", " i", "BackSpace BackSpace", " is calm.", "", false},
		{"typed all of it", " is", "", " is", "", true},
		{"typed and moved away", " is", "Home", " is calm.", "", false},
		{"typed, moved away and back", " is", "Home End", " is calm.", " calm.", true},
		{"something selected", "", "Shift+Left", " is calm.", "", false},
	} {
		t.Run(check.name, func(t *testing.T) {
			e := open(t, "The sea", Options{})
			e.SetCaret(7)
			g := Ghost{Revision: e.buffer.Revision(), Offset: 7, Text: check.ghost}
			test.Type(e, check.typed)
			press(t, e, check.keys)
			if got := e.SetGhost(g); got != check.wanted || ghostText(e) != check.shown {
				t.Errorf("shown %v, %q, want %v, %q", got, ghostText(e), check.wanted, check.shown)
			}
		})
	}
}

// A suggestion that is still being written goes on growing although a part of it was taken or typed.
func TestGhostGrowsBehindWhatWasTaken(t *testing.T) {
	e := open(t, "The sea", Options{})
	e.SetCaret(7)
	asked := Ghost{Revision: e.buffer.Revision(), Offset: 7}
	grow := func(text, want string) {
		t.Helper()
		asked.Text = text
		if !e.SetGhost(asked) || ghostText(e) != want {
			t.Errorf("the ghost is %q, want %q", ghostText(e), want)
		}
	}
	grow(" is calm", " is calm")
	press(t, e, "Ctrl+Right")
	grow(" is calm and", " calm and")
	e.TypedRune(' ')
	grow(" is calm and wide.", "calm and wide.")
	press(t, e, "Tab")
	grow(" is calm and wide. So", " So")
	if got := marked(e); got != "The sea is calm and wide.|" {
		t.Errorf("the text is %q", got)
	}
	press(t, e, "BackSpace")
	if e.SetGhost(asked) {
		t.Error("the ghost came back after a deletion")
	}
}

func TestGhostPushesTheRestDown(t *testing.T) {
	e := open(t, "The sea\nThe land", Options{})
	e.SetCaret(7)
	_, height, _ := e.PositionOf(9)
	before, _, _ := e.PositionOf(9)
	e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: 7, Text: " is calm" + strings.Repeat(" and wide", 20)})
	after, _, _ := e.PositionOf(9)
	rows := e.view.paragraph(0).rows.count()
	if rows < 2 || after.Y != before.Y+float32(rows-1)*height {
		t.Errorf("the next paragraph is at %v, was at %v, over it are %d rows of %v", after.Y, before.Y, rows, height)
	}
	e.ClearGhost()
	if now, _, _ := e.PositionOf(9); now != before {
		t.Errorf("without the ghost it is at %v, was at %v", now, before)
	}
}

func TestChangesByOthersDropTheGhost(t *testing.T) {
	e := withGhost(t, "The sea", " is calm.", Options{})
	if _, err := e.buffer.Apply(buffer.Edit{Start: 0, End: 3, Text: "A"}, buffer.Fix); err != nil {
		t.Fatal(err)
	}
	if got := marked(e); got != "A sea|" || ghostText(e) != "" {
		t.Errorf("%q with ghost %q", got, ghostText(e))
	}
}

func TestGhostWithWordsOfItsOwn(t *testing.T) {
	e := open(t, "他说：", Options{})
	e.SetCaret(e.snap.Len())
	e.SetGhost(Ghost{Revision: e.buffer.Revision(), Offset: e.Caret(), Text: "我们今天去。", Words: []int{6, 12, 18}})
	press(t, e, "Ctrl+Right")
	if got := marked(e); got != "他说：我们|" {
		t.Errorf("a word taken gives %q", got)
	}
	e.TypedRune('今')
	press(t, e, "Ctrl+Right")
	if got := marked(e); got != "他说：我们今天|" || ghostText(e) != "去。" {
		t.Errorf("half a word typed and the rest taken gives %q and leaves %q", got, ghostText(e))
	}
}

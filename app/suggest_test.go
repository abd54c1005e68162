package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"inkling/assist"
	"inkling/editor/buffer"
	"inkling/store"
)

// suggests puts ghost text at the caret, as the model's answer does.
func (w *window) suggests(text string, words ...int) {
	w.t.Helper()
	w.suggest.show(assist.Suggestion{
		Revision: uint64(w.desk.buffer.Revision()), Caret: w.page.Caret(), Text: text, Words: words, Final: true,
	})
}

func (w *window) ghost() string {
	g, _ := w.page.Ghost()
	return g.Text
}

// planned reports whether a suggestion is going to be asked for, and gives it up.
func (w *window) planned() bool { return w.suggest.timer != nil && w.suggest.timer.Stop() }

// tryKeys types a text, shows a ghost, presses keys and looks at the result.
type tryKeys struct {
	name, text, ghost string
	words             []int
	keys              []keystroke
	want, rest        string
}

func (try tryKeys) run(t *testing.T) {
	t.Run(try.name, func(t *testing.T) {
		w := openTestWindow(t, t.TempDir())
		w.typeText(try.text)
		if try.ghost != "" {
			w.suggests(try.ghost, try.words...)
		}
		for _, k := range try.keys {
			w.press(k)
		}
		if w.text() != try.want || w.ghost() != try.rest {
			t.Errorf("%q and ghost %q, want %q and %q", w.text(), w.ghost(), try.want, try.rest)
		}
	})
}

// What writers complain of elsewhere: none of it happens here.

func TestASecondFastTabIsNoOrdinaryTab(t *testing.T) {
	tab := plain(fyne.KeyTab)
	for _, try := range []tryKeys{
		{name: "after all of it", text: "The sea", ghost: " is calm.", keys: []keystroke{tab, tab}, want: "The sea is calm."},
		{name: "after its last word", text: "The sea", ghost: " calms", keys: []keystroke{takeWordKey(), tab}, want: "The sea calms"},
		{name: "without a ghost Tab is a Tab", text: "The sea", keys: []keystroke{tab}, want: "The sea\t"},
	} {
		try.run(t)
	}
}

func TestAnAcceptedWordHasOneSpaceBeforeIt(t *testing.T) {
	for _, try := range []tryKeys{
		{name: "a word", text: "The sea", ghost: " is calm today.", keys: []keystroke{takeWordKey()}, want: "The sea is", rest: " calm today."},
		{name: "two words", text: "The sea", ghost: " is calm today.", keys: []keystroke{takeWordKey(), takeWordKey()}, want: "The sea is calm", rest: " today."},
		{name: "behind a space", text: "The sea ", ghost: "is calm today.", keys: []keystroke{takeWordKey()}, want: "The sea is", rest: " calm today."},
		{name: "half a word", text: "The wea", ghost: "ther is", keys: []keystroke{takeWordKey()}, want: "The weather", rest: " is"},
		{name: "a Chinese word", text: "我们可", ghost: "以去公园散步。", words: []int{3, 6, 12, 18, 21}, keys: []keystroke{takeWordKey(), takeWordKey(), takeWordKey()}, want: "我们可以去公园", rest: "散步。"},
	} {
		try.run(t)
	}
}

func TestNothingIsSuggestedInHalfTypedPinyin(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.suggest.whileTyping = true
	w.typeText("我们去")
	if !w.planned() {
		t.Error("nothing is asked for behind Chinese text")
	}
	w.typeText("gongy") // an input method that writes its letters into the text
	if w.planned() {
		t.Error("a suggestion is asked for in half-typed pinyin")
	}
	w = openTestWindow(t, t.TempDir())
	w.typeText("我们去")
	w.page.TypedKey(&fyne.KeyEvent{Name: fyne.KeyG}) // a key without its character
	for deadline := time.Now().Add(5 * time.Second); !w.page.Composing() && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond)
	}
	if w.suggests("公园"); w.ghost() != "" {
		t.Errorf("the ghost %q stands in a composition", w.ghost())
	}
	if !w.suggest.situation(assist.Typed).Composing {
		t.Error("the suggester isn't told of the composition")
	}
}

func TestUndoLeavesTheTypedWord(t *testing.T) {
	tab, undo := plain(fyne.KeyTab), ctrl(fyne.KeyZ)
	for _, try := range []tryKeys{
		{name: "all of a suggestion", text: "The sea", ghost: " is calm.", keys: []keystroke{tab, undo}, want: "The sea"},
		{name: "the end of a word", text: "The wea", ghost: "ther is calm.", keys: []keystroke{tab, undo}, want: "The wea"},
		{name: "one word of two", text: "The sea", ghost: " is calm.", keys: []keystroke{takeWordKey(), takeWordKey(), undo}, want: "The sea is"},
		{name: "the typed text only with a second undo", text: "The sea", ghost: " is calm.", keys: []keystroke{tab, undo, undo}, want: ""},
	} {
		try.run(t)
	}
}

func TestSuggestionsComeAgainAfterUndo(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.suggest.whileTyping = true
	w.typeText("The sea is calm")
	if !w.planned() {
		t.Fatal("nothing is asked for after typing")
	}
	w.page.Undo()
	if w.planned() {
		t.Error("a suggestion is asked for during undo")
	}
	w.page.Redo()
	if w.planned() {
		t.Error("a suggestion is asked for during redo")
	}
	for _, back := range []func() bool{w.page.Redo, w.page.Undo} {
		back()
		w.typeText(" and")
		if !w.planned() {
			t.Error("nothing is asked for when typing goes on after undo or redo")
		}
	}
	w.suggests(" wide")
	if w.ghost() != " wide" {
		t.Error("no ghost is shown after undo")
	}
}

func TestNoGhostAfterADeletionOrWithASelection(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.suggest.whileTyping = true
	w.typeText("The sea")
	w.planned()
	w.press(plain(fyne.KeyBackspace))
	if w.planned() {
		t.Error("a suggestion is asked for after a deletion")
	}
	w.page.SelectAll()
	if w.suggests(" x"); w.ghost() != "" {
		t.Errorf("the ghost %q stands behind a selection", w.ghost())
	}
}

func TestGhostKeysDoTheirOrdinaryWorkWithoutAGhost(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("one two three")
	w.page.SetCaret(0)
	w.press(takeWordKey())
	if at := w.page.Caret(); at != 4 && at != 3 { // the next word's beginning, on macOS this one's end
		t.Errorf("the caret is at %d", at)
	}
	if w.text() != "one two three" {
		t.Errorf("moving made the text %q", w.text())
	}
	w.page.SetCaret(13)
	w.suggests(" four five")
	w.press(plain(fyne.KeyLeft))
	if w.page.Caret() != 12 || w.ghost() != "" || w.text() != "one two three" {
		t.Errorf("Left with a ghost: caret %d, ghost %q, text %q", w.page.Caret(), w.ghost(), w.text())
	}
}

func TestNothingIsPlannedForAWriterWhoDoesNothing(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.suggest.whileTyping = true
	w.typeText("The sea")
	w.planned()
	w.suggest.rest(w.suggest.request) // nothing was shown: one guess more, and then
	if !w.planned() {
		t.Error("a writer who rests isn't offered a guess")
	}
	w.suggests(" is calm and wide")
	w.suggest.rest(w.suggest.request)
	if w.planned() {
		t.Error("a request is planned although a suggestion stands")
	}
	w.suggest.caretMoved()
	w.suggest.caretMoved()
	if w.planned() {
		t.Error("a request is planned although nothing happened")
	}
}

func TestTypingTheGhostAsksForNothing(t *testing.T) {
	for _, test := range []struct{ text, ghost, typed, rest, other string }{
		{"The sea", " is calm", " is c", "alm", "x"},
		{"我们", "可以去公园", "可", "以去公园", "，"},
		{"我们", "可以去公园", "可以去公", "园", "。"},
	} {
		w := openTestWindow(t, t.TempDir())
		w.typeText(test.text)
		w.suggest.whileTyping = true
		w.suggests(test.ghost)
		request := w.suggest.request
		w.typeText(test.typed)
		if w.ghost() != test.rest || w.planned() || w.suggest.request != request {
			t.Errorf("%q typed along %q: ghost %q, want %q and no new request", test.typed, test.ghost, w.ghost(), test.rest)
		}
		if w.typeText(test.other); w.ghost() != "" {
			t.Errorf("after another character the ghost %q still stands", w.ghost())
		}
		if !w.planned() {
			t.Error("nothing is asked for after another character")
		}
	}
}

func TestWhatEscapeTookAwayComesBackOnRequestOnly(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("The sea")
	w.suggests(" is calm")
	w.press(plain(fyne.KeyEscape))
	answer := func(m mood, text string) string {
		w.suggest.answered(w.suggest.request, m, assist.Suggestion{
			Revision: uint64(w.desk.buffer.Revision()), Caret: w.page.Caret(), Text: text})
		defer w.page.ClearGhost()
		return w.ghost()
	}
	for _, typed := range []string{"", " ", "i"} {
		w.typeText(typed)
		rest := strings.TrimPrefix(" is calm", strings.TrimPrefix(w.text(), "The sea"))
		for _, m := range []mood{asking, resting} {
			if got := answer(m, rest); got != "" {
				t.Errorf("after %q the ghost %q is back that Esc took away", w.text(), got)
			}
		}
		if got := answer(onRequest, rest); got != rest {
			t.Errorf("after %q the writer asks and sees %q, want %q", w.text(), got, rest)
		}
	}
	if got := answer(asking, "n sight"); got != "n sight" {
		t.Errorf("another way to go on is shown as %q", got)
	}
}

func TestAlternativesAreWalkedThrough(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("The sea")
	for _, text := range []string{" is calm", " was wild", " sings"} {
		w.suggest.choices = append(w.suggest.choices, assist.Suggestion{
			Revision: uint64(w.desk.buffer.Revision()), Caret: w.page.Caret(), Text: text})
	}
	var seen []string
	for _, k := range []keystroke{alt(fyne.KeyRightBracket), alt(fyne.KeyRightBracket), alt(fyne.KeyRightBracket), alt(fyne.KeyLeftBracket)} {
		w.press(k)
		seen = append(seen, w.ghost())
	}
	if want := []string{" was wild", " sings", " is calm", " sings"}; !slices.Equal(seen, want) {
		t.Errorf("walked through %q, want %q", seen, want)
	}
}

func TestTheTraceCanBeSwitchedOff(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	deal := func() []store.Sample {
		w.suggests(" is calm.")
		w.press(takeWordKey())
		w.press(plain(fyne.KeyEscape))
		return w.suggest.takeSamples(w.desk.id)
	}
	w.typeText("The sea")
	samples := deal()
	if len(samples) != 2 || samples[0].Kind != store.Accepted || samples[0].Text != " is" ||
		samples[1].Kind != store.Rejected || samples[1].Text != " calm." {
		t.Errorf("kept %+v, want that “is” was taken and “calm.” dropped", samples)
	}
	w.suggest.toggleSamples()
	if samples := deal(); len(samples) != 0 {
		t.Errorf("kept %+v although it is switched off", samples)
	}
}

func TestALateAnswerIsNotShown(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("The sea")
	answer := assist.Suggestion{Revision: uint64(w.desk.buffer.Revision()), Caret: w.page.Caret(), Text: " is calm"}
	w.typeText(" was")
	if w.suggest.show(answer); w.ghost() != "" {
		t.Errorf("the ghost %q stands behind other text", w.ghost())
	}
	if _, err := w.desk.buffer.Apply(buffer.Edit{Start: 0, End: 3, Text: "A"}, buffer.Fix); err != nil {
		t.Fatal(err)
	}
	if w.suggest.show(answer); w.ghost() != "" {
		t.Errorf("the ghost %q stands in a text that was changed", w.ghost())
	}
}

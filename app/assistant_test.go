package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"inkling/assist"
	"inkling/assist/proof"
)

// spoken is a generator that gives prepared answers in turn.
type spoken struct {
	answers []string
	asked   int
}

func (s *spoken) Chat(_ context.Context, _ []assist.Message, _ assist.GenerateOptions, yield func(assist.Piece) bool) error {
	answer := s.answers[min(s.asked, len(s.answers)-1)]
	s.asked++
	for word := range strings.SplitAfterSeq(answer, " ") {
		if !yield(assist.Piece{Text: word}) {
			return nil
		}
	}
	return nil
}

// speaking lets a window's writer speak prepared answers, and gives what runs
// the pieces of a task that come back until the task has ended.
func (w *window) speaking(t *task, answers ...string) (wait func()) {
	w.writer = assist.NewWriter(&spoken{answers: answers})
	back := make(chan func(), 100)
	t.do = func(f func()) { back <- f }
	return func() {
		w.t.Helper()
		for deadline := time.After(20 * time.Second); t.running(); {
			select {
			case f := <-back:
				f()
			case <-deadline:
				w.t.Fatal("the task did not end")
			}
		}
	}
}

func (w *window) chip(chips []*inkButton, title string) *inkButton {
	w.t.Helper()
	for _, c := range chips {
		if c.title == title {
			return c
		}
	}
	w.t.Fatalf("there is no button %q", title)
	return nil
}

func TestARewriteIsTakenAsOneUndo(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	wait := w.speaking(&w.rewrite.task, "It rained all day.", "Rain fell all day.")
	w.typeText("First paragraph.\nIt was raining for the whole of the long day.\nLast paragraph.")
	before := w.text()
	w.page.SetCaret(strings.Index(before, "whole"))

	w.chip(w.rewrite.chips, "Shorter").run()
	wait()
	if got := strings.Join(w.rewrite.versions, "|"); got != "It rained all day." {
		t.Fatalf("versions %q", got)
	}
	w.rewrite.ask()
	wait()
	if len(w.rewrite.versions) != 2 || w.rewrite.at != 1 {
		t.Fatalf("%d versions, number %d open; want the second", len(w.rewrite.versions), w.rewrite.at)
	}
	w.rewrite.take()
	if got, want := w.text(), "First paragraph.\nRain fell all day.\nLast paragraph."; got != want {
		t.Errorf("taken: %q, want %q", got, want)
	}
	w.page.Undo()
	if w.text() != before {
		t.Errorf("one undo gives %q, want %q", w.text(), before)
	}
}

func TestARewriteOfAChangedPassageIsRefused(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	wait := w.speaking(&w.rewrite.task, "It rained all day.")
	w.typeText("It was raining for the whole of the long day.")
	w.chip(w.rewrite.chips, "Shorter").run()
	wait()
	w.page.SetCaret(0)
	w.typeText("Well, ")
	w.page.SetCaret(len("Well, It was"))
	w.typeText(" not")
	changed := w.text()
	w.rewrite.take()
	if w.text() != changed {
		t.Errorf("a stale rewrite landed: %q", w.text())
	}
	if !strings.Contains(w.rewrite.message.text, "changed") {
		t.Errorf("the pane says %q", w.rewrite.message.text)
	}
}

func TestARewriteMovesWithTheText(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	wait := w.speaking(&w.rewrite.task, "It rained all day.")
	w.typeText("Above.\nIt was raining for the whole of the long day.")
	w.chip(w.rewrite.chips, "Shorter").run()
	wait()
	w.page.SetCaret(0)
	w.typeText("New line ")
	w.rewrite.take()
	if got, want := w.text(), "New line Above.\nIt rained all day."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestIdeasLandOnlyWhenAsked(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	wait := w.speaking(&w.ideas.task, "1. A storm comes up.\n2. A letter is found.\n3. The lamp goes out.\n4. A stranger knocks.\n5. Nothing happens at all.\n")
	w.typeText("The lighthouse stood dark.")
	w.chip(w.ideas.chips, "Ideas").run()
	wait()
	if len(w.ideas.cards) != 5 {
		t.Fatalf("%d ideas, want 5", len(w.ideas.cards))
	}
	if got := w.text(); got != "The lighthouse stood dark." {
		t.Fatalf("asking changed the text: %q", got)
	}
	w.insertBelow(w.ideas.cards[0].Text)
	if got, want := w.text(), "The lighthouse stood dark.\n\nA storm comes up."; got != want {
		t.Errorf("put into the text: %q, want %q", got, want)
	}
}

func TestChatKeepsAConversationWithItsDocument(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	wait := w.speaking(&w.chat.task, "It is about a lighthouse.")
	w.typeText("The lighthouse stood dark.")
	w.chat.shown()
	first := w.desk.id
	w.chat.ask("What is it about?")
	wait()
	if talk := w.chat.talks[first]; len(talk) != 2 || talk[1].Content != "It is about a lighthouse." {
		t.Fatalf("conversation %+v", talk)
	}
	w.newDocument()
	w.chat.shown()
	if len(w.chat.talks[w.desk.id]) != 0 {
		t.Error("another document has the first one's conversation")
	}
}

// What the assistant answered is there after a restart, beside its own document
// only.
func TestAnswersStayWithTheirDocument(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	w.typeText("The lighthouse stood dark.")
	first := w.desk.id
	wait := w.speaking(&w.chat.task, "It is about a lighthouse.")
	w.showTab(w.chatTab)
	w.chat.ask("What is it about?")
	wait()
	wait = w.speaking(&w.ideas.task, "A lighthouse stands dark on a night without a moon.")
	w.showTab(w.ideasTab)
	w.chip(w.ideas.chips, "Summary").run()
	wait()
	w.newDocument()
	w.typeText("Another text.")
	if len(w.ideas.cards) != 0 {
		t.Errorf("beside another document stand %+v", w.ideas.cards)
	}
	w.openDocument(first)
	w.end()

	w = openTestWindow(t, dir)
	w.showTab(w.chatTab)
	if talk := w.chat.talks[first]; len(talk) != 2 || talk[1].Content != "It is about a lighthouse." {
		t.Errorf("the conversation after a restart: %+v", talk)
	}
	w.showTab(w.ideasTab)
	if len(w.ideas.cards) != 1 || w.ideas.cards[0].Title != "Summary" {
		t.Errorf("the answers after a restart: %+v", w.ideas.cards)
	}
	w.showTab(w.chatTab)
	w.chat.beginAnew()
	w.end()

	w = openTestWindow(t, dir)
	w.showTab(w.chatTab)
	if talk := w.chat.talks[first]; len(talk) != 0 {
		t.Errorf("begun anew, the conversation is %+v", talk)
	}
}

// found lets the proofreader find one slip in the text as it is.
func (w *window) found(stretch, replacement string) {
	text := w.text()
	at := strings.Index(text, stretch)
	w.proof.took(w.desk.buffer.Revision(), text, []proof.Finding{{
		Start: at, End: at + len(stretch), Kind: proof.Spelling, Rule: "spelling", Message: "m",
		Replacements: []string{replacement}, Confidence: 1, Underline: true,
	}})
}

func TestAFixIsOneUndoAndMovesWithTheText(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("In his notbook he wrote.")
	w.found("notbook", "notebook")
	w.page.SetCaret(0)
	w.typeText("😀 ")
	if len(w.proof.findings) != 1 {
		t.Fatal("an edit elsewhere took the finding away")
	}
	before := w.text()
	w.proof.fix(w.proof.findings[0], "notebook")
	if got, want := w.text(), "😀 In his notebook he wrote."; got != want {
		t.Errorf("fixed: %q, want %q", got, want)
	}
	if len(w.proof.findings) != 0 {
		t.Error("the finding is still listed after its fix")
	}
	w.page.Undo()
	if w.text() != before {
		t.Errorf("one undo gives %q, want %q", w.text(), before)
	}
}

func TestAFindingGoesWithItsText(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("In his notbook he wrote.")
	w.found("notbook", "notebook")
	f := w.proof.findings[0]
	w.page.SetCaret(len("In his not"))
	w.typeText("e")
	if len(w.proof.findings) != 0 {
		t.Error("a finding stands although its stretch was edited")
	}
	changed := w.text()
	w.proof.fix(f, "notebook")
	if w.text() != changed {
		t.Errorf("a fix landed in text that had changed: %q", w.text())
	}
}

func TestDictionaryAndIgnoresHoldAfterARestart(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	w.writersWords()
	w.ignoredFindings()
	if err := w.store.AddWord("Skerryvore"); err != nil {
		t.Fatal(err)
	}
	if err := w.store.AddIgnore(ignoreKey("doubled", "that that")); err != nil {
		t.Fatal(err)
	}
	w.end()
	w = openTestWindow(t, dir)
	words, _ := w.writersWords()
	if ignores := w.ignoredFindings(); !words.has("Skerryvore") || !ignores.has("doubled", "that that", "") || ignores.has("doubled", "had had", "") {
		t.Error("the dictionary or the ignores are not what they were")
	}
}

func TestHistoryBringsAnEarlierStateBackAsOneUndo(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("Today.")
	w.history.refresh()
	w.history.restore("Yesterday.")
	if w.text() != "Yesterday." {
		t.Fatalf("brought back: %q", w.text())
	}
	w.page.Undo()
	if w.text() != "Today." {
		t.Errorf("one undo gives %q", w.text())
	}
}

func TestHistoryShowsWhatHasChangedSince(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	back := make(chan func(), 10)
	w.history.task.do = func(f func()) { back <- f }
	w.typeText("The old text stands here.")
	if err := w.saver.flush(); err != nil {
		t.Fatal(err)
	}
	if err := w.store.KeepRevision(w.desk.id, "kept"); err != nil {
		t.Fatal(err)
	}
	w.page.SetCaret(len("The old"))
	w.typeText("er")
	revisions, err := w.store.History(w.desk.id)
	if err != nil || len(revisions) == 0 {
		t.Fatalf("%d revisions, %v", len(revisions), err)
	}
	w.history.choose(revisions[0].Number)
	for w.history.task.running() {
		(<-back)()
	}
	want := []diffPiece{{kept, "The "}, {removed, "older"}, {added, "old"}, {kept, " text stands here."}}
	if w.history.opened != "The old text stands here." || !slices.Equal(w.history.changes, want) {
		t.Errorf("opened %q with %v, want %v", w.history.opened, w.history.changes, want)
	}
}

func TestPaletteFindsCommandsByTheirWords(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	for query, want := range map[string]string{"rewrite short": "rewrite.shorter", "new doc": "file.new", "dark": "view.dark"} {
		found := findCommands(w.commands, query)
		ok := false
		for _, c := range found {
			ok = ok || c.id == want
		}
		if !ok {
			t.Errorf("%q does not find %s", query, want)
		}
	}
	if found := findCommands(w.commands, "learn my"); len(found) < 2 || found[0].id != "learn.begin" {
		t.Error("a title that begins with the query does not come first")
	}
	if found := findCommands(w.commands, "zzz"); len(found) != 0 {
		t.Errorf("nonsense finds %d commands", len(found))
	}
	for _, c := range findCommands(w.commands, "take") {
		if c.ghost {
			t.Errorf("%s is offered although there is no suggestion", c.id)
		}
	}
}

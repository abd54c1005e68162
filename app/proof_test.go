package app

import (
	"strings"
	"testing"

	"inkling/assist/proof"
	"inkling/editor/buffer"
)

// checked lets the rules look at the text as it is, as a check behind the
// window would.
func (w *window) checked() []finding {
	w.t.Helper()
	if w.proof.checker == nil {
		trusted, words := w.writersWords()
		ignored := w.ignoredFindings()
		checker, err := proof.New(proof.Options{Settings: w.proof.choices.settings(), Trusted: trusted.has, Words: words,
			Ignored: ignored.has, IgnoredOnce: ignored.hasOnce})
		if err != nil {
			w.t.Fatal(err)
		}
		w.proof.checker = checker
	}
	text := w.text()
	found, err := w.proof.checker.Rules(w.t.Context(), text)
	if err != nil {
		w.t.Fatal(err)
	}
	w.proof.took(w.desk.buffer.Revision(), text, found)
	return w.proof.findings
}

func stretches(findings []finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.text)
	}
	return strings.Join(all, "|")
}

func TestAllFindingsOfAKindAreFixedAsOneUndo(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.typeText("She saw an boat. Then an cloud came, and teh man ran home with an dog.")
	before := w.text()
	findings := w.checked()
	if got := stretches(findings); got != "an|an|teh|an" {
		t.Fatalf("found %q", got)
	}
	w.proof.fixLike(findings[0])
	if got, want := w.text(), strings.ReplaceAll(before, " an ", " a "); got != want {
		t.Errorf("mended: %q, want %q", got, want)
	}
	if got := stretches(w.proof.findings); got != "teh" {
		t.Errorf("left to mend: %q, want the misspelling alone", got)
	}
	w.page.Undo()
	if w.text() != before {
		t.Errorf("one undo gives %q", w.text())
	}
}

// A finding ignored once is hidden in its own place only, also after a restart,
// and comes back when its paragraph is written anew.
func TestAFindingIsIgnoredOnce(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	w.typeText("She saw teh boat.\nHe saw teh boat.")
	w.proof.ignoreOnce(w.checked()[0])
	if got := w.checked(); len(got) != 1 || got[0].Start < len("She saw teh boat.") {
		t.Fatalf("left: %+v, want the second slip alone", got)
	}
	w.end()

	w = openTestWindow(t, dir)
	if got := w.checked(); len(got) != 1 {
		t.Errorf("after a restart there are %d findings, want 1", len(got))
	}
	if lasting, err := w.lastingIgnores(); err != nil || len(lasting) != 0 {
		t.Errorf("ignored for good: %q, %v; want nothing", lasting, err)
	}
	w.page.SetCaret(len("She saw teh boat"))
	w.typeText(" and a gull")
	if got := w.checked(); len(got) != 2 {
		t.Errorf("after an edit there are %d findings, want both", len(got))
	}
}

func TestARuleTurnedOffStaysOff(t *testing.T) {
	dir := t.TempDir()
	w := openTestWindow(t, dir)
	w.typeText("She saw teh boat and an man.")
	findings := w.checked()
	if got := stretches(findings); got != "teh|an" {
		t.Fatalf("found %q", got)
	}
	off := findings[1].Rule
	w.proof.setRule(off, false)
	if got := stretches(w.checked()); got != "teh" {
		t.Errorf("with the rule off: %q", got)
	}
	w.end()

	w = openTestWindow(t, dir)
	w.get(settingProof, &w.proof.choices)
	if got := stretches(w.checked()); got != "teh" {
		t.Errorf("after a restart: %q", got)
	}
	w.proof.setRule(off, true)
	if got := stretches(w.checked()); got != "teh|an" {
		t.Errorf("with the rule on again: %q", got)
	}
}

// The card of a finding shows the sentence around it, not the whole paragraph.
func TestACardShowsTheSentence(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	for _, test := range []struct {
		text, slip, before, after string
	}{
		{"It rained. She saw teh boat. Then it went.", "teh", "She saw ", " boat."},
		{"teh boat was late.", "teh", "", " boat was late."},
		{"下雨了。他看见teh船。后来走了。", "teh", "他看见", "船。"},
		{strings.Repeat("and so on ", 20) + "teh" + strings.Repeat(" and so on", 20), "teh", "…so on and so on and so on and so on and so on and so on and so on ", " and so on and so on and so on and so on and so on and so on and so…"},
	} {
		w.page.SelectAll()
		w.replaceText(test.text)
		at := strings.Index(test.text, test.slip)
		f := finding{Finding: proof.Finding{Start: at, End: at + len(test.slip), Replacements: []string{"the"}}, text: test.slip}
		got := newProofPane(w.App).inSentence(f)
		want := []diffPiece{{kept, test.before}, {removed, test.slip}, {added, "the"}, {kept, test.after}}
		for i := range want {
			if i >= len(got) || got[i] != want[i] {
				t.Errorf("%q: %v, want %v", test.text, got, want)
				break
			}
		}
	}
}

func (w *window) replaceText(text string) {
	w.t.Helper()
	if err := w.page.Replace(buffer.Edit{Start: 0, End: w.desk.buffer.Len(), Text: text}, buffer.Typing); err != nil {
		w.t.Fatal(err)
	}
}

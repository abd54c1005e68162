package engine

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inkling/assist"
	"inkling/assist/proof"
)

// TestCorrectorWritesWhatTheModelWouldWrite holds the short way, reading the sentence as the answer and
// writing only from where the model departs from it, to the long one of asking for the whole answer.
func TestCorrectorWritesWhatTheModelWouldWrite(t *testing.T) {
	e, _ := small(t)
	c, err := e.Corrector(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, sentence := range []string{"He go to school every days.", "The boat lay on the sand.", "Ça va très bien, “mon ami”."} {
		edits := []proof.Edit{{Start: 0, End: 2, Text: "She"}, {Start: 3, End: 3, Text: "x"}}
		got, departures, err := c.Correct(t.Context(), sentence, edits)
		if err != nil {
			t.Fatal(err)
		}
		if len(departures) != len(edits) || departures[0].New >= 0 || departures[0].Old >= 0 {
			t.Errorf("%q: departures %+v, want logarithms of probabilities for both edits", sentence, departures)
		}
		var messages []assist.Message
		for _, m := range proof.CorrectionRequest(sentence) {
			messages = append(messages, assist.Message{Role: m.Role, Content: m.Content})
		}
		var whole strings.Builder
		err = e.Chat(t.Context(), messages, assist.GenerateOptions{MaxTokens: 40, Stop: []string{"\n"}}, func(p assist.Piece) bool {
			whole.WriteString(p.Text)
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		// A tie that the order of summing breaks may part them; the beginning must be the same.
		n := min(len(got), len(whole.String()), 12)
		if got == "" || got[:n] != whole.String()[:n] {
			t.Errorf("%q becomes %q, asked in one piece %q", sentence, got, whole.String())
		}
	}
	long := strings.Repeat("a very long sentence ", 400)
	if got, departures, err := c.Correct(t.Context(), long, nil); err != nil || got != long || departures != nil {
		t.Errorf("a sentence that is too long becomes %d bytes, %v, %v; want itself", len(got), departures, err)
	}
}

// Only a model that is large enough is worth asking for corrections.
func TestOnlyALargeModelCorrects(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int64{"small": 400 << 20, "large": 1100 << 20} {
		f, err := os.Create(filepath.Join(dir, name+".gguf"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f.Truncate(size), f.Close()); err != nil { // a hole, no bytes on the disk
			t.Fatal(err)
		}
	}
	for name, want := range map[string]bool{"small": false, "large": true, "missing": false} {
		if e, _ := newEngine(t, dir, name); e.Corrects() != want {
			t.Errorf("with a %s model it is %v, want %v", name, !want, want)
		}
	}
}

package engine

import (
	"errors"
	"math"
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
	// What it would rather have in its answer is likelier there, and asking again tells the same.
	const sentence = "He go to school every days."
	trials := []proof.Trial{{Edit: proof.Edit{Start: 3, End: 5, Text: "goes"}, To: 14}, {Edit: proof.Edit{Start: 3, End: 5, Text: "xylophone"}, To: 14}}
	gains, err := c.Gains(t.Context(), sentence, trials)
	if err != nil || len(gains) != 2 || gains[0] <= gains[1] {
		t.Errorf("the edits gain %v, %v; want more for “goes” than for “xylophone”", gains, err)
	}
	if _, _, err := c.Correct(t.Context(), sentence, nil); err != nil {
		t.Fatal(err)
	}
	again, err := c.Gains(t.Context(), sentence, trials)
	if err != nil || len(again) != 2 || math.Abs(again[0]-gains[0]) > 0.05 || math.Abs(again[1]-gains[1]) > 0.05 {
		t.Errorf("behind its correction the edits gain %v, %v; want %v", again, err, gains)
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

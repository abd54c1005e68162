package engine

import (
	"strings"
	"testing"

	"inkling/assist"
	"inkling/assist/proof"
)

// The model that comes with the program's adapter corrects what learners write, and leaves what is right.
func TestTheTaughtModelCorrects(t *testing.T) {
	e, _ := small(t)
	taught, err := e.Taught(t.Context(), assist.English)
	if err != nil || taught == nil {
		t.Fatalf("%v, %v: want the taught model", taught, err)
	}
	for _, tt := range []struct {
		sentence, from, to string
		better             bool
	}{
		{"Even though she does not have a job, she also need a car to pick up her kids.", "need", "needs", true},
		{"Therefore, we have to reduced the amount of sulfur.", "reduced", "reduce", true},
		{"He is interested of the old maps.", "of", "in", true},
		{"He did not wanted to leave the house.", "wanted", "want", true},
		{"She also needs a car to pick up her kids.", "needs", "need", false},
		{"He has lived here for three years.", "for", "since", false},
		{"We walked along the shore.", "the", "a", false},
	} {
		at := strings.Index(tt.sentence, tt.from+" ")
		trial := proof.Trial{Edit: proof.Edit{Start: at, End: at + len(tt.from), Text: tt.to}, To: at + len(tt.from) + 8}
		gains, err := taught.Gains(t.Context(), tt.sentence, []proof.Trial{trial})
		if err != nil || len(gains) != 1 || (gains[0] > 0) != tt.better {
			t.Errorf("%q with %q: %v, %v; better is %v", tt.sentence, tt.to, gains, err, tt.better)
		}
	}
	gains, err := taught.Gains(t.Context(), strings.Repeat("It is much too long. ", 200), []proof.Trial{{Edit: proof.Edit{End: 2, Text: "That"}, To: 4}})
	if gains != nil || err != nil {
		t.Errorf("far too long a sentence: %v, %v", gains, err)
	}
}

// Where its file is missing, or for another language, there is no taught model, and that is no error.
func TestNoTaughtModel(t *testing.T) {
	e, _ := newEngine(t, t.TempDir(), "")
	if taught, err := e.Taught(t.Context(), assist.English); taught != nil || err != nil {
		t.Errorf("without a file: %v, %v", taught, err)
	}
	e, _ = small(t)
	if taught, err := e.Taught(t.Context(), assist.Chinese); taught != nil || err != nil {
		t.Errorf("for Chinese: %v, %v", taught, err)
	}
}

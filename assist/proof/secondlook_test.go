package proof

import (
	"context"
	"testing"
)

// TestSecondLook checks that slips are found which only show once others are mended, and that offsets
// are those of the text as the writer has it.
func TestSecondLook(t *testing.T) {
	c := newChecker(t)
	for _, tt := range []struct{ name, text, fixed string }{
		{"a verb behind a misspelled word", "Becouse he recieve it, she have goed home.", "Because he receives it, she has gone home."},
		{"marks and accents before it", "“Yes”, naïve café: we recieve an usefull hint every day.", "“Yes”, naïve café: we receive a useful hint every day."},
		{"nothing to mend", "The boxes were heavy, and they took them home.", "The boxes were heavy, and they took them home."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			findings, err := c.Rules(context.Background(), tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := Apply(tt.text, findings); got != tt.fixed {
				t.Errorf("%q becomes %q, want %q", tt.text, got, tt.fixed)
			}
		})
	}
}

// TestMendingLeadsBack makes an edit in a text and asks where others on the result belong in the text
// before.
func TestMendingLeadsBack(t *testing.T) {
	made := verdict{proposal: proposal{start: 4, end: 7, text: "quick"}, chance: 0.9} // The qck fox ran.
	m := mend("The qck fox ran.", []verdict{made})
	if m.text != "The quick fox ran." {
		t.Fatalf("mended to %q", m.text)
	}
	for _, tt := range []struct {
		name       string
		edit       proposal
		start, end int
		ok         bool
	}{
		{"before it", proposal{start: 0, end: 3, text: "A"}, 0, 3, true},
		{"behind it", proposal{start: 14, end: 17, text: "runs"}, 12, 15, true},
		{"put in behind it", proposal{start: 14, end: 14, text: "has "}, 12, 12, true},
		{"in its place", proposal{start: 4, end: 9, text: "quicker"}, 4, 7, true},
		{"across it", proposal{start: 0, end: 9, text: "A quick"}, 0, 0, false},
		{"closing up to it", proposal{start: 9, end: 9, text: ","}, 0, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := m.back(verdict{proposal: tt.edit})
			if ok != tt.ok || ok && (got.start != tt.start || got.end != tt.end) {
				t.Errorf("belongs to [%d, %d), %v; want [%d, %d), %v", got.start, got.end, ok, tt.start, tt.end, tt.ok)
			}
		})
	}
}

package proof

import (
	"slices"
	"testing"
)

// TestProposersKeepToTheirKind names what a proposing rule must not offer, since it would be another kind of slip.
func TestProposersKeepToTheirKind(t *testing.T) {
	c := newChecker(t)
	for _, tt := range []struct{ rule, text, never string }{
		{"noun-number", "We met to discus the plan.", "We met to discuss the plan."}, // another word, no plural
	} {
		for _, r := range c.rules[EnUS] {
			if r.name == tt.rule && slices.Contains(made(c, r, EnUS, tt.text), tt.never) {
				t.Errorf("%s makes %q of %q", tt.rule, tt.never, tt.text)
			}
		}
	}
}

// TestFollowsClause finds where a main clause may begin behind one that came first without a mark.
func TestFollowsClause(t *testing.T) {
	c := newChecker(t)
	sc, err := c.scene(EnUS, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, main string }{
		{"And when the forest burns the wood turns to ashes.", "the"},
		{"For example when we talk about speed they understand it.", "they"},
		{"If it rains, we stay.", ""},
		{"She sang while the others slept there.", ""},
		{"He asked me when the next train would leave.", ""},
		{"When he came home.", ""},
		{"When I think he knows it.", ""},
	} {
		s := c.parse(paragraph{text: tt.text, complete: true}, EnUS)[0]
		var got string
		for i := 3; i < len(s.tokens); i++ {
			if followsClause(sc, &s, i) {
				got = s.word(i)
			}
		}
		if got != tt.main {
			t.Errorf("%q: the main clause begins with %q, want %q", tt.text, got, tt.main)
		}
	}
}

package proof

import (
	"math"
	"testing"
)

// TestCompany counts the other slips that a writer seems to make in a sentence.
func TestCompany(t *testing.T) {
	c := newChecker(t)
	sure := &rule{name: "sure", kind: Spelling, certain: true}
	slip := func(start, end int) verdict {
		return verdict{proposal: proposal{rule: sure, start: start, end: end, text: "x", prior: 1}}
	}
	const one, three = "He walked to the old harbour.", "He walked to the old harbour. It was late by then. She slept."
	for _, tt := range []struct {
		name     string
		text     string
		mended   float64 // in the first sentence
		verdicts []verdict
		want     []float64
	}{
		{"alone", one, 0, []verdict{slip(0, 2)}, []float64{0}},
		{"its rivals are no company", one, 0, []verdict{slip(0, 2), slip(0, 2)}, []float64{0, 0}},
		{"others in its sentence", one, 0, []verdict{slip(0, 2), slip(3, 9), slip(10, 12)}, []float64{2, 2, 2}},
		{"what was mended in it", one, 1.9, []verdict{slip(0, 2)}, []float64{1.9}},
		{"the mean of the other sentences", three, 0, []verdict{slip(0, 2), slip(30, 32), slip(33, 36), slip(52, 55)}, []float64{1.5, 2, 2, 1.5}},
		{"no more than counts", one, 9, []verdict{slip(0, 2)}, []float64{mostCompany}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sentences := c.parse(paragraph{text: tt.text, complete: true}, EnUS)
			sentences[0].mended = tt.mended
			for i, got := range company(tt.verdicts, sentences) {
				if math.Abs(got-tt.want[i]) > 1e-9 {
					t.Errorf("slip %d has %v others beside it, want %v", i, got, tt.want[i])
				}
			}
		})
	}
}

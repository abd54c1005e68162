package editor

import "math"

// Typography is how the page is set. Its zero value is the usual setting.
type Typography struct {
	Family      Family  // of body text; the zero value is Serif
	TextSize    float32 // size of body text in device-independent pixels; 0 means 17; see TextSizes
	LineHeight  float32 // row height as a multiple of TextSize; 0 means 1.6; see LineHeights
	ColumnWidth float32 // width of the text column in ems of TextSize; 0 means 37.7; see ColumnWidths
	FirstLine   bool    // paragraphs begin with an indent of two ems instead of standing apart
}

// Family is a family of faces.
type Family uint8

const (
	Serif Family = iota // Noto Serif, with Noto Serif SC
	Sans                // the toolkit's sans-serif face, with Droid Sans Fallback
	Mono                // the toolkit's monospaced face
)

// Range is what a measure of the page may be.
type Range struct {
	Least, Most float32
	Step        float32 // what one press of a key changes
	Usual       float32
}

// TextSizes are the sizes of body text in device-independent pixels.
func TextSizes() Range { return Range{Least: 11, Most: 36, Step: 1, Usual: 17} }

// LineHeights are the heights of a row in multiples of the text size.
func LineHeights() Range { return Range{Least: 1.2, Most: 2.4, Step: 0.1, Usual: 1.6} }

// ColumnWidths are the widths of the text column in ems. CharactersOf tells how many Latin characters that is; of
// Chinese it is as many characters as ems.
func ColumnWidths() Range { return Range{Least: 21.5, Most: 64.6, Step: 2.7, Usual: 37.7} }

// CharactersOf is about how many Latin characters a width in ems holds.
func CharactersOf(ems float32) int { return int(math.Round(float64(ems * 70 / 37.7))) }

// Next is the value steps away from a value, within the range.
func (r Range) Next(value float32, steps int) float32 {
	n := math.Round(float64((r.Within(value)-r.Usual)/r.Step)) + float64(steps)
	return r.Within(r.Usual + float32(n)*r.Step)
}

// Within is the value of the range nearest to a value; 0 is the usual one.
func (r Range) Within(value float32) float32 {
	if value == 0 || value != value {
		return r.Usual
	}
	return min(max(value, r.Least), r.Most)
}

// filled returns the typography with its measures in their ranges.
func (t Typography) filled() Typography {
	t.TextSize = TextSizes().Within(t.TextSize)
	t.LineHeight = LineHeights().Within(t.LineHeight)
	t.ColumnWidth = ColumnWidths().Within(t.ColumnWidth)
	if t.Family > Mono {
		t.Family = Serif
	}
	return t
}

// firstLineEms is the indent of a paragraph's first row.
const firstLineEms = 2

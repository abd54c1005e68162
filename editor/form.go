package editor

import "math"

// form is what a paragraph is: body text, a heading, a list item. It decides its size, its indent and the space
// above it.
type form struct {
	kind  formKind
	level uint8   // of a heading, from 1
	hang  float32 // indent of all rows but the first, in ems of body text
	inset float32 // indent of all rows, in ems of body text
	right bool    // read from the right, and indented from there
}

type formKind uint8

const (
	formBody formKind = iota
	formBlank
	formHeading
	formItem
	formQuote
	formCode
	formTable
)

// size is the size of the text where body text has the size body. Both are whole: the toolkit's shaper sets the
// characters of other sizes as far apart as those of the next whole size.
func (f form) size(body float32) float32 { return float32(math.Round(float64(body * f.scale()))) }

// scale is about the size of the text relative to body text.
func (f form) scale() float32 {
	if f.kind == formCode || f.kind == formTable {
		return 0.85
	}
	if f.kind != formHeading {
		return 1
	}
	switch f.level {
	case 1:
		return 1.5
	case 2:
		return 1.25
	case 3:
		return 1.1
	}
	return 1
}

func (f form) look() look {
	switch f.kind {
	case formHeading:
		return lookBold
	case formCode, formTable:
		return lookMono
	}
	return 0
}

// indentOf is the indent of a row in ems of body text.
func (f form) indentOf(first bool) float32 {
	if first {
		return f.inset
	}
	return f.inset + f.hang
}

// gap is the space in ems between a paragraph of form above and one of form f below it.
func (f form) gap(above form) float32 {
	switch {
	case above.kind == formBlank:
		return 0
	case f.kind == formHeading:
		return 1.3
	case f.kind == formBody && above.kind == formBody && f.hang < 0:
		return 0 // the indent tells them apart
	case f.kind == above.kind && (f.kind == formCode || f.kind == formQuote || f.kind == formTable):
		return 0
	case f.kind == formItem && above.kind == formItem:
		return 0.3
	}
	return 1
}

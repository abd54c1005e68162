package editor

import "inkling/editor/buffer"

// styler decides the form of paragraphs and the looks of the text in them.
type styler struct{}

// style sets the form and the spans of p, which is a line of snap.
func (s *styler) style(snap *buffer.Snapshot, line int, p *paragraph) {
	p.form, p.spans = form{}, nil
	if p.size == 0 || !p.long && blank(p.text) {
		p.form.kind = formBlank
	}
}

// edited is told that a line has changed.
func (s *styler) edited(v *view, line int) {}

package editor

import (
	"slices"
	"strings"

	"inkling/editor/buffer"
)

// region is what changed between two snapshots: old bytes [start, oldEnd) have become [start, newEnd).
type region struct {
	start, oldEnd, newEnd int
	lines                 bool // line ends may have come or gone
}

// regionOf joins changes that were made one after the other.
func regionOf(changes []buffer.Change) region {
	var r region
	for i, c := range changes {
		if strings.ContainsAny(c.Old, "\r\n") || strings.ContainsAny(c.Text, "\r\n") || i > 0 {
			r.lines = true
		}
		if i == 0 {
			r.start, r.oldEnd, r.newEnd = c.Start, c.End, c.NewEnd()
			continue
		}
		r.start = min(r.start, c.Start)
		if c.End > r.newEnd {
			r.oldEnd += c.End - r.newEnd
			r.newEnd = c.End
		}
		r.newEnd += len(c.Text) - (c.End - c.Start)
	}
	return r
}

// moved is where an old offset lies after the change.
func (r region) moved(offset int) int {
	switch {
	case offset >= r.oldEnd:
		return offset + r.newEnd - r.oldEnd
	case offset > r.start:
		return min(offset, r.newEnd)
	}
	return offset
}

// apply brings the layout to a new snapshot. consumed bytes of the ghost text have become part of the document: the
// text as shown is the same as before.
func (v *view) apply(snap *buffer.Snapshot, r region, consumed int) {
	old := v.snap
	top := v.topOffset()
	line := min(old.LineOf(r.start), snap.LineOf(r.start))
	if consumed > 0 {
		v.ghost, v.ghostAt = v.ghost[consumed:], v.ghostAt+consumed
	}
	v.snap = snap
	if r.lines || old.Lines() != snap.Lines() {
		v.splice(old, snap, r, line)
	} else {
		v.editLine(line, r, consumed)
	}
	if v.top.line >= line {
		v.scrollTo(min(r.moved(top), snap.Len()), v.dy)
	}
}

// editLine rewraps the one line that an edit lies in.
func (v *view) editLine(line int, r region, consumed int) {
	i := line - v.first
	if i < 0 || i >= len(v.paragraphs) || v.paragraphs[i] == nil {
		v.styler.reset(line)
		v.restyle(line + 1)
		return
	}
	p := v.paragraphs[i]
	removed, added := r.oldEnd-r.start, r.newEnd-r.start
	v.wrap.toOffset(p, p.toShown(r.start-p.start))
	p.snap, p.start = v.snap, v.snap.LineStart(line)
	size := p.size + added - removed
	if p.long != (size > longParagraph) {
		v.paragraphs[i] = nil
		v.styler.reset(line)
		v.restyle(line)
		return
	}
	p.size = size
	if !p.long {
		p.text = v.snap.Slice(p.start, p.start+p.size)
	}
	at := r.start - p.start
	if consumed > 0 {
		p.ghost, p.ghostAt = v.ghost, v.ghostAt-p.start
	} else {
		at = p.toShown(at)
	}
	form, spans, below := p.form, p.spans, p.below
	v.styler.style(p, p.above, v.wrap.set)
	switch {
	case p.form != form || !sameSpans(spans, p.spans, r.start-p.start, added-removed):
		v.wrap.wrap(p)
	case consumed > 0: // the text shown is the same, but what was ghost text may have a look now
		v.wrap.rewrap(p, at, added, added)
	default:
		v.wrap.rewrap(p, at, removed, added)
	}
	if p.below != below {
		v.styler.reset(line)
		v.restyle(line + 1)
	}
}

// restyle styles the laid-out lines from a line on anew until one is as it was. Lines behind a gap are laid out
// again when they are seen.
func (v *view) restyle(line int) {
	for i := max(line-v.first, 0); i < len(v.paragraphs); i++ {
		p := v.paragraphs[i]
		if p == nil {
			clear(v.paragraphs[i:])
			return
		}
		above := v.stateBefore(v.first + i)
		if p.above == above {
			return
		}
		form, spans := p.form, p.spans
		p.snap, p.start = v.snap, v.snap.LineStart(v.first+i)
		v.styler.style(p, above, v.wrap.set)
		if p.form != form || !slices.Equal(spans, p.spans) {
			v.wrap.wrap(p)
		}
	}
}

// sameSpans says whether the looks after an edit are those from before it, moved, so that rows away from the edit
// have kept their widths.
func sameSpans(old, now []span, at, delta int) bool {
	if len(old) != len(now) {
		return false
	}
	for i, s := range old {
		if s.start >= at {
			s.start += delta
		}
		if s.end >= at {
			s.end += delta
		}
		if s != now[i] {
			return false
		}
	}
	return true
}

// splice replaces the laid-out lines that an edit lies in by lines that aren't laid out.
func (v *view) splice(old, snap *buffer.Snapshot, r region, line int) {
	if line > 0 && r.start > 0 && old.Slice(r.start-1, r.start) == "\r" {
		line--
	}
	last := old.LineOf(r.oldEnd)
	if r.oldEnd < old.Len() && old.Slice(r.oldEnd, r.oldEnd+1) == "\n" {
		last = min(last+1, old.Lines()-1)
	}
	delta := snap.Lines() - old.Lines()
	v.styler.reset(line)
	from, to := line-v.first, last+1-v.first
	switch {
	case to <= 0:
		v.first += delta
		v.restyle(v.first)
		return
	case from >= len(v.paragraphs):
		return
	case from < 0:
		v.paragraphs = nil
		return
	}
	to = min(to, len(v.paragraphs))
	fresh := make([]*paragraph, min(max(to-from+delta, 0), keptParagraphs))
	if max(to-from+delta, 0) > keptParagraphs {
		v.paragraphs = v.paragraphs[:from] // what lies behind a large paste is laid out again when it is seen
		return
	}
	v.paragraphs = slices.Replace(v.paragraphs, from, to, fresh...)
	if len(fresh) > laidOutAtOnce {
		clear(v.paragraphs[from:])
		return
	}
	for i := range fresh {
		v.paragraph(line + i)
	}
	v.restyle(line + len(fresh))
}

// laidOutAtOnce is up to how many new lines are laid out with an edit, so that those below can stay.
const laidOutAtOnce = 50

// setGhost shows text at an offset of the buffer without putting it there. An empty text removes it. A ghost that
// grows, as while it is being written, rewraps from where it has changed.
func (v *view) setGhost(text string, at int) {
	if text == "" && v.ghost == "" {
		return
	}
	top := v.topOffset()
	defer func() {
		if v.top.line == v.ghostLine {
			v.scrollTo(top, v.dy) // rows of the ghost may have come or gone above
		}
	}()
	line := v.snap.LineOf(at)
	if v.ghost != "" && (text == "" || v.ghostAt != at) {
		if p := v.laidOut(v.ghostLine); p != nil {
			shown, size := p.ghostAt, len(p.ghost)
			p.ghost = ""
			v.wrap.rewrap(p, shown, size, 0)
		}
		v.ghost = ""
	}
	if text == v.ghost {
		return
	}
	common := 0
	for common < min(len(text), len(v.ghost)) && text[common] == v.ghost[common] {
		common++
	}
	removed := len(v.ghost) - common
	v.ghost, v.ghostAt, v.ghostLine = text, at, line
	if p := v.laidOut(line); p != nil {
		p.ghost, p.ghostAt = text, at-p.start
		v.wrap.rewrap(p, p.ghostAt+common, removed, len(text)-common)
	}
}

// laidOut is the paragraph of a line, nil where it isn't laid out.
func (v *view) laidOut(line int) *paragraph {
	i := line - v.first
	if i < 0 || i >= len(v.paragraphs) || v.paragraphs[i] == nil {
		return nil
	}
	return v.paragraph(line)
}

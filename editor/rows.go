package editor

// seenRow is a row in the window.
type seenRow struct {
	place
	y, height  float32 // of the row without the space above it
	baseline   float32 // from the top of the window
	x          float32 // of the row's start, from the column's left edge
	start, end int     // offsets in the paragraph as shown
	p          *paragraph
	at         int // where the paragraph starts in the buffer
	shaped     *shapedRow
}

// stored is an offset of the row, in bytes from its start as shown, in the buffer.
func (r *seenRow) stored(offset int) int { return r.at + r.p.toStored(r.start+offset) }

// caretX is where a caret at an offset of the paragraph as shown lies, from the column's left edge. It may belong to the
// character before it, which is another place where the direction changes.
func (r *seenRow) caretX(shown int, behind bool) float32 {
	in := min(max(shown-r.start, 0), r.end-r.start)
	if r.shaped.stops == nil {
		return r.x + r.shaped.edge(in, behind)
	}
	return r.x + r.shaped.x(in)
}

// rows lays out and shapes what is in the window, into the memory of seen.
func (v *view) rows(seen []seenRow) []seenRow {
	v.shaped, v.shapedBefore = v.shapedBefore, v.shaped
	clear(v.shaped)
	at, y := v.top, -v.dy
	for y < v.height {
		row := v.seenRow(at, &y)
		seen = append(seen, row)
		below, ok := v.next(at)
		if !ok {
			break
		}
		at = below
	}
	return seen
}

// seenRow describes the row whose box begins at y, and moves y below it.
func (v *view) seenRow(at place, y *float32) seenRow {
	p := v.paragraph(at.line)
	row := seenRow{place: at, p: p, at: p.start}
	row.y = *y + v.gapAbove(at, p)
	row.height = v.rowHeight(p, at.line)
	*y = row.y + row.height
	v.wrap.toRow(p, at.row)
	row.start, row.end = p.rows.start(at.row), p.rows.start(at.row+1)
	row.x = v.wrap.indent(p.form, at.row == 0)
	row.shaped = v.shape(p, row.start, row.end)
	if p.form.right {
		row.x = v.wrap.width - row.x - row.shaped.width
	}
	size := p.form.size(v.wrap.set.size)
	body := v.wrap.set.faces.body()
	row.baseline = v.pixel(row.y + (row.height+(body.ascent-body.descent)*size)/2)
	return row
}

// shape shapes a row, or finds it among the rows of this frame and of the one before.
func (v *view) shape(p *paragraph, start, end int) *shapedRow {
	key := make([]byte, 0, 512)
	key = append(key, p.shown(start, end)...)
	key = append(key, 0xff, byte(p.form.kind), p.form.level)
	if isHan(p.before(start)) {
		key = append(key, 1)
	}
	if mixes(p, string(key[:end-start])) {
		before, after := nearClasses(p, start, end)
		key = append(key, 2, byte(before), byte(after))
		if p.form.right {
			key = append(key, 3)
		}
	}
	if p.ghost != "" {
		key = appendRange(key, p.ghostAt-start, p.ghostAt+len(p.ghost)-start, end-start)
	}
	for _, s := range p.spans {
		if from, to := p.toShown(s.start), p.toShown(s.end); from < end && to > start {
			key = appendRange(key, from-start, to-start, end-start)
			key = append(key, byte(s.look), byte(s.role))
		}
	}
	if row, ok := v.shaped[string(key)]; ok {
		return row
	}
	row, ok := v.shapedBefore[string(key)]
	if !ok {
		row = v.shaper.row(p, start, end)
	}
	v.shaped[string(key)] = row
	return row
}

// appendRange adds the part of a range that lies in [0, size) to a key.
func appendRange(key []byte, from, to, size int) []byte {
	from, to = min(max(from, 0), size), min(max(to, 0), size)
	return append(key, byte(from>>16), byte(from>>8), byte(from), byte(to>>16), byte(to>>8), byte(to))
}

package buffer

// recentEdits is how many edits a buffer remembers for Shift.
const recentEdits = 4096

// recent is the newest edits in a ring, each at its revision's place.
type recent struct {
	ring []movement
	last Revision
}

// movement is what an edit does to positions: [start, end) now ends at newEnd.
type movement struct{ start, end, newEnd int }

func (r *recent) add(e Edit, at Revision) {
	m := movement{e.Start, e.End, e.Start + len(e.Text)}
	if len(r.ring) < recentEdits {
		r.ring = append(r.ring, m) // revision 1 is at index 0
	} else {
		r.ring[(at-1)%recentEdits] = m
	}
	r.last = at
}

// Shift moves an offset into the text of an older revision to where it is
// now, as a mark would have moved. It returns false where the revision is so
// old (4096 edits) that the edits since are no longer known. It lets work
// that was done on a Snapshot land in a text that has changed meanwhile.
func (b *Buffer) Shift(off int, g Gravity, from Revision) (int, bool) {
	r := &b.recent
	if from > r.last || r.last-from > Revision(len(r.ring)) {
		return 0, false
	}
	for at := from + 1; at <= r.last; at++ {
		m := r.ring[(at-1)%recentEdits]
		off = moveOffset(off, g, m.start, m.end, m.newEnd)
	}
	return off, true
}

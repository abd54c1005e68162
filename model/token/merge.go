package token

// mergeTable finds the merge of two neighbouring symbols: a hash table with open
// addressing, read-only once it is filled.
type mergeTable struct {
	mask  uint64
	slots []mergeSlot
}

type mergeSlot struct {
	left, right symbol
	rank        int32
	merged      symbol
}

// emptySlot marks a free slot: no symbol is negative.
const emptySlot symbol = -1

func newMergeTable(n int) mergeTable {
	size := 16
	for size < 2*n {
		size *= 2
	}
	t := mergeTable{mask: uint64(size - 1), slots: make([]mergeSlot, size)}
	for i := range t.slots {
		t.slots[i].left = emptySlot
	}
	return t
}

func (t *mergeTable) home(left, right symbol) uint64 {
	h := (uint64(left)<<32 | uint64(uint32(right))) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// add stores a merge; of two for the same pair the first counts.
func (t *mergeTable) add(left, right symbol, rank int32, merged symbol) {
	for i := t.home(left, right); ; i++ {
		s := &t.slots[i&t.mask]
		if s.left == emptySlot {
			*s = mergeSlot{left, right, rank, merged}
			return
		}
		if s.left == left && s.right == right {
			return
		}
	}
}

// find gives the merge of a pair, nil if it isn't learned.
func (t *mergeTable) find(left, right symbol) *mergeSlot {
	for i := t.home(left, right); ; i++ {
		s := &t.slots[i&t.mask]
		if s.left == left && s.right == right {
			return s
		}
		if s.left == emptySlot {
			return nil
		}
	}
}

// merger merges the symbols of one piece after another and keeps its buffers.
type merger struct {
	symbols []symbol
	found   []*mergeSlot // of symbols i and i+1

	next, prev []int32
	queue      pairQueue
}

// shortPiece is the length up to which looking at every pair for each merge beats
// a priority queue.
const shortPiece = 48

// merge merges m.symbols until nothing can be merged.
func (m *merger) merge(t *mergeTable) []symbol {
	if len(m.symbols) > shortPiece {
		return m.mergeLong(t)
	}
	s, found := m.symbols, m.found[:0]
	for i := 1; i < len(s); i++ {
		found = append(found, t.find(s[i-1], s[i]))
	}
	m.found = found
	for {
		best := -1
		for i, f := range found {
			if f != nil && (best < 0 || f.rank < found[best].rank) {
				best = i
			}
		}
		if best < 0 {
			return s
		}
		s[best] = found[best].merged
		s = append(s[:best+1], s[best+2:]...)
		found = append(found[:best], found[best+1:]...)
		if best > 0 {
			found[best-1] = t.find(s[best-1], s[best])
		}
		if best+1 < len(s) {
			found[best] = t.find(s[best], s[best+1])
		}
	}
}

// mergeLong does the same with a queue of the pairs by rank.
func (m *merger) mergeLong(t *mergeTable) []symbol {
	s := m.symbols
	m.next, m.prev = m.next[:0], m.prev[:0]
	m.queue.reset()
	offer := func(left, right int32) {
		if left >= 0 && int(right) < len(s) {
			if f := t.find(s[left], s[right]); f != nil {
				m.queue.push(f.rank, left)
			}
		}
	}
	for i := range int32(len(s)) {
		m.next, m.prev = append(m.next, i+1), append(m.prev, i-1)
		offer(i-1, i)
	}
	for {
		rank, left, ok := m.queue.pop()
		if !ok {
			return m.compact()
		}
		right := m.next[left]
		if s[left] == emptySlot || int(right) >= len(s) {
			continue // the left symbol has been merged into another
		}
		f := t.find(s[left], s[right])
		if f == nil || f.rank != rank {
			continue // one of the two has been merged since
		}
		s[left], s[right] = f.merged, emptySlot
		after := m.next[right]
		m.next[left] = after
		if int(after) < len(s) {
			m.prev[after] = left
		}
		offer(m.prev[left], left)
		offer(left, after)
	}
}

// compact drops the places of symbols that were merged into their neighbour.
func (m *merger) compact() []symbol {
	out := m.symbols[:0]
	for _, s := range m.symbols {
		if s != emptySlot {
			out = append(out, s)
		}
	}
	return out
}

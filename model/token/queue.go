package token

// pairQueue holds the places at which neighbours can be merged, and gives out the one
// with the lowest key, of these the leftmost. Long texts have few different keys, and
// places come mostly from left to right, so that there is a list for each key and
// little to sort: a run of a million spaces takes about as long as other text.
type pairQueue struct {
	keys  heap // that have a list
	lists map[int32]*places
}

// places are the places of one key. sorted ascends; what comes out of order is in rest.
type places struct {
	sorted []int32
	head   int // of sorted; what is before it has been given out
	rest   heap
}

// reset empties the queue.
func (q *pairQueue) reset() {
	q.keys = q.keys[:0]
	q.lists = make(map[int32]*places)
}

func (q *pairQueue) push(key, at int32) {
	p := q.lists[key]
	if p == nil {
		p = &places{}
		q.lists[key] = p
		q.keys.push(key)
	}
	if n := len(p.sorted); n > 0 && p.sorted[n-1] > at {
		p.rest.push(at)
		return
	}
	p.sorted = append(p.sorted, at)
}

// pop gives the next place, and false if there is none.
func (q *pairQueue) pop() (key, at int32, ok bool) {
	for len(q.keys) > 0 {
		key = q.keys[0]
		p := q.lists[key]
		inSorted := p.head < len(p.sorted)
		switch {
		case len(p.rest) > 0 && (!inSorted || p.rest[0] < p.sorted[p.head]):
			return key, p.rest.pop(), true
		case inSorted:
			p.head++
			return key, p.sorted[p.head-1], true
		}
		q.keys.pop()
		delete(q.lists, key)
	}
	return 0, 0, false
}

// heap is a binary heap with the lowest number first. (The standard library's works
// through an interface and allocates.)
type heap []int32

func (q *heap) push(x int32) {
	h := append(*q, x)
	*q = h
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if h[i] >= h[up] {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
}

func (q *heap) pop() int32 {
	h := *q
	top, n := h[0], len(h)-1
	h[0] = h[n]
	h = h[:n]
	*q = h
	for i := 0; ; {
		child := 2*i + 1
		if child >= n {
			return top
		}
		if child+1 < n && h[child+1] < h[child] {
			child++
		}
		if h[child] >= h[i] {
			return top
		}
		h[i], h[child] = h[child], h[i]
		i = child
	}
}

package token

// queue is a priority queue: a binary heap whose first element comes before all
// others. (The standard library's works through an interface and allocates.)
type queue[T interface{ before(T) bool }] []T

// init orders elements that were appended without push.
func (q queue[T]) init() {
	for i := len(q)/2 - 1; i >= 0; i-- {
		q.down(i)
	}
}

func (q *queue[T]) push(x T) {
	h := append(*q, x)
	*q = h
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].before(h[up]) {
			break
		}
		h[i], h[up] = h[up], h[i]
		i = up
	}
}

func (q *queue[T]) pop() T {
	h := *q
	top, n := h[0], len(h)-1
	h[0] = h[n]
	*q = h[:n]
	q.down(0)
	return top
}

// down moves element i to its place among those below it.
func (q queue[T]) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(q) {
			return
		}
		if child+1 < len(q) && q[child+1].before(q[child]) {
			child++
		}
		if !q[child].before(q[i]) {
			return
		}
		q[i], q[child] = q[child], q[i]
		i = child
	}
}

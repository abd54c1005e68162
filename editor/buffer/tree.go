package buffer

import "iter"

// node is a node of an immutable, height-balanced (AVL) tree whose leaves
// hold the text. Nothing in a node changes once it can be reached, so trees
// share nodes freely and readers need no lock. The empty text is nil.
type node struct {
	left, right *node  // nil in a leaf
	text        string // leaf only
	sum         summary
	height      int8 // 0 for a leaf
}

func newInner(left, right *node) *node {
	return &node{
		left: left, right: right,
		sum:    left.sum.plus(right.sum),
		height: max(left.height, right.height) + 1,
	}
}

func (n *node) leaf() bool { return n.left == nil }

func (n *node) len() int {
	if n == nil {
		return 0
	}
	return n.sum.bytes
}

// balanced joins two trees whose heights differ by at most two.
func balanced(left, right *node) *node {
	switch {
	case left.height > right.height+1:
		if left.left.height >= left.right.height {
			return newInner(left.left, newInner(left.right, right))
		}
		mid := left.right
		return newInner(newInner(left.left, mid.left), newInner(mid.right, right))
	case right.height > left.height+1:
		if right.right.height >= right.left.height {
			return newInner(newInner(left, right.left), right.right)
		}
		mid := right.left
		return newInner(newInner(left, mid.left), newInner(mid.right, right.right))
	}
	return newInner(left, right)
}

// concat joins two trees of any height in O(difference of the heights).
func concat(left, right *node) *node {
	switch {
	case left == nil:
		return right
	case right == nil:
		return left
	case left.height > right.height+1:
		return balanced(left.left, concat(left.right, right))
	case right.height > left.height+1:
		return balanced(concat(left, right.left), right.right)
	}
	return newInner(left, right)
}

// splitBefore splits t before the leaf that holds the byte at off, or after
// the last leaf where off is the length.
func splitBefore(t *node, off int) (before, after *node) {
	switch {
	case t == nil || off >= t.sum.bytes:
		return t, nil
	case t.leaf():
		return nil, t
	case off < t.left.sum.bytes:
		l, r := splitBefore(t.left, off)
		return l, concat(r, t.right)
	default:
		l, r := splitBefore(t.right, off-t.left.sum.bytes)
		return concat(t.left, l), r
	}
}

// splitAfter splits t after the leaf that holds the byte before off, or
// before the first leaf where off is 0.
func splitAfter(t *node, off int) (before, after *node) {
	switch {
	case t == nil || off <= 0:
		return nil, t
	case t.leaf():
		return t, nil
	case off <= t.left.sum.bytes:
		l, r := splitAfter(t.left, off)
		return l, concat(r, t.right)
	default:
		l, r := splitAfter(t.right, off-t.left.sum.bytes)
		return concat(t.left, l), r
	}
}

// replace returns t with the bytes [start, end) replaced by text.
func replace(t *node, start, end int, text string) *node {
	if t == nil {
		return buildTree(text)
	}
	if len(text) <= maxLeaf {
		if r := replaceInLeaf(t, start, end, text, true, true); r != nil {
			return r
		}
	}
	before, rest := splitBefore(t, max(0, start-slack))
	mid, after := splitAfter(rest, end+slack-before.len())
	prefix := mid.slice(0, start-before.len())
	suffix := mid.slice(end-before.len(), mid.len())
	if len(prefix)+len(text)+len(suffix) < minLeaf {
		// Too little for a leaf: take a neighbour in.
		if before != nil {
			var last *node
			before, last = splitBefore(before, before.len()-1)
			prefix = last.text + prefix
		} else if after != nil {
			var first *node
			first, after = splitAfter(after, 1)
			suffix += first.text
		}
	}
	middle := buildLeaves(spliceLeaves(prefix, text, suffix))
	return concat(concat(before, middle), after)
}

// replaceInLeaf is replace for the common edit that stays well inside one
// leaf: it copies the path to that leaf and moves nothing else. It returns
// nil where the edit isn't of that sort. First and last say whether t begins
// and ends the whole text, where there is no neighbour to keep away from.
func replaceInLeaf(t *node, start, end int, text string, first, last bool) *node {
	if t.leaf() {
		size := len(t.text) - (end - start) + len(text)
		if !first && start < slack || !last && end > len(t.text)-slack ||
			size > maxLeaf || size < minLeaf && !(first && last) || size == 0 {
			return nil
		}
		return newLeaf(t.text[:start] + text + t.text[end:])
	}
	mid := t.left.sum.bytes
	switch {
	case end <= mid && (start < mid || end < mid):
		if l := replaceInLeaf(t.left, start, end, text, first, false); l != nil {
			return &node{left: l, right: t.right, sum: l.sum.plus(t.right.sum), height: t.height}
		}
	case start >= mid:
		if r := replaceInLeaf(t.right, start-mid, end-mid, text, false, last); r != nil {
			return &node{left: t.left, right: r, sum: t.left.sum.plus(r.sum), height: t.height}
		}
	}
	return nil
}

// chunks yields the text of [start, end) in order, in pieces, each with its
// offset. It stops and returns false when yield does.
func (n *node) chunks(start, end, base int, yield func(int, string) bool) bool {
	if n == nil || start >= end {
		return true
	}
	if n.leaf() {
		return yield(base+start, n.text[start:end])
	}
	mid := n.left.sum.bytes
	if start < mid && !n.left.chunks(start, min(end, mid), base, yield) {
		return false
	}
	return end <= mid || n.right.chunks(max(start-mid, 0), end-mid, base+mid, yield)
}

// backward yields what chunks yields, last piece first.
func (n *node) backward(start, end, base int, yield func(int, string) bool) bool {
	if n == nil || start >= end {
		return true
	}
	if n.leaf() {
		return yield(base+start, n.text[start:end])
	}
	mid := n.left.sum.bytes
	if end > mid && !n.right.backward(max(start-mid, 0), end-mid, base+mid, yield) {
		return false
	}
	return start >= mid || n.left.backward(start, min(end, mid), base, yield)
}

func (n *node) all(start, end int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) { n.chunks(start, end, 0, yield) }
}

// slice returns the bytes [start, end). It shares memory where they lie in
// one leaf.
func (n *node) slice(start, end int) string {
	if start >= end {
		return ""
	}
	for !n.leaf() {
		mid := n.left.sum.bytes
		if end <= mid {
			n = n.left
		} else if start >= mid {
			n, start, end = n.right, start-mid, end-mid
		} else {
			b := make([]byte, 0, end-start)
			for _, s := range n.all(start, end) {
				b = append(b, s...)
			}
			return bytesToString(b)
		}
	}
	return n.text[start:end]
}

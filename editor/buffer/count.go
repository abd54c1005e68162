package buffer

// Counts are the figures of a text that a writer asks for.
//
// A word is a run of letters and digits with the punctuation inside it
// (don't, e-mail, 3.14, and/or), ended by space, a dash or East Asian
// punctuation; punctuation on its own is no word. A Han character and a kana
// is a word of its own, as word processors count.
type Counts struct {
	Bytes int
	Runes int // an invalid byte counts as one
	Words int
	Han   int // Han characters and kana; each of them is also in Words
	Lines int // line ends + 1
}

// Counts returns the figures of the whole text in constant time.
func (s *Snapshot) Counts() Counts {
	if s.root == nil {
		return Counts{Lines: 1}
	}
	return s.root.sum.counts()
}

// CountRange returns the figures of [start, end) in O(log n). A word cut by
// start or end counts.
func (s *Snapshot) CountRange(start, end int) Counts {
	return s.root.summary(s.clamp(start), s.clamp(end)).counts()
}

func (s summary) counts() Counts {
	return Counts{Bytes: s.bytes, Runes: s.runes, Words: s.words, Han: s.han, Lines: s.breaks + 1}
}

// summary sums up [start, end).
func (n *node) summary(start, end int) summary {
	switch {
	case n == nil || start >= end:
		return summary{}
	case start == 0 && end == n.sum.bytes:
		return n.sum
	case n.leaf():
		return summarize(n.text[start:end])
	}
	mid := n.left.sum.bytes
	left := n.left.summary(min(start, mid), min(end, mid))
	return left.plus(n.right.summary(max(start-mid, 0), max(end-mid, 0)))
}

package buffer

import (
	"strings"
	"unicode/utf8"
)

// Leaves hold between minLeaf and maxLeaf bytes; only a text shorter than
// minLeaf has a shorter (single) leaf. Text that arrives in bulk is cut into
// leaves of about fillLeaf bytes, so that the first edits don't split them.
const (
	minLeaf  = 512
	fillLeaf = 1536
	maxLeaf  = 2048
)

// slack is how far from an edit its bytes can change how other bytes decode:
// the continuation bytes of one rune. Leaves within slack of an edit are cut
// anew with it, which keeps every rune and every CRLF inside one leaf.
const slack = utf8.UTFMax - 1

// cutPoint returns the largest place <= i at which s may be cut into leaves:
// not inside a valid rune and not between CR and LF.
func cutPoint(s string, i int) int {
	if i <= 0 || i >= len(s) {
		return i
	}
	for back := 1; back <= slack && back <= i; back++ {
		if c := s[i-back]; c < utf8.RuneSelf {
			break
		} else if utf8.RuneStart(c) {
			if _, size := utf8.DecodeRuneInString(s[i-back:]); size > back {
				i -= back
			}
			break
		}
	}
	if i > 0 && i < len(s) && s[i] == '\n' && s[i-1] == '\r' {
		i--
	}
	return i
}

// buildTree makes a tree of text.
func buildTree(text string) *node {
	return buildLeaves(appendLeaves(nil, text))
}

// appendLeaves cuts text into leaves of even length. The leaves are copies: a
// piece of a long string would keep all of it alive, for as long as any leaf
// of it is left.
func appendLeaves(leaves []*node, text string) []*node {
	parts := 1
	if len(text) > maxLeaf {
		parts = (len(text) + fillLeaf - 1) / fillLeaf
	}
	for ; parts > 1; parts-- {
		at := cutPoint(text, len(text)/parts)
		leaves = append(leaves, newLeaf(strings.Clone(text[:at])))
		text = text[at:]
	}
	if text != "" {
		leaves = append(leaves, newLeaf(strings.Clone(text)))
	}
	return leaves
}

func newLeaf(text string) *node { return &node{text: text, sum: summarize(text)} }

// buildLeaves makes a balanced tree over leaves; nil for none.
func buildLeaves(leaves []*node) *node {
	switch len(leaves) {
	case 0:
		return nil
	case 1:
		return leaves[0]
	}
	half := len(leaves) / 2
	return newInner(buildLeaves(leaves[:half]), buildLeaves(leaves[half:]))
}

// spliceLeaves cuts prefix+text+suffix into leaves. Prefix and suffix are at
// most a few leaves long.
func spliceLeaves(prefix, text, suffix string) []*node {
	if len(text) <= 2*maxLeaf {
		return appendLeaves(nil, prefix+text+suffix)
	}
	head := cutPoint(text, fillLeaf)
	tail := cutPoint(text, len(text)-fillLeaf)
	leaves := appendLeaves(nil, prefix+text[:head])
	leaves = appendLeaves(leaves, text[head:tail])
	return appendLeaves(leaves, text[tail:]+suffix)
}

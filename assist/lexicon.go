package assist

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// tokenClass says what a token does to a word that stands before it.
type tokenClass uint8

const (
	endsWord   tokenClass = iota // begins with a space, a mark, a line break, or is a control token
	joinsWord                    // begins with a letter, a digit or the rest of a split character
	mayJoin                      // begins with an apostrophe
	ideographs                   // begins with Han
)

// lexicon is a vocabulary sorted for constrained decoding: which tokens begin
// with given bytes, which are the beginning of given bytes.
type lexicon struct {
	vocab  Vocabulary
	pieces [][]byte     // by token id
	class  []tokenClass // by token id
	sorted []int32      // ids of all tokens with text, in the order of their bytes
}

func newLexicon(v Vocabulary) *lexicon {
	n := v.Size()
	x := &lexicon{vocab: v, pieces: make([][]byte, n), class: make([]tokenClass, n)}
	for id := range n {
		p := v.Piece(int32(id))
		x.pieces[id] = p
		x.class[id] = classOf(p)
		if len(p) > 0 {
			x.sorted = append(x.sorted, int32(id))
		}
	}
	slices.SortFunc(x.sorted, func(a, b int32) int { return bytes.Compare(x.pieces[a], x.pieces[b]) })
	return x
}

func classOf(piece []byte) tokenClass {
	if len(piece) == 0 {
		return endsWord
	}
	r, size := utf8.DecodeRune(piece)
	switch {
	case r == utf8.RuneError && size <= 1:
		return joinsWord
	case isHan(r):
		return ideographs
	case isWordRune(r):
		return joinsWord
	case isApostrophe(r):
		return mayJoin
	}
	return endsWord
}

// allowed calls f for each token that agrees with the forced bytes: it begins
// with them, or they begin with it.
func (x *lexicon) allowed(forced []byte, f func(id int32)) {
	for n := 1; n < len(forced); n++ {
		prefix := forced[:n]
		i := x.search(prefix)
		for ; i < len(x.sorted) && bytes.Equal(x.pieces[x.sorted[i]], prefix); i++ {
			f(x.sorted[i])
		}
	}
	for i := x.search(forced); i < len(x.sorted) && bytes.HasPrefix(x.pieces[x.sorted[i]], forced); i++ {
		f(x.sorted[i])
	}
}

// search gives the index in sorted of the first token not less than b.
func (x *lexicon) search(b []byte) int {
	i, _ := slices.BinarySearchFunc(x.sorted, b, func(id int32, b []byte) int { return bytes.Compare(x.pieces[id], b) })
	return i
}

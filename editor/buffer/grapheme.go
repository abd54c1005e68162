package buffer

import (
	"iter"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Grapheme boundaries follow Unicode's UAX #29 (extended grapheme clusters)
// with two rules of our own: there is a boundary on both sides of an invalid
// byte, and one at a grid line inside a cluster without end.
//
// Whether there is a boundary at a place can depend on text far before it (a
// run of flags pairs up from its beginning), but most places are boundaries
// whatever came before: sure boundaries. Segmentation starts at the nearest
// of them, so it costs a few runes. A grid line (a multiple of graphemeGrid,
// or the start of the rune that lies across it) with no sure boundary within
// graphemeGrid before it is made one. That depends on nothing but the text,
// so moving forward and moving back agree, and no move reads more than a few
// cells of the grid.
const graphemeGrid = 1024

// maxCluster bounds a grapheme: of the grid lines in any three cells without
// a sure boundary one is a boundary.
const maxCluster = 3*graphemeGrid + utf8.UTFMax

// NextGrapheme is the first grapheme boundary behind off; Len at the end.
func (s *Snapshot) NextGrapheme(off int) int {
	off = s.clamp(off)
	if off == s.Len() {
		return off
	}
	at := s.restart(off)
	for at <= off {
		at = s.clusterEnd(at)
	}
	return at
}

// PrevGrapheme is the last grapheme boundary before off; 0 at the start.
func (s *Snapshot) PrevGrapheme(off int) int {
	off = s.clamp(off)
	if off == 0 {
		return 0
	}
	at := s.restart(off - 1)
	for {
		next := s.clusterEnd(at)
		if next >= off {
			return at
		}
		at = next
	}
}

// GraphemeAt returns the bounds of the grapheme that holds the byte at off.
func (s *Snapshot) GraphemeAt(off int) (start, end int) {
	off = s.clamp(off)
	if off == s.Len() {
		return off, off
	}
	start = s.PrevGrapheme(off + 1)
	return start, s.clusterEnd(start)
}

// Graphemes yields the graphemes from the one that holds start to the one
// that ends at or behind end, each with its offset.
func (s *Snapshot) Graphemes(start, end int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		at, _ := s.GraphemeAt(start)
		for at < s.clamp(end) {
			next := s.clusterEnd(at)
			if !yield(at, s.Slice(at, next)) {
				return
			}
			at = next
		}
	}
}

// restart returns the nearest place at or before off that is a sure boundary
// or, as it has none before it, a grid line.
func (s *Snapshot) restart(off int) int {
	line := s.gridLine(off)
	low := line - graphemeGrid // exclusive
	base := max(0, low-utf8.UTFMax)
	w := s.Slice(base, off+utf8.UTFMax)
	at := runeStart(w, off-base)
	for base+at > low && at > 0 {
		if sureBoundary(w, at) {
			return base + at
		}
		_, size := utf8.DecodeLastRuneInString(w[:at])
		at -= size
	}
	if base+at == 0 {
		return 0
	}
	return line
}

// gridLine is the grid line at or before off.
func (s *Snapshot) gridLine(off int) int {
	line := off / graphemeGrid * graphemeGrid
	base := max(0, line-utf8.UTFMax)
	return base + runeStart(s.Slice(base, line+utf8.UTFMax), line-base)
}

// clusterEnd is the end of the grapheme that begins at the boundary at.
func (s *Snapshot) clusterEnd(at int) int {
	n := 0
	for _, window := range [...]int{64, maxCluster} {
		w := s.Slice(at, at+window)
		n = firstCluster(w)
		if n <= len(w)-utf8.UTFMax || at+len(w) == s.Len() {
			break
		}
	}
	for grid := (at/graphemeGrid + 1) * graphemeGrid; grid <= at+n; grid += graphemeGrid {
		line := s.gridLine(grid)
		if line > at && line < at+n && s.restart(grid) == line {
			return line
		}
	}
	return at + n
}

// firstCluster is the length of the grapheme at the start of w.
func firstCluster(w string) int {
	if w == "" {
		return 0
	}
	if len(w) > 1 && w[0] < utf8.RuneSelf && w[1] < utf8.RuneSelf && w[0] != '\r' {
		return 1
	}
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(w, -1)
	for i := 0; i < len(cluster); {
		r, size := utf8.DecodeRuneInString(cluster[i:])
		if r == utf8.RuneError && size == 1 {
			return max(i, 1)
		}
		i += size
	}
	return len(cluster)
}

// runeStart is the start of the rune that holds the byte of w at i.
func runeStart(w string, i int) int {
	for back := 1; back <= slack && back <= i; back++ {
		if utf8.RuneStart(w[i-back]) {
			if _, size := utf8.DecodeRuneInString(w[i-back:]); size > back {
				return i - back
			}
			break
		}
	}
	return i
}

// sureBoundary reports whether there is a grapheme boundary in w at i, the
// start of a rune, whatever else is before it. It may miss some.
func sureBoundary(w string, i int) bool {
	x, sizeX := utf8.DecodeLastRuneInString(w[:i])
	y, sizeY := utf8.DecodeRuneInString(w[i:])
	if sizeX == 0 || sizeY == 0 || x == utf8.RuneError && sizeX == 1 || y == utf8.RuneError && sizeY == 1 {
		return true
	}
	if x < ' ' || y < ' ' {
		return x != '\r' || y != '\n'
	}
	if standsAlone(y) {
		if standsAlone(x) {
			return true
		}
	} else if x == zwj || unicode.In(x, unicode.Mn, unicode.Me, unicode.Mc) {
		return false // y may belong to what x is attached to
	}
	if isFlagLetter(x) && isFlagLetter(y) {
		return false
	}
	n, _, _, _ := uniseg.FirstGraphemeClusterInString(w[i-sizeX:i+sizeY], -1)
	return len(n) == sizeX
}

const zwj = '\u200D'

// isFlagLetter reports whether r is a regional indicator: two make a flag.
func isFlagLetter(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// standsAlone reports whether r begins a grapheme unless what is before it is
// of the rare kind that takes in the next rune. It knows the commonest runes.
func standsAlone(r rune) bool {
	switch {
	case r < 0x300:
		return r >= ' ' && r != '©' && r != '®'
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF: // Han
		return true
	case r >= 0x3041 && r <= 0x30FF: // kana
		return r != 0x3099 && r != 0x309A
	case r >= 0x3001 && r <= 0x3029, r >= 0xFF01 && r <= 0xFF5E: // their punctuation
		return true
	case r >= 0x370 && r < 0x483, r >= 0x48A && r < 0x530: // Greek, Cyrillic
		return true
	case r >= 0x2010 && r <= 0x2027: // dashes, quotes
		return true
	}
	return false
}

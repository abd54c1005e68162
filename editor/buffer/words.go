package buffer

import (
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Words are those of Unicode's UAX #29 (don't, 3.14 and snake_case are one
// word, e-mail is two), with a run of one East Asian script taken as one
// word: without a dictionary the characters of 我们今天 can't be told apart
// into words, and a stop at every character would make word movement the same
// as the arrow keys. So in Chinese text a word movement goes to the next
// punctuation mark or change of script, and a double click selects the same.
// A Segmenter, which Options can name, has the dictionary that it takes.
// A symbol or emoji is a word; punctuation and space are none.
//
// Movement stops at the starts of words and at the ends of lines.
const (
	wordWindow = 1024      // a longer word is cut
	wordReach  = 16 * 1024 // the farthest a movement goes in search of a word
)

// Segmenter cuts Chinese into words.
type Segmenter interface {
	// Cut returns the ends of the words of a run of Han characters, in
	// characters, ascending, the last of them len(run). Nil means that it
	// can't tell: the run is one word then.
	Cut(run []rune) []int
}

// segmentClass is what a segment of text is to word movement.
type segmentClass uint8

const (
	segmentOther segmentClass = iota // punctuation, controls
	segmentSpace
	segmentBreak // a line end
	segmentWord
	segmentSymbol
	segmentHan // from here on: scripts whose neighbouring segments form one
	segmentHiragana
	segmentKatakana
	segmentThai
	segmentLao
	segmentKhmer
	segmentMyanmar
)

func (c segmentClass) isWord() bool { return c >= segmentWord }

func (c segmentClass) joins() bool {
	return c >= segmentHan || c == segmentSpace || c == segmentOther
}

func segmentClassOf(segment string) segmentClass {
	r, size := utf8.DecodeRuneInString(segment)
	if r < utf8.RuneSelf {
		switch asciiClass(byte(r)) {
		case classWord:
			return segmentWord
		case classBreak:
			switch r {
			case '\n', '\r':
				return segmentBreak
			case ' ', '\t', '\v', '\f':
				return segmentSpace
			}
			return segmentOther
		}
		if r == '_' && len(segment) > 1 {
			return segmentWord
		}
		if len(segment) > size && uniseg.StringWidth(segment) > 1 {
			return segmentSymbol // keycaps
		}
		return segmentOther
	}
	switch {
	case r == utf8.RuneError && size == 1:
		return segmentOther
	case unicode.Is(unicode.Han, r):
		return segmentHan
	case unicode.Is(unicode.Hiragana, r):
		return segmentHiragana
	case unicode.Is(unicode.Katakana, r), r == 'ー':
		return segmentKatakana
	case unicode.Is(unicode.Thai, r):
		return segmentThai
	case unicode.Is(unicode.Lao, r):
		return segmentLao
	case unicode.Is(unicode.Khmer, r):
		return segmentKhmer
	case unicode.Is(unicode.Myanmar, r):
		return segmentMyanmar
	case unicode.IsLetter(r), unicode.IsNumber(r):
		return segmentWord
	case unicode.IsSpace(r):
		return segmentSpace
	case unicode.Is(unicode.So, r), r >= 0x1F000 && r <= 0x1FAFF:
		return segmentSymbol
	}
	return segmentOther
}

// nextSegment returns the length and class of the segment at the start of
// text.
func nextSegment(text string) (int, segmentClass) {
	word, rest, state := uniseg.FirstWordInString(text, -1)
	class := segmentClassOf(word)
	n := len(word)
	for class.joins() && rest != "" {
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if segmentClassOf(word) != class {
			break
		}
		n += len(word)
	}
	return n, class
}

// FirstWord is the length in bytes of the first word of text with the space
// and punctuation before it, and with the closing punctuation behind it: what
// accepting one word of a suggestion takes. It is len(text) where there is no
// word, and never goes beyond the first line end that follows other text.
func FirstWord(text string) int {
	at, seen := 0, false
	for at < len(text) {
		n, class := nextSegment(text[at:])
		switch {
		case class == segmentBreak && at > 0, class != segmentOther && seen:
			return at
		case class.isWord():
			seen = true
		}
		at += n
	}
	return at
}

// NextWord is the next start of a word or end of a line behind off; Len where
// there is none.
func (s *Snapshot) NextWord(off int) int {
	return s.seekForward(off, func(start, _ int, class segmentClass) int {
		if start > off && (class.isWord() || class == segmentBreak) {
			return start
		}
		return -1
	})
}

// NextWordEnd is the next end of a word behind off; Len where there is none.
// It is where macOS and GTK go in place of NextWord.
func (s *Snapshot) NextWordEnd(off int) int {
	return s.seekForward(off, func(_, end int, class segmentClass) int {
		if end > off && class.isWord() {
			return end
		}
		return -1
	})
}

// PrevWord is the last start of a word or end of a line before off; 0 where
// there is none.
func (s *Snapshot) PrevWord(off int) int {
	off = s.clamp(off)
	low := max(0, off-wordReach)
	for to := off; to > low; {
		from := s.wordRestart(to - 1)
		stop := -1
		s.segments(from, to, func(start, _ int, class segmentClass) bool {
			if start < to && (class.isWord() || class == segmentBreak) {
				stop = start
			}
			return true
		})
		if stop >= 0 {
			return stop
		}
		to = from
	}
	return s.PrevGrapheme(low + 1)
}

// WordAt returns the bounds of the segment at off: a word, or else a run of
// space or of punctuation. Between two segments it is the right one, unless
// only the left one is a word or the right one is a line end; it is empty on
// an empty line. It is what a double click selects.
func (s *Snapshot) WordAt(off int) (start, end int) {
	off = s.clamp(off)
	start, end = off, off
	leftIsWord := false
	s.segments(s.wordRestart(off-1), off+1, func(from, to int, class segmentClass) bool {
		switch {
		case class == segmentBreak:
		case to == off: // on the left
			start, end, leftIsWord = from, to, class.isWord()
		case to > off && (from < off || class.isWord() || !leftIsWord):
			start, end = from, to
		}
		return to <= off
	})
	return start, end
}

// seekForward returns the first non-negative answer of stop for the segments
// around and behind off; else Len, or the farthest it looked.
func (s *Snapshot) seekForward(off int, stop func(start, end int, class segmentClass) int) int {
	found := -1
	high := min(s.Len(), off+wordReach)
	s.segments(s.wordRestart(off), high, func(start, end int, class segmentClass) bool {
		found = stop(start, end, class)
		return found < 0
	})
	if found >= 0 {
		return found
	}
	return s.NextGrapheme(high - 1)
}

// segments yields the segments from the boundary at from, up to the one that
// reaches to.
func (s *Snapshot) segments(from, to int, yield func(start, end int, class segmentClass) bool) {
	to = min(to, s.Len())
	for at := from; at < to; {
		w := s.Slice(at, at+wordWindow)
		n, class := nextSegment(w)
		if n == len(w) && at+n < s.Len() {
			n = max(s.PrevGrapheme(at+n)-at, 1) // the window cut it
		}
		if class == segmentHan && s.words != nil {
			if !s.yieldWords(w[:min(n, len(w))], at, at+n, yield) {
				return
			}
		} else if !yield(at, at+n, class) {
			return
		}
		at += n
	}
}

// yieldWords yields the words of run, which is Chinese and lies in [start, end).
func (s *Snapshot) yieldWords(run string, start, end int, yield func(start, end int, class segmentClass) bool) bool {
	runes := []rune(run)
	done, at := 0, start
	for _, word := range s.words.Cut(runes) {
		if word <= done || word >= len(runes) {
			continue
		}
		next := at + len(string(runes[done:word]))
		if s.PrevGrapheme(next+1) != next {
			continue // inside a character with a mark of its own
		}
		if !yield(at, next, segmentHan) {
			return false
		}
		done, at = word, next
	}
	return yield(at, end, segmentHan)
}

// wordRestart returns a place at or before off that is a boundary of segments
// whatever is before it: behind a space or line end, or else a grapheme
// boundary wordWindow before.
func (s *Snapshot) wordRestart(off int) int {
	off = s.clamp(off)
	base := max(0, off-wordWindow)
	w := s.Slice(base, off+utf8.UTFMax)
	at := runeStart(w, off-base)
	for at > 0 {
		x, size := utf8.DecodeLastRuneInString(w[:at])
		y, _ := utf8.DecodeRuneInString(w[at:])
		if unicode.IsSpace(x) && !unicode.IsSpace(y) && !unicode.In(y, unicode.M, unicode.Cf) {
			return base + at
		}
		at -= size
	}
	if base == 0 {
		return 0
	}
	return s.PrevGrapheme(base + 1)
}

package token

import (
	"math"
	"strings"
	"unicode/utf8"

	"inkling/model/gguf"
)

// spaceMark stands for a space in the spelling of SentencePiece tokens.
const spaceMark = "\u2581"

// spm is SentencePiece's encoding with scores (Kudo and Richardson 2018): a text
// begins as its characters, and the neighbours that make the token with the
// highest score are merged until no two make a token.
type spm struct {
	vocab *vocab
	ids   map[string]ID
	bytes [256]ID // the token of each byte, for characters that have none
	// joinsSpace holds the characters that some token has before a space. A space
	// after another character begins a stretch of text that can be looked at alone.
	joinsSpace map[rune]bool
}

func newSPM(v *vocab) (*spm, error) {
	s := &spm{vocab: v, ids: v.ids, joinsSpace: make(map[rune]bool)}
	for i := range s.bytes {
		s.bytes[i] = None
	}
	for i, text := range v.texts {
		if v.attrs[i].has(attrByte) {
			b, _ := parseByteToken(text)
			s.bytes[b] = ID(i)
		}
		for at, rest := 0, text; ; {
			k := strings.Index(rest, spaceMark)
			if k < 0 {
				break
			}
			at += k
			if at > 0 {
				r, _ := utf8.DecodeLastRuneInString(text[:at])
				s.joinsSpace[r] = true
			}
			at += len(spaceMark)
			rest = text[at:]
		}
	}
	for b := range s.bytes {
		if id, ok := v.ids[string([]byte{byte(b)})]; ok && s.bytes[b] == None {
			s.bytes[b] = id
		}
		if s.bytes[b] == None {
			return nil, gguf.Errorf("the vocabulary has no token for the byte %#02x", b)
		}
	}
	return s, nil
}

func (s *spm) appendText(dst []ID, text string) []ID {
	text = strings.ReplaceAll(text, " ", spaceMark)
	var m spmMerger
	for len(text) > 0 {
		n := s.stretch(text)
		dst = m.appendStretch(dst, s, text[:n])
		text = text[n:]
	}
	return dst
}

// stretch is the length of the start of text that no token can cross the end of.
func (s *spm) stretch(text string) int {
	from := 0
	for {
		k := strings.Index(text[from:], spaceMark)
		if k < 0 {
			return len(text)
		}
		at := from + k
		if at > 0 {
			if r, _ := utf8.DecodeLastRuneInString(text[:at]); !s.joinsSpace[r] {
				return at
			}
		}
		from = at + len(spaceMark)
	}
}

// spmMerger merges one stretch after another and keeps its buffers.
type spmMerger struct {
	// Where each symbol begins in the stretch, and its bytes: 0 for a symbol that was
	// merged into the one before it.
	start, length []int32
	next, prev    []int32
	queue         pairQueue
}

func (m *spmMerger) appendStretch(dst []ID, s *spm, text string) []ID {
	m.begin(text)
	if len(m.start) <= shortPiece {
		m.mergeShort(s, text)
	} else {
		m.mergeLong(s, text)
	}
	for i := int32(0); int(i) < len(m.start); i = m.next[i] {
		dst = s.appendSymbol(dst, text[m.start[i]:m.start[i]+m.length[i]])
	}
	return dst
}

// mergeShort looks at every pair for each merge.
func (m *spmMerger) mergeShort(s *spm, text string) {
	var keys [shortPiece]int32 // of symbol i and the one after it
	n := int32(len(m.start))
	for i := range n {
		keys[i] = m.key(s, text, i, i+1)
	}
	for {
		best := int32(noKey)
		left := int32(-1)
		for i := int32(0); i < n; i = m.next[i] {
			if keys[i] < best {
				best, left = keys[i], i
			}
		}
		if left < 0 {
			return
		}
		m.join(left)
		keys[left] = m.key(s, text, left, m.next[left])
		if before := m.prev[left]; before >= 0 {
			keys[before] = m.key(s, text, before, left)
		}
	}
}

// mergeLong does the same with a queue.
func (m *spmMerger) mergeLong(s *spm, text string) {
	m.queue.reset()
	for i := range int32(len(m.start)) {
		m.offer(s, text, i-1, i)
	}
	for {
		key, left, ok := m.queue.pop()
		if !ok {
			return
		}
		if m.length[left] == 0 || m.key(s, text, left, m.next[left]) != key {
			continue // one of the two has been merged since
		}
		m.join(left)
		m.offer(s, text, m.prev[left], left)
		m.offer(s, text, left, m.next[left])
	}
}

// join merges a symbol with the one after it.
func (m *spmMerger) join(left int32) {
	right := m.next[left]
	after := m.next[right]
	m.length[left] += m.length[right]
	m.length[right] = 0
	m.next[left] = after
	if int(after) < len(m.start) {
		m.prev[after] = left
	}
}

// begin makes a symbol of each character.
func (m *spmMerger) begin(text string) {
	m.start, m.length, m.next, m.prev = m.start[:0], m.length[:0], m.next[:0], m.prev[:0]
	for at := 0; at < len(text); {
		_, n := utf8.DecodeRuneInString(text[at:])
		i := int32(len(m.start))
		m.start, m.length = append(m.start, int32(at)), append(m.length, int32(n))
		m.next, m.prev = append(m.next, i+1), append(m.prev, i-1)
		at += n
	}
}

// noKey is the key of neighbours that make no token.
const noKey = math.MaxInt32

// key orders the merge of two neighbours: the higher the score of the token they
// make, the lower the key.
func (m *spmMerger) key(s *spm, text string, left, right int32) int32 {
	if left < 0 || int(right) >= len(m.start) {
		return noKey
	}
	at := m.start[left]
	id, ok := s.ids[text[at:at+m.length[left]+m.length[right]]]
	if !ok {
		return noKey
	}
	return scoreKey(s.vocab.scores[id])
}

// scoreKey turns a score into a whole number that falls as the score rises: the bits
// of a positive float32 rise with it, those of a negative one fall.
func scoreKey(score float32) int32 {
	bits := int32(math.Float32bits(score + 0)) // -0 becomes 0
	if bits >= 0 {
		return -bits
	}
	return bits & math.MaxInt32
}

// offer queues the merge of two neighbours if they make a token.
func (m *spmMerger) offer(s *spm, text string, left, right int32) {
	if key := m.key(s, text, left, right); key != noKey {
		m.queue.push(key, left)
	}
}

// appendSymbol appends the token of text, or those of its bytes if there is none.
func (s *spm) appendSymbol(dst []ID, text string) []ID {
	if id, ok := s.ids[text]; ok {
		return append(dst, id)
	}
	for i := range len(text) {
		dst = append(dst, s.bytes[text[i]])
	}
	return dst
}

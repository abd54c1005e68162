package token

import (
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
	// start [n+1] is where each symbol begins in the stretch; a symbol that was
	// merged into the one before it has length 0.
	start, length []int32
	next, prev    []int32
	queue         queue[spmMerge]
}

// spmMerge is a merge that was possible when it was queued.
type spmMerge struct {
	score float32
	at    int32 // index of the left symbol
	size  int32 // bytes of both symbols
}

// before is the order of merges: highest score first, then leftmost.
func (a spmMerge) before(b spmMerge) bool {
	return a.score > b.score || a.score == b.score && a.at < b.at
}

func (m *spmMerger) appendStretch(dst []ID, s *spm, text string) []ID {
	if id, ok := s.ids[text]; ok && utf8.RuneCountInString(text) == 1 {
		return append(dst, id)
	}
	m.start, m.length, m.next, m.prev, m.queue = m.start[:0], m.length[:0], m.next[:0], m.prev[:0], m.queue[:0]
	for at := 0; at < len(text); {
		_, n := utf8.DecodeRuneInString(text[at:])
		i := int32(len(m.start))
		m.start, m.length = append(m.start, int32(at)), append(m.length, int32(n))
		m.next, m.prev = append(m.next, i+1), append(m.prev, i-1)
		at += n
	}
	for i := 1; i < len(m.start); i++ {
		m.offer(s, text, int32(i-1), int32(i))
	}
	for len(m.queue) > 0 {
		q := m.queue.pop()
		left := q.at
		right := m.next[left]
		if m.length[left] == 0 || int(right) >= len(m.start) || m.length[left]+m.length[right] != q.size {
			continue // one of the two has been merged since
		}
		m.length[left], m.length[right] = q.size, 0
		after := m.next[right]
		m.next[left] = after
		if int(after) < len(m.start) {
			m.prev[after] = left
		}
		m.offer(s, text, m.prev[left], left)
		m.offer(s, text, left, after)
	}
	for i := int32(0); int(i) < len(m.start); i = m.next[i] {
		dst = s.appendSymbol(dst, text[m.start[i]:m.start[i]+m.length[i]])
	}
	return dst
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

// offer queues the merge of two neighbours if they make a token.
func (m *spmMerger) offer(s *spm, text string, left, right int32) {
	if left < 0 || int(right) >= len(m.start) {
		return
	}
	size := m.length[left] + m.length[right]
	if id, ok := s.ids[text[m.start[left]:m.start[left]+size]]; ok {
		m.queue.push(spmMerge{s.vocab.scores[id], left, size})
	}
}

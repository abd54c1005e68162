package lexicon

import "math"

// longestCut is the length in characters up to which words count when text is cut into words.
const longestCut = 6

// longestWord is the length up to which a word counts that a character becomes part of.
const longestWord = 4

// Cut is the likeliest way to cut a stretch of Chinese characters into words, ready to tell how another
// character or word would change it.
type Cut struct {
	zh           *Chinese
	text         []rune
	before, from []float64 // [len(text)+1] log-probability of the words before and from each place
}

// Cut cuts text, all of Chinese characters, into words.
func (c *Chinese) Cut(text []rune) *Cut {
	n := len(text)
	k := &Cut{zh: c, text: text, before: make([]float64, n+1), from: make([]float64, n+1)}
	for end := 1; end <= n; end++ {
		k.before[end], k.from[n-end] = math.Inf(-1), math.Inf(-1)
	}
	for end := 1; end <= n; end++ {
		for start := max(0, end-longestCut); start < end; start++ {
			if p, ok := c.LogProb(text[start:end]); ok || end-start == 1 {
				k.before[end] = max(k.before[end], k.before[start]+p)
			}
		}
	}
	for start := n - 1; start >= 0; start-- {
		for end := start + 1; end <= min(n, start+longestCut); end++ {
			if p, ok := c.LogProb(text[start:end]); ok || end-start == 1 {
				k.from[start] = max(k.from[start], p+k.from[end])
			}
		}
	}
	return k
}

// LogProb is the log-probability of the words of the text.
func (k *Cut) LogProb() float64 { return k.before[len(k.text)] }

// Replace tells by how many nats char in place of the character at index at makes the words likelier, and
// from where to where the word then goes that it is part of.
func (k *Cut) Replace(at int, char rune) (gain float64, start, end int) {
	best := math.Inf(-1)
	old := k.text[at]
	k.text[at] = char
	first, last := at, at+1
	if at > 0 && k.zh.pairs.has(k.text[at-1], char) {
		first = max(0, at-longestWord+1)
	}
	if at+1 < len(k.text) && k.zh.pairs.has(char, k.text[at+1]) {
		last = len(k.text)
	}
	for s := first; s <= at; s++ {
		for e := at + 1; e <= min(last, s+longestWord); e++ {
			p, ok := k.zh.LogProb(k.text[s:e])
			if !ok && e-s > 1 {
				continue
			}
			if p = k.before[s] + p + k.from[e]; p > best {
				best, start, end = p, s, e
			}
		}
	}
	k.text[at] = old
	return best - k.LogProb(), start, end
}

// ReplaceWord is by how many nats word, from index start on, makes the words of the text likelier.
func (k *Cut) ReplaceWord(start int, word []rune) float64 {
	p, _ := k.zh.LogProb(word)
	return k.before[start] + p + k.from[start+len(word)] - k.LogProb()
}

// Swap is by how many nats the text's words become likelier when the characters at index at and behind it change places.
func (k *Cut) Swap(at int) float64 {
	k.text[at], k.text[at+1] = k.text[at+1], k.text[at]
	defer func() { k.text[at], k.text[at+1] = k.text[at+1], k.text[at] }()
	best := math.Inf(-1)
	// best words of the text up to the first of the two, and from there on
	head, between := math.Inf(-1), at+1
	for s := max(0, between-longestWord); s <= at; s++ {
		if p, ok := k.zh.LogProb(k.text[s:between]); ok || s == at {
			head = max(head, k.before[s]+p)
		}
	}
	for s := max(0, between+1-longestWord); s <= between; s++ {
		for e := between + 1; e <= min(len(k.text), s+longestWord); e++ {
			p, ok := k.zh.LogProb(k.text[s:e])
			if !ok && e-s > 1 {
				continue
			}
			if s == between {
				p += head
			} else {
				p += k.before[s]
			}
			best = max(best, p+k.from[e])
		}
	}
	return best - k.LogProb()
}

// pairSet tells of two characters whether they may stand side by side in a word. It is a Bloom filter of one bit:
// some pairs are taken for others.
type pairSet [1 << 16]uint64

func (s *pairSet) bit(a, b rune) (word, mask uint64) {
	h := (uint64(a)<<32 | uint64(b)) * 0x9e3779b97f4a7c15 >> 42 // 22 bits
	return h >> 6, 1 << (h & 63)
}

func (s *pairSet) add(a, b rune) {
	word, mask := s.bit(a, b)
	s[word] |= mask
}

func (s *pairSet) has(a, b rune) bool {
	word, mask := s.bit(a, b)
	return s[word]&mask != 0
}

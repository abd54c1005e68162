// Package learner writes as people write who learn English or type in haste: it puts slips into sound text, of the
// kinds and about as often as they make them, and knows what stood there. The proofreader's weights are fitted on its
// texts and its corrector learns from them.
package learner

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"

	"inkling/assets/words"
	"inkling/assist/proof/lexicon"
	"inkling/scripts/internal/draw"
)

// Slip is one error that was put into a text.
type Slip struct {
	Start, End int    // bytes of the text with the slip
	Original   string // what stood there
}

// Learner makes slips. The same seed makes the same ones.
type Learner struct {
	english *lexicon.English
	channel []rewrite
	rng     *rand.Rand
}

// New returns a Learner.
func New(seed uint64) (*Learner, error) {
	english, err := lexicon.LoadEnglish()
	if err != nil {
		return nil, err
	}
	l := &Learner{english: english, rng: rand.New(rand.NewPCG(seed, 7))}
	text, err := words.Read(words.Slips)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 3 && len(f[0]) >= 2 {
			cost, err := strconv.ParseFloat(f[2], 64)
			if err != nil {
				return nil, err
			}
			l.channel = append(l.channel, rewrite{f[0], f[1], math.Exp(-cost / 100)})
		}
	}
	return l, nil
}

// Damage writes slips into a text as writers do, some of whom make none, some about one in twenty words, and
// some, who learn the language, up to one in four. Each can be taken back alone.
func (l *Learner) Damage(text string) (string, []Slip) {
	const sound, few = 0.4, 0.6
	rate := 0.0 // slips a word
	switch x := l.rng.Float64(); {
	case x < sound:
	case x < few:
		rate = 0.05
	default:
		rate = 0.05 + 0.2*l.rng.Float64()
	}
	n := l.slips(text, rate)
	if n == 0 {
		return text, nil
	}
	wrong, slips := l.inject(text, n)
	return settle(wrong, slips)
}

// Scrawl writes slips into a text as Damage does, but as densely as learners do at their worst, over one another
// too, so that only the whole can be taken back. One text in five stays sound.
func (l *Learner) Scrawl(text string) string {
	const sound = 0.2
	if l.rng.Float64() < sound {
		return text
	}
	for left := l.slips(text, 0.03+0.27*l.rng.Float64()); left > 0; {
		n := min(left, 1+l.rng.IntN(3))
		wrong, slips := l.inject(text, n)
		text, _ = settle(wrong, slips)
		left -= n
	}
	return text
}

// slips is the number of slips in a text with so many a word.
func (l *Learner) slips(text string, rate float64) int {
	return int(float64(len(strings.Fields(text)))*rate + l.rng.Float64())
}

// piece is a word or the stretch between two words.
type piece struct {
	text string
	word bool
}

func split(text string) []piece {
	var out []piece
	start, inWord := 0, false
	for i, r := range text {
		w := unicode.IsLetter(r) || r == '\'' || r == '’' || r == '-'
		if i > start && w != inWord {
			out = append(out, piece{text[start:i], inWord})
			start = i
		}
		inWord = w
	}
	if start < len(text) {
		out = append(out, piece{text[start:], inWord})
	}
	return out
}

// inject puts up to n slips into text and says where they are.
func (l *Learner) inject(text string, n int) (string, []Slip) {
	pieces := split(text)
	replaced := make(map[int]string)
	for range n * 8 {
		if len(replaced) == n {
			break
		}
		k := draw.Weighted(l.rng, kinds, func(k kind) float64 { return k.share })
		i := l.rng.IntN(len(pieces))
		if _, done := replaced[i]; done || near(replaced, i) || !pieces[i].word {
			continue
		}
		if new, ok := k.apply(l, pieces, i); ok && new != pieces[i].text {
			replaced[i] = new
		}
	}
	var b strings.Builder
	var slips []Slip
	for i, p := range pieces {
		new, ok := replaced[i]
		if !ok {
			b.WriteString(p.text)
			continue
		}
		start := b.Len()
		b.WriteString(new)
		slips = append(slips, Slip{start, b.Len(), p.text})
	}
	return b.String(), slips
}

// near keeps slips apart, so that each can be mended alone.
func near(replaced map[int]string, i int) bool {
	for j := i - 2; j <= i+2; j++ {
		if _, ok := replaced[j]; ok {
			return true
		}
	}
	return false
}

// settle carries out what inject has marked: "\x00" takes the blank behind it along, "\x01" the comma, and "\x02"
// changes places with the word behind it.
func settle(text string, slips []Slip) (string, []Slip) {
	for i := range slips {
		s := &slips[i]
		switch new := text[s.Start:s.End]; {
		case new == "\x00":
			text = text[:s.Start] + text[s.End+1:]
			s.Original, s.End = s.Original+" ", s.Start
			shift(slips[i+1:], -2)
		case new == "\x02":
			rest := text[s.End+1:]
			next := rest[:len(rest)-len(strings.TrimLeftFunc(rest, unicode.IsLetter))]
			adverb := s.Original
			text = text[:s.Start] + next + " " + adverb + rest[len(next):]
			s.Original, s.End = adverb+" "+next, s.Start+len(next)+1+len(adverb)
			shift(slips[i+1:], len(adverb)-1)
		case strings.HasSuffix(new, "\x01"):
			text = text[:s.End-1] + text[s.End+1:]
			s.Original, s.End = s.Original+",", s.End-1
			shift(slips[i+1:], -2)
		}
	}
	return text, slips
}

func shift(slips []Slip, by int) {
	for i := range slips {
		slips[i].Start += by
		slips[i].End += by
	}
}

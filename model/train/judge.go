package train

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"inkling/model"
	"inkling/model/kernel"
	"inkling/model/lora"
	"inkling/model/token"
)

// Measure is how well a model predicts held-out text.
type Measure struct {
	Tokens      int     // that were predicted
	BitsPerByte float64 // of their text
	Words       int     // whole words among it
	NextWord    float64 // share of the words of which every token was the likeliest
}

// scores are what a measure is made of.
type scores struct {
	bits  []float64 // of each predicted token
	bytes []int     // of its text
	right []bool    // it was the likeliest
	word  []int     // the number of the word that it belongs to
}

// measure reads the sequences' texts with the engine that also writes, with an
// adapter or none, so that what is judged is what will be used.
func measure(ctx context.Context, m *model.Model, adapter *lora.Adapter, sequences []*sequence, o *Options) (*scores, error) {
	session, err := m.NewSession(model.SessionOptions{ContextTokens: max(16, o.SequenceTokens), Adapter: adapter})
	if err != nil {
		return nil, err
	}
	s := &scores{}
	word := -1
	for _, q := range sequences {
		for from := 0; from < len(q.tokens); {
			to := from + 1
			for to < len(q.tokens) && q.start[to] == from {
				to++
			}
			if o.Wait != nil {
				if err := o.Wait(ctx); err != nil {
					return nil, err
				}
			}
			text, targets := q.tokens[from:to], q.target[from:to]
			word++ // words don't go on from one text to the next
			err := session.EachLogits(ctx, text, 0, func(pos int, logits []float32) error {
				s.add(m.Tokenizer(), targets[pos], logits, &word)
				return nil
			})
			if err != nil {
				return nil, err
			}
			from = to
		}
	}
	return s, nil
}

func (s *scores) add(t *token.Tokenizer, id token.ID, logits []float32, word *int) {
	if id == token.None {
		return
	}
	piece := t.Piece(id)
	if beginsWord(piece) {
		*word++
	}
	s.bits = append(s.bits, float64(kernel.LogSumExp(logits)-logits[id])/math.Ln2)
	s.bytes = append(s.bytes, len(piece))
	s.right = append(s.right, kernel.ArgMax(logits) == int(id))
	s.word = append(s.word, *word)
}

// beginsWord tells whether a token begins a new word: with a blank or a mark, or
// with a character of a script that has no blanks.
func beginsWord(piece []byte) bool {
	if len(piece) == 0 {
		return true
	}
	b := piece[0]
	letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '\'' || b >= 0x80 && b < 0xe3
	return !letter
}

// sum makes a measure of all scores.
func (s *scores) sum() Measure {
	m := Measure{Tokens: len(s.bits)}
	bits, bytes, right := 0.0, 0, 0
	for i := range s.bits {
		bits += s.bits[i]
		bytes += s.bytes[i]
	}
	for i := 0; i < len(s.word); {
		all, j := true, i
		for ; j < len(s.word) && s.word[j] == s.word[i]; j++ {
			all = all && s.right[j]
		}
		m.Words++
		if all {
			right++
		}
		i = j
	}
	m.BitsPerByte = bits / float64(max(1, bytes))
	m.NextWord = float64(right) / float64(max(1, m.Words))
	return m
}

// gain compares scores of the same text before and after: the bits per byte that
// were saved, and the lower end of their 95 % interval, by bootstrap (Koehn 2004)
// over stretches of tokens.
func gain(before, after *scores) (mean, low float64) {
	const stretch, rounds = 32, 2000
	type part struct {
		saved float64
		bytes int
	}
	var parts []part
	total := part{}
	for i := 0; i < len(before.bits); i += stretch {
		var p part
		for j := i; j < min(i+stretch, len(before.bits)); j++ {
			p.saved += before.bits[j] - after.bits[j]
			p.bytes += before.bytes[j]
		}
		parts = append(parts, p)
		total.saved, total.bytes = total.saved+p.saved, total.bytes+p.bytes
	}
	r := rand.New(rand.NewPCG(3, 3))
	means := make([]float64, rounds)
	for i := range means {
		var sum part
		for range parts {
			p := parts[r.IntN(len(parts))]
			sum.saved, sum.bytes = sum.saved+p.saved, sum.bytes+p.bytes
		}
		means[i] = sum.saved / float64(max(1, sum.bytes))
	}
	slices.Sort(means)
	return total.saved / float64(max(1, total.bytes)), means[rounds/40]
}

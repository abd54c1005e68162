package assist

import (
	"math"
	"math/rand/v2"
)

// drawnFrom is how many words or tokens a draw chooses among.
const drawnFrom = 20

// draw takes words and tokens at random, each by its probability sharpened or
// flattened by the temperature. A nil draw takes the likeliest.
type draw struct {
	temperature float64
	random      *rand.Rand
}

func (o ContinueOptions) draw() *draw {
	if o.Temperature <= 0 {
		return nil
	}
	return &draw{o.Temperature, rand.New(rand.NewPCG(o.Seed, 0))}
}

// word puts the drawn word first.
func (d *draw) word(words []wordChoice) []wordChoice {
	if d == nil || len(words) == 0 {
		return words
	}
	weights := make([]float64, len(words))
	for i, w := range words {
		weights[i] = math.Log(max(w.p, 1e-12))
	}
	return words[d.index(weights):]
}

// token draws one of the likeliest tokens that pass keep.
func (d *draw) token(dist distribution, keep func(int32) bool) (int32, bool) {
	top := dist.best(drawnFrom, keep)
	if len(top) == 0 {
		return 0, false
	}
	weights := make([]float64, len(top))
	for i, id := range top {
		weights[i] = float64(dist[id])
	}
	return top[d.index(weights)], true
}

// index draws an index by log-probabilities, the likeliest first.
func (d *draw) index(logps []float64) int {
	var sum float64
	weights := make([]float64, len(logps))
	for i, l := range logps {
		weights[i] = math.Exp((l - logps[0]) / d.temperature)
		sum += weights[i]
	}
	at := d.random.Float64() * sum
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return 0
}

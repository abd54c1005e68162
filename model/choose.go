package model

import (
	"bytes"
	"math"
	"slices"

	"inkling/model/kernel"
	"inkling/model/token"
)

// argmax is the index of the greatest value, the first of equals.
func argmax(x []float32) int { return kernel.ArgMax(x) }

// logSumExp is log(sum(exp(x))).
func logSumExp(x []float32) float32 { return kernel.LogSumExp(x) }

// chooser is the scratch space of a choice among tokens.
type chooser struct {
	candidates []candidate
	raw        []float32 // logits of the penalised tokens before the penalty
}

type candidate struct {
	id    token.ID
	logit float32
	raw   float32
}

// choose applies prefix, penalty and bias, then picks.
func (c *chooser) choose(s *stream, logits []float32) (token.ID, float32) {
	o := s.o
	if len(s.prefix) > 0 {
		c.fromPrefix(s, logits)
	} else {
		c.fromAll(s, logits)
	}
	if len(c.candidates) == 0 {
		return token.None, 0
	}
	if o.Temperature == 0 {
		best := c.candidates[0]
		for _, x := range c.candidates[1:] {
			if x.logit > best.logit || x.logit == best.logit && x.id < best.id {
				best = x
			}
		}
		return best.id, best.raw
	}
	c.truncate(o)
	picked := c.draw(o.Temperature, s.random.Float64())
	return picked.id, picked.raw
}

// fromPrefix collects the tokens that agree with the bytes that must come.
func (c *chooser) fromPrefix(s *stream, logits []float32) {
	c.candidates = c.candidates[:0]
	for _, id := range s.m.startingWith(s.prefix[0]) {
		piece := s.m.tokenizer.Piece(id)
		if (bytes.HasPrefix(s.prefix, piece) || bytes.HasPrefix(piece, s.prefix)) && !math.IsInf(float64(logits[id]), -1) {
			c.candidates = append(c.candidates, candidate{id, logits[id], logits[id]})
		}
	}
}

// fromAll collects all tokens that aren't hopeless.
func (c *chooser) fromAll(s *stream, logits []float32) {
	o := s.o
	c.raw = c.raw[:0]
	if o.Bias != nil || o.penalises() {
		c.raw = append(c.raw, logits...)
	}
	if o.penalises() {
		s.penalise(logits, c.raw)
	}
	if o.Bias != nil {
		o.Bias(logits)
	}
	best := argmax(logits)
	// What is exp(-20) times as probable as the best at this temperature is
	// never drawn in practice; at temperature 0 only the best is.
	limit := logits[best] - 20*max(1, o.Temperature)
	if o.Temperature == 0 {
		limit = logits[best]
	}
	c.candidates = c.candidates[:0]
	for id, v := range logits {
		if v >= limit {
			x := candidate{token.ID(id), v, v}
			if len(c.raw) > 0 {
				x.raw = c.raw[id]
			}
			c.candidates = append(c.candidates, x)
		}
	}
}

// penalise lowers the logits of recent tokens, each once.
func (s *stream) penalise(logits, raw []float32) {
	for _, id := range s.recent {
		if v := raw[id]; v > 0 {
			logits[id] = v / s.o.RepetitionPenalty
		} else {
			logits[id] = v * s.o.RepetitionPenalty
		}
	}
}

// truncate drops the candidates that the options exclude.
func (c *chooser) truncate(o *SampleOptions) {
	if o.TopK > 0 && o.TopK < len(c.candidates) {
		c.keepLikely(func(n int, _ float64) bool { return n >= o.TopK })
		c.sort()
		c.candidates = c.candidates[:o.TopK]
	}
	best := c.best()
	if o.TopP > 0 && o.TopP < 1 {
		enough := float64(o.TopP) * c.keepLikely(func(_ int, share float64) bool { return share >= float64(o.TopP) })
		c.sort()
		sum := 0.0
		for i, x := range c.candidates {
			if sum += math.Exp(float64(x.logit - best)); sum >= enough {
				c.candidates = c.candidates[:i+1]
				break
			}
		}
	}
	if o.MinP > 0 {
		limit := best + float32(math.Log(float64(o.MinP)))
		c.candidates = slices.DeleteFunc(c.candidates, func(x candidate) bool { return x.logit < limit })
	}
}

func (c *chooser) best() float32 {
	best := c.candidates[0].logit
	for _, x := range c.candidates {
		best = max(best, x.logit)
	}
	return best
}

// sort puts the most probable candidate first.
func (c *chooser) sort() {
	slices.SortFunc(c.candidates, func(a, b candidate) int {
		switch {
		case a.logit > b.logit:
			return -1
		case a.logit < b.logit:
			return 1
		}
		return int(a.id - b.id)
	})
}

// keepLikely drops candidates, the less probable first, as long as what is left
// is enough by number or by share of the probability: sorting tens of thousands
// takes longer than the model. It works in steps of an eighth in the logits, so
// that it may leave a few too many. It returns the sum of exp(logit-best) before.
func (c *chooser) keepLikely(enough func(n int, share float64) bool) float64 {
	const step, steps = 0.125, 256
	best := c.best()
	var count [steps]int
	var mass [steps]float64
	total := 0.0
	for _, x := range c.candidates {
		i := min(steps-1, int((best-x.logit)/step))
		m := math.Exp(float64(x.logit - best))
		count[i]++
		mass[i] += m
		total += m
	}
	n, sum := 0, 0.0
	for i := range steps - 1 {
		n += count[i]
		if sum += mass[i]; enough(n, sum/total) {
			c.candidates = slices.DeleteFunc(c.candidates, func(x candidate) bool {
				return int((best-x.logit)/step) > i
			})
			break
		}
	}
	return total
}

// draw picks a candidate by chance; u is between 0 and 1.
func (c *chooser) draw(temperature float32, u float64) candidate {
	best := c.best()
	weight := func(x candidate) float64 { return math.Exp(float64((x.logit - best) / temperature)) }
	total := 0.0
	for _, x := range c.candidates {
		total += weight(x)
	}
	u *= total
	for _, x := range c.candidates {
		if u -= weight(x); u < 0 {
			return x
		}
	}
	return c.candidates[len(c.candidates)-1]
}

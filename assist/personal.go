package assist

import "math"

// personal is a small model of the writer's own text: where the last tokens
// stand in it, it expects what stood behind them there, the more the longer the
// stretch and the more often it was seen. It is mixed into the language model's
// expectation at every token, so that names and turns of phrase that the model
// has never seen, or that left its window, come back (a cache model after Kuhn
// and De Mori 1990, with the blending of orders of prediction by partial
// matching, Cleary and Witten 1984).
type personal struct {
	tokens []int32
	before []int32            // by position: the last position with the same two tokens before it; -1: none
	last   map[[2]int32]int32 // the last position behind two tokens
}

// Limits of the personal model.
const (
	personalTokens = 1 << 18 // kept; older ones are forgotten
	longestMatch   = 6       // tokens compared
	mostMatches    = 64      // places looked at
)

// escape says how many sightings of a stretch of 2, 3, ... tokens weigh as much
// as the language model, for each way in which it went on. Fitted on training texts
// of two English authors and a Chinese one, with 3,000 to 120,000 tokens of each
// author's own learned before.
var escape = [longestMatch + 1]float64{2: 35, 3: 35, 4: 22, 5: 25, 6: 25}

// add appends a text's tokens.
func (m *personal) add(tokens []int32) {
	if m.last == nil {
		m.last = map[[2]int32]int32{}
	}
	if len(m.tokens)+len(tokens) > personalTokens {
		keep := append(m.tokens[min(len(m.tokens), personalTokens/2):], tokens...)
		keep = keep[max(0, len(keep)-personalTokens):]
		*m = personal{last: map[[2]int32]int32{}}
		tokens = keep
	}
	for _, id := range tokens {
		n := len(m.tokens)
		at := int32(-1)
		if n >= 2 {
			k := [2]int32{m.tokens[n-2], m.tokens[n-1]}
			if p, ok := m.last[k]; ok {
				at = p
			}
			m.last[k] = int32(n)
		}
		m.tokens = append(m.tokens, id)
		m.before = append(m.before, at)
	}
}

// mix puts what the personal model expects after tokens into d.
func (m *personal) mix(tokens []int32, d distribution) {
	n := len(tokens)
	if n < 2 || len(m.tokens) == 0 {
		return
	}
	at, ok := m.last[[2]int32{tokens[n-2], tokens[n-1]}]
	if !ok {
		return
	}
	var seen [longestMatch + 1]map[int32]float64 // by the length of the match, or longer
	var total [longestMatch + 1]float64
	for range mostMatches {
		if at < 0 {
			break
		}
		length := 2
		for length < longestMatch && length < n && int(at)-length-1 >= 0 && m.tokens[int(at)-length-1] == tokens[n-length-1] {
			length++
		}
		for l := 2; l <= length; l++ {
			if seen[l] == nil {
				seen[l] = map[int32]float64{}
			}
			seen[l][m.tokens[at]]++
			total[l]++
		}
		at = m.before[at]
	}
	m.blend(d, seen[:], total[:])
}

// blend mixes the counts into d, the shortest stretch first.
func (m *personal) blend(d distribution, seen []map[int32]float64, total []float64) {
	rest := 1.0                  // what is left of the language model's share
	share := map[int32]float64{} // what the counts give
	for l := 2; l < len(seen) && total[l] > 0; l++ {
		// What went on in many ways says little of the next time.
		mix := total[l] / (total[l] + escape[l]*float64(len(seen[l])))
		rest *= 1 - mix
		for id := range share {
			share[id] *= 1 - mix
		}
		for id, n := range seen[l] {
			share[id] += mix * n / total[l]
		}
	}
	shift := float32(math.Log(rest))
	for i := range d {
		d[i] += shift
	}
	for id, p := range share {
		if int(id) < len(d) {
			d[id] = float32(math.Log(math.Exp(float64(d[id])) + p))
		}
	}
}

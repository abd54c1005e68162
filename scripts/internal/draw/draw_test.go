package draw

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestWeighted(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 20000
	weights := map[string]float64{"often": 6, "seldom": 2, "never": 0, "at times": 4}
	list := []string{"often", "seldom", "never", "at times"}
	counts := map[string]int{}
	for range n {
		counts[Weighted(rng, list, func(s string) float64 { return weights[s] })]++
	}
	for s, w := range weights {
		if got := float64(counts[s]) / n; math.Abs(got-w/12) > 0.015 || w == 0 && got > 0 {
			t.Errorf("%q comes up %.3f of the time, want %.3f", s, got, w/12)
		}
	}
	if got := Weighted(rng, nil, func(string) float64 { return 1 }); got != "" {
		t.Errorf("of nothing comes %q", got)
	}
}

package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"inkling/model/gguf"
)

// What a token's numbers are doesn't depend on which others are computed beside
// it, bit for bit: else a text read in pieces, or a draft that is checked at
// once, would come out otherwise than word by word.

func TestFloatTilesAgree(t *testing.T) {
	eachSet(t, func(t *testing.T, s *kernelSet) {
		for _, typ := range []gguf.Type{gguf.F32, gguf.F16, gguf.BF16} {
			for _, cols := range []int{1, 3, 4, 17, 64} {
				r := rand.New(rand.NewPCG(7, uint64(cols)))
				m := packed(t, typ, Lanes, cols, randomBlocks(r, typ, Lanes*cols))
				x := normal(r, 4*cols)
				product := func(size, first int) []float32 {
					out := make([]float32, size*Lanes)
					s.mulFloat[m.form.kind].of(size)(&m.data[0], &x[first*cols], &out[0], cols, Lanes)
					return out
				}
				whole := product(4, 0)
				for size := 1; size < 4; size *= 2 {
					for first := 0; first < 4; first += size {
						if want := whole[first*Lanes : (first+size)*Lanes]; !slices.Equal(product(size, first), want) {
							t.Errorf("%s, %d columns: a tile of %d from token %d differs from the whole", typ, cols, size, first)
						}
					}
				}
			}
		}
	})
}

func TestAttentionRowsAgree(t *testing.T) {
	eachSet(t, func(t *testing.T, s *kernelSet) {
		r := rand.New(rand.NewPCG(8, 8))
		for _, dim := range []int{16, 64, 80} {
			const n, slots = 9, 37
			blocks := roundUp(slots, KeyBlock)
			keys, vals := randomHalves(r, blocks*dim), randomHalves(r, slots*dim)
			q, p := normal(r, n*dim), normal(r, n*slots)
			scores, mixed := make([]float32, n*blocks), make([]float32, n*dim)
			s.scores(q, n, dim, keys, dim, scores, blocks)
			s.mix(p, n, slots, vals, dim, mixed, dim)
			for i := range n {
				what := fmt.Sprintf("query %d of %d, %d numbers", i, n, dim)
				one := make([]float32, blocks)
				s.scores(q[i*dim:(i+1)*dim], 1, dim, keys, dim, one, blocks)
				if !slices.Equal(one, scores[i*blocks:(i+1)*blocks]) {
					t.Errorf("%s: its scores differ from those that it has alone", what)
				}
				one = make([]float32, dim)
				s.mix(p[i*slots:(i+1)*slots], 1, slots, vals, dim, one, dim)
				if !slices.Equal(one, mixed[i*dim:(i+1)*dim]) {
					t.Errorf("%s: its mix differs from the one that it has alone", what)
				}
			}
		}
	})
}

package train

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"inkling/model"
	"inkling/model/lora"
	"inkling/model/token"
)

// testNetwork prepares training with adapters whose B isn't zero, so that every
// gradient counts.
func testNetwork(t testing.TB, m *model.Model, o Options) *network {
	t.Helper()
	o.fill()
	n, err := newNetwork(m, &o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.close)
	r := rand.New(rand.NewPCG(11, 12))
	for i := range n.layers {
		for j := range n.layers[i].linear {
			b := n.layers[i].linear[j].b.value
			for k := range b {
				if k%n.padded < n.rank {
					b[k] = float32(0.1 * r.NormFloat64())
				}
			}
		}
	}
	return n
}

// twoTexts is a sequence of two texts of random bytes, the first of them over
// the border of a block of queries.
func twoTexts(first, second int) *sequence {
	r := rand.New(rand.NewPCG(5, 6))
	s := &sequence{}
	for i := range first + second {
		s.tokens = append(s.tokens, token.ID(r.IntN(257)))
		s.target = append(s.target, token.ID(r.IntN(257)))
		s.start = append(s.start, i/first*first)
	}
	for i := first; i < len(s.start); i++ {
		s.start[i] = first
	}
	s.target[first-1], s.target[len(s.target)-1] = token.None, token.None
	return s
}

// The loss is the reference's, and every gradient is what the reference's loss
// changes by when a number changes: along random directions through each whole
// matrix, and for single numbers.
func TestGradients(t *testing.T) {
	for _, c := range tinyModels() {
		t.Run(c.Architecture, func(t *testing.T) {
			m := tiny(t, c)
			n := testNetwork(t, m, Options{Rank: 4, SequenceTokens: 64, Threads: 2})
			s := twoTexts(35, 5)
			got, err := n.loss(context.Background(), s, true)
			if err != nil {
				t.Fatal(err)
			}
			ref := newReference(m, n)
			want := ref.loss(s)
			if math.Abs(got-want) > 1e-5*want {
				t.Fatalf("loss %.7f, the reference's is %.7f", got, want)
			}
			r := rand.New(rand.NewPCG(1, 1))
			for i := range n.layers {
				for target := range lora.Targets {
					l := &n.layers[i].linear[target]
					gradA, gradB := l.a.grad[:n.rank*l.w.cols], make([]float32, 0, l.w.rows*n.rank)
					for row := range l.w.rows {
						gradB = append(gradB, l.b.grad[row*n.padded:row*n.padded+n.rank]...)
					}
					checkGradient(t, r, ref, s, ref.a[i][target], gradA, target.String()+".A")
					checkGradient(t, r, ref, s, ref.b[i][target], gradB, target.String()+".B")
				}
			}
		})
	}
}

func checkGradient(t *testing.T, r *rand.Rand, ref *reference, s *sequence, values []float64, grad []float32, name string) {
	t.Helper()
	norm := 0.0
	for _, g := range grad {
		norm += float64(g) * float64(g)
	}
	norm = math.Sqrt(norm)
	check := func(what string, direction []float64) {
		const step = 1e-4
		want, got := 0.0, 0.0
		for _, sign := range []float64{1, -1} {
			for i, d := range direction {
				values[i] += sign * step * d
			}
			want += sign * ref.loss(s) / (2 * step) / float64(s.targets())
			for i, d := range direction {
				values[i] -= sign * step * d
			}
		}
		for i, d := range direction {
			got += d * float64(grad[i])
		}
		if math.Abs(got-want) > 2e-5*norm+1e-7 {
			t.Errorf("%s, %s: gradient %.8f, the loss changes by %.8f (norm %.4f)", name, what, got, want, norm)
		}
	}
	direction := make([]float64, len(values))
	length := 0.0
	for i := range direction {
		direction[i] = r.NormFloat64()
		length += direction[i] * direction[i]
	}
	for i := range direction {
		direction[i] /= math.Sqrt(length)
	}
	check("a random direction", direction)
	clear(direction)
	direction[r.IntN(len(direction))] = 1
	check("one number", direction)
	if norm == 0 {
		t.Errorf("%s has no gradient", name)
	}
}

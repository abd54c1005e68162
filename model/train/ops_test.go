package train

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"inkling/model/lora"
	"inkling/model/token"

	"inkling/internal/testmodel"
)

// operation is a part of the network with its backward pass: out from in, and
// the gradients of in from that of out.
type operation struct {
	name     string
	in       []int // features of each input
	out      int   // features of the result
	forward  func(in [][]float32, out []float32)
	backward func(in [][]float32, dOut []float32, dIn [][]float32)
}

func operations(n *network) []operation {
	q, kv := n.Heads*n.HeadDim, n.KVHeads*n.HeadDim
	factor := make([]float32, n.width)
	l := &n.layers[0]
	pair := l.linears(lora.Gate, lora.Up)
	low := make([]float32, 2*n.padded*n.width)
	return []operation{
		{"norm", []int{n.Dim}, n.Dim,
			func(in [][]float32, out []float32) { n.rmsNorm(in[0], l.attnNorm, factor, out) },
			func(in [][]float32, dOut []float32, dIn [][]float32) {
				again := make([]float32, len(dOut))
				n.rmsNorm(in[0], l.attnNorm, factor, again)
				clear(dIn[0])
				n.rmsNormBackward(in[0], l.attnNorm, factor, dOut, dIn[0])
			}},
		{"rotation", []int{q}, q,
			func(in [][]float32, out []float32) { copy(out, in[0]); n.rotate(out, n.Heads) },
			func(_ [][]float32, dOut []float32, dIn [][]float32) {
				copy(dIn[0], dOut)
				n.rotateBackward(dIn[0], n.Heads)
			}},
		{"SwiGLU", []int{n.Hidden, n.Hidden}, n.Hidden,
			func(in [][]float32, out []float32) { n.swiGLU(in[0], in[1], out) },
			func(in [][]float32, dOut []float32, dIn [][]float32) {
				n.swiGLUBackward(in[0], in[1], dOut, dIn[0], dIn[1])
			}},
		{"attention", []int{q, kv, kv}, q,
			func(in [][]float32, out []float32) { n.attend(in[0], in[1], in[2], out) },
			func(in [][]float32, dOut []float32, dIn [][]float32) {
				n.attendBackward(in[0], in[1], in[2], dOut, dIn[0], dIn[1], dIn[2])
			}},
		{"matrices that share an input", []int{n.Dim}, 2 * n.Hidden,
			func(in [][]float32, out []float32) {
				half := n.Hidden * n.width
				n.forward(pair, in[0], low, out[:half], out[half:])
			},
			func(in [][]float32, dOut []float32, dIn [][]float32) {
				half := n.Hidden * n.width
				n.backward(pair, in[0], low, dIn[0], dOut[:half], dOut[half:])
			}},
	}
}

// Every backward pass gives what its forward pass changes by, along random
// directions. Two texts of 35 and 5 tokens share the columns.
func TestBackwardOfEachOperation(t *testing.T) {
	for _, c := range tinyModels() {
		n := testNetwork(t, tiny(t, c), Options{Rank: 4, SequenceTokens: 64})
		n.begin(twoTexts(35, 5))
		for _, op := range operations(n) {
			t.Run(c.Architecture+"/"+op.name, func(t *testing.T) { op.check(t, n.width) })
		}
	}
}

func (op *operation) check(t *testing.T, width int) {
	r := rand.New(rand.NewPCG(8, 9))
	random := func(features int) []float32 {
		v := make([]float32, features*width)
		for i := range v {
			v[i] = float32(r.NormFloat64())
		}
		return v
	}
	var in, dIn, direction [][]float32
	for _, f := range op.in {
		in, dIn, direction = append(in, random(f)), append(dIn, random(f)), append(direction, random(f))
	}
	dOut, out := random(op.out), random(op.out)
	value := func(step float32) float64 {
		var moved [][]float32
		for i := range in {
			v := make([]float32, len(in[i]))
			for j := range v {
				v[j] = in[i][j] + step*direction[i][j]
			}
			moved = append(moved, v)
		}
		op.forward(moved, out)
		sum := 0.0
		for i, v := range out {
			sum += float64(v) * float64(dOut[i])
		}
		return sum
	}
	const step = 1.0 / 256
	want := (8*(value(step)-value(-step)) - (value(2*step) - value(-2*step))) / (12 * step)
	value(0)
	op.backward(in, dOut, dIn)
	got, size := 0.0, 0.0
	for i := range dIn {
		for j, g := range dIn[i] {
			got += float64(g) * float64(direction[i][j])
			size += float64(g) * float64(g)
		}
	}
	if math.Abs(got-want) > 1e-3*math.Sqrt(size) {
		t.Errorf("the gradient says %.6f, the change is %.6f (length %.3f)", got, want, math.Sqrt(size))
	}
}

// The loss and its gradient are those of the logits computed whole, also where
// logits are far apart and where the vocabulary doesn't fill its last share.
func TestLossInPieces(t *testing.T) {
	n := testNetwork(t, tiny(t, testmodel.TinyQwen()), Options{SequenceTokens: 32})
	n.begin(twoTexts(20, 5))
	r := rand.New(rand.NewPCG(2, 2))
	h, d := make([]float32, n.Dim*n.width), make([]float32, n.Dim*n.width)
	for i := range h {
		h[i] = float32(r.NormFloat64()) * float32(1+30*(i%n.width)) // from calm to far apart
	}
	if err := n.lossAndGradient(context.Background(), h, d, 0.5); err != nil {
		t.Fatal(err)
	}
	output := make([]float32, n.Vocabulary*n.Dim)
	n.output.read(0, n.Vocabulary, 0, n.Dim, output)
	for t1 := range n.width {
		id := n.run.target[t1]
		logits, peak := make([]float64, n.Vocabulary), math.Inf(-1)
		for v := range logits {
			for i := range n.Dim {
				logits[v] += float64(output[v*n.Dim+i]) * float64(h[i*n.width+t1])
			}
			peak = max(peak, logits[v])
		}
		sum := 0.0
		for _, l := range logits {
			sum += math.Exp(l - peak)
		}
		want, gradient := 0.0, make([]float64, n.Dim)
		if id != token.None {
			want = peak + math.Log(sum) - logits[id]
			for v, l := range logits {
				p := math.Exp(l-peak) / sum
				if v == int(id) {
					p--
				}
				for i := range gradient {
					gradient[i] += 0.5 * p * float64(output[v*n.Dim+i])
				}
			}
		}
		if got := float64(n.run.loss[t1]); math.Abs(got-want) > 1e-4*(1+math.Abs(peak)) {
			t.Errorf("column %d: loss %g, want %g", t1, got, want)
		}
		for i, want := range gradient {
			if got := float64(d[i*n.width+t1]); math.Abs(got-want) > 1e-3 {
				t.Fatalf("column %d, feature %d: gradient %g, want %g", t1, i, got, want)
			}
		}
	}
}

func TestExp(t *testing.T) {
	for x := float32(-87); x < 88; x += 0.0371 {
		want := math.Exp(float64(x))
		if got := float64(exp(x)); math.Abs(got-want) > 3e-7*want {
			t.Fatalf("exp(%g) is %g, want %g", x, got, want)
		}
	}
	if got := exp(-1000); got > 1e-37 {
		t.Errorf("exp(-1000) is %g", got)
	}
}

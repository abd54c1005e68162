package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"inkling/model/gguf"
)

// randomBlocks makes file data of the given type whose scales are sane numbers
// and whose other bits are random.
func randomBlocks(r *rand.Rand, t gguf.Type, weights int) []byte {
	data := make([]byte, t.RowBytes(weights))
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	put := func(b []byte, v float32) {
		h := ToHalf(v)
		b[0], b[1] = byte(h), byte(h>>8)
	}
	scaleAt := map[gguf.Type][]int{
		gguf.Q4_0: {0}, gguf.Q4_1: {0, 2}, gguf.Q5_0: {0}, gguf.Q5_1: {0, 2}, gguf.Q8_0: {0}, gguf.F16: {0},
		gguf.Q2_K: {80, 82}, gguf.Q3_K: {108}, gguf.Q4_K: {0, 2}, gguf.Q5_K: {0, 2}, gguf.Q6_K: {208},
		gguf.IQ4_NL: {0}, gguf.IQ4_XS: {0},
	}
	for b := 0; b < len(data); b += t.BlockBytes() {
		for _, off := range scaleAt[t] {
			put(data[b+off:], float32(r.NormFloat64())*0.05)
		}
		switch t {
		case gguf.F32:
			putFloat(data[b:], float32(r.NormFloat64()))
		case gguf.BF16:
			h := math.Float32bits(float32(r.NormFloat64())) >> 16
			data[b], data[b+1] = byte(h), byte(h>>8)
		}
	}
	return data
}

func packed(t testing.TB, typ gguf.Type, rows, cols int, src []byte) *Matrix {
	n, err := PackedBytes(typ, rows, cols)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewMatrix(typ, rows, cols, make([]byte, n))
	if err != nil {
		t.Fatal(err)
	}
	for g := range m.Groups() {
		m.Pack(g, src, nil)
	}
	return m
}

// A packed matrix has exactly the weights that the file's form has.
func TestPackKeepsWeights(t *testing.T) {
	for _, typ := range gguf.Types() {
		t.Run(typ.String(), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, uint64(typ)))
			const rows, cols = 21, 512
			src := randomBlocks(r, typ, rows*cols)
			m := packed(t, typ, rows, cols, src)
			want := make([]float32, rows*cols)
			if err := Dequantize(typ, src, want); err != nil {
				t.Fatal(err)
			}
			got := unpackAll(m)
			for i, exp := range want {
				if math.Abs(float64(got[i]-exp)) > 1e-5*math.Abs(float64(exp))+1e-6 {
					t.Fatalf("row %d column %d: got %g, want %g", i/cols, i%cols, got[i], exp)
				}
			}
		})
	}
}

// unpackAll gives all weights of a packed matrix [rows, cols].
func unpackAll(m *Matrix) []float32 {
	out := make([]float32, m.Rows*m.Cols)
	f := m.form
	for row := range m.Rows {
		lane := row % Lanes
		var w weights
		for col := range m.Cols {
			block := m.group(row / Lanes)[col/f.block*f.blockBytes:]
			if !f.quantised() {
				out[row*m.Cols+col] = f.float(block, lane)
				continue
			}
			if col%actBlock == 0 {
				f.unpack(block, col%f.block/actBlock, &w)
			}
			half := col % actBlock / 16
			low := w.min[lane]
			if w.halves && half == 1 {
				low = w.min2[lane]
			}
			out[row*m.Cols+col] = w.scale[half][lane]*float32(int32(w.q[col%actBlock][lane])-w.offset) + low
		}
	}
	return out
}

// The product with int8 activations is the product of dequantised weights with
// dequantised activations.
func TestMulAgainstDequantised(t *testing.T) {
	for _, typ := range gguf.Types() {
		for _, tokens := range []int{1, 3, 8, 15} {
			t.Run(fmt.Sprintf("%s/tokens=%d", typ, tokens), func(t *testing.T) {
				r := rand.New(rand.NewPCG(2, uint64(typ)))
				const rows, cols = 24, 512
				src := randomBlocks(r, typ, rows*cols)
				m := packed(t, typ, rows, cols, src)
				w := make([]float32, rows*cols)
				if err := Dequantize(typ, src, w); err != nil {
					t.Fatal(err)
				}
				x := make([]float32, tokens*cols)
				for i := range x {
					x[i] = float32(r.NormFloat64())
				}
				var a Activations
				a.Reset(tokens, cols, m)
				a.SetFloats(x)
				back := append([]float32(nil), x...)
				for tok := range tokens {
					a.Quantize(tok, 0, x[tok*cols:(tok+1)*cols])
					if m.form.quantised() {
						roundTrip(back[tok*cols:(tok+1)*cols], m.Wide())
					}
				}
				const stride = 32
				out := make([]float32, tokens*stride)
				m.Mul(&a, 0, m.Groups(), out, stride)
				for tok := range tokens {
					for row := range rows {
						var want, size float64
						for c := range cols {
							p := float64(w[row*cols+c]) * float64(back[tok*cols+c])
							want += p
							size += math.Abs(p)
						}
						if got := float64(out[tok*stride+row]); math.Abs(got-want) > 2e-6*size+1e-5+sumRounding(m, size) {
							t.Fatalf("token %d row %d: got %g, want %g", tok, row, got, want)
						}
					}
				}
			})
		}
	}
}

// sumRounding is what rounding a block's sum to half precision may change.
func sumRounding(m *Matrix, size float64) float64 {
	if m.Wide() {
		return 0
	}
	return size / 1024
}

// roundTrip quantises to int8 and back, as Activations describes it.
func roundTrip(x []float32, wide bool) {
	block := 32
	if wide {
		block = 256
	}
	for b := 0; b < len(x); b += block {
		peak := absPeakGo(x[b : b+block])
		scale := peak / 127
		if !wide {
			scale = Half(ToHalf(scale))
		}
		for i := b; i < b+block && peak > 0; i++ {
			x[i] = float32(math.RoundToEven(float64(x[i]*(127/peak)))) * scale
		}
	}
}

// Vectors can be multiplied by matrices of both kinds of activations, each of
// which gives what it gives alone.
func TestMulOfMixedKinds(t *testing.T) {
	const rows, cols, tokens = 16, 512, 5
	r := rand.New(rand.NewPCG(3, 4))
	narrow := packed(t, gguf.Q5_0, rows, cols, randomBlocks(r, gguf.Q5_0, rows*cols))
	wide := packed(t, gguf.Q6_K, rows, cols, randomBlocks(r, gguf.Q6_K, rows*cols))
	x := normal(r, tokens*cols)
	product := func(m *Matrix, matrices ...*Matrix) []float32 {
		var a Activations
		a.Reset(tokens, cols, matrices...)
		for i := range tokens {
			a.Quantize(i, 0, x[i*cols:(i+1)*cols])
		}
		out := make([]float32, tokens*rows)
		m.Mul(&a, 0, 1, out, rows)
		return out
	}
	for _, m := range []*Matrix{narrow, wide} {
		if alone, both := product(m, m), product(m, narrow, wide); !slices.Equal(alone, both) {
			t.Errorf("%s: another product beside the other kind", m.Source)
		}
	}
}

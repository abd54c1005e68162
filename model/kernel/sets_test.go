package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"inkling/model/gguf"
)

// eachSet runs a test for every set that this processor can run, but for the
// reference.
func eachSet(t *testing.T, test func(t *testing.T, s *kernelSet)) {
	sets := kernelSets()
	for i := range sets[1:] {
		t.Run(sets[i+1].name, func(t *testing.T) { test(t, &sets[i+1]) })
	}
}

// misaligned gives a copy of b at an address of the form 64n + off.
func misaligned[T any](b []T, off int) []T {
	room := make([]T, len(b)+256)
	at := 0
	for int(uintptr(unsafe.Pointer(&room[at]))%64) != off {
		at++
	}
	return append(room[at:at:at+len(b)], b...)
}

// near tells whether two results agree but for rounding; size is the sum of the
// absolute values of what was added up.
func near(a, b float32, size float64) bool {
	if a == b || a != a && b != b {
		return true
	}
	return math.Abs(float64(a)-float64(b)) <= 1e-5*size+1e-30
}

// Every product kernel agrees with the reference, for all tile sizes and
// numbers of blocks, wherever the data lie, up to extreme values.
func TestMulKernels(t *testing.T) {
	eachSet(t, func(t *testing.T, s *kernelSet) {
		for _, typ := range gguf.Types() {
			f, err := formOf(typ)
			if err != nil || !f.quantised() {
				continue
			}
			for _, extreme := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/extreme=%v", typ, extreme), func(t *testing.T) {
					for blocks := 1; blocks <= 3; blocks++ {
						for size := 1; size <= maxTile; size *= 2 {
							checkMul(t, s, typ, blocks*f.block, size, extreme, 4*((blocks+size)%16))
						}
					}
				})
			}
		}
	})
}

func checkMul(t *testing.T, s *kernelSet, typ gguf.Type, cols, size int, extreme bool, off int) {
	t.Helper()
	r := rand.New(rand.NewPCG(uint64(cols), uint64(size)))
	src := randomBlocks(r, typ, Lanes*cols)
	if extreme { // all bits set in all weights and small scales
		for i := range src {
			if i%2 == 0 || i%typ.BlockBytes() > 4 && i%typ.BlockBytes() < typ.BlockBytes()-4 {
				src[i] = 0xff
			} else {
				src[i] = 0x2f
			}
		}
	}
	m := packed(t, typ, Lanes, cols, src)
	x := make([]float32, size*cols)
	for i := range x {
		x[i] = float32(r.NormFloat64())
		if extreme {
			x[i] = 1 - 2*float32(i/actBlock%2)
		}
	}
	var a Activations
	a.Reset(size, cols, m)
	values := a.packed[m.scaling()]
	quantize, step := quantizeGo, cols
	if m.Wide() {
		quantize, step = quantizeWideGo, 256
	}
	for tok := range size {
		for c := 0; c < cols; c += step {
			quantize(x[tok*cols+c:tok*cols+c+step], values[c/actBlock*size*actBytes:], size, tok)
		}
	}
	const stride = Lanes + 3
	want := make([]float32, size*stride)
	mulTileGo(m.form, size, m.group(0), values, want, stride)
	got := misaligned(make([]float32, size*stride), off)
	m.data = misaligned(m.data, off)
	only := kernelOf(&s.mul[m.form.kind], size)
	blocks := cols / m.form.block
	if m.form.kind == kindLUT {
		blocks = cols / actBlock
	}
	act := misaligned(values, off)
	only(&m.data[0], &act[0], &got[0], blocks, stride)
	w := make([]float32, Lanes*cols)
	if err := Dequantize(typ, src, w); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		total := 0.0
		if lane := i % stride; lane < Lanes {
			for c := range cols {
				total += math.Abs(float64(w[lane*cols+c]) * float64(x[i/stride*cols+c]))
			}
		}
		if !near(got[i], want[i], total) {
			t.Fatalf("%d columns, tile of %d, result %d: got %g, want %g (of %g)", cols, size, i, got[i], want[i], total)
		}
	}
}

// A token's results are the same, to the last bit, in whatever tile it is
// computed: roundings of 8 bits further on would make a difference of any other,
// and reading in pieces another text.
func TestTilesAgree(t *testing.T) {
	eachSet(t, func(t *testing.T, s *kernelSet) {
		for _, typ := range gguf.Types() {
			f, err := formOf(typ)
			if err != nil || !f.quantised() || s.mul[f.kind].t1 == nil {
				continue
			}
			t.Run(typ.String(), func(t *testing.T) {
				r := rand.New(rand.NewPCG(5, uint64(typ)))
				cols := 3 * f.block
				m := packed(t, typ, Lanes, cols, randomBlocks(r, typ, Lanes*cols))
				x := normal(r, maxTile*cols)
				product := func(size, first int) []float32 {
					var a Activations
					a.Reset(size, cols, m)
					for i := range size {
						a.Quantize(i, 0, x[(first+i)*cols:(first+i+1)*cols])
					}
					out := make([]float32, size*Lanes)
					s.mul[f.kind].run(m, size, m.group(0), a.packed[m.scaling()], out, Lanes)
					return out
				}
				whole := product(maxTile, 0)
				for size := 1; size < maxTile; size *= 2 {
					for first := 0; first < maxTile; first += size {
						want := whole[first*Lanes : (first+size)*Lanes]
						if got := product(size, first); !slices.Equal(got, want) {
							t.Fatalf("tile of %d from token %d: got %v, want %v", size, first, got, want)
						}
					}
				}
			})
		}
	})
}

func kernelOf(k *tileKernels, size int) tileKernel {
	return map[int]tileKernel{1: k.t1, 2: k.t2, 4: k.t4, 8: k.t8}[size]
}

func TestFloatMulKernels(t *testing.T) {
	eachSet(t, func(t *testing.T, s *kernelSet) {
		r := rand.New(rand.NewPCG(3, 3))
		for _, typ := range []gguf.Type{gguf.F32, gguf.F16, gguf.BF16} {
			for cols := 1; cols < 40; cols++ {
				m := packed(t, typ, Lanes, cols, randomBlocks(r, typ, Lanes*cols))
				for _, size := range []int{1, 2, 4} {
					x := misaligned(normal(r, size*cols), 4*(cols%16))
					want, got := make([]float32, size*Lanes), make([]float32, size*Lanes)
					mulFloatsGo(m.form, size, m.group(0), x, cols, want, Lanes)
					s.mulFloat[m.form.kind].of(size)(&m.data[0], &x[0], &got[0], cols, Lanes)
					for i := range want {
						if !near(got[i], want[i], float64(cols)*10) {
							t.Fatalf("%s, %d columns, tile of %d, result %d: got %g, want %g", typ, cols, size, i, got[i], want[i])
						}
					}
				}
			}
		}
	})
}

func normal(r *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64() * 3)
	}
	return x
}

// Quantised blocks are the reference's, bit for bit but for the order in which
// a scale is rounded.
func TestQuantizeKernels(t *testing.T) {
	eachSet(t, func(t *testing.T, s *kernelSet) {
		r := rand.New(rand.NewPCG(4, 4))
		for blocks := 0; blocks < 9; blocks++ {
			for _, size := range []int{1, 2, 4, 8} {
				x := misaligned(normal(r, blocks*actBlock), 4*(blocks%16))
				if blocks > 3 {
					clear(x[actBlock : 2*actBlock])
					for i := range actBlock {
						x[2*actBlock+i] = float32(math.MaxFloat32) * float32(1-2*(i%2)) / 2
					}
				}
				want, got := make([]byte, size*blocks*actBytes), make([]byte, size*blocks*actBytes)
				lane := size - 1
				quantizeGo(x, want, size, lane)
				s.quantize(x, got, size, lane)
				sameBytes(t, fmt.Sprintf("%d blocks, tile of %d", blocks, size), got, want)
				quantizeWideGo(x, want, size, lane)
				s.quantizeWide(x, got, size, lane)
				sameBytes(t, fmt.Sprintf("%d blocks of one scale, tile of %d", blocks, size), got, want)
			}
		}
	})
}

func sameBytes(t *testing.T, what string, got, want []byte) {
	t.Helper()
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%s: byte %d is %d, want %d", what, i, got[i], want[i])
		}
	}
}

// Every function of vectors agrees with the reference for all short lengths.
func TestVectorKernels(t *testing.T) {
	type op struct {
		name string
		run  func(s *kernelSet, x, y []float32) []float32
	}
	ops := []op{
		{"rmsNorm", func(s *kernelSet, x, y []float32) []float32 { s.rmsNorm(x, y, x, 1e-5); return x }},
		{"softmax", func(s *kernelSet, x, _ []float32) []float32 { s.softmax(x, 0.3); return x }},
		{"siluMul", func(s *kernelSet, x, y []float32) []float32 { s.siluMul(x, y); return x }},
		{"geluMul", func(s *kernelSet, x, y []float32) []float32 { s.geluMul(x, y); return x }},
		{"addTo", func(s *kernelSet, x, y []float32) []float32 { s.addTo(x, y); return x }},
		{"peak", func(s *kernelSet, x, _ []float32) []float32 { return []float32{s.peak(x)} }},
		{"sumExp", func(s *kernelSet, x, _ []float32) []float32 { return []float32{s.sumExp(x, s.peak(x))} }},
		{"toHalf", func(s *kernelSet, x, _ []float32) []float32 {
			h := make([]uint16, len(x))
			s.toHalf(x, h)
			for i, v := range h {
				x[i] = Half(v)
			}
			return x
		}},
	}
	eachSet(t, func(t *testing.T, s *kernelSet) {
		for _, o := range ops {
			t.Run(o.name, func(t *testing.T) {
				r := rand.New(rand.NewPCG(5, 5))
				for n := 1; n <= 100; n++ {
					x, y := normal(r, n), normal(r, n)
					if n%7 == 0 {
						x[n/2] = 90 // beyond what exp gives in float32
						x[n/3] = -200
					}
					want := o.run(&goSet, append([]float32(nil), x...), y)
					got := o.run(s, misaligned(x, 4*(n%16)), misaligned(y, 4*((n+5)%16)))
					for i := range want {
						if !near(got[i], want[i], math.Abs(float64(want[i]))) {
							t.Fatalf("length %d, number %d: got %g, want %g", n, i, got[i], want[i])
						}
					}
				}
			})
		}
	})
}

// The functions of vectors allocate nothing, however long a vector is.
func TestVectorKernelsAllocateNothing(t *testing.T) {
	eachSet(t, func(t *testing.T, s *kernelSet) {
		for _, n := range []int{5, 16, 37} {
			x := normal(rand.New(rand.NewPCG(7, 7)), n)
			if got := testing.AllocsPerRun(100, func() { s.sumExp(x, s.peak(x)); s.softmax(x, 1) }); got != 0 {
				t.Errorf("%g allocations for %d numbers", got, n)
			}
		}
	})
}

// Attention over caches of all short lengths, for any number of queries.
func TestAttentionKernels(t *testing.T) {
	eachSet(t, func(t *testing.T, s *kernelSet) {
		r := rand.New(rand.NewPCG(6, 6))
		for _, dim := range []int{16, 64, 80, 128} {
			for n := 1; n <= 9; n++ {
				for _, slots := range []int{1, 15, 16, 17, 33} {
					blocks := roundUp(slots, KeyBlock)
					keys, vals := randomHalves(r, blocks*dim), randomHalves(r, slots*dim)
					q, p := normal(r, n*dim), normal(r, n*(slots+1))
					want, got := make([]float32, n*(blocks+1)), make([]float32, n*(blocks+1))
					scoresGo(q, n, dim, keys, dim, want, blocks+1)
					s.scores(q, n, dim, keys, dim, got, blocks+1)
					compare(t, fmt.Sprintf("scores of %d queries of %d with %d slots", n, dim, slots), got, want, float64(dim)*10)
					want, got = make([]float32, n*(dim+2)), make([]float32, n*(dim+2))
					mixGo(p, n, slots+1, vals, dim, want, dim+2)
					s.mix(p, n, slots+1, vals, dim, got, dim+2)
					compare(t, fmt.Sprintf("mix of %d rows of %d from %d slots", n, dim, slots), got, want, float64(slots)*10)
				}
			}
		}
	})
}

func randomHalves(r *rand.Rand, n int) []uint16 {
	h := make([]uint16, n)
	for i := range h {
		h[i] = ToHalf(float32(r.NormFloat64()))
	}
	return h
}

func compare(t *testing.T, what string, got, want []float32, size float64) {
	t.Helper()
	for i := range want {
		if !near(got[i], want[i], size) {
			t.Fatalf("%s: number %d is %g, want %g", what, i, got[i], want[i])
		}
	}
}

// ToHalf is the inverse of Half, and rounds to the nearest, ties to even.
func TestToHalf(t *testing.T) {
	for h := range 1 << 16 {
		v := Half(uint16(h))
		if got := ToHalf(v); got != uint16(h) && v == v {
			t.Fatalf("half %#04x is %g, which became %#04x", h, v, got)
		}
	}
	for _, c := range []struct {
		v    float32
		want uint16
	}{
		{1 + 1.0/2048, 0x3c00}, {1 + 3.0/2048, 0x3c02}, {65519, 0x7bff}, {65520, 0x7c00}, {1e10, 0x7c00}, {-1e10, 0xfc00}, {1e-10, 0},
	} {
		if got := ToHalf(c.v); got != c.want {
			t.Errorf("ToHalf(%g) = %#04x, want %#04x", c.v, got, c.want)
		}
	}
}

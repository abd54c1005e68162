package matmul

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func random(r *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	return v
}

// Every kernel gives the sum of products in float64, for both orders of A, with
// and without what was in C, and touches nothing beside C.
func TestMul(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, kernel := range tiles() {
		for _, size := range [][3]int{{8, 32, 1}, {8, 32, 2}, {16, 64, 7}, {24, 96, 64}, {32, 32, 257}} {
			for _, transposed := range []bool{false, true} {
				for _, add := range []bool{false, true} {
					m, n, k := size[0], size[1], size[2]
					t.Run(fmt.Sprintf("%s/%dx%dx%d/transposed=%v/add=%v", kernel.name, m, n, k, transposed, add), func(t *testing.T) {
						a := Left{Data: random(r, m*k), Row: k, Col: 1}
						if transposed {
							a.Row, a.Col = 1, m
						}
						ldb, ldc := n+5, n+3
						b, c := random(r, k*ldb), random(r, m*ldc)
						before := append([]float32(nil), c...)
						with(kernel, func() { Mul(m, n, k, a, b, ldb, c, ldc, add) })
						for i := range m {
							for j := range ldc {
								want, size := float64(before[i*ldc+j]), 1.0
								if j < n {
									if !add {
										want = 0
									}
									for p := range k {
										v := float64(a.Data[i*a.Row+p*a.Col]) * float64(b[p*ldb+j])
										want, size = want+v, size+math.Abs(v)
									}
								}
								if d := math.Abs(float64(c[i*ldc+j]) - want); d > 1e-6*size {
									t.Fatalf("C[%d, %d] = %g, want %g", i, j, c[i*ldc+j], want)
								}
							}
						}
					})
				}
			}
		}
	}
}

// with runs f on a given kernel.
func with(kernel tile, f func()) {
	old := selected
	selected = kernel
	defer func() { selected = old }()
	f()
}

func TestMulRefuses(t *testing.T) {
	v := make([]float32, 8*32)
	for name, f := range map[string]func(){
		"rows that fill no tile":    func() { Mul(7, 32, 1, Left{v, 1, 1}, v, 32, v, 32, false) },
		"columns that fill no tile": func() { Mul(8, 31, 1, Left{v, 1, 1}, v, 32, v, 32, false) },
		"a short A":                 func() { Mul(8, 32, 8, Left{v[:63], 8, 1}, v, 32, v, 32, false) },
		"a short B":                 func() { Mul(8, 32, 8, Left{v, 8, 1}, v[:8*32-1], 32, v, 32, false) },
		"a short C":                 func() { Mul(8, 32, 1, Left{v, 1, 1}, v, 32, v[:8*32-1], 32, false) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}

func BenchmarkMul(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const m, n, k = 64, 256, 576
	a, x, c := random(r, m*k), random(r, k*n), make([]float32, m*n)
	for _, kernel := range tiles() {
		for name, left := range map[string]Left{"rows": {a, k, 1}, "columns": {a, 1, m}} {
			b.Run(kernel.name+"/"+name, func(b *testing.B) {
				with(kernel, func() {
					for b.Loop() {
						Mul(m, n, k, left, x, n, c, n, true)
					}
				})
				b.ReportMetric(2*m*n*k*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOPS")
			})
		}
	}
}

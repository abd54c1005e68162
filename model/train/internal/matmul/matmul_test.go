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

// Pairs are rounded to the nearest bfloat16, in any number.
func TestPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 8, 15, 16, 17, 64, 100} {
		x, y, both := random(r, n), random(r, n), make([]float32, 2*n)
		for i := range x {
			both[2*i], both[2*i+1] = x[i], y[i]
		}
		rows, columns := make([]uint32, n), make([]uint32, n)
		PairRows(x, y, rows)
		PairColumns(both, columns)
		for i := range x {
			for name, p := range map[string]uint32{"rows": rows[i], "columns": columns[i]} {
				for _, c := range [][2]float32{{low(p), x[i]}, {high(p), y[i]}} {
					if math.Abs(float64(c[0]-c[1])) > math.Abs(float64(c[1]))/256 {
						t.Fatalf("%d %s: pair %d has %g for %g", n, name, i, c[0], c[1])
					}
				}
				if p != pair(x[i], y[i]) {
					t.Fatalf("%d %s: pair %d is %x, want %x", n, name, i, p, pair(x[i], y[i]))
				}
			}
		}
	}
}

// Products of pairs are those of the rounded numbers.
func TestMulPairs(t *testing.T) {
	if !HasPairs() {
		t.Log("no kernel for pairs here: only the reference is tested")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][3]int{{8, 32, 1}, {16, 64, 7}, {24, 96, 64}} {
		for _, transposed := range []bool{false, true} {
			for _, add := range []bool{false, true} {
				m, n, k := size[0], size[1], size[2]
				a, b, c := LeftPairs{make([]uint32, m*k), k, 1}, make([]uint32, k*n), random(r, m*n)
				if transposed {
					a.Row, a.Col = 1, m
				}
				PairColumns(random(r, 2*len(a.Data)), a.Data)
				PairColumns(random(r, 2*len(b)), b)
				want := append([]float32(nil), c...)
				MulPairs(m, n, k, a, b, n, c, n, add)
				for i := range m {
					for j := range n {
						sum, size := 0.0, 1.0
						if add {
							sum = float64(want[i*n+j])
						}
						for p := range k {
							x, y := a.Data[i*a.Row+p*a.Col], b[p*n+j]
							v := float64(low(x))*float64(low(y)) + float64(high(x))*float64(high(y))
							sum, size = sum+v, size+math.Abs(v)
						}
						if d := math.Abs(float64(c[i*n+j]) - sum); d > 1e-6*size {
							t.Fatalf("%v, transposed %v, add %v: C[%d, %d] = %g, want %g", size, transposed, add, i, j, c[i*n+j], sum)
						}
					}
				}
			}
		}
	}
}

func BenchmarkMulPairs(b *testing.B) {
	const m, n, k = 64, 256, 288
	a, x, c := make([]uint32, m*k), make([]uint32, k*n), make([]float32, m*n)
	for b.Loop() {
		MulPairs(m, n, k, LeftPairs{a, k, 1}, x, n, c, n, true)
	}
	b.ReportMetric(4*m*n*k*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOPS")
}

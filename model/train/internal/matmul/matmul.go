// Package matmul multiplies dense float32 matrices for training.
//
// [Mul] is the whole of it: one tile kernel that reads its left operand by
// strides, so that a matrix and its transpose cost the same, and its right
// operand row by row. There is a readable Go kernel, which is the reference and
// the fallback, and assembly for AVX2, AVX-512 and NEON chosen by CPU feature. It
// runs on the caller's goroutine: whoever calls it cuts the work into pieces.
package matmul

//go:generate go run inkling/model/kernel/neongen -set matmul -out matmul_neon_arm64.s -stubs matmul_neon_arm64.go

import "fmt"

// Every dimension is a multiple of these: Mul's rows of C, and its columns.
const (
	RowTile    = 8
	ColumnTile = 32
)

// Left is the left operand of a product, [m, k]: element (i, j) is
// Data[i*Row+j*Col]. Row 1 and Col the width of a matrix stand for its transpose.
type Left struct {
	Data     []float32
	Row, Col int
}

// Mul computes C = A*B, or C += A*B where add is set, with A [m, k], B [k, n] and
// C [m, n]; ldb and ldc are the distances between rows of B and of C. m is a
// multiple of RowTile, n one of ColumnTile. C doesn't overlap A and B.
func Mul(m, n, k int, a Left, b []float32, ldb int, c []float32, ldc int, add bool) {
	if m == 0 || n == 0 {
		return
	}
	switch {
	case m%RowTile != 0 || n%ColumnTile != 0 || k < 1:
		panic(fmt.Sprintf("matmul: a product of [%d, %d] and [%d, %d]", m, k, k, n))
	case len(a.Data) <= (m-1)*a.Row+(k-1)*a.Col, len(b) < (k-1)*ldb+n, len(c) < (m-1)*ldc+n:
		panic(fmt.Sprintf("matmul: operands too short for [%d, %d] times [%d, %d]", m, k, k, n))
	}
	t := selected
	for j := 0; j < n; j += t.columns {
		for i := 0; i < m; i += t.rows {
			t.run(k, a.Data[i*a.Row:], a.Row, a.Col, b[j:], ldb, c[i*ldc+j:], ldc, add)
		}
	}
}

// tile is a kernel that computes a small block of C.
type tile struct {
	name          string
	rows, columns int
	run           func(k int, a []float32, row, col int, b []float32, ldb int, c []float32, ldc int, add bool)
}

// selected is the best kernel that this processor can run. It never changes.
var selected = tiles()[0]

// goTile is the reference.
var goTile = tile{name: "go", rows: RowTile, columns: ColumnTile, run: tileGo}

func tileGo(k int, a []float32, row, col int, b []float32, ldb int, c []float32, ldc int, add bool) {
	var sum [RowTile][ColumnTile]float32
	for p := range k {
		line := b[p*ldb : p*ldb+ColumnTile]
		for i := range sum {
			v := a[i*row+p*col]
			for j, w := range line {
				sum[i][j] += v * w
			}
		}
	}
	for i := range sum {
		out := c[i*ldc : i*ldc+ColumnTile]
		for j, v := range sum[i] {
			if add {
				v += out[j]
			}
			out[j] = v
		}
	}
}

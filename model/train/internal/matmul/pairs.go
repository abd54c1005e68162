package matmul

import (
	"fmt"
	"math"
)

// Processors with AVX512_BF16 multiply pairs of numbers in half the time:
// bfloat16 products, summed up in float32. A matrix [k, n] of pairs has k/2 rows
// of n dwords, each with the numbers of two neighbouring rows.

// HasPairs tells whether products of pairs are faster here than Mul.
func HasPairs() bool { return pairTile != nil }

// LeftPairs is a left operand [m, k/2] of pairs, see Left.
type LeftPairs struct {
	Data     []uint32
	Row, Col int
}

// MulPairs is Mul for pairs: k counts them.
func MulPairs(m, n, k int, a LeftPairs, b []uint32, ldb int, c []float32, ldc int, add bool) {
	if m == 0 || n == 0 {
		return
	}
	switch {
	case m%RowTile != 0 || n%ColumnTile != 0 || k < 1:
		panic(fmt.Sprintf("matmul: a product of [%d, %d] and [%d, %d] pairs", m, k, k, n))
	case len(a.Data) <= (m-1)*a.Row+(k-1)*a.Col, len(b) < (k-1)*ldb+n, len(c) < (m-1)*ldc+n:
		panic(fmt.Sprintf("matmul: operands too short for [%d, %d] times [%d, %d] pairs", m, k, k, n))
	}
	run := pairTile
	if run == nil {
		run = pairTileGo
	}
	for j := 0; j < n; j += ColumnTile {
		for i := 0; i < m; i += RowTile {
			run(k, a.Data[i*a.Row:], a.Row, a.Col, b[j:], ldb, c[i*ldc+j:], ldc, add)
		}
	}
}

// pairKernel computes a tile of RowTile by ColumnTile.
type pairKernel func(k int, a []uint32, row, col int, b []uint32, ldb int, c []float32, ldc int, add bool)

func pairTileGo(k int, a []uint32, row, col int, b []uint32, ldb int, c []float32, ldc int, add bool) {
	for i := range RowTile {
		for j := range ColumnTile {
			sum := float32(0)
			if add {
				sum = c[i*ldc+j]
			}
			for p := range k {
				x, y := a[i*row+p*col], b[p*ldb+j]
				sum += low(x)*low(y) + high(x)*high(y)
			}
			c[i*ldc+j] = sum
		}
	}
}

func low(pair uint32) float32  { return math.Float32frombits(pair << 16) }
func high(pair uint32) float32 { return math.Float32frombits(pair &^ 0xffff) }

// pair rounds two numbers to the nearest bfloat16.
func pair(a, b float32) uint32 {
	const half = 0x8000
	return (math.Float32bits(a)+half)>>16 | (math.Float32bits(b)+half)&^0xffff
}

// PairRows makes pairs of the numbers of two rows: out[i] of first[i] and
// second[i].
func PairRows(first, second []float32, out []uint32) {
	second, out = second[:len(first)], out[:len(first)]
	done := 0
	if pairTile != nil {
		done = pairRowsFast(first, second, out)
	}
	for i := done; i < len(first); i++ {
		out[i] = pair(first[i], second[i])
	}
}

// PairColumns makes pairs of neighbouring numbers: out[i] of x[2*i] and x[2*i+1].
func PairColumns(x []float32, out []uint32) {
	out = out[:len(x)/2]
	done := 0
	if pairTile != nil {
		done = pairColumnsFast(x, out)
	}
	for i := done; i < len(out); i++ {
		out[i] = pair(x[2*i], x[2*i+1])
	}
}

package matmul

import "golang.org/x/sys/cpu"

//go:generate go run gen.go

// tiles lists the kernels that this processor can run, the best one first.
func tiles() []tile {
	all := []tile{goTile}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		all = append([]tile{{name: "avx2", rows: 4, columns: 16, run: tileAVX2Of}}, all...)
	}
	if cpu.X86.HasAVX512F {
		all = append([]tile{{name: "avx512", rows: 8, columns: 32, run: tileAVX512Of}}, all...)
	}
	return all
}

func tileAVX2Of(k int, a []float32, row, col int, b []float32, ldb int, c []float32, ldc int, add bool) {
	tileAVX2(k, &a[0], 4*row, 4*col, &b[0], 4*ldb, &c[0], 4*ldc, add)
}

func tileAVX512Of(k int, a []float32, row, col int, b []float32, ldb int, c []float32, ldc int, add bool) {
	tileAVX512(k, &a[0], 4*row, 4*col, &b[0], 4*ldb, &c[0], 4*ldc, add)
}

// tileAVX2 computes 4 rows of 16 columns; strides are in bytes.
//
//go:noescape
func tileAVX2(k int, a *float32, row, col int, b *float32, ldb int, c *float32, ldc int, add bool)

// tileAVX512 computes 8 rows of 32 columns; strides are in bytes.
//
//go:noescape
func tileAVX512(k int, a *float32, row, col int, b *float32, ldb int, c *float32, ldc int, add bool)

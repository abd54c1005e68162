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

// pairTile is nil where there is no fast kernel for pairs. It never changes.
var pairTile = choosePairTile()

func choosePairTile() pairKernel {
	if !cpu.X86.HasAVX512F || !cpu.X86.HasAVX512BF16 {
		return nil
	}
	return func(k int, a []uint32, row, col int, b []uint32, ldb int, c []float32, ldc int, add bool) {
		tileBF16(k, &a[0], 4*row, 4*col, &b[0], 4*ldb, &c[0], 4*ldc, add)
	}
}

func pairRowsFast(first, second []float32, out []uint32) (done int) {
	if done = len(out) &^ 15; done > 0 {
		pairRows(&first[0], &second[0], &out[0], done)
	}
	return done
}

func pairColumnsFast(x []float32, out []uint32) (done int) {
	if done = len(out) &^ 7; done > 0 {
		pairColumns(&x[0], &out[0], done)
	}
	return done
}

// tileBF16 computes 8 rows of 32 columns from k pairs; strides are in bytes.
//
//go:noescape
func tileBF16(k int, a *uint32, row, col int, b *uint32, ldb int, c *float32, ldc int, add bool)

// pairRows makes n pairs, a multiple of 16.
//
//go:noescape
func pairRows(first, second *float32, out *uint32, n int)

// pairColumns makes n pairs, a multiple of 8.
//
//go:noescape
func pairColumns(x *float32, out *uint32, n int)

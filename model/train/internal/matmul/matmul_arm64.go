package matmul

// tiles lists the kernels that this processor can run, the best one first: every
// 64-bit Arm processor has the vector instructions of this one.
func tiles() []tile {
	return []tile{{name: "neon", rows: 4, columns: 16, run: tileNEONOf}, goTile}
}

func tileNEONOf(k int, a []float32, row, col int, b []float32, ldb int, c []float32, ldc int, add bool) {
	tileNEON(k, &a[0], 4*row, 4*col, &b[0], 4*ldb, &c[0], 4*ldc, add)
}

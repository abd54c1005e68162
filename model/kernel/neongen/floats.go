package main

import "fmt"

// floatKernels multiply sixteen rows of floats by a tile of tokens.
func floatKernels(p *program) {
	for _, format := range []string{"F32", "F16", "BF16"} {
		for _, tokens := range []int{1, 2, 4} {
			p.function(fmt.Sprintf("mul%sx%dNEON", format, tokens), "func(w *byte, x, out *float32, cols, stride int)",
				"multiplies sixteen rows of floats by tokens.",
				func(f *fn) { mulFloats(f, format, tokens) })
		}
	}
}

func mulFloats(f *fn, format string, tokens int) {
	w, x, out := f.load("w"), f.load("x"), f.load("out")
	cols, stride := f.load("cols"), f.load("stride")
	f.op("LSL $2, %v", stride)
	rows := rowsAt(f, x, tokens, func(step R) { f.op("LSL $2, %v, %v", cols, step) })
	acc := f.vecs(4 * tokens)
	for _, a := range acc {
		f.movi(a, 0)
	}
	size := map[string]int{"F32": 64, "F16": 32, "BF16": 32}[format]
	columns := func(n int) {
		v := make([]V, tokens)
		for t := range v {
			v[t] = f.vec()
			if n == 4 {
				f.ldrQ(v[t], rows[t], 0)
			} else {
				f.ldrS(v[t], rows[t], 0)
			}
			f.advance(rows[t], 4*n)
		}
		for c := range n {
			column := f.sixteen(w, c*size, format)
			for t := range v {
				for q, r := range column {
					f.fmlaLane(acc[4*t+q], r, lane{v[t], c})
				}
			}
			f.free(column...)
		}
		f.free(v...)
		f.advance(w, n*size)
	}
	four := f.reg()
	f.op("LSR $2, %v, %v", cols, four)
	f.op("AND $3, %v", cols)
	f.op("CBZ %v, rest", four)
	f.loop("columns", four, func() { columns(4) })
	f.label("rest")
	f.op("CBZ %v, end", cols)
	f.loop("column", cols, func() { columns(1) })
	f.label("end")
	for t := range tokens {
		for q := range 4 {
			f.strQ(acc[4*t+q], out, 16*q)
		}
		if t+1 < tokens {
			f.op("ADD %v, %v", stride, out)
		}
	}
}

// rowsAt gives the addresses of n rows; step works out the bytes between them.
func rowsAt(f *fn, first R, n int, step func(R)) []R {
	rows := []R{first}
	if n == 1 {
		return rows
	}
	by := f.reg()
	step(by)
	for i := 1; i < n; i++ {
		r := f.reg()
		f.op("ADD %v, %v, %v", by, rows[i-1], r)
		rows = append(rows, r)
	}
	return rows
}

// sixteen reads sixteen numbers as four registers of float32.
func (f *fn) sixteen(base R, off int, format string) []V {
	v := f.vecs(4)
	if format == "F32" {
		for q := range v {
			f.ldrQ(v[q], base, off+16*q)
		}
		return v
	}
	low, high := f.fcvtl, f.fcvtl2
	if format == "BF16" {
		low, high = f.shll, f.shll2
	}
	for q := 0; q < 4; q += 2 {
		f.ldrQ(v[q], base, off+8*q)
		high(v[q+1], v[q])
		low(v[q], v[q])
	}
	return v
}

// denseTile computes 4 rows of 16 columns for training: sixteen registers of
// sums, to which each step adds four numbers of A times a row of B.
func denseTile(p *program) {
	p.function("tileNEON", "func(k int, a *float32, row, col int, b *float32, ldb int, c *float32, ldc int, add bool)",
		"computes 4 rows of 16 columns; strides are in bytes.",
		func(f *fn) {
			const rows = 4
			k, a, row, col := f.load("k"), f.load("a"), f.load("row"), f.load("col")
			b, ldb, c, ldc := f.load("b"), f.load("ldb"), f.load("c"), f.load("ldc")
			add := f.loadBool("add")
			lines := rowsAt(f, a, rows, func(step R) { f.op("MOVD %v, %v", row, step) })
			acc := f.vecs(4 * rows)
			for _, r := range acc {
				f.movi(r, 0)
			}
			f.loop("next", k, func() {
				x, line := f.vecs(rows), f.sixteen(b, 0, "F32")
				for i := range x {
					f.ldrS(x[i], lines[i], 0)
					f.op("ADD %v, %v", col, lines[i])
				}
				for i := range x {
					for j, r := range line {
						f.fmlaLane(acc[4*i+j], r, lane{x[i], 0})
					}
				}
				f.free(x...)
				f.free(line...)
				f.op("ADD %v, %v", ldb, b)
			})
			f.op("CBZ %v, store", add)
			at := f.copyOf(c)
			for i := range rows {
				old := f.sixteen(at, 0, "F32")
				for j, r := range old {
					f.fadd(acc[4*i+j], acc[4*i+j], r)
				}
				f.free(old...)
				f.op("ADD %v, %v", ldc, at)
			}
			f.label("store")
			for i := range rows {
				f.store(acc[4*i:4*i+4], c)
				f.op("ADD %v, %v", ldc, c)
			}
		})
}

// attentionKernels: the cache's keys are transposed, sixteen to a block, see
// Cache.
func attentionKernels(p *program) {
	for _, rows := range []int{1, 2, 4} {
		p.function(fmt.Sprintf("scores%dNEON", rows), "func(q *float32, qStride int, keys *uint16, dim, blocks int, out *float32, outStride int)",
			"multiplies queries by blocks of sixteen keys.",
			func(f *fn) { scores(f, rows) })
	}
	for _, shape := range [][2]int{{1, 16}, {1, 32}, {2, 16}, {2, 32}, {4, 16}} {
		rows, numbers := shape[0], shape[1]
		p.function(fmt.Sprintf("mix%dby%dNEON", rows, numbers), "func(p *float32, pStride int, values *uint16, step, slots int, out *float32, outStride int)",
			"adds weighted values, of which it takes as many as its name says; step is the bytes from slot to slot.",
			func(f *fn) { mix(f, rows, numbers) })
	}
}

func scores(f *fn, rows int) {
	q, keys, out := f.load("q"), f.load("keys"), f.load("out")
	dim, blocks := f.load("dim"), f.load("blocks")
	qStride, outStride := f.load("qStride"), f.load("outStride")
	f.op("LSL $2, %v", outStride)
	queries := rowsAt(f, q, rows, func(step R) { f.op("LSL $2, %v, %v", qStride, step) })
	left, bytes, at := f.reg(), f.reg(), f.reg()
	f.op("LSL $2, %v, %v", dim, bytes)
	f.loop("block", blocks, func() {
		acc := f.vecs(4 * rows)
		for _, a := range acc {
			f.movi(a, 0)
		}
		f.op("MOVD %v, %v", dim, left)
		f.loopBy("dimension", left, 4, func() {
			v := f.vecs(rows)
			for i := range v {
				f.ldrQ(v[i], queries[i], 0)
				f.advance(queries[i], 16)
			}
			for d := range 4 {
				key := f.sixteen(keys, 32*d, "F16")
				for i := range v {
					for j, k := range key {
						f.fmlaLane(acc[4*i+j], k, lane{v[i], d})
					}
				}
				f.free(key...)
			}
			f.free(v...)
			f.advance(keys, 4*32)
		})
		f.op("MOVD %v, %v", out, at)
		for i, r := range queries {
			f.op("SUB %v, %v", bytes, r)
			for j := range 4 {
				f.strQ(acc[4*i+j], at, 16*j)
			}
			f.op("ADD %v, %v", outStride, at)
		}
		f.advance(out, 64)
		f.free(acc...)
	})
}

func mix(f *fn, rows, numbers int) {
	p, values, out := f.load("p"), f.load("values"), f.load("out")
	step, slots := f.load("step"), f.load("slots")
	pStride, outStride := f.load("pStride"), f.load("outStride")
	f.op("LSL $2, %v", outStride)
	weights := rowsAt(f, p, rows, func(step R) { f.op("LSL $2, %v, %v", pStride, step) })
	per := numbers / 4
	acc := f.vecs(per * rows)
	at := f.copyOf(out)
	for i := range rows {
		for j := range per {
			f.ldrQ(acc[per*i+j], at, 16*j)
		}
		f.op("ADD %v, %v", outStride, at)
	}
	f.loop("slot", slots, func() {
		v := f.vecs(rows)
		for i := range v {
			f.ldrS(v[i], weights[i], 0)
			f.advance(weights[i], 4)
		}
		for part := 0; part < per; part += 4 {
			value := f.sixteen(values, 8*part, "F16")
			for i := range v {
				for j, r := range value {
					f.fmlaLane(acc[per*i+part+j], r, lane{v[i], 0})
				}
			}
			f.free(value...)
		}
		f.free(v...)
		f.op("ADD %v, %v", step, values)
	})
	for i := range rows {
		for j := range per {
			f.strQ(acc[per*i+j], out, 16*j)
		}
		if i+1 < rows {
			f.op("ADD %v, %v", outStride, out)
		}
	}
}

package main

// quantizeKernels writes the two kernels that turn blocks of 32 floats into int8
// and their five numbers; see Activations. In one, each block has a scale of its
// own, rounded to half precision; in the other all share the given peak.
func quantizeKernels(p *program) {
	const doc = "quantises blocks of one token into a tile of size tokens: q is its int8 values' place in the first block, fields that of its scale."
	p.function("quantizeNEON", "func(x *float32, q, fields *byte, blocks, size int)", doc,
		func(f *fn) { quantize(f, false) })
	p.function("quantizeSharedNEON", "func(x *float32, q, fields *byte, blocks, size int, peak float32)", doc,
		func(f *fn) { quantize(f, true) })
}

func quantize(f *fn, shared bool) {
	x, q, fields := f.load("x"), f.load("q"), f.load("fields")
	blocks, size := f.load("blocks"), f.load("size")
	field, block, at := f.reg(), f.reg(), f.reg() // bytes from field to field, from block to block
	f.op("LSL $2, %v, %v", size, field)
	f.op("MOVD $%d, %v", actBytes, block)
	f.op("MUL %v, %v", size, block)
	full, tiny := f.constant(at, 127), f.constant(at, 1e-30)
	var peak V
	if shared {
		peak = f.loadFloat("peak")
	}
	f.loop("next", blocks, func() {
		v := f.vecs(8)
		for i := range v {
			f.ldrQ(v[i], x, 16*i)
		}
		top := peak
		if !shared {
			top = f.absoluteTop(v)
		}
		scale, inverse := f.vec(), f.vec()
		f.fdiv(scale, top, full)
		f.fmax(inverse, top, tiny)
		f.fdiv(inverse, full, inverse)
		if !shared {
			f.free(top)
		}
		for _, r := range v {
			f.fmul(r, r, inverse)
			f.fcvtns(r, r)
		}
		f.free(inverse)
		sums := f.halfSums(v)
		f.narrow(v)
		f.strQ(v[0], q, 0)
		f.strQ(v[4], q, 16)
		f.free(v...)

		total, weighted := f.vec(), f.vec()
		f.add(total, sums[0], sums[1])
		f.scvtf(weighted, total)
		f.fmul(weighted, weighted, scale)
		if !shared {
			for _, r := range []V{scale, weighted} {
				f.fcvtn(r, r)
				f.fcvtl(r, r)
			}
		}
		f.op("MOVD %v, %v", fields, at)
		for _, r := range []V{total, sums[0], sums[1]} {
			f.neg(r, r)
		}
		for _, r := range []V{scale, weighted, total, sums[0], sums[1]} {
			f.strS(r, at, 0)
			f.op("ADD %v, %v", field, at)
		}
		f.free(scale, weighted, total, sums[0], sums[1])
		f.advance(x, 128)
		f.op("ADD %v, %v", block, q)
		f.op("ADD %v, %v", block, fields)
	})
}

// absoluteTop is the greatest absolute value of 32 numbers, in all lanes.
func (f *fn) absoluteTop(v []V) V {
	top, t := f.vec(), f.vec()
	f.fabs(top, v[0])
	for _, r := range v[1:] {
		f.fabs(t, r)
		f.fmax(top, top, t)
	}
	f.free(t)
	f.fmaxv(top, top)
	f.dup(top, top, 0)
	return top
}

// halfSums adds up the first and the last sixteen integers.
func (f *fn) halfSums(v []V) [2]V {
	var sums [2]V
	for i := range sums {
		s := f.vec()
		f.add(s, v[4*i], v[4*i+1])
		for _, r := range v[4*i+2 : 4*i+4] {
			f.add(s, s, r)
		}
		f.addv(s, s)
		sums[i] = s
	}
	return sums
}

// narrow turns 32 words into bytes, in registers 0 and 4.
func (f *fn) narrow(v []V) {
	for i := 0; i < 8; i += 4 {
		f.sqxtnH(v[i], v[i])
		f.sqxtn2H(v[i], v[i+1])
		f.sqxtnH(v[i+2], v[i+2])
		f.sqxtn2H(v[i+2], v[i+3])
		f.sqxtnB(v[i], v[i])
		f.sqxtn2B(v[i], v[i+2])
	}
}

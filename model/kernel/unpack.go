package kernel

import "encoding/binary"

// The unpack functions give back the weights of 32 columns of a packed block.

// nibbles reads four vectors whose low nibbles are columns 0..15 and whose high
// nibbles are columns 16..31.
func (w *weights) nibbles(v []byte) {
	for lane := range Lanes {
		for c := range 16 {
			b := v[c/4*64+4*lane+c%4]
			w.q[c][lane], w.q[c+16][lane] = b&15, b>>4
		}
	}
}

// oneScale sets the scale of all 32 columns of a row.
func (w *weights) oneScale(lane int, s float32) { w.scale[0][lane], w.scale[1][lane] = s, s }

// scaleHalves reads sixteen half floats as scales.
func (w *weights) scaleHalves(b []byte) {
	for lane := range Lanes {
		w.oneScale(lane, halfAt(b, 2*lane))
	}
}

func unpackQ40(b []byte, _ int, w *weights) {
	*w = weights{offset: 8}
	w.scaleHalves(b)
	w.nibbles(b[32:])
}

func unpackQ41(b []byte, _ int, w *weights) {
	*w = weights{}
	w.scaleHalves(b)
	for lane := range Lanes {
		w.min[lane] = halfAt(b[32:], 2*lane)
	}
	w.nibbles(b[64:])
}

// fifthBits adds the bits that spreadBits laid out.
func (w *weights) fifthBits(v []byte) {
	for lane := range Lanes {
		bits := binary.LittleEndian.Uint32(v[4*lane:])
		for c := range actBlock {
			w.q[c][lane] |= uint8(bits>>(8*(c%4)+c/4)&1) << 4
		}
	}
}

func unpackQ50(b []byte, _ int, w *weights) {
	*w = weights{offset: 16}
	w.scaleHalves(b)
	w.nibbles(b[96:])
	w.fifthBits(b[32:])
}

func unpackQ51(b []byte, _ int, w *weights) {
	*w = weights{}
	w.scaleHalves(b)
	for lane := range Lanes {
		w.min[lane] = halfAt(b[32:], 2*lane)
	}
	w.nibbles(b[128:])
	w.fifthBits(b[64:])
}

func unpackQ80(b []byte, _ int, w *weights) {
	*w = weights{offset: 128}
	w.scaleHalves(b)
	for lane := range Lanes {
		for c := range actBlock {
			w.q[c][lane] = b[32+c/4*64+4*lane+c%4]
		}
	}
}

// scalesK sets scale and min of sub-block sub from the packed 6-bit numbers
// of Q4_K and Q5_K: twelve bytes a row, in three vectors.
func (w *weights) scalesK(b []byte, sub int) {
	for lane := range Lanes {
		at := func(i int) uint8 { return b[64+i/4*64+4*lane+i%4] }
		var scale, low uint8
		if sub < 4 {
			scale, low = at(sub)&63, at(sub+4)&63
		} else {
			scale = at(sub+4)&15 | at(sub-4)>>6<<4
			low = at(sub+4)>>4 | at(sub)>>6<<4
		}
		w.oneScale(lane, halfAt(b, 2*lane)*float32(scale))
		w.min[lane] = -halfAt(b[32:], 2*lane) * float32(low)
	}
}

// nibblesK reads sub-block sub of eight times 32 columns: two neighbours share
// eight vectors, one in the low and one in the high nibbles.
func (w *weights) nibblesK(v []byte, sub int) {
	for lane := range Lanes {
		for c := range actBlock {
			w.q[c][lane] = v[(sub/2*8+c/4)*64+4*lane+c%4] >> (sub % 2 * 4) & 15
		}
	}
}

func unpackQ4K(b []byte, sub int, w *weights) {
	*w = weights{}
	w.scalesK(b, sub)
	w.nibblesK(b[64+3*64:], sub)
}

func unpackQ5K(b []byte, sub int, w *weights) {
	*w = weights{}
	w.scalesK(b, sub)
	w.nibblesK(b[64+11*64:], sub)
	high := b[64+3*64:]
	for lane := range Lanes {
		for c := range actBlock {
			w.q[c][lane] |= high[c/4*64+4*lane+c%4] >> sub & 1 << 4
		}
	}
}

func unpackQ6K(b []byte, sub int, w *weights) {
	*w = weights{offset: 32}
	scales, v := b[64:], b[64+4*64:]
	half, part := sub/4, sub%4
	for lane := range Lanes {
		d := floatF32(b, lane)
		for i := range 2 {
			k := 2*sub + i
			w.scale[i][lane] = d * float32(int8(scales[k/4*64+4*lane+k%4]))
		}
		for c := range actBlock {
			at := (half*8+c/4)*3*64 + 4*lane + c%4
			l := v[at+64+part%2*64] >> (part / 2 * 4) & 15
			h := v[at] >> (part * 2) & 3
			w.q[c][lane] = l | h<<4
		}
	}
}

func unpackQ2K(b []byte, sub int, w *weights) {
	*w = weights{halves: true}
	scales, low := b[64:], b[64+4*64:]
	for lane := range Lanes {
		d, dmin := halfAt(b, 2*lane), halfAt(b[32:], 2*lane)
		at := func(k int) uint8 { return scales[k/4*64+4*lane+k%4] }
		for i := range 2 {
			w.scale[i][lane] = d * float32(at(2*sub+i)&15)
		}
		w.min[lane] = -dmin * float32(at(2*sub)>>4)
		w.min2[lane] = -dmin * float32(at(2*sub+1)>>4)
		for c := range actBlock {
			w.q[c][lane] = low[(sub/4*8+c/4)*64+4*lane+c%4] >> (sub % 4 * 2) & 3
		}
	}
}

// unpackLUT serves blocks of 32 columns and of 8 times 32.
func unpackLUT(b []byte, sub int, w *weights) {
	*w = weights{offset: 128}
	b = b[sub*320:]
	for lane := range Lanes {
		w.oneScale(lane, floatF32(b, lane))
	}
	w.nibbles(b[64:])
	for c := range w.q {
		for lane := range Lanes {
			w.q[c][lane] = iq4Unsigned[w.q[c][lane]]
		}
	}
}

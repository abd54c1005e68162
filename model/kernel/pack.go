package kernel

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// forms describes every packed layout. In the comments a vector is sixteen
// dwords, one for each row; "d f16" is sixteen half floats. Nibbles and bits lie
// in a dword as they do in four consecutive bytes of the file's block.
var forms = [...]form{
	// d f16; 4 vectors of nibbles: the low ones are columns 4v..4v+3, the high ones 16 more
	{name: "Q4_0", kind: kindQ40, block: 32, blockBytes: 16 * 18, pack: packQ40, unpack: unpackQ40},
	// d f16; m f16; 4 vectors of nibbles
	{name: "Q4_1", kind: kindQ41, block: 32, blockBytes: 16 * 20, pack: packQ41, unpack: unpackQ41},
	// d f16; 1 vector of fifth bits, see spreadBits; 4 vectors of nibbles
	{name: "Q5_0", kind: kindQ50, block: 32, blockBytes: 16 * 22, pack: packQ50, unpack: unpackQ50},
	// d f16; m f16; 1 vector of fifth bits; 4 vectors of nibbles
	{name: "Q5_1", kind: kindQ51, block: 32, blockBytes: 16 * 24, pack: packQ51, unpack: unpackQ51},
	// d f16; 8 vectors of bytes, 128 added to make them unsigned
	{name: "Q8_0", kind: kindQ80, block: 32, blockBytes: 16 * 34, pack: packQ80, unpack: unpackQ80},
	// d f16; dmin f16; 3 vectors of 6-bit scales; 32 vectors of nibbles
	{name: "Q4_K", kind: kindQ4K, block: 256, blockBytes: 16 * 144, pack: packQ4K, unpack: unpackQ4K},
	// d f16; dmin f16; 3 vectors of 6-bit scales; 8 vectors of fifth bits; 32 vectors of nibbles
	{name: "Q5_K", kind: kindQ5K, block: 256, blockBytes: 16 * 176, pack: packQ5K, unpack: unpackQ5K},
	// d f32; 4 vectors of int8 scales; for each 4 of the 32 columns that a half's four parts have:
	// a vector of high bit pairs, one of nibbles of parts 0 and 2, one of parts 1 and 3
	{name: "Q6_K", kind: kindQ6K, block: 256, blockBytes: 16 * 212, pack: packQ6K, unpack: unpackQ6K},
	// the same as Q6_K
	{name: "Q3_K", kind: kindQ6K, block: 256, blockBytes: 16 * 212, pack: packQ3K, unpack: unpackQ6K},
	// d f16; dmin f16; 4 vectors of 4-bit scale and min; 16 vectors of bit pairs
	{name: "Q2_K", kind: kindQ2K, block: 256, blockBytes: 16 * 84, pack: packQ2K, unpack: unpackQ2K},
	// d f32; 4 vectors of nibbles that index iq4Unsigned
	{name: "IQ4_NL", kind: kindLUT, block: 32, blockBytes: 16 * 20, pack: packIQ4NL, unpack: unpackLUT},
	{name: "IQ4_XS", kind: kindLUT, block: 256, blockBytes: 8 * 16 * 20, pack: packIQ4XS, unpack: unpackLUT},
	// one column of sixteen numbers
	{name: "F32", kind: kindF32, block: 1, blockBytes: 64, pack: packWords, float: floatF32},
	{name: "F16", kind: kindF16, block: 1, blockBytes: 32, pack: packHalves, float: floatF16},
	{name: "BF16", kind: kindBF16, block: 1, blockBytes: 32, pack: packHalves, float: floatBF16},
}

// iq4Unsigned are the sixteen values of the non-linear 4-bit types, given by the
// GGUF format, with 128 added to make them unsigned.
var iq4Unsigned = [16]uint8{
	128 - 127, 128 - 104, 128 - 83, 128 - 65, 128 - 49, 128 - 35, 128 - 22, 128 - 10,
	128 + 1, 128 + 13, 128 + 25, 128 + 38, 128 + 53, 128 + 69, 128 + 89, 128 + 113,
}

// halves writes the half float at byte off of each row's block, 32 bytes in all.
func packHalf(dst []byte, rows *[Lanes][]byte, off int) []byte {
	for lane := range rows {
		dst[2*lane], dst[2*lane+1] = rows[lane][off], rows[lane][off+1]
	}
	return dst[2*Lanes:]
}

// packDwords writes n vectors of the dwords that start at byte off of each
// row's block.
func packDwords(dst []byte, rows *[Lanes][]byte, off, n int) []byte {
	_ = dst[64*n-1]
	base := unsafe.Pointer(&dst[0])
	for lane := range rows {
		src := rows[lane][off : off+4*n]
		from := unsafe.Pointer(unsafe.SliceData(src))
		to := unsafe.Add(base, 4*lane)
		for v := 0; v < n; v++ {
			*(*uint32)(unsafe.Add(to, 64*v)) = *(*uint32)(unsafe.Add(from, 4*v))
		}
	}
	return dst[64*n:]
}

func packQ40(dst []byte, rows *[Lanes][]byte) {
	packDwords(packHalf(dst, rows, 0), rows, 2, 4)
}

func packQ41(dst []byte, rows *[Lanes][]byte) {
	packDwords(packHalf(packHalf(dst, rows, 0), rows, 2), rows, 4, 4)
}

// spreadBits rearranges 32 bits, one for each column, so that bit 8b+v is the
// one of column 4v+b: those of four neighbouring columns are then in the same
// place of four bytes.
func spreadBits(x uint32) uint32 {
	// A transposition of an 8x4 bit matrix, by exchanging bit i of the index
	// step by step: index v2 v1 v0 b1 b0 becomes b1 b0 v2 v1 v0.
	swap := func(x, mask uint32, shift uint) uint32 {
		t := (x ^ x>>shift) & mask
		return x ^ t ^ t<<shift
	}
	x = swap(x, 0x0a0a0a0a, 3)  // index bits 2,0: v2 v1 b0 b1 v0
	x = swap(x, 0x00cc00cc, 6)  // index bits 3,1: v2 b1 b0 v1 v0
	x = swap(x, 0x0000f0f0, 12) // index bits 4,2: b0 b1 v2 v1 v0
	x = swap(x, 0x0000ff00, 8)  // index bits 4,3: b1 b0 v2 v1 v0
	return x
}

func packSpread(dst []byte, rows *[Lanes][]byte, off int) []byte {
	for lane := range rows {
		bits := binary.LittleEndian.Uint32(rows[lane][off:])
		binary.LittleEndian.PutUint32(dst[4*lane:], spreadBits(bits))
	}
	return dst[64:]
}

func packQ50(dst []byte, rows *[Lanes][]byte) {
	packDwords(packSpread(packHalf(dst, rows, 0), rows, 2), rows, 6, 4)
}

func packQ51(dst []byte, rows *[Lanes][]byte) {
	dst = packHalf(packHalf(dst, rows, 0), rows, 2)
	packDwords(packSpread(dst, rows, 4), rows, 8, 4)
}

func packQ80(dst []byte, rows *[Lanes][]byte) {
	dst = packHalf(dst, rows, 0)
	packDwords(dst, rows, 2, 8)
	words := unsafe.Slice((*uint64)(unsafe.Pointer(&dst[0])), 64)
	for i := range words {
		words[i] ^= 0x8080808080808080
	}
}

func packQ4K(dst []byte, rows *[Lanes][]byte) {
	packDwords(packHalf(packHalf(dst, rows, 0), rows, 2), rows, 4, 3+32)
}

func packQ5K(dst []byte, rows *[Lanes][]byte) {
	packDwords(packHalf(packHalf(dst, rows, 0), rows, 2), rows, 4, 3+8+32)
}

func packQ6K(dst []byte, rows *[Lanes][]byte) {
	for lane := range rows {
		putFloat(dst[4*lane:], halfAt(rows[lane], 208))
	}
	dst = packDwords(dst[64:], rows, 192, 4)
	for half := range 2 {
		for g := range 8 {
			dst = packDwords(dst, rows, 128+32*half+4*g, 1)
			dst = packDwords(dst, rows, 64*half+4*g, 1)
			dst = packDwords(dst, rows, 64*half+32+4*g, 1)
		}
	}
}

func packQ2K(dst []byte, rows *[Lanes][]byte) {
	dst = packHalf(packHalf(dst, rows, 80), rows, 82)
	dst = packDwords(dst, rows, 0, 4)
	packDwords(dst, rows, 16, 16)
}

// packQ3K carries 3-bit weights d*sc*(q-4) over into the 6-bit form
// d*sc*(q'-32) with q' = q+28.
func packQ3K(dst []byte, rows *[Lanes][]byte) {
	var wide [Lanes][210]byte
	var as [Lanes][]byte
	for lane, r := range rows {
		w := &wide[lane]
		high, low, packed := r[:32], r[32:96], r[96:108]
		for c := range 256 {
			// columns of 128 share 32 bytes of bit pairs, four to a byte
			q := low[c/128*32+c%32] >> (c % 128 / 32 * 2) & 3
			q += high[c%32] >> (c / 32) & 1 << 2
			setQ6K(w, c, q+28)
		}
		for i := range 16 {
			s := packed[i%8] >> (i / 8 * 4) & 15
			s |= packed[8+i%4] >> (i / 4 * 2) & 3 << 4
			w[192+i] = byte(int8(s) - 32)
		}
		w[208], w[209] = r[108], r[109]
		as[lane] = w[:]
	}
	packQ6K(dst, &as)
}

// setQ6K stores the six bits of a column in a Q6_K block of the file's form.
func setQ6K(block *[210]byte, c int, q byte) {
	half, part, l := c/128, c%128/32, c%32
	block[half*64+part%2*32+l] |= q & 15 << (part / 2 * 4)
	block[128+half*32+l] |= q >> 4 << (part * 2)
}

func packIQ4NL(dst []byte, rows *[Lanes][]byte) {
	for lane := range rows {
		putFloat(dst[4*lane:], halfAt(rows[lane], 0))
	}
	packDwords(dst[64:], rows, 2, 4)
}

func packIQ4XS(dst []byte, rows *[Lanes][]byte) {
	for sub := range 8 {
		for lane, r := range rows {
			low := r[4+sub/2] >> (sub % 2 * 4) & 15
			high := binary.LittleEndian.Uint16(r[2:]) >> (2 * sub) & 3
			scale := int(low) | int(high)<<4
			putFloat(dst[4*lane:], halfAt(r, 0)*float32(scale-32))
		}
		dst = packDwords(dst[64:], rows, 8+16*sub, 4)
	}
}

func packWords(dst []byte, rows *[Lanes][]byte)  { packDwords(dst, rows, 0, 1) }
func packHalves(dst []byte, rows *[Lanes][]byte) { packHalf(dst, rows, 0) }

func putFloat(dst []byte, v float32) { binary.LittleEndian.PutUint32(dst, math.Float32bits(v)) }

// halfAt reads the half float at byte off.
func halfAt(b []byte, off int) float32 { return Half(binary.LittleEndian.Uint16(b[off:])) }

func floatF32(b []byte, lane int) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(b[4*lane:]))
}
func floatF16(b []byte, lane int) float32 { return halfAt(b, 2*lane) }
func floatBF16(b []byte, lane int) float32 {
	return math.Float32frombits(uint32(binary.LittleEndian.Uint16(b[2*lane:])) << 16)
}

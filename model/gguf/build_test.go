package gguf

import (
	"encoding/binary"
	"math"
)

// builder puts the bytes of a GGUF file together, right or wrong as told.
type builder struct{ b []byte }

func file(version uint32, tensors, keys uint64) *builder {
	return (&builder{b: []byte("GGUF")}).u32(version).u64(tensors).u64(keys)
}

func (b *builder) raw(p ...byte) *builder { b.b = append(b.b, p...); return b }
func (b *builder) u32(x uint32) *builder {
	b.b = binary.LittleEndian.AppendUint32(b.b, x)
	return b
}
func (b *builder) u64(x uint64) *builder {
	b.b = binary.LittleEndian.AppendUint64(b.b, x)
	return b
}
func (b *builder) f32(x float32) *builder { return b.u32(math.Float32bits(x)) }
func (b *builder) f64(x float64) *builder { return b.u64(math.Float64bits(x)) }
func (b *builder) str(s string) *builder  { return b.u64(uint64(len(s))).raw([]byte(s)...) }

// key begins a metadata entry; its value follows.
func (b *builder) key(name string, k kind) *builder { return b.str(name).u32(uint32(k)) }

func (b *builder) keyString(name, s string) *builder { return b.key(name, kindString).str(s) }
func (b *builder) keyU32(name string, x uint32) *builder {
	return b.key(name, kindUint32).u32(x)
}
func (b *builder) keyArray(name string, elem kind, n uint64) *builder {
	return b.key(name, kindArray).u32(uint32(elem)).u64(n)
}

// tensor adds the description of a tensor.
func (b *builder) tensor(name string, t Type, offset uint64, dims ...uint64) *builder {
	b.str(name).u32(uint32(len(dims)))
	for _, d := range dims {
		b.u64(d)
	}
	return b.u32(uint32(t)).u64(offset)
}

// data pads to the alignment and adds n bytes of tensor data.
func (b *builder) data(alignment, n int) *builder {
	for len(b.b)%alignment != 0 {
		b.raw(0)
	}
	for i := range n {
		b.raw(byte(i))
	}
	return b
}

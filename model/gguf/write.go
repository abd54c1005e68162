package gguf

import (
	"encoding/binary"
	"math"
)

// Builder puts a small file together in memory: an adapter, or a model for a
// test. Keys and tensors are written in the order in which they are given. The
// zero value is an empty file.
type Builder struct {
	keys    []byte
	nKeys   int
	tensors []Tensor
}

func (b *Builder) key(name string, k kind) {
	b.keys = appendString(b.keys, name)
	b.keys = binary.LittleEndian.AppendUint32(b.keys, uint32(k))
	b.nKeys++
}

func appendString(dst []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint64(dst, uint64(len(s))), s...)
}

// String adds a text to the metadata.
func (b *Builder) String(key, v string) {
	b.key(key, kindString)
	b.keys = appendString(b.keys, v)
}

// Uint adds a whole number of 32 bits.
func (b *Builder) Uint(key string, v uint32) {
	b.key(key, kindUint32)
	b.keys = binary.LittleEndian.AppendUint32(b.keys, v)
}

// Float adds a float32.
func (b *Builder) Float(key string, v float32) {
	b.key(key, kindFloat32)
	b.keys = binary.LittleEndian.AppendUint32(b.keys, math.Float32bits(v))
}

// Strings adds a list of texts.
func (b *Builder) Strings(key string, v []string) {
	b.array(key, kindString, len(v))
	for _, s := range v {
		b.keys = appendString(b.keys, s)
	}
}

// Ints adds a list of whole numbers of 32 bits.
func (b *Builder) Ints(key string, v []int32) {
	b.array(key, kindInt32, len(v))
	for _, i := range v {
		b.keys = binary.LittleEndian.AppendUint32(b.keys, uint32(i))
	}
}

func (b *Builder) array(key string, element kind, n int) {
	b.key(key, kindArray)
	b.keys = binary.LittleEndian.AppendUint32(b.keys, uint32(element))
	b.keys = binary.LittleEndian.AppendUint64(b.keys, uint64(n))
}

// Floats adds a tensor of float32 values of the given shape, see Tensor.Shape.
func (b *Builder) Floats(name string, v []float32, shape ...int) {
	data := make([]byte, 0, 4*len(v))
	for _, x := range v {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
	}
	b.Tensor(Tensor{Name: name, Type: F32, Shape: shape, Data: data})
}

// Tensor adds a tensor, whose data is kept by reference until Bytes.
func (b *Builder) Tensor(t Tensor) { b.tensors = append(b.tensors, t) }

// Bytes gives the file, version 3.
func (b *Builder) Bytes() []byte {
	const alignment = 32 // what the format takes for granted
	out := binary.LittleEndian.AppendUint32([]byte("GGUF"), 3)
	out = binary.LittleEndian.AppendUint64(out, uint64(len(b.tensors)))
	out = binary.LittleEndian.AppendUint64(out, uint64(b.nKeys))
	out = append(out, b.keys...)
	offset := 0
	for _, t := range b.tensors {
		out = appendString(out, t.Name)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(t.Shape)))
		for _, d := range t.Shape {
			out = binary.LittleEndian.AppendUint64(out, uint64(d))
		}
		out = binary.LittleEndian.AppendUint32(out, uint32(t.Type))
		out = binary.LittleEndian.AppendUint64(out, uint64(offset))
		offset += (len(t.Data) + alignment - 1) &^ (alignment - 1)
	}
	pad := func() {
		for len(out)%alignment != 0 {
			out = append(out, 0)
		}
	}
	for _, t := range b.tensors {
		pad()
		out = append(out, t.Data...)
	}
	pad()
	return out
}

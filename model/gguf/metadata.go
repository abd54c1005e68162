package gguf

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Keys lists the metadata keys in the file's order.
func (f *File) Keys() []string { return append([]string(nil), f.head.keys...) }

// Has tells whether the key is there, of whatever type.
func (f *File) Has(key string) bool {
	_, ok := f.head.values[key]
	return ok
}

// Describe tells the type and value of a key for a person: numbers and short
// strings as they are, arrays by type and length, "" for a missing key.
func (f *File) Describe(key string) string {
	v, ok := f.head.values[key]
	if !ok {
		return ""
	}
	switch v.kind {
	case kindArray:
		return fmt.Sprintf("%d x %s", v.count, kinds[v.elem].name)
	case kindString:
		return quote(string(v.raw))
	case kindBool:
		return fmt.Sprint(v.raw[0] != 0)
	case kindFloat32, kindFloat64:
		return fmt.Sprint(v.float())
	}
	if u, ok := v.uint(); ok {
		return fmt.Sprint(u)
	}
	i, _ := v.int()
	return fmt.Sprint(i)
}

// String gives a string value; false if the key is missing or of another type,
// as for all the methods that follow.
func (f *File) String(key string) (string, bool) {
	v, ok := f.head.values[key]
	if !ok || v.kind != kindString {
		return "", false
	}
	return string(v.raw), true
}

// Uint gives a value of any integer type that is not negative.
func (f *File) Uint(key string) (uint64, bool) {
	v, ok := f.head.values[key]
	if !ok {
		return 0, false
	}
	return v.uint()
}

// Float gives a float32 or float64 value. It is finite: Open refuses others.
func (f *File) Float(key string) (float64, bool) {
	v, ok := f.head.values[key]
	if !ok || v.kind != kindFloat32 && v.kind != kindFloat64 {
		return 0, false
	}
	return v.float(), true
}

// Bool gives a boolean value.
func (f *File) Bool(key string) (value, ok bool) {
	v, ok := f.head.values[key]
	if !ok || v.kind != kindBool {
		return false, false
	}
	return v.raw[0] != 0, true
}

// Strings gives an array of strings. They share one copy of the header's bytes.
func (f *File) Strings(key string) ([]string, bool) {
	v, ok := f.head.values[key]
	if !ok || v.kind != kindArray || v.elem != kindString {
		return nil, false
	}
	out := make([]string, v.count)
	all := string(v.raw)
	for i := range out {
		n := int(binary.LittleEndian.Uint64(v.raw[len(v.raw)-len(all):]))
		out[i], all = all[8:8+n], all[8+n:]
	}
	return out, true
}

// Ints gives an array of any integer or boolean type. Values of uint64 above the
// range of int64 wrap around.
func (f *File) Ints(key string) ([]int64, bool) {
	v, ok := f.head.values[key]
	if !ok || v.kind != kindArray || v.elem == kindString || v.elem == kindFloat32 || v.elem == kindFloat64 {
		return nil, false
	}
	out := make([]int64, v.count)
	for i := range out {
		out[i], _ = v.at(i).int()
	}
	return out, true
}

// Floats gives an array of float32. They may be NaN or infinite.
func (f *File) Floats(key string) ([]float32, bool) {
	v, ok := f.head.values[key]
	if !ok || v.kind != kindArray || v.elem != kindFloat32 {
		return nil, false
	}
	out := make([]float32, v.count)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(v.raw[4*i:]))
	}
	return out, true
}

// Len is the number of elements of an array, 0 for anything else.
func (f *File) Len(key string) int { return f.head.values[key].count }

// at is element i of an array of numbers.
func (v value) at(i int) value {
	size := kinds[v.elem].size
	return value{kind: v.elem, raw: v.raw[i*size : (i+1)*size]}
}

// uint is the value of any integer type that is not negative.
func (v value) uint() (uint64, bool) {
	if v.kind == kindUint64 {
		return binary.LittleEndian.Uint64(v.raw), true
	}
	i, ok := v.int()
	return uint64(i), ok && i >= 0 && v.kind != kindBool
}

// int is the value of any integer or boolean type.
func (v value) int() (int64, bool) {
	le := binary.LittleEndian
	switch v.kind {
	case kindUint8, kindBool:
		return int64(v.raw[0]), true
	case kindInt8:
		return int64(int8(v.raw[0])), true
	case kindUint16:
		return int64(le.Uint16(v.raw)), true
	case kindInt16:
		return int64(int16(le.Uint16(v.raw))), true
	case kindUint32:
		return int64(le.Uint32(v.raw)), true
	case kindInt32:
		return int64(int32(le.Uint32(v.raw))), true
	case kindUint64, kindInt64:
		return int64(le.Uint64(v.raw)), true
	}
	return 0, false
}

// float is the value of a floating-point type, 0 for others.
func (v value) float() float64 {
	switch v.kind {
	case kindFloat32:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(v.raw)))
	case kindFloat64:
		return math.Float64frombits(binary.LittleEndian.Uint64(v.raw))
	}
	return 0
}

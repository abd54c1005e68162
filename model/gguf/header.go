package gguf

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"sort"
)

// Bounds that no real model comes near. They keep what a hostile file can make
// the reader allocate below 64 MB: the header once, its lists, nothing else.
const (
	maxHeader    = 32 << 20 // bytes before the tensor data; Gemma's vocabulary of 262,144 takes 7 MB
	maxKeys      = 1 << 14
	maxTensors   = 1 << 15
	maxDims      = 4
	maxAlignment = 1 << 16
	maxKeyLen    = 256 // the specification allows 65,535, and nobody uses 100
	maxNameLen   = 64  // by the specification
	alignmentKey = "general.alignment"
)

// kind is the type of a metadata value; the values are the file format's.
type kind uint32

const (
	kindUint8 kind = iota
	kindInt8
	kindUint16
	kindInt16
	kindUint32
	kindInt32
	kindFloat32
	kindBool
	kindString
	kindArray
	kindUint64
	kindInt64
	kindFloat64
)

// kinds is read-only: the name and the size in bytes of each kind; 0 where the size varies.
var kinds = [...]struct {
	name string
	size int
}{
	{"uint8", 1}, {"int8", 1}, {"uint16", 2}, {"int16", 2}, {"uint32", 4}, {"int32", 4}, {"float32", 4}, {"bool", 1},
	{"string", 0}, {"array", 0}, {"uint64", 8}, {"int64", 8}, {"float64", 8},
}

// value is one metadata entry: where in the header its bytes lie.
type value struct {
	kind  kind
	elem  kind // of an array
	count int  // elements of an array
	raw   []byte
}

// header is all that comes before the tensor data.
type header struct {
	version   int
	keys      []string // in the file's order
	values    map[string]value
	tensors   []Tensor // Data not set
	offsets   []uint64 // of each tensor, from the start of the tensor data
	alignment int
	size      int // bytes of the header, without the padding after it
}

// cursor walks the bytes of a header. The first fault is kept and makes every
// later read give zero, so that callers check once per group of reads.
type cursor struct {
	data []byte
	pos  int
	// bounded tells that data was cut at maxHeader, so that running out of bytes
	// means a header that is too large and not a file that is too short.
	bounded bool
	err     error
}

func (c *cursor) fail(format string, args ...any) {
	if c.err == nil {
		c.err = &FormatError{Offset: int64(c.pos), Reason: fmt.Sprintf(format, args...)}
	}
}

// bytes gives the next n bytes of the header.
func (c *cursor) bytes(n uint64, what string) []byte {
	if c.err != nil {
		return nil
	}
	if n > uint64(len(c.data)-c.pos) {
		if c.bounded {
			c.fail("%s reaches beyond the %d MB that a header may take", what, maxHeader>>20)
		} else {
			c.fail("%s of %d bytes reaches beyond the end of the file", what, n)
		}
		return nil
	}
	b := c.data[c.pos : c.pos+int(n) : c.pos+int(n)]
	c.pos += int(n)
	return b
}

func (c *cursor) u32(what string) uint32 {
	if b := c.bytes(4, what); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (c *cursor) u64(what string) uint64 {
	if b := c.bytes(8, what); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// str reads a string: its length, then its bytes.
func (c *cursor) str(what string) []byte { return c.bytes(c.u64(what), what) }

// parseHeader reads a header from the start of data, which may go on after it.
// Nothing it returns refers to memory other than data's.
func parseHeader(data []byte) (*header, error) {
	c := &cursor{data: data}
	if len(data) > maxHeader {
		c.data, c.bounded = data[:maxHeader], true
	}
	h := &header{alignment: 32}
	nTensors, nKeys := h.parseCounts(c)
	h.parseKeys(c, nKeys)
	h.parseAlignment(c)
	h.parseTensors(c, nTensors)
	h.size = c.pos
	return h, c.err
}

func (h *header) parseCounts(c *cursor) (nTensors, nKeys int) {
	if magic := c.bytes(4, "the magic number"); c.err == nil && string(magic) != "GGUF" {
		c.pos = 0
		c.fail("not a GGUF file: it starts with %q", magic)
	}
	v := c.u32("the version")
	switch {
	case c.err != nil:
	case v == 2 || v == 3:
		h.version = int(v)
	case bits.ReverseBytes32(v) <= 3:
		c.fail("a big-endian file; only little-endian ones can be read")
	default:
		c.fail("GGUF version %d; versions 2 and 3 can be read", v)
	}
	t := c.u64("the number of tensors")
	k := c.u64("the number of metadata keys")
	if c.err == nil && t > maxTensors {
		c.fail("%d tensors; at most %d are possible", t, maxTensors)
	}
	if c.err == nil && k > maxKeys {
		c.fail("%d metadata keys; at most %d are possible", k, maxKeys)
	}
	if c.err != nil {
		return 0, 0
	}
	return int(t), int(k)
}

func (h *header) parseKeys(c *cursor, n int) {
	h.values = make(map[string]value)
	h.keys = make([]string, 0, min(n, len(c.data)/8))
	for range n {
		at := c.pos
		key := string(c.str("a metadata key"))
		if c.err != nil {
			return
		}
		_, double := h.values[key]
		switch {
		case key == "" || len(key) > maxKeyLen:
			c.pos = at
			c.fail("a metadata key of %d bytes", len(key))
		case double:
			c.pos = at
			c.fail("metadata key %s is there twice", quote(key))
		}
		v := c.value(key)
		if c.err != nil {
			return
		}
		h.keys = append(h.keys, key)
		h.values[key] = v
	}
}

// value reads the value of key.
func (c *cursor) value(key string) value {
	v := value{kind: kind(c.u32("the type of a metadata value"))}
	if c.err != nil {
		return v
	}
	start := c.pos
	switch {
	case v.kind == kindArray:
		c.array(key, &v)
		return v
	case v.kind == kindString:
		v.raw = c.str("a metadata string")
		return v
	case int64(v.kind) >= int64(len(kinds)):
		c.fail("metadata key %s has the unknown type %d", quote(key), v.kind)
		return v
	}
	v.raw = c.bytes(uint64(kinds[v.kind].size), "a metadata value")
	if c.err != nil {
		return v
	}
	switch f := v.float(); {
	case v.kind == kindBool && v.raw[0] > 1:
		c.pos = start
		c.fail("metadata key %s is a boolean of value %d", quote(key), v.raw[0])
	case math.IsNaN(f) || math.IsInf(f, 0):
		c.pos = start
		c.fail("metadata key %s is %v", quote(key), f)
	}
	return v
}

// array reads an array; the length of each string in it is checked, too.
func (c *cursor) array(key string, v *value) {
	v.elem = kind(c.u32("the type of an array"))
	n := c.u64("the length of an array")
	if c.err != nil {
		return
	}
	if v.elem == kindArray || int64(v.elem) >= int64(len(kinds)) {
		c.fail("metadata key %s is an array of the unusable type %d", quote(key), v.elem)
		return
	}
	size := kinds[v.elem].size
	least := uint64(max(size, 8)) // a string has a length of 8 bytes at least
	if v.elem != kindString {
		least = uint64(size)
	}
	if n > uint64(len(c.data)-c.pos)/least {
		c.fail("metadata key %s is an array of %d elements, more than the header has room for", quote(key), n)
		return
	}
	start := c.pos
	if v.elem == kindString {
		for range n {
			if c.str("a string of an array"); c.err != nil {
				return
			}
		}
	} else {
		c.bytes(n*least, "an array")
	}
	v.count = int(n)
	v.raw = c.data[start:c.pos:c.pos]
}

func (h *header) parseAlignment(c *cursor) {
	v, ok := h.values[alignmentKey]
	if !ok || c.err != nil {
		return
	}
	a, ok := v.uint()
	if v.kind != kindUint32 || !ok || a == 0 || a > maxAlignment || a&(a-1) != 0 {
		c.fail("%s must be a uint32 and a power of two up to %d", alignmentKey, maxAlignment)
		return
	}
	h.alignment = int(a)
}

func (h *header) parseTensors(c *cursor, n int) {
	seen := make(map[string]bool, min(n, len(c.data)/8))
	h.tensors = make([]Tensor, 0, min(n, len(c.data)/8))
	for range n {
		at := c.pos
		name := string(c.str("a tensor name"))
		if c.err != nil {
			return
		}
		if name == "" || len(name) > maxNameLen || seen[name] {
			c.pos = at
			c.fail("tensor name %s is empty, too long, or there twice", quote(name))
			return
		}
		seen[name] = true
		t := Tensor{Name: name, Shape: c.shape(name)}
		t.Type = Type(c.u32("a tensor type"))
		offset := c.u64("a tensor offset")
		if c.err != nil {
			return
		}
		if !t.Type.Supported() {
			c.err = unsupportedType(t.Type, name)
			return
		}
		if t.Shape[0]%t.Type.BlockSize() != 0 {
			c.fail("tensor %s has rows of %d weights, not a multiple of %v's block of %d", quote(name), t.Shape[0], t.Type, t.Type.BlockSize())
			return
		}
		h.tensors = append(h.tensors, t)
		h.offsets = append(h.offsets, offset)
	}
}

// shape reads the dimensions of a tensor and holds their product below 2^40, so
// that no later arithmetic on sizes can overflow.
func (c *cursor) shape(name string) []int {
	const maxWeights = 1 << 40
	n := c.u32("the number of dimensions")
	if c.err == nil && (n == 0 || n > maxDims) {
		c.fail("tensor %s has %d dimensions; 1 to %d are possible", quote(name), n, maxDims)
	}
	if c.err != nil {
		return nil
	}
	shape := make([]int, n)
	weights := uint64(1)
	for i := range shape {
		d := c.u64("a dimension")
		if c.err != nil {
			return nil
		}
		hi, lo := bits.Mul64(weights, d)
		if d == 0 || d > math.MaxInt32 || hi != 0 || lo > maxWeights {
			c.fail("tensor %s has an impossible dimension of %d", quote(name), d)
			return nil
		}
		weights = lo
		shape[i] = int(d)
	}
	return shape
}

// place gives each tensor its bytes of the file and checks that they are all
// there, aligned, and no two tensors' the same.
func (h *header) place(file []byte) error {
	start := (uint64(h.size) + uint64(h.alignment) - 1) / uint64(h.alignment) * uint64(h.alignment)
	room := uint64(0)
	if start < uint64(len(file)) {
		room = uint64(len(file)) - start
	}
	order := make([]int, len(h.tensors))
	for i := range h.tensors {
		t, off := &h.tensors[i], h.offsets[i]
		size := uint64(t.Weights()/t.Type.BlockSize()) * uint64(t.Type.BlockBytes())
		switch {
		case off%uint64(h.alignment) != 0:
			return Errorf("tensor %s starts at %d, not at a multiple of %d", quote(t.Name), off, h.alignment)
		case off > room || size > room-off:
			return Errorf("tensor %s (%d bytes at %d) reaches beyond the end of the file: the file is cut short or damaged", quote(t.Name), size, off)
		}
		t.Data = file[start+off : start+off+size : start+off+size]
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return h.offsets[order[a]] < h.offsets[order[b]] })
	for k := 1; k < len(order); k++ {
		a, b := order[k-1], order[k]
		if h.offsets[a]+uint64(len(h.tensors[a].Data)) > h.offsets[b] {
			return Errorf("tensors %s and %s overlap", quote(h.tensors[a].Name), quote(h.tensors[b].Name))
		}
	}
	return nil
}

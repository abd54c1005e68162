package gguf

import "fmt"

// Type is the way in which the numbers of a tensor are stored.
type Type uint32

// The types that Inkling computes with; the values are the file format's.
const (
	F32    Type = 0
	F16    Type = 1
	Q4_0   Type = 2
	Q4_1   Type = 3
	Q5_0   Type = 6
	Q5_1   Type = 7
	Q8_0   Type = 8
	Q2_K   Type = 10
	Q3_K   Type = 11
	Q4_K   Type = 12
	Q5_K   Type = 13
	Q6_K   Type = 14
	IQ4_NL Type = 20
	IQ4_XS Type = 23
	BF16   Type = 30
)

// layout is how a type cuts a row into blocks.
type layout struct {
	name       string
	blockSize  int // weights in a block; 0 for a type that is named here but not supported
	blockBytes int
}

// layouts is read-only. Types without a size are here to be named in an error.
var layouts = [...]layout{
	F32:    {"F32", 1, 4},
	F16:    {"F16", 1, 2},
	Q4_0:   {"Q4_0", 32, 2 + 16},
	Q4_1:   {"Q4_1", 32, 2 + 2 + 16},
	Q5_0:   {"Q5_0", 32, 2 + 4 + 16},
	Q5_1:   {"Q5_1", 32, 2 + 2 + 4 + 16},
	Q8_0:   {"Q8_0", 32, 2 + 32},
	9:      {name: "Q8_1"},
	Q2_K:   {"Q2_K", 256, 16 + 64 + 2 + 2},
	Q3_K:   {"Q3_K", 256, 32 + 64 + 12 + 2},
	Q4_K:   {"Q4_K", 256, 2 + 2 + 12 + 128},
	Q5_K:   {"Q5_K", 256, 2 + 2 + 12 + 32 + 128},
	Q6_K:   {"Q6_K", 256, 128 + 64 + 16 + 2},
	15:     {name: "Q8_K"},
	16:     {name: "IQ2_XXS"},
	17:     {name: "IQ2_XS"},
	18:     {name: "IQ3_XXS"},
	19:     {name: "IQ1_S"},
	IQ4_NL: {"IQ4_NL", 32, 2 + 16},
	21:     {name: "IQ3_S"},
	22:     {name: "IQ2_S"},
	IQ4_XS: {"IQ4_XS", 256, 2 + 2 + 4 + 128},
	24:     {name: "I8"},
	25:     {name: "I16"},
	26:     {name: "I32"},
	27:     {name: "I64"},
	28:     {name: "F64"},
	29:     {name: "IQ1_M"},
	BF16:   {"BF16", 1, 2},
	34:     {name: "TQ1_0"},
	35:     {name: "TQ2_0"},
	39:     {name: "MXFP4"},
}

// Types lists the supported types in the order of their numbers.
func Types() []Type {
	var all []Type
	for i, l := range layouts {
		if l.blockSize > 0 {
			all = append(all, Type(i))
		}
	}
	return all
}

// String gives the name that the format's documentation uses, such as "Q4_K".
func (t Type) String() string {
	if int(t) < len(layouts) && layouts[t].name != "" {
		return layouts[t].name
	}
	return fmt.Sprintf("type %d", uint32(t))
}

// Supported tells whether Inkling can compute with t.
func (t Type) Supported() bool { return t.BlockSize() > 0 }

// BlockSize is the number of weights in a block, 0 for an unsupported type.
func (t Type) BlockSize() int {
	if int64(t) >= int64(len(layouts)) {
		return 0
	}
	return layouts[t].blockSize
}

// BlockBytes is the number of bytes of a block, 0 for an unsupported type.
func (t Type) BlockBytes() int {
	if int64(t) >= int64(len(layouts)) {
		return 0
	}
	return layouts[t].blockBytes
}

// RowBytes is the number of bytes of n weights, n being a multiple of BlockSize.
func (t Type) RowBytes(n int) int { return n / t.BlockSize() * t.BlockBytes() }

// unsupportedType names the type of a tensor that can't be used.
func unsupportedType(t Type, tensor string) *UnsupportedError {
	var known []string
	for _, k := range Types() {
		known = append(known, k.String())
	}
	name := t.String()
	if int64(t) < int64(len(layouts)) && layouts[t].name != "" {
		name = fmt.Sprintf("%s (%d)", name, uint32(t))
	}
	return &UnsupportedError{What: "tensor type", Name: name, Where: tensor, Known: known}
}

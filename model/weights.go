package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"inkling/model/gguf"
	"inkling/model/lora"
)

// Shape describes a model's arithmetic to those who compute with its weights
// themselves, as training does.
type Shape struct {
	Architecture string
	Layers       int
	Dim          int // of the residual stream
	Hidden       int // of the feed-forward part
	Heads        int
	KVHeads      int
	HeadDim      int
	Vocabulary   int
	NormEps      float32
	Frequencies  []float64 // angle per position of each rotated pair
	Interleaved  bool      // rotated pairs are neighbours in the file, else half a head apart
}

// Shape gives the model's shape.
func (m *Model) Shape() Shape {
	return Shape{
		Architecture: m.arch, Layers: m.depth, Dim: m.dim, Hidden: m.ffn, Heads: m.heads, KVHeads: m.kvHeads,
		HeadDim: m.headDim, Vocabulary: m.vocab, NormEps: m.normEps, Frequencies: m.rope.frequencies(), Interleaved: m.interleaved,
	}
}

// Exact tells whether the model was loaded to compute exactly.
func (m *Model) Exact() bool { return m.exact }

// MatrixSize gives the width and height of a matrix that can be adapted.
func (s Shape) MatrixSize(t lora.Target) (in, out int) {
	q, kv := s.Heads*s.HeadDim, s.KVHeads*s.HeadDim
	switch t {
	case lora.Query:
		return s.Dim, q
	case lora.Key, lora.Value:
		return s.Dim, kv
	case lora.Output:
		return q, s.Dim
	case lora.Gate, lora.Up:
		return s.Dim, s.Hidden
	}
	return s.Hidden, s.Dim
}

// Tensor finds a tensor of the model's file by name. Its data is valid until
// Close and read inside gguf.Guard.
func (m *Model) Tensor(name string) (gguf.Tensor, bool) { return m.file.Tensor(name) }

// Fingerprint names the model's weights: it is the same for every copy of a file
// and another for any other weights. It looks at every tensor's name, type and
// shape and at the beginning of its data.
func (m *Model) Fingerprint() (string, error) {
	const most = 16 << 10 // bytes of each tensor
	h := sha256.New()
	fault := gguf.Guard(func() {
		for _, t := range m.file.Tensors() {
			fmt.Fprintf(h, "%s %d %v\n", t.Name, t.Type, t.Shape)
			h.Write(t.Data[:min(most, len(t.Data))])
		}
	})
	return hex.EncodeToString(h.Sum(nil)), fault
}

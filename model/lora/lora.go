// Package lora holds low-rank adapters (Hu et al. 2021, arXiv:2106.09685): small
// matrices that change what a frozen model says,
//
//	y = W*x + alpha/rank * B*(A*x)
//
// [Adapter] is a set of them for one model; [Pair] is the A and B of one matrix.
// [Load] and [Adapter.Save] keep adapters in the GGUF form that llama.cpp loads,
// with two keys of our own beside: what model they were made for, and a checksum.
package lora

import (
	"errors"
	"fmt"
	"math"
)

// Target is a matrix of a layer that can be adapted.
type Target int

// The targets, in the order in which a layer computes with them.
const (
	Query Target = iota
	Key
	Value
	Output // of attention
	Gate
	Up
	Down
	Targets // the number of them
)

// String gives the name that the tensor has in a model file, between "blk.N."
// and ".weight".
func (t Target) String() string {
	return [...]string{"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"}[t]
}

// Pair is the adapter of one matrix [Out, In].
type Pair struct {
	In, Out int
	A       []float32 // [rank, In]
	B       []float32 // [Out, rank]
}

// Layer has the pairs of a layer by target; nil where a matrix isn't adapted.
type Layer [Targets]*Pair

// Adapter is a set of pairs for one model. Rows of B are in the order of the
// model file's.
type Adapter struct {
	Architecture string  // of the model, as "llama"
	Base         string  // the model's fingerprint; "" if unknown
	Rank         int     // of every pair
	Alpha        float32 // pairs count alpha/rank times
	Layers       []Layer
}

// Scale is what B*(A*x) is multiplied by.
func (a *Adapter) Scale() float32 { return a.Alpha / float32(a.Rank) }

// ErrOtherModel says that an adapter was made for another model.
var ErrOtherModel = errors.New("this adapter was made for another model; use it with that one, or learn again")

// Check tells whether the adapter fits a model of the given architecture,
// fingerprint and shape; in and out give the size of each layer's matrices. A
// failure wraps ErrOtherModel.
func (a *Adapter) Check(architecture, fingerprint string, layers int, size func(Target) (in, out int)) error {
	switch {
	case a.Architecture != architecture, a.Base != "" && a.Base != fingerprint:
		return ErrOtherModel
	case len(a.Layers) != layers:
		return fmt.Errorf("%w: it has %d layers, the model %d", ErrOtherModel, len(a.Layers), layers)
	}
	for i, l := range a.Layers {
		for t, p := range l {
			if p == nil {
				continue
			}
			if in, out := size(Target(t)); p.In != in || p.Out != out {
				return fmt.Errorf("%w: %s of layer %d has %d by %d numbers, the model's %d by %d", ErrOtherModel, Target(t), i, p.Out, p.In, out, in)
			}
		}
	}
	return nil
}

// Parameters is the number of numbers in all pairs.
func (a *Adapter) Parameters() int {
	n := 0
	for _, l := range a.Layers {
		for _, p := range l {
			if p != nil {
				n += len(p.A) + len(p.B)
			}
		}
	}
	return n
}

// valid refuses sizes that don't agree and numbers that are none.
func (a *Adapter) valid() error {
	if a.Rank < 1 || a.Rank > 1024 || !finite(a.Alpha) {
		return fmt.Errorf("rank %d, alpha %g: not usable", a.Rank, a.Alpha)
	}
	for i, l := range a.Layers {
		for t, p := range l {
			if p == nil {
				continue
			}
			if len(p.A) != a.Rank*p.In || len(p.B) != a.Rank*p.Out {
				return fmt.Errorf("%s of layer %d: %d and %d numbers for rank %d", Target(t), i, len(p.A), len(p.B), a.Rank)
			}
			for _, m := range [...][]float32{p.A, p.B} {
				for _, v := range m {
					if !finite(v) {
						return fmt.Errorf("%s of layer %d holds a number that is none", Target(t), i)
					}
				}
			}
		}
	}
	return nil
}

func finite(v float32) bool { return !math.IsNaN(float64(v)) && !math.IsInf(float64(v), 0) }

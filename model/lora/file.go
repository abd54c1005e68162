package lora

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"inkling/model/gguf"
	"inkling/model/kernel"
)

// The keys of our own; llama.cpp passes over them.
const (
	baseKey     = "inkling.base"
	checksumKey = "inkling.checksum" // of the tensors' data, SHA-256
)

// maxFile bounds what is read into memory; a rank-8 adapter of a 1.5B model has
// 37 MB.
const maxFile = 2 << 30

// Save writes the adapter to path. The file is complete and on the disk when it
// gets its name; one that was there before is replaced then.
func (a *Adapter) Save(path string) (err error) {
	data, err := a.Encode()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".adapter-*")
	if err != nil {
		return fmt.Errorf("save adapter: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = fmt.Errorf("save adapter: %w", err)
		}
	}()
	_, werr := f.Write(data)
	if err := errors.Join(werr, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	// The name is on the disk when the folder is; some systems can't sync one.
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		dir.Sync()
		dir.Close()
	}
	return nil
}

// Encode gives the adapter as a file.
func (a *Adapter) Encode() ([]byte, error) { return a.encode((*gguf.Builder).Floats) }

// EncodeHalf gives the adapter as a file of half the size, for which its numbers are rounded to half precision.
func (a *Adapter) EncodeHalf() ([]byte, error) {
	for _, l := range a.Layers {
		for _, p := range l {
			if p != nil {
				roundToHalf(p.A)
				roundToHalf(p.B)
			}
		}
	}
	return a.encode(halves)
}

func roundToHalf(v []float32) {
	for i, x := range v {
		v[i] = kernel.Half(kernel.ToHalf(x))
	}
}

// halves adds a tensor in half precision.
func halves(b *gguf.Builder, name string, v []float32, shape ...int) {
	data := make([]byte, 0, 2*len(v))
	for _, x := range v {
		data = binary.LittleEndian.AppendUint16(data, kernel.ToHalf(x))
	}
	b.Tensor(gguf.Tensor{Name: name, Type: gguf.F16, Shape: shape, Data: data})
}

func (a *Adapter) encode(add func(b *gguf.Builder, name string, v []float32, shape ...int)) ([]byte, error) {
	if err := a.valid(); err != nil {
		return nil, fmt.Errorf("encode adapter: %w", err)
	}
	var b gguf.Builder
	b.String("general.type", "adapter")
	b.String("general.architecture", a.Architecture)
	b.String("adapter.type", "lora")
	b.Float("adapter.lora.alpha", a.Alpha)
	b.Uint("inkling.layers", uint32(len(a.Layers)))
	b.String(baseKey, a.Base)
	b.String(checksumKey, a.checksum())
	for i, l := range a.Layers {
		for t, p := range l {
			if p != nil {
				name := fmt.Sprintf("blk.%d.%s.weight", i, Target(t))
				add(&b, name+".lora_a", p.A, p.In, a.Rank)
				add(&b, name+".lora_b", p.B, a.Rank, p.Out)
			}
		}
	}
	return b.Bytes(), nil
}

// checksum is the one of all numbers in the order of layers and targets.
func (a *Adapter) checksum() string {
	h := sha256.New()
	var buf [4]byte
	for _, l := range a.Layers {
		for t, p := range l {
			if p == nil {
				continue
			}
			h.Write([]byte{byte(t)})
			for _, m := range [...][]float32{p.A, p.B} {
				for _, v := range m {
					binary.LittleEndian.PutUint32(buf[:], math.Float32bits(v))
					h.Write(buf[:])
				}
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Load reads an adapter from a file: one of ours, or any that llama.cpp loads
// which adapts nothing but our targets. Errors are a *gguf.FormatError for a
// damaged file or come from the system.
func Load(path string) (*Adapter, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open adapter: %w", err)
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("open adapter %s: %d bytes are too many", path, info.Size())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("open adapter: %w", err)
	}
	a, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("adapter %s: %w", path, err)
	}
	return a, nil
}

// Parse reads an adapter from the bytes of a file.
func Parse(data []byte) (*Adapter, error) {
	f, err := gguf.Parse(data)
	if err != nil {
		return nil, err
	}
	kind, _ := f.String("general.type")
	form, _ := f.String("adapter.type")
	if kind != "adapter" || form != "lora" {
		return nil, gguf.Errorf("not a LoRA adapter")
	}
	a := &Adapter{}
	a.Architecture, _ = f.String("general.architecture")
	a.Base, _ = f.String(baseKey)
	alpha, _ := f.Float("adapter.lora.alpha")
	a.Alpha = float32(alpha)
	layers, _ := f.Uint("inkling.layers")
	if layers > maxLayers {
		return nil, gguf.Errorf("%d layers are too many", layers)
	}
	a.Layers = make([]Layer, layers)
	for _, t := range f.Tensors() {
		if err := a.add(t); err != nil {
			return nil, err
		}
	}
	for i, l := range a.Layers {
		for t, p := range l {
			if p != nil && (p.A == nil || p.B == nil) {
				return nil, gguf.Errorf("%s of layer %d has only one of its two matrices", Target(t), i)
			}
		}
	}
	if err := a.valid(); err != nil {
		return nil, gguf.Errorf("%v", err)
	}
	if want, ok := f.String(checksumKey); ok && want != a.checksum() {
		return nil, gguf.Errorf("its numbers are not those that were saved")
	}
	return a, nil
}

const maxLayers = 1024

// add takes a tensor of the file into the adapter.
func (a *Adapter) add(t gguf.Tensor) error {
	var layer int
	name, isA := strings.CutSuffix(t.Name, ".weight.lora_a")
	if !isA {
		name, _ = strings.CutSuffix(t.Name, ".weight.lora_b")
	}
	_, err := fmt.Sscanf(name, "blk.%d.", &layer)
	target := targetOf(name, layer)
	if err != nil || target < 0 || layer < 0 || layer >= maxLayers || len(t.Shape) != 2 || t.Type != gguf.F32 && t.Type != gguf.F16 {
		return gguf.Errorf("tensor %s of type %s and shape %v: not part of an adapter that is known", t.Name, t.Type, t.Shape)
	}
	for layer >= len(a.Layers) {
		a.Layers = append(a.Layers, Layer{})
	}
	p := a.Layers[layer][target]
	if p == nil {
		p = &Pair{}
		a.Layers[layer][target] = p
	}
	rank := t.Shape[0]
	if isA {
		rank = t.Shape[1]
	}
	if a.Rank != 0 && a.Rank != rank {
		return gguf.Errorf("tensor %s has rank %d, others have %d", t.Name, rank, a.Rank)
	}
	a.Rank = rank
	v := make([]float32, t.Weights())
	for i := range v {
		if t.Type == gguf.F16 {
			v[i] = kernel.Half(binary.LittleEndian.Uint16(t.Data[2*i:]))
		} else {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(t.Data[4*i:]))
		}
	}
	if isA {
		p.In, p.A = t.Shape[0], v
	} else {
		p.Out, p.B = t.Shape[1], v
	}
	return nil
}

// targetOf finds the target that a tensor of a layer adapts, -1 if none.
func targetOf(name string, layer int) Target {
	for t := range Targets {
		if name == fmt.Sprintf("blk.%d.%s", layer, t) {
			return t
		}
	}
	return -1
}

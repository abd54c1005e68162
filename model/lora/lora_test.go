package lora

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"inkling/model/gguf"
)

// sample is an adapter of two layers with random numbers, one matrix left out.
func sample() *Adapter {
	r := rand.New(rand.NewPCG(3, 4))
	random := func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(r.NormFloat64())
		}
		return v
	}
	a := &Adapter{Architecture: "llama", Base: "abc", Rank: 4, Alpha: 8, Layers: make([]Layer, 2)}
	for i := range a.Layers {
		for t := range Targets {
			in, out := sizes(t)
			a.Layers[i][t] = &Pair{In: in, Out: out, A: random(4 * in), B: random(4 * out)}
		}
	}
	a.Layers[1][Up] = nil
	return a
}

func sizes(t Target) (in, out int) {
	return [...]int{64, 64, 64, 64, 64, 64, 96}[t], [...]int{64, 32, 32, 64, 96, 96, 64}[t]
}

func TestSaveAndLoad(t *testing.T) {
	a := sample()
	path := filepath.Join(t.TempDir(), "mine.gguf")
	for range 2 { // the second replaces the first
		if err := a.Save(path); err != nil {
			t.Fatal(err)
		}
	}
	b, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Error("what was loaded differs from what was saved")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".adapter-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A file of half the size holds the numbers to eleven bits.
func TestHalfTheSize(t *testing.T) {
	a, b := sample(), sample()
	whole, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	half, err := b.EncodeHalf()
	if err != nil {
		t.Fatal(err)
	}
	if len(half) > len(whole)*6/10 {
		t.Errorf("%d bytes, and %d in full", len(half), len(whole))
	}
	read, err := Parse(half)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range read.Layers {
		for k, p := range l {
			if p == nil {
				continue
			}
			for n, got := range p.A {
				if want := a.Layers[i][k].A[n]; math.Abs(float64(got-want)) > math.Abs(float64(want))/2048 {
					t.Fatalf("%v of layer %d: %v for %v", Target(k), i, got, want)
				}
			}
		}
	}
}

// Another reader of the format finds the names, shapes and numbers that the
// format asks for.
func TestFileForm(t *testing.T) {
	a := sample()
	data, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	f, err := gguf.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"general.type": "adapter", "adapter.type": "lora", "general.architecture": "llama"} {
		if got, _ := f.String(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if alpha, _ := f.Float("adapter.lora.alpha"); alpha != 8 {
		t.Errorf("alpha is %g", alpha)
	}
	for name, shape := range map[string][]int{"blk.1.ffn_down.weight.lora_a": {96, 4}, "blk.0.attn_k.weight.lora_b": {4, 32}} {
		if tensor, _ := f.Tensor(name); !reflect.DeepEqual(tensor.Shape, shape) {
			t.Errorf("%s has shape %v, want %v", name, tensor.Shape, shape)
		}
	}
	if _, ok := f.Tensor("blk.1.ffn_up.weight.lora_a"); ok {
		t.Error("a matrix that isn't adapted is in the file")
	}
}

func TestEveryChangedByteOfTheNumbersIsFound(t *testing.T) {
	data, err := sample().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for i := len(data) - 64; i > len(data)/2; i -= 997 {
		broken := bytes.Clone(data)
		broken[i] ^= 1
		if a, err := Parse(broken); err == nil && reflect.DeepEqual(a, sample()) {
			continue // a byte between tensors
		} else if err == nil {
			t.Fatalf("byte %d was changed and not found", i)
		}
	}
}

func TestRefusesWhatIsNone(t *testing.T) {
	a := sample()
	a.Layers[0][Key].B[5] = float32(math.NaN())
	if _, err := a.Encode(); err == nil {
		t.Error("a NaN was saved")
	}
	var b gguf.Builder
	b.String("general.type", "model")
	if _, err := Parse(b.Bytes()); err == nil {
		t.Error("a model was taken for an adapter")
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		arch, base string
		layers     int
		fits       bool
	}{
		"the model it was made for": {"llama", "abc", 2, true},
		"another architecture":      {"qwen2", "abc", 2, false},
		"other weights":             {"llama", "abd", 2, false},
		"other depth":               {"llama", "abc", 3, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := sample().Check(c.arch, c.base, c.layers, sizes)
			if (err == nil) != c.fits || err != nil && !errors.Is(err, ErrOtherModel) {
				t.Errorf("error %v", err)
			}
		})
	}
	a := sample()
	a.Layers[0][Gate].Out = 128
	if err := a.Check("llama", "abc", 2, sizes); !errors.Is(err, ErrOtherModel) {
		t.Errorf("other shapes: error %v", err)
	}
}

func FuzzParse(f *testing.F) {
	data, err := sample().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		if a, err := Parse(data); err == nil {
			if err := a.valid(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

package model

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"inkling/model/gguf"
	"inkling/model/token"
)

// Architectures and variants that no small file is at hand for: tiny random
// models made by testdata/tiny.py, and llama.cpp's logits.
func TestTinyModels(t *testing.T) {
	for name, what := range map[string]string{
		"tiny-qwen3":  "norms of queries and keys",
		"tiny-llama3": "scaled rotation frequencies, neighbouring pairs",
		"tiny-gemma3": "windowed layers, two rotation bases, post norms, GELU, embedding scale",
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var want struct {
				Tokens []token.ID
				Every  int
				Rows   []struct {
					Position int
					Logits   []float64
				}
			}
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			m, err := Load(filepath.Join("testdata", name+".gguf"), Options{Threads: 2})
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			s := session(t, m, SessionOptions{ContextTokens: 64})
			err = s.EachLogits(context.Background(), want.Tokens, 0, func(pos int, l []float32) error {
				for _, row := range want.Rows {
					if row.Position != pos {
						continue
					}
					for i, v := range row.Logits {
						if d := math.Abs(float64(l[i*want.Every]) - v); d > 5e-3 || d != d {
							t.Errorf("%s: position %d, logit %d is %g, want %g", what, pos, i*want.Every, l[i*want.Every], v)
							return nil
						}
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A model whose weights are damaged says so instead of giving nonsense.
func TestWeightsThatAreNoNumbers(t *testing.T) {
	path := filepath.Join("testdata", "tiny-qwen3.gguf")
	f, err := gguf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	norm, _ := f.Tensor("output_norm.weight")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, norm.Data)
	f.Close()
	for name, bits := range map[string]uint32{"not a number": 0x7fc00000, "infinite": 0x7f800000} {
		t.Run(name, func(t *testing.T) {
			binary.LittleEndian.PutUint32(data[at+20:], bits)
			damaged := filepath.Join(t.TempDir(), "damaged.gguf")
			if err := os.WriteFile(damaged, data, 0o600); err != nil {
				t.Fatal(err)
			}
			m, err := Load(damaged, Options{Threads: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			_, err = session(t, m, SessionOptions{ContextTokens: 32}).Prefill(context.Background(), []token.ID{1, 2, 3})
			if !errors.Is(err, ErrNotFinite) {
				t.Errorf("got %v, want %v", err, ErrNotFinite)
			}
		})
	}
}

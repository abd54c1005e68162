package model

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

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

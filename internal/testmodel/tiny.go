package testmodel

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"inkling/model/gguf"
)

// Tiny describes a model of some thousand random weights, for tests that need a
// model's arithmetic but not its wits.
type Tiny struct {
	Architecture                            string // "llama" or "qwen2", which has biases
	Layers, Dim, Heads, KVHeads, Head, Hide int
	Tied                                    bool // the output matrix is the embeddings
}

// TinyLlama and TinyQwen are the two architectures, with shared key heads and
// both kinds of output.
func TinyLlama() Tiny {
	return Tiny{Architecture: "llama", Layers: 2, Dim: 64, Heads: 4, KVHeads: 2, Head: 16, Hide: 96, Tied: true}
}

// TinyQwen is the other one.
func TinyQwen() Tiny {
	return Tiny{Architecture: "qwen2", Layers: 2, Dim: 64, Heads: 2, KVHeads: 1, Head: 32, Hide: 128}
}

// Write writes the model to a file of the test's and gives its path. The
// vocabulary is the 256 bytes and a mark of the end.
func (c Tiny) Write(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tiny-"+c.Architecture+".gguf")
	if err := os.WriteFile(path, c.file(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (c Tiny) file() []byte {
	var b gguf.Builder
	arch := c.Architecture
	b.String("general.architecture", arch)
	b.String("general.name", "tiny")
	for _, k := range []struct {
		name  string
		value int
	}{
		{"block_count", c.Layers}, {"embedding_length", c.Dim}, {"feed_forward_length", c.Hide},
		{"attention.head_count", c.Heads}, {"attention.head_count_kv", c.KVHeads},
		{"attention.key_length", c.Head}, {"attention.value_length", c.Head}, {"context_length", 512},
	} {
		b.Uint(arch+"."+k.name, uint32(k.value))
	}
	b.Float(arch+".attention.layer_norm_rms_epsilon", 1e-5)
	b.Float(arch+".rope.freq_base", 100)
	tokens, types := byteTokens()
	b.String("tokenizer.ggml.model", "gpt2")
	b.String("tokenizer.ggml.pre", "gpt-2")
	b.Strings("tokenizer.ggml.tokens", tokens)
	b.Ints("tokenizer.ggml.token_type", types)
	b.Strings("tokenizer.ggml.merges", nil)
	b.Uint("tokenizer.ggml.eos_token_id", 256)
	c.tensors(&b, len(tokens))
	return b.Bytes()
}

func (c Tiny) tensors(b *gguf.Builder, vocabulary int) {
	r := rand.New(rand.NewPCG(7, uint64(c.Dim)))
	tensor := func(name string, mean, spread float64, shape ...int) {
		n := 1
		for _, d := range shape {
			n *= d
		}
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(mean + spread*r.NormFloat64())
		}
		b.Floats(name, v, shape...)
	}
	q, kv := c.Heads*c.Head, c.KVHeads*c.Head
	tensor("token_embd.weight", 0, 1, c.Dim, vocabulary)
	tensor("output_norm.weight", 1, 0.2, c.Dim)
	if !c.Tied {
		tensor("output.weight", 0, 0.3, c.Dim, vocabulary)
	}
	for i := range c.Layers {
		name := func(part string) string { return fmt.Sprintf("blk.%d.%s", i, part) }
		tensor(name("attn_norm.weight"), 1, 0.2, c.Dim)
		tensor(name("attn_q.weight"), 0, 0.2, c.Dim, q)
		tensor(name("attn_k.weight"), 0, 0.2, c.Dim, kv)
		tensor(name("attn_v.weight"), 0, 0.2, c.Dim, kv)
		if c.Architecture == "qwen2" {
			tensor(name("attn_q.bias"), 0, 0.3, q)
			tensor(name("attn_k.bias"), 0, 0.3, kv)
			tensor(name("attn_v.bias"), 0, 0.3, kv)
		}
		tensor(name("attn_output.weight"), 0, 0.2, q, c.Dim)
		tensor(name("ffn_norm.weight"), 1, 0.2, c.Dim)
		tensor(name("ffn_gate.weight"), 0, 0.2, c.Dim, c.Hide)
		tensor(name("ffn_up.weight"), 0, 0.2, c.Dim, c.Hide)
		tensor(name("ffn_down.weight"), 0, 0.2, c.Hide, c.Dim)
	}
}

// byteTokens spells the 256 bytes as byte-level vocabularies do: printable ones
// as themselves, the others from U+0100 on.
func byteTokens() (tokens []string, types []int32) {
	next := rune(256)
	for b := range rune(256) {
		c := b
		if !(b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae) {
			c, next = next, next+1
		}
		tokens, types = append(tokens, string(c)), append(types, 1)
	}
	return append(tokens, "<|end|>"), append(types, 3)
}

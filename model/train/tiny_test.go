package train

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"inkling/model"
	"inkling/model/gguf"
)

// tiny describes a model of a few thousand random weights.
type tiny struct {
	arch                                    string
	layers, dim, heads, kvHeads, head, hide int
	tied                                    bool
}

// The two architectures, with shared key heads, biases and both kinds of output.
var (
	tinyLlama = tiny{arch: "llama", layers: 2, dim: 64, heads: 4, kvHeads: 2, head: 16, hide: 96, tied: true}
	tinyQwen  = tiny{arch: "qwen2", layers: 2, dim: 64, heads: 2, kvHeads: 1, head: 32, hide: 128}
)

func (c tiny) name() string { return c.arch }

// load writes the model to a file and loads it. Its vocabulary is the 256 bytes
// and a mark of the end.
func (c tiny) load(t testing.TB) *model.Model {
	t.Helper()
	path := filepath.Join(t.TempDir(), c.arch+".gguf")
	if err := os.WriteFile(path, c.file(), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := model.Load(path, model.Options{Threads: 2, Exact: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func (c tiny) file() []byte {
	var b gguf.Builder
	b.String("general.architecture", c.arch)
	b.String("general.name", "tiny")
	for key, v := range map[string]int{"block_count": c.layers, "embedding_length": c.dim, "feed_forward_length": c.hide,
		"attention.head_count": c.heads, "attention.head_count_kv": c.kvHeads, "attention.key_length": c.head,
		"attention.value_length": c.head, "context_length": 512} {
		b.Uint(c.arch+"."+key, uint32(v))
	}
	b.Float(c.arch+".attention.layer_norm_rms_epsilon", 1e-5)
	b.Float(c.arch+".rope.freq_base", 100)
	tokens, types := byteTokens()
	b.String("tokenizer.ggml.model", "gpt2")
	b.String("tokenizer.ggml.pre", "gpt-2")
	b.Strings("tokenizer.ggml.tokens", tokens)
	b.Ints("tokenizer.ggml.token_type", types)
	b.Strings("tokenizer.ggml.merges", nil)
	b.Uint("tokenizer.ggml.eos_token_id", 256)

	r := rand.New(rand.NewPCG(7, uint64(c.dim)))
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
	q, kv := c.heads*c.head, c.kvHeads*c.head
	tensor("token_embd.weight", 0, 1, c.dim, len(tokens))
	tensor("output_norm.weight", 1, 0.2, c.dim)
	if !c.tied {
		tensor("output.weight", 0, 0.3, c.dim, len(tokens))
	}
	for i := range c.layers {
		name := func(part string) string { return fmt.Sprintf("blk.%d.%s", i, part) }
		tensor(name("attn_norm.weight"), 1, 0.2, c.dim)
		tensor(name("attn_q.weight"), 0, 0.2, c.dim, q)
		tensor(name("attn_k.weight"), 0, 0.2, c.dim, kv)
		tensor(name("attn_v.weight"), 0, 0.2, c.dim, kv)
		if c.arch == "qwen2" {
			tensor(name("attn_q.bias"), 0, 0.3, q)
			tensor(name("attn_k.bias"), 0, 0.3, kv)
			tensor(name("attn_v.bias"), 0, 0.3, kv)
		}
		tensor(name("attn_output.weight"), 0, 0.2, q, c.dim)
		tensor(name("ffn_norm.weight"), 1, 0.2, c.dim)
		tensor(name("ffn_gate.weight"), 0, 0.2, c.dim, c.hide)
		tensor(name("ffn_up.weight"), 0, 0.2, c.dim, c.hide)
		tensor(name("ffn_down.weight"), 0, 0.2, c.hide, c.dim)
	}
	return b.Bytes()
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

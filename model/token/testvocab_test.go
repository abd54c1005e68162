package token

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"inkling/model/gguf"
)

// testFile is the metadata of a model file in the making, so that tests can have
// vocabularies of a few tokens, right and wrong ones.
type testFile struct {
	keys int
	b    []byte
}

func (f *testFile) u32(x int) *testFile {
	f.b = binary.LittleEndian.AppendUint32(f.b, uint32(x))
	return f
}
func (f *testFile) str(s string) *testFile {
	f.b = append(binary.LittleEndian.AppendUint64(f.b, uint64(len(s))), s...)
	return f
}
func (f *testFile) key(name string, kind int) *testFile {
	f.keys++
	return f.str(name).u32(kind)
}

func (f *testFile) array(name string, kind, n int) *testFile {
	f.key(name, 9).u32(kind)
	f.b = binary.LittleEndian.AppendUint64(f.b, uint64(n))
	return f
}

func (f *testFile) text(name, s string) *testFile { return f.key(name, 8).str(s) }
func (f *testFile) num(name string, x int) *testFile {
	return f.key(name, 4).u32(x)
}
func (f *testFile) flag(name string, x bool) *testFile {
	f.key(name, 7)
	if x {
		f.b = append(f.b, 1)
	} else {
		f.b = append(f.b, 0)
	}
	return f
}

func (f *testFile) texts(name string, all ...string) *testFile {
	f.array(name, 8, len(all))
	for _, s := range all {
		f.str(s)
	}
	return f
}

func (f *testFile) nums(name string, all ...int) *testFile {
	f.array(name, 5, len(all))
	for _, x := range all {
		f.u32(x)
	}
	return f
}

func (f *testFile) floats(name string, all ...float32) *testFile {
	f.array(name, 6, len(all))
	for _, x := range all {
		f.u32(int(math.Float32bits(x)))
	}
	return f
}

func (f *testFile) open(t testing.TB) *gguf.File {
	t.Helper()
	head := append([]byte("GGUF"), 3, 0, 0, 0)
	head = binary.LittleEndian.AppendUint64(head, 0)
	head = binary.LittleEndian.AppendUint64(head, uint64(f.keys))
	file, err := gguf.Parse(append(head, f.b...))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func (f *testFile) tokenizer(t testing.TB) *Tokenizer {
	t.Helper()
	tok, err := New(f.open(t))
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// byteVocab is a byte-level vocabulary: the 256 bytes, then "he", "ll", "hell",
// "hello", then <|im_start|>, <|im_end|> (control) and <tool> (user-defined).
func byteVocab(template string) *testFile {
	chars := newByteChars()
	var tokens []string
	var types []int
	for _, r := range chars.char {
		tokens, types = append(tokens, string(r)), append(types, 1)
	}
	tokens = append(tokens, "he", "ll", "hell", "hello", "<|im_start|>", "<|im_end|>", "<tool>")
	types = append(types, 1, 1, 1, 1, 3, 3, 4)
	f := (&testFile{}).text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", "gpt-2").
		texts("tokenizer.ggml.tokens", tokens...).nums("tokenizer.ggml.token_type", types...).
		texts("tokenizer.ggml.merges", "h e", "l l", "he ll", "hell o").
		num("tokenizer.ggml.bos_token_id", 260).num("tokenizer.ggml.eos_token_id", 261)
	if template != "" {
		f.text("tokenizer.chat_template", template)
	}
	return f
}

// scoreVocab is a SentencePiece vocabulary: <unk>, <s>, </s>, the 256 bytes, then
// the pieces that are given, each with a lower score than the one before.
func scoreVocab(pieces ...string) *testFile {
	tokens := []string{"<unk>", "<s>", "</s>"}
	types := []int{2, 3, 3}
	for b := range 256 {
		tokens, types = append(tokens, fmt.Sprintf("<0x%02X>", b)), append(types, 6)
	}
	scores := make([]float32, len(tokens))
	for i, p := range pieces {
		tokens, types, scores = append(tokens, p), append(types, 1), append(scores, -float32(i))
	}
	return (&testFile{}).text("tokenizer.ggml.model", "llama").texts("tokenizer.ggml.tokens", tokens...).
		nums("tokenizer.ggml.token_type", types...).floats("tokenizer.ggml.scores", scores...)
}

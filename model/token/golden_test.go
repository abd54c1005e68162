package token

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"

	"inkling/internal/testmodel"
	"inkling/model/gguf"
)

// The golden files are llama.cpp's answers; testdata/golden.py makes them anew.

// goldenModels names the models and the golden files of their vocabularies.
var goldenModels = []struct{ model, golden string }{
	{"smollm2-135m", "smollm2"},
	{"qwen2.5-coder-0.5b", "qwen2.5-coder"},
	{"qwen2.5-coder-1.5b", "qwen2.5-coder"},
	{"gemma3-270m", "gemma3"},
}

// eachModel runs f on the tokenizers of the models that are at hand: the smallest
// in every run, all under `make test-models`.
func eachModel(t *testing.T, f func(t *testing.T, tok *Tokenizer, golden string)) {
	for _, m := range goldenModels {
		t.Run(m.model, func(t *testing.T) {
			if m.model != "smollm2-135m" && os.Getenv("INKLING_ALL_MODELS") != "1" {
				t.Skip("`make test-models` checks this model")
			}
			f(t, openTokenizer(t, m.model), m.golden)
		})
	}
}

func openTokenizer(t testing.TB, model string) *Tokenizer {
	t.Helper()
	f, err := gguf.Open(testmodel.Path(t, model))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // a tokenizer keeps nothing of the file
	tok, err := New(f)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func readGzip(t testing.TB, name string) []byte {
	t.Helper()
	packed, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func goldenLines(t testing.TB) []string {
	t.Helper()
	var lines []string
	for s := bufio.NewScanner(bytes.NewReader(readGzip(t, "lines.json.gz"))); s.Scan(); {
		var line string
		if err := json.Unmarshal(s.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

// goldenInfo is what golden.py writes of a vocabulary.
type goldenInfo struct {
	Tokens   int
	BOS, EOS ID
	AddBOS   bool `json:"add_bos"`
	EOG      []ID
	Pieces   string
	Special  map[string][]ID
	Sweep    string
}

func readGoldenInfo(t testing.TB, name string) (info goldenInfo) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(data, &info)
	}
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestEncodeEqualsLlamaCpp(t *testing.T) {
	lines := goldenLines(t)
	if len(lines) < 5000 {
		t.Fatalf("only %d golden lines", len(lines))
	}
	eachModel(t, func(t *testing.T, tok *Tokenizer, golden string) {
		packed := bytes.NewReader(readGzip(t, golden+".ids.gz"))
		next := func() ID {
			x, err := binary.ReadUvarint(packed)
			if err != nil {
				t.Fatal(err)
			}
			return ID(x)
		}
		wrong := 0
		for i, line := range lines {
			want := make([]ID, next())
			for k := range want {
				want[k] = next()
			}
			if got := tok.Encode(line); !slices.Equal(got, want) {
				if wrong++; wrong <= 10 {
					t.Errorf("line %d, %.200q:\n got %v\nwant %v", i, line, first(got, 40), first(want, 40))
				}
			}
		}
		if wrong > 0 {
			t.Errorf("%d of %d lines differ", wrong, len(lines))
		}
	})
}

func first(ids []ID, n int) []ID { return ids[:min(n, len(ids))] }

func TestVocabularyEqualsLlamaCpp(t *testing.T) {
	eachModel(t, func(t *testing.T, tok *Tokenizer, golden string) {
		want := readGoldenInfo(t, golden)
		got := goldenInfo{Tokens: tok.VocabSize(), BOS: tok.BOS(), EOS: tok.EOS(), AddBOS: tok.AddBOS()}
		pieces := sha256.New()
		for id := range ID(tok.VocabSize()) {
			if tok.IsEOG(id) {
				got.EOG = append(got.EOG, id)
			}
			p := tok.Piece(id)
			pieces.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(p))))
			pieces.Write(p)
		}
		got.Pieces = hex.EncodeToString(pieces.Sum(nil))
		want.Special, want.Sweep = nil, ""
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
}

func TestEncodeSpecialEqualsLlamaCpp(t *testing.T) {
	eachModel(t, func(t *testing.T, tok *Tokenizer, golden string) {
		for text, want := range readGoldenInfo(t, golden).Special {
			if got := tok.EncodeSpecial(text); !slices.Equal(got, want) {
				t.Errorf("%q: got %v, want %v", text, got, want)
			}
		}
	})
}

// TestEveryCodePoint holds the tokenizer to llama.cpp's idea of what is a letter,
// a number or white space, for all of Unicode.
func TestEveryCodePoint(t *testing.T) {
	eachModel(t, func(t *testing.T, tok *Tokenizer, golden string) {
		want := readGoldenInfo(t, golden).Sweep
		for block := range 0x1100 {
			if got := idsDigest(tok.AppendText(nil, sweepText(block))); got != want[8*block:8*block+8] {
				t.Errorf("block U+%04X differs", block*256)
			}
		}
	})
}

// sweepText is golden.py's sweep.
func sweepText(block int) string {
	var b []byte
	for c := rune(block * 256); c < rune(block*256+256); c++ {
		if c >= 0xd800 && c < 0xe000 {
			continue
		}
		r := string(c)
		for _, s := range []string{"a", r, "b1", r, "2 ", r, "!", r, " \n"} {
			b = append(b, s...)
		}
	}
	return string(b)
}

// TestPreTokenizersEqualLlamaCpp runs the pre-tokenizers that no model at hand
// names on the vocabulary of one that has another.
func TestPreTokenizersEqualLlamaCpp(t *testing.T) {
	var golden map[string]struct{ Lines, Sweep string }
	if err := json.Unmarshal(readGzip(t, "pre.json.gz"), &golden); err != nil {
		t.Fatal(err)
	}
	lines := goldenLines(t)
	for name, want := range golden {
		t.Run(name, func(t *testing.T) {
			tok := openTokenizer(t, "smollm2-135m")
			encoder := tok.encoder.(*bpe)
			encoder.usePreTokenizer(name, preTokenizers()[name], tok.vocab)
			for i, line := range lines {
				if got := idsDigest(tok.Encode(line)); got != want.Lines[8*i:8*i+8] {
					t.Errorf("line %d, %.200q differs", i, line)
				}
			}
			for block := range 0x1100 {
				if got := idsDigest(tok.AppendText(nil, sweepText(block))); got != want.Sweep[8*block:8*block+8] {
					t.Errorf("block U+%04X differs", block*256)
				}
			}
		})
	}
}

// idsDigest is golden.py's digest.
func idsDigest(ids []ID) string {
	var packed []byte
	for _, id := range ids {
		packed = binary.AppendUvarint(packed, uint64(id))
	}
	sum := sha256.Sum256(packed)
	return hex.EncodeToString(sum[:4])
}

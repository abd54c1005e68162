package token

import (
	"math"
	"strings"

	"inkling/model/gguf"
)

// Bounds that no real vocabulary comes near; Gemma's has 262,144 tokens.
const (
	maxTokens = 1 << 19
	maxMerges = 1 << 20
)

// The kinds of vocabulary, as "tokenizer.ggml.model" names them.
const (
	modelBPE = "gpt2"  // byte-level byte-pair encoding
	modelSPM = "llama" // SentencePiece with scores
)

// attr says what a token is. Control may come beside another.
type attr uint8

const (
	attrNormal attr = 1 << iota
	attrUnknown
	attrControl
	attrUserDefined
	attrUnused
	attrByte
)

func (a attr) has(any attr) bool { return a&any != 0 }

// attrOf translates the format's token types; 0 and unknown ones mean no attribute.
func attrOf(tokenType int64) attr {
	switch tokenType {
	case 1:
		return attrNormal
	case 2:
		return attrUnknown
	case 3:
		return attrControl
	case 4:
		return attrUserDefined
	case 5:
		return attrUnused
	case 6:
		return attrByte
	}
	return 0
}

// vocab is what both kinds of tokenizer have.
type vocab struct {
	model  string
	texts  []string // as the file spells them
	attrs  []attr
	scores []float32     // SentencePiece only
	ids    map[string]ID // of texts; nil once the tokenizer is made

	bos, eos       ID
	addBOS         bool
	addSpacePrefix bool
	eog            map[ID]bool

	pieces  []byte   // the text of all tokens, one after another
	offsets []uint32 // where each begins in pieces, and the end
}

func (v *vocab) piece(id ID) []byte {
	a, b := v.offsets[id], v.offsets[id+1]
	return v.pieces[a:b:b]
}

// readVocab reads and checks the vocabulary of a model file.
func readVocab(f *gguf.File) (*vocab, error) {
	v := &vocab{}
	model, ok := f.String("tokenizer.ggml.model")
	switch {
	case !ok:
		return nil, gguf.Errorf("it has no vocabulary (no tokenizer.ggml.model)")
	case model != modelBPE && model != modelSPM:
		return nil, &gguf.UnsupportedError{What: "tokenizer", Name: model, Where: "tokenizer.ggml.model", Known: []string{modelBPE, modelSPM}}
	}
	v.model = model
	if err := v.readTokens(f); err != nil {
		return nil, err
	}
	if err := v.readSettings(f); err != nil {
		return nil, err
	}
	v.markSpecials(f)
	return v, v.buildPieces()
}

// readTokens reads the tokens with their types and scores.
func (v *vocab) readTokens(f *gguf.File) error {
	const tokensKey, typesKey, scoresKey = "tokenizer.ggml.tokens", "tokenizer.ggml.token_type", "tokenizer.ggml.scores"
	n := f.Len(tokensKey)
	if n == 0 || n > maxTokens {
		return gguf.Errorf("%s: a vocabulary of %d tokens; 1 to %d are possible", tokensKey, n, maxTokens)
	}
	for _, key := range []string{typesKey, scoresKey} {
		if f.Has(key) && f.Len(key) != n {
			return gguf.Errorf("%s has %d entries for %d tokens", key, f.Len(key), n)
		}
	}
	var ok bool
	if v.scores, ok = f.Floats(scoresKey); !ok && (f.Has(scoresKey) || v.model == modelSPM) {
		return gguf.Errorf("%s must be an array of float32", scoresKey)
	}
	for i, s := range v.scores {
		if math.IsNaN(float64(s)) {
			return gguf.Errorf("%s: the score of token %d is not a number", scoresKey, i)
		}
	}
	types, ok := f.Ints(typesKey)
	if !ok && f.Has(typesKey) {
		return gguf.Errorf("%s must be an array of int32", typesKey)
	}
	if v.texts, ok = f.Strings(tokensKey); !ok {
		return gguf.Errorf("%s must be an array of strings", tokensKey)
	}
	v.attrs = make([]attr, n)
	v.ids = make(map[string]ID, n)
	for i, text := range v.texts {
		v.attrs[i] = attrNormal
		if types != nil {
			v.attrs[i] = attrOf(types[i])
		}
		if text == "" {
			continue // never found in a text
		}
		if other, double := v.ids[text]; double {
			return gguf.Errorf("%s: tokens %d and %d are the same", tokensKey, other, i)
		}
		v.ids[text] = ID(i)
	}
	return nil
}

// readSettings reads what is added around a text. The defaults are llama.cpp's.
func (v *vocab) readSettings(f *gguf.File) error {
	v.bos, v.eos = 11, 11
	if v.model == modelSPM {
		v.bos, v.eos = 1, 2
		v.addBOS, v.addSpacePrefix = true, true
	}
	if pre, _ := f.String(preKey); v.model == modelBPE && pre == "llama-bpe" {
		v.addBOS = true
	}
	for key, id := range map[string]*ID{"tokenizer.ggml.bos_token_id": &v.bos, "tokenizer.ggml.eos_token_id": &v.eos} {
		u, ok := f.Uint(key)
		switch {
		case !f.Has(key) && int(*id) >= len(v.texts):
			*id = None
		case !f.Has(key):
		case !ok || u >= uint64(len(v.texts)):
			return gguf.Errorf("%s is %s, not one of the %d tokens", key, f.Describe(key), len(v.texts))
		default:
			*id = ID(u)
		}
	}
	for key, to := range map[string]*bool{"tokenizer.ggml.add_bos_token": &v.addBOS, "tokenizer.ggml.add_space_prefix": &v.addSpacePrefix} {
		b, ok := f.Bool(key)
		if ok {
			*to = b
		} else if f.Has(key) {
			return gguf.Errorf("%s must be a boolean", key)
		}
	}
	if v.model == modelBPE {
		v.addSpacePrefix = false // byte-level vocabularies never add one
	}
	return nil
}

// buildPieces works out the bytes that each token stands for.
func (v *vocab) buildPieces() error {
	v.offsets = make([]uint32, 0, len(v.texts)+1)
	size := 0
	for _, t := range v.texts {
		size += len(t)
	}
	v.pieces = make([]byte, 0, size)
	chars := newByteChars()
	for i, text := range v.texts {
		v.offsets = append(v.offsets, uint32(len(v.pieces)))
		switch a := v.attrs[i]; {
		case a.has(attrControl | attrUnknown):
		case a.has(attrUserDefined):
			v.pieces = append(v.pieces, text...)
		case a.has(attrByte):
			b, ok := parseByteToken(text)
			if !ok {
				return gguf.Errorf("token %d is marked as a byte but spelled %.20q", i, text)
			}
			v.pieces = append(v.pieces, b)
		case a.has(attrNormal) && v.model == modelSPM:
			v.pieces = append(v.pieces, strings.ReplaceAll(text, spaceMark, " ")...)
		case a.has(attrNormal):
			v.pieces = chars.appendBytes(v.pieces, text)
		}
	}
	v.offsets = append(v.offsets, uint32(len(v.pieces)))
	return nil
}

// parseByteToken reads "<0x0A>".
func parseByteToken(text string) (byte, bool) {
	const digits = "0123456789ABCDEF"
	if len(text) != 6 || text[:3] != "<0x" || text[5] != '>' {
		return 0, false
	}
	hi, lo := strings.IndexByte(digits, text[3]), strings.IndexByte(digits, text[4])
	return byte(hi<<4 | lo), hi >= 0 && lo >= 0
}

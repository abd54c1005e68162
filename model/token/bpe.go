package token

import (
	"strings"

	"inkling/model/gguf"
)

// bpe is byte-level byte-pair encoding (Sennrich et al. 2016; bytes as in GPT-2):
// a piece of text begins as its bytes, and the neighbouring pair that was learned
// earliest is merged until no neighbours are a learned pair.
type bpe struct {
	split   splitter
	classes *classes
	bytes   [256]symbol // what each byte begins as
	merges  mergeTable
	tokens  int      // symbols below are tokens
	extra   []string // the bytes of the symbols from there on
	whole   map[string]ID
}

// symbol is a string that merging meets: a token's ID, or a number beyond them for
// the few strings that are only steps on the way to a token.
type symbol int32

// newBPE reads the merges of a byte-level vocabulary.
func newBPE(f *gguf.File, v *vocab) (*bpe, error) {
	const key = "tokenizer.ggml.merges"
	n := f.Len(key)
	merges, ok := f.Strings(key)
	if !ok || n > maxMerges {
		return nil, gguf.Errorf("%s must be an array of at most %d strings", key, maxMerges)
	}
	pre, split, err := preTokenizer(f)
	if err != nil {
		return nil, err
	}
	b := &bpe{classes: newClasses(), tokens: len(v.texts)}
	in := &interner{ids: v.ids, next: symbol(len(v.texts)), chars: newByteChars()}
	for i, r := range in.chars.char {
		b.bytes[i] = in.symbol([]byte(string(r)))
	}
	b.merges = newMergeTable(n)
	var joined []byte
	for rank, m := range merges {
		cut := strings.IndexByte(m[min(1, len(m)):], ' ') + 1
		if cut <= 0 || cut == len(m)-1 {
			return nil, gguf.Errorf("%s: merge %d is %.40q, not two parts with a space between", key, rank, m)
		}
		left, right := m[:cut], m[cut+1:]
		joined = append(append(joined[:0], left...), right...)
		b.merges.add(in.symbol([]byte(left)), in.symbol([]byte(right)), int32(rank), in.symbol(joined))
	}
	b.extra = in.extra
	b.usePreTokenizer(pre, split, v)
	return b, nil
}

// usePreTokenizer sets how text is cut into pieces. Llama 3 takes a piece that is a
// token as that token, without looking at the merges.
func (b *bpe) usePreTokenizer(name string, split splitter, v *vocab) {
	b.split = split
	if name == "llama-bpe" {
		b.whole = wholeWords(v)
	}
}

// wholeWords lists the tokens by the bytes they stand for.
func wholeWords(v *vocab) map[string]ID {
	whole := make(map[string]ID, len(v.texts))
	for i := range v.texts {
		if v.attrs[i] == attrNormal {
			whole[string(v.piece(ID(i)))] = ID(i)
		}
	}
	return whole
}

// interner numbers the strings that merges name.
type interner struct {
	ids   map[string]ID
	steps map[string]symbol // strings that are no token
	next  symbol
	extra []string // of each of these the bytes
	chars *byteChars
}

func (in *interner) symbol(text []byte) symbol {
	if id, ok := in.ids[string(text)]; ok {
		return symbol(id)
	}
	if s, ok := in.steps[string(text)]; ok {
		return s
	}
	if in.steps == nil {
		in.steps = make(map[string]symbol)
	}
	s := in.next
	in.next++
	in.steps[string(text)] = s
	in.extra = append(in.extra, string(in.chars.appendBytes(nil, string(text))))
	return s
}

func (b *bpe) appendText(dst []ID, text string) []ID {
	var m merger
	for len(text) > 0 {
		n := b.split(b.classes, text)
		dst = b.appendPiece(dst, text[:n], &m)
		text = text[n:]
	}
	return dst
}

// appendPiece appends the tokens of one piece of the pre-tokenizer.
func (b *bpe) appendPiece(dst []ID, piece string, m *merger) []ID {
	if b.whole != nil {
		if id, ok := b.whole[piece]; ok {
			return append(dst, id)
		}
	}
	m.symbols = m.symbols[:0]
	for i := range len(piece) {
		m.symbols = append(m.symbols, b.bytes[piece[i]])
	}
	for _, s := range m.merge(&b.merges) {
		dst = b.appendSymbol(dst, s)
	}
	return dst
}

// appendSymbol appends the token that a symbol is. A symbol that is none falls
// apart into the tokens of its bytes; a byte that has none is lost, as the model
// has no way to say it.
func (b *bpe) appendSymbol(dst []ID, s symbol) []ID {
	if int(s) < b.tokens {
		return append(dst, ID(s))
	}
	text := b.extra[int(s)-b.tokens]
	for i := range len(text) {
		if t := b.bytes[text[i]]; int(t) < b.tokens {
			dst = append(dst, ID(t))
		}
	}
	return dst
}

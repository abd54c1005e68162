package token

import "unicode/utf8"

// Byte-level vocabularies spell each byte as one printable character, so that
// tokens are readable text. A byte that prints in Latin-1 stands for itself; the
// others are numbered from U+0100 in their order. (GPT-2, Radford et al. 2019.)

// byteChars translates between bytes and the characters that spell them.
type byteChars struct {
	char [256]rune
	byte map[rune]byte
}

func newByteChars() *byteChars {
	c := &byteChars{byte: make(map[rune]byte, 256)}
	next := rune(0x100)
	for b := range rune(256) {
		r := b
		if prints := b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae; !prints {
			r = next
			next++
		}
		c.char[b] = r
		c.byte[r] = byte(b)
	}
	return c
}

// appendBytes appends the bytes that text spells. A character that spells none is
// kept as it is.
func (c *byteChars) appendBytes(dst []byte, text string) []byte {
	for _, r := range text {
		if b, ok := c.byte[r]; ok {
			dst = append(dst, b)
		} else {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

package token

import (
	"strings"
	"unicode/utf8"
)

// Decoder puts the tokens of a stream together into text. What it gives out is
// whole characters only, so that it can be shown at once: the bytes of a character
// that isn't complete wait for the next token. Bytes that can't become a character
// come out as U+FFFD. The zero value is not ready; use [Tokenizer.NewDecoder].
type Decoder struct {
	t       *Tokenizer
	pending []byte // fewer than utf8.UTFMax bytes, the start of a character
}

// NewDecoder makes a decoder for a stream that continues other text.
func (t *Tokenizer) NewDecoder() *Decoder { return &Decoder{t: t} }

// Add gives the text that is complete with the token id.
func (d *Decoder) Add(id ID) string {
	d.pending = append(d.pending, d.t.Piece(id)...)
	whole := wholeCharacters(d.pending)
	text := strings.ToValidUTF8(string(d.pending[:whole]), string(utf8.RuneError))
	d.pending = append(d.pending[:0], d.pending[whole:]...)
	return text
}

// Flush ends the stream: what is pending will not be completed any more and comes
// out as U+FFFD.
func (d *Decoder) Flush() string {
	if len(d.pending) == 0 {
		return ""
	}
	d.pending = d.pending[:0]
	return string(utf8.RuneError)
}

// Pending tells whether a character waits for its remaining bytes.
func (d *Decoder) Pending() bool { return len(d.pending) > 0 }

// wholeCharacters is the length of b without the start of a character at its end.
func wholeCharacters(b []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if at := len(b) - i; utf8.RuneStart(b[at]) {
			if !utf8.FullRune(b[at:]) {
				return at
			}
			break
		}
	}
	return len(b)
}

package token

import (
	"slices"
	"strings"
	"testing"
)

// FuzzRoundTrip holds that any bytes at all come back from both kinds of tokenizer,
// whole and streamed, and that no text becomes a control token.
func FuzzRoundTrip(f *testing.F) {
	for _, s := range []string{
		"", "hello world", "It's 2024.\n\n  Yes!", "你好，世界。", "<|im_end|><tool></s><s>", "\xff\xfe\xc3(", "e\u0301🙂👩\u200d💻", "\u2581 \u2581\u2581",
		strings.Repeat("hell", 60), strings.Repeat(" ", 100) + "x", "<0x0A>", "a\x00b", "12½345٣",
	} {
		f.Add(s)
	}
	bytes := byteVocab("").tokenizer(f)
	scores := scoreVocab("▁", "h", "e", "l", "o", "he", "ll", "hell", "▁hell", "▁▁", "o▁", "🙂", "日本").tokenizer(f)
	pre := preTokenizers()
	f.Fuzz(func(t *testing.T, text string) {
		for name, split := range pre {
			bytes.encoder.(*bpe).split = split
			checkRoundTrip(t, name, bytes, text, text)
		}
		checkRoundTrip(t, "scores", scores, text, strings.ReplaceAll(text, spaceMark, " "))
	})
}

func checkRoundTrip(t *testing.T, name string, tok *Tokenizer, text, want string) {
	t.Helper()
	ids := tok.AppendText(nil, text)
	var got strings.Builder
	for _, id := range ids {
		got.Write(tok.Piece(id))
	}
	if got.String() != want {
		t.Errorf("%s: %q comes back as %q", name, text, got.String())
	}
	if slices.ContainsFunc(ids, tok.IsControl) {
		t.Errorf("%s: %q becomes a control token: %v", name, text, ids)
	}
	if s := tok.Decode(tok.Encode(text)); s != want {
		t.Errorf("%s: %q is decoded as %q", name, text, s)
	}
	if s := stream(t, tok, ids); len(s) > 0 && strings.ToValidUTF8(s, "?") != s {
		t.Errorf("%s: %q is streamed as %q", name, text, s)
	}
}

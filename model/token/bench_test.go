package token

import (
	"strings"
	"testing"
)

// BenchmarkEncode goes through documents of a megabyte, ordinary ones and those
// that would show work out of proportion: one long word, one long run of spaces.
func BenchmarkEncode(b *testing.B) {
	for _, m := range goldenModels {
		if m.model == "qwen2.5-coder-1.5b" {
			continue // its vocabulary is the same as that of the smaller one
		}
		tok := openTokenizer(b, m.model)
		for _, doc := range []struct{ name, text string }{
			{"english", "The quick brown fox, it's said, jumped over the lazy dog in 1999; nobody knows why.\n"},
			{"chinese", "今天天气很好，我们一起去公园散步，孩子们在湖边放风筝。"},
			{"code", "\tif err := f.Close(); err != nil {\n\t\treturn fmt.Errorf(\"close %s: %w\", path, err)\n\t}\n"},
			{"letters", "a"}, {"spaces", " "}, {"newlines", "\n"}, {"marks", "!"}, {"emoji", "🙂"}, {"digits", "7"},
		} {
			text := strings.Repeat(doc.text, 1<<20/len(doc.text))
			b.Run("model="+m.golden+"/text="+doc.name, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				n := 0
				for b.Loop() {
					n += len(tok.Encode(text))
				}
				b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tokens/s")
			})
		}
	}
}

package token

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"inkling/model/gguf"
)

// TestTextIsData gives the names of control tokens as text: they must come out as
// ordinary tokens, and again as the text they were.
func TestTextIsData(t *testing.T) {
	eachModel(t, func(t *testing.T, tok *Tokenizer, _ string) {
		for id := range ID(tok.VocabSize()) {
			if !tok.IsControl(id) {
				continue
			}
			text := tok.Name(id)
			got := tok.AppendText(nil, text)
			if slices.ContainsFunc(got, tok.IsControl) || tok.Decode(got) != text {
				t.Errorf("%q becomes %v, that is %q", text, got, tok.Decode(got))
			}
		}
	})
}

func TestRoundTrip(t *testing.T) {
	lines := goldenLines(t)
	eachModel(t, func(t *testing.T, tok *Tokenizer, golden string) {
		for _, line := range lines {
			if golden == "gemma3" {
				line = strings.ReplaceAll(line, spaceMark, " ") // SentencePiece can't tell the two apart
			}
			if strings.ContainsFunc(line, func(r rune) bool { return hasNoToken(tok, r) }) {
				continue // see TestOnlyUnusedCharactersAreLost
			}
			ids := tok.Encode(line)
			if got := tok.Decode(ids); got != line {
				t.Errorf("%.200q comes back as %.200q", line, got)
			}
			if got := stream(t, tok, ids); got != line {
				t.Errorf("%.200q comes out of a stream as %.200q", line, got)
			}
		}
	})
}

// hasNoToken tells whether a byte-level vocabulary lacks a byte of r.
func hasNoToken(tok *Tokenizer, r rune) bool {
	b, ok := tok.encoder.(*bpe)
	return ok && slices.ContainsFunc([]byte(string(r)), func(x byte) bool { return int(b.bytes[x]) >= b.tokens })
}

// TestOnlyUnusedCharactersAreLost holds what SmolLM2's vocabulary has no tokens for:
// control characters and the planes of Unicode that are empty or private.
func TestOnlyUnusedCharactersAreLost(t *testing.T) {
	tok := openTokenizer(t, "smollm2-135m")
	for r := range rune(unicode.MaxRune + 1) {
		if hasNoToken(tok, r) && !unicode.IsControl(r) && r < 0x40000 {
			t.Errorf("%q (%U) has no tokens", r, r)
		}
	}
}

// stream decodes token by token and checks that only whole characters come out.
func stream(t *testing.T, tok *Tokenizer, ids []ID) string {
	t.Helper()
	d := tok.NewDecoder()
	var text strings.Builder
	for _, id := range ids {
		s := d.Add(id)
		if !utf8.ValidString(s) {
			t.Errorf("token %d gives half a character: %q", id, s)
		}
		text.WriteString(s)
	}
	text.WriteString(d.Flush())
	return text.String()
}

func TestDecoder(t *testing.T) {
	tok := byteVocab("").tokenizer(t) // the IDs below 256 are bytes
	for name, c := range map[string]struct {
		bytes string
		want  []string // for each byte, then Flush
	}{
		"letters":                     {"ab", []string{"a", "b", ""}},
		"two bytes":                   {"é", []string{"", "é", ""}},
		"four bytes":                  {"🙂", []string{"", "", "", "🙂", ""}},
		"character and half of one":   {"a\xe6\x97", []string{"a", "", "", "\ufffd"}},
		"half of one, then a letter":  {"\xe6\x97a", []string{"", "", "\ufffda", ""}},
		"half of one, then a whole":   {"\xe6日", []string{"", "\ufffd", "", "日", ""}},
		"a byte that begins nothing":  {"\x80a\xff", []string{"\ufffd", "a", "\ufffd", ""}},
		"surrogate":                   {"\xed\xa0\x80", []string{"", "\ufffd", "\ufffd", ""}},
		"overlong":                    {"\xc0\x80", []string{"\ufffd", "\ufffd", ""}},
		"beyond Unicode":              {"\xf4\x90\x80\x80", []string{"", "\ufffd", "\ufffd", "\ufffd", ""}},
		"a mark joins in a later one": {"e\u0301", []string{"e", "", "\u0301", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			d := tok.NewDecoder()
			var got []string
			for i := range len(c.bytes) {
				got = append(got, d.Add(ID(c.bytes[i])))
			}
			got = append(got, d.Flush())
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDecoderSkipsControlTokens(t *testing.T) {
	tok := byteVocab("").tokenizer(t)
	d := tok.NewDecoder()
	// A control token in the middle of a character doesn't break it.
	if got := d.Add(0xc3) + d.Add(endID) + d.Add(0xa9) + d.Add(toolID) + d.Add(-5) + d.Add(99999); got != "é<tool>" || d.Pending() {
		t.Errorf("got %q", got)
	}
}

// TestPreTokenizers shows what each does; the golden files hold all the rest.
func TestPreTokenizers(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want map[string]string // pieces joined by |
	}{
		"words":        {"It's  a dog.", map[string]string{"gpt-2": "It|'s| | a| dog|.", "qwen2": "It|'s| | a| dog|.", "default": "It|'|s| | a| dog|."}},
		"capitals":     {"IT'S", map[string]string{"gpt-2": "IT|'|S", "qwen2": "IT|'S", "smollm": "IT|'|S"}},
		"numbers":      {"in 12345", map[string]string{"gpt-2": "in| 12345", "smollm": "in| |1|2|3|4|5", "qwen2": "in| |1|2|3|4|5", "llama-bpe": "in| |123|45", "default": "in| |123|45"}},
		"line ends":    {"a.\n\n  b", map[string]string{"gpt-2": "a|.|\n\n | b", "qwen2": "a|.\n\n| | b"}},
		"spaces last":  {"a  ", map[string]string{"gpt-2": "a|  ", "qwen2": "a|  ", "smollm": "a|  "}},
		"tab":          {"\tif", map[string]string{"gpt-2": "\t|if", "qwen2": "\tif"}},
		"Chinese":      {"你好，世界", map[string]string{"gpt-2": "你好|，|世界", "qwen2": "你好|，世界", "default": "你好|，|世界"}},
		"invalid":      {"a\xff\xfeb", map[string]string{"gpt-2": "a|\xff\xfe|b", "qwen2": "a|\xff\xfe|b"}},
		"other digits": {"12½345", map[string]string{"default": "12½|345", "llama-bpe": "12½|345"}},
	} {
		for pre, want := range c.want {
			t.Run(name+"/"+pre, func(t *testing.T) {
				split, classes := preTokenizers()[pre], newClasses()
				var got []string
				for text := c.text; text != ""; {
					n := split(classes, text)
					got, text = append(got, text[:n]), text[n:]
				}
				if s := strings.Join(got, "|"); s != want {
					t.Errorf("got %q, want %q", s, want)
				}
			})
		}
	}
}

func TestByteVocab(t *testing.T) {
	tok := byteVocab("").tokenizer(t)
	for text, want := range map[string][]ID{
		"":                 {},
		"hello":            {helloID},
		"hell help":        {258, ' ', 256, 'l', 'p'},
		"a<tool>hello":     {'a', toolID, helloID},
		"<|im_end|>"[:3]:   {'<', '|', 'i'},
		"\xffh\xc3":        {0xff, 'h', 0xc3},
		"hellohellohello!": {helloID, helloID, helloID, '!'},
	} {
		if got := tok.Encode(text); !slices.Equal(got, want) || tok.Decode(got) != text {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
	if got, want := tok.EncodeSpecial("<|im_start|>hello<|im_end|>"), []ID{startID, helloID, endID}; !slices.Equal(got, want) {
		t.Errorf("special: got %v, want %v", got, want)
	}
	if !tok.IsEOG(endID) || tok.IsEOG(startID) || tok.IsEOG(-1) || tok.BOS() != startID || tok.EOS() != endID || tok.AddBOS() {
		t.Error("wrong special tokens")
	}
	if id, ok := tok.Special("<|im_end|>"); !ok || id != endID {
		t.Error("<|im_end|> isn't found")
	}
	if _, ok := tok.Special("hello"); ok {
		t.Error("an ordinary token is found as a special one")
	}
	if p := tok.Piece(endID); len(p) != 0 || tok.Name(endID) != "<|im_end|>" || tok.Name(-1) != "" || tok.Piece(9999) != nil {
		t.Error("wrong pieces or names")
	}
}

func TestBOSWhereTheFileAsks(t *testing.T) {
	tok := byteVocab(ChatML).flag("tokenizer.ggml.add_bos_token", true).tokenizer(t)
	if got, want := tok.Encode("hello"), []ID{startID, helloID}; !tok.AddBOS() || !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := tok.AppendText(nil, "hello"), []ID{helloID}; !slices.Equal(got, want) {
		t.Errorf("continued: got %v, want %v", got, want)
	}
	// The template writes it by itself: it isn't there twice.
	if ids, err := tok.Chat([]Message{{"user", "hello"}}, false); err != nil || ids[0] != startID || ids[1] == startID {
		t.Errorf("chat: got %v, %v", ids, err)
	}
}

func TestScoreVocab(t *testing.T) {
	// IDs: 0 <unk>, 1 <s>, 2 </s>, then bytes, then the pieces from 259 on.
	tok := scoreVocab("▁", "a", "b", "ab", "▁a", "▁▁", "b▁").tokenizer(t)
	for text, want := range map[string][]ID{
		"":       {1},
		"ab":     {1, 259, 262}, // ▁ is added, and ab has the better score than ▁a
		"a":      {1, 263},      // ▁a
		" a":     {1, 259, 263}, // ▁ ▁a: ▁a has the better score than ▁▁
		"ab ab":  {1, 259, 262, 259, 262},
		"b b":    {1, 259, 265, 261}, // b▁ begins left of ▁b, which isn't a token
		"é":      {1, 259, 3 + 0xc3, 3 + 0xa9},
		"a</s>":  {1, 263, 3 + '<', 3 + '/', 3 + 's', 3 + '>'},
		"\xff":   {1, 259, 3 + 0xff},
		"aaabab": {1, 263, 260, 262, 262},
	} {
		if got := tok.Encode(text); !slices.Equal(got, want) || tok.Decode(got) != text {
			t.Errorf("%q: got %v %q, want %v", text, got, tok.Decode(got), want)
		}
	}
	if got, want := tok.AppendText(nil, "ab"), []ID{262}; !slices.Equal(got, want) {
		t.Errorf("continued: got %v, want %v", got, want)
	}
	if got, want := tok.EncodeSpecial("a<s>a"), []ID{263, 1, 263}; !slices.Equal(got, want) {
		t.Errorf("special: got %v, want %v", got, want)
	}
}

// TestLongestSpecialWins holds which of several special tokens in a row is taken.
func TestLongestSpecialWins(t *testing.T) {
	v := &vocab{texts: []string{"ab", "bcd", "a", "abcdefg", "\n", "\n\n", "\n\n\n"}, attrs: slices.Repeat([]attr{attrUserDefined}, 7)}
	m := newMatcher(v, func(attr) bool { return true })
	for text, want := range map[string]string{
		"xyz":                          "",
		"ab":                           "0",
		"abcd":                         "2 1", // bcd is longer than ab, though it begins later
		"abcdefg":                      "3",
		"aab":                          "2 0",
		"\n\n\n\n\n":                   "6 5",
		"x\n" + strings.Repeat("a", 4): "4 2 2 2 2",
	} {
		var got []string
		for _, f := range m.find(text) {
			got = append(got, fmt.Sprint(f.id))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: got %q, want %q", text, s, want)
		}
	}
}

// TestBadVocabularies are files whose header is well-formed and whose vocabulary
// can't be used.
func TestBadVocabularies(t *testing.T) {
	base := func() *testFile { return (&testFile{}).text("tokenizer.ggml.model", "gpt2") }
	many := make([]string, maxTokens+1)
	for name, c := range map[string]struct {
		file *testFile
		says string
	}{
		"no vocabulary":             {&testFile{}, "no vocabulary"},
		"model of another type":     {(&testFile{}).num("tokenizer.ggml.model", 1), "no vocabulary"},
		"no tokens":                 {base(), "0 tokens"},
		"empty list of tokens":      {base().texts("tokenizer.ggml.tokens"), "0 tokens"},
		"tokens that are numbers":   {base().nums("tokenizer.ggml.tokens", 1, 2), "array of strings"},
		"too many tokens":           {base().texts("tokenizer.ggml.tokens", many...), "tokens"},
		"same token twice":          {base().texts("tokenizer.ggml.tokens", "a", "b", "a"), "0 and 2 are the same"},
		"fewer types than tokens":   {base().texts("tokenizer.ggml.tokens", "a", "b").nums("tokenizer.ggml.token_type", 1), "1 entries for 2 tokens"},
		"types that are strings":    {base().texts("tokenizer.ggml.tokens", "a").texts("tokenizer.ggml.token_type", "x"), "array of int32"},
		"no merges":                 {base().texts("tokenizer.ggml.tokens", "a"), "merges"},
		"merges that are numbers":   {base().texts("tokenizer.ggml.tokens", "a").nums("tokenizer.ggml.merges", 1), "merges"},
		"merge without a space":     {base().texts("tokenizer.ggml.tokens", "a").texts("tokenizer.ggml.merges", "aa"), "two parts"},
		"merge of nothing":          {base().texts("tokenizer.ggml.tokens", "a").texts("tokenizer.ggml.merges", ""), "two parts"},
		"merge with nothing":        {base().texts("tokenizer.ggml.tokens", "a").texts("tokenizer.ggml.merges", "a "), "two parts"},
		"merge of nothing with a":   {base().texts("tokenizer.ggml.tokens", "a").texts("tokenizer.ggml.merges", " a"), "two parts"},
		"pre-tokenizer as a number": {base().texts("tokenizer.ggml.tokens", "a").texts("tokenizer.ggml.merges").num("tokenizer.ggml.pre", 1), "must be a string"},
		"BOS outside":               {base().texts("tokenizer.ggml.tokens", "a").num("tokenizer.ggml.bos_token_id", 1), "not one of the 1 tokens"},
		"EOS as a string":           {base().texts("tokenizer.ggml.tokens", "a").text("tokenizer.ggml.eos_token_id", "a"), "not one of the 1 tokens"},
		"BOS setting as a number":   {base().texts("tokenizer.ggml.tokens", "a").num("tokenizer.ggml.add_bos_token", 1), "boolean"},
		"no scores":                 {(&testFile{}).text("tokenizer.ggml.model", "llama").texts("tokenizer.ggml.tokens", "a"), "float32"},
		"score that is no number":   {(&testFile{}).text("tokenizer.ggml.model", "llama").texts("tokenizer.ggml.tokens", "a").floats("tokenizer.ggml.scores", float32(math.NaN())), "not a number"},
		"no byte tokens":            {(&testFile{}).text("tokenizer.ggml.model", "llama").texts("tokenizer.ggml.tokens", "a").floats("tokenizer.ggml.scores", 1), "byte 0x00"},
		"byte token misspelt":       {(&testFile{}).text("tokenizer.ggml.model", "llama").texts("tokenizer.ggml.tokens", "<0xZZ>").nums("tokenizer.ggml.token_type", 6).floats("tokenizer.ggml.scores", 1), "marked as a byte"},
	} {
		t.Run(name, func(t *testing.T) {
			f := c.file.open(t)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := New(f)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			var format *gguf.FormatError
			if !errors.As(err, &format) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want a FormatError that says %q", err, c.says)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 64<<20 || took > time.Second {
				t.Errorf("refused after %d MB and %v", n>>20, took)
			}
		})
	}
}

func TestUnknownTokenizers(t *testing.T) {
	for name, c := range map[string]struct {
		file *testFile
		want gguf.UnsupportedError
	}{
		"tokenizer": {
			(&testFile{}).text("tokenizer.ggml.model", "bert"),
			gguf.UnsupportedError{What: "tokenizer", Name: "bert", Known: []string{"gpt2", "llama"}},
		},
		"pre-tokenizer": {
			(&testFile{}).text("tokenizer.ggml.model", "gpt2").texts("tokenizer.ggml.tokens", "a").texts("tokenizer.ggml.merges").text("tokenizer.ggml.pre", "falcon"),
			gguf.UnsupportedError{What: "pre-tokenizer", Name: "falcon", Known: []string{"default", "gpt-2", "llama-bpe", "qwen2", "smollm"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(c.file.open(t))
			var got *gguf.UnsupportedError
			if !errors.As(err, &got) || got.What != c.want.What || got.Name != c.want.Name || !slices.Equal(got.Known, c.want.Known) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestMergesBeyondTheVocabulary has merges whose results are no tokens: steps on the
// way to one, and a dead end that falls apart into bytes again.
func TestMergesBeyondTheVocabulary(t *testing.T) {
	chars := newByteChars()
	var tokens []string
	for _, r := range chars.char {
		tokens = append(tokens, string(r))
	}
	tok := (&testFile{}).text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", "gpt-2").texts("tokenizer.ggml.tokens", append(tokens, "abc")...).
		texts("tokenizer.ggml.merges", "a b", "ab c", "x y", "x y").tokenizer(t)
	for text, want := range map[string][]ID{"abc": {256}, "abx": {'a', 'b', 'x'}, "xyz": {'x', 'y', 'z'}} {
		if got := tok.Encode(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// TestLongAndShortPieces compares the two ways to merge on the same pieces.
func TestLongAndShortPieces(t *testing.T) {
	b := openTokenizer(t, "smollm2-135m").encoder.(*bpe)
	for _, line := range goldenLines(t) {
		for n := 0; n < len(line); {
			piece := line[n:min(n+shortPiece, len(line))]
			n += len(piece)
			var short, long merger
			for i := range len(piece) {
				short.symbols = append(short.symbols, b.bytes[piece[i]])
				long.symbols = append(long.symbols, b.bytes[piece[i]])
			}
			if s, l := short.merge(&b.merges), long.mergeLong(&b.merges); !slices.Equal(s, l) {
				t.Fatalf("%q: %v and %v", piece, s, l)
			}
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	tok := byteVocab(ChatML).tokenizer(t)
	done := make(chan error)
	for range 4 {
		go func() {
			for range 100 {
				ids, err := tok.Chat([]Message{{"user", "hello"}}, true)
				if err != nil || !slices.Contains(ids, helloID) || !slices.Equal(tok.Encode("hello"), []ID{helloID}) {
					done <- fmt.Errorf("wrong tokens %v, %w", ids, err)
					return
				}
			}
			done <- nil
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

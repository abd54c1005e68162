package editor

import (
	"math/rand"
	"testing"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"github.com/rivo/uniseg"
)

// What is known without the segmenter is what the segmenter says.
func TestPlainScripts(t *testing.T) {
	var segmenter shaping.Segmenter
	faces := newFaces()
	r := rand.New(rand.NewSource(1))
	known := map[language.Script]int{}
	for _, alphabet := range []string{"abZé, .'(", "אבגדּ ,.()-\"", "كتابَُل ،؟!", "aא ,", "بא ", "12 אa", ",. ٣ك"} {
		letters := []rune(alphabet)
		for range 500 {
			text := make([]rune, 1+r.Intn(8))
			for i := range text {
				text[i] = letters[r.Intn(len(letters))]
			}
			for _, right := range []bool{false, true} {
				script, ok := plainScript(text, right)
				if !ok {
					continue
				}
				known[script]++
				input := shaping.Input{Text: text, RunEnd: len(text), Direction: di.DirectionLTR}
				if right {
					input.Direction = di.DirectionRTL
				}
				parts := segmenter.Split(input, oneFace{&faces.all[faceSerif]})
				part := parts[0]
				own := languageOf(script)
				if own == "" {
					own = "en"
				}
				if len(parts) != 1 || part.Script != script || part.Direction != input.Direction || part.Language != own {
					t.Fatalf("%q from the right %v: taken for %v, which the segmenter says is %d parts, the first %v %v %q",
						string(text), right, script, len(parts), part.Script, part.Direction, part.Language)
				}
			}
		}
	}
	for _, script := range []language.Script{language.Latin, language.Hebrew, language.Arabic} {
		if known[script] < 100 {
			t.Errorf("only %d texts were taken for %v", known[script], script)
		}
	}
}

// What is known without a table to be a cluster of its own is one.
func TestSimpleClusters(t *testing.T) {
	letters := []rune("aé ,яΩשבُم،؟\u05b4海。あ가\u0301\u200d👍\u0600\u06dd\ufe0f\t")
	r := rand.New(rand.NewSource(1))
	simple := 0
	for range 20_000 {
		text := string(letters[r.Intn(len(letters))]) + string(letters[r.Intn(len(letters))]) + string(letters[r.Intn(len(letters))])
		base := []rune(text)[0]
		rest := text[len(string(base)):]
		if !simpleCluster(base, rest) {
			continue
		}
		simple++
		if cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(text, -1); cluster != string(base) {
			t.Fatalf("%q begins with %q, taken for a cluster of its own: it is %q", text, base, cluster)
		}
	}
	if simple < 5000 {
		t.Errorf("only %d texts were tried", simple)
	}
}

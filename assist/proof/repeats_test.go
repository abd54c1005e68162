package proof

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestRepeatsAreThoseThatCountingFinds(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var b strings.Builder
		for range random.IntN(60) {
			b.WriteRune([]rune("哈他们a，")[random.IntN(2+random.IntN(4))])
		}
		text := []rune(b.String())
		r := repeats{text: b.String()}
		for start := range text {
			for size := 1; size <= 4 && start+size <= len(text); size++ {
				s := string(text[start : start+size])
				if want := strings.Count(r.text, s) > 1; r.has(s) != want {
					t.Fatalf("%q in %q: %v, want %v", s, r.text, !want, want)
				}
			}
		}
	}
}

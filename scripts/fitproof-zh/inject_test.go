package main

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"inkling/assist/proof/lexicon"
)

func newInjector(t *testing.T) *injector {
	t.Helper()
	zh, err := lexicon.LoadChinese()
	if err != nil {
		t.Fatal(err)
	}
	return &injector{zh: zh, rng: rand.New(rand.NewPCG(1, 2))}
}

// What was written into a text is known exactly: taken back, the text is what it was. About half the texts stay sound.
func TestSlipsAreKnown(t *testing.T) {
	in := newInjector(t)
	text, err := os.ReadFile("modern.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := sentences([]string{string(text)}, in.rng)
	sound := 0
	for _, s := range list {
		wrong, slips := in.damage(s)
		back := wrong
		for _, slip := range slips { // each is as long as what stood there
			if wrong[slip.start:slip.end] == slip.original {
				t.Errorf("%q has a slip that changes nothing at %d", wrong, slip.start)
			}
			back = back[:slip.start] + slip.original + back[slip.end:]
		}
		if len(slips) == 0 {
			sound++
		}
		if back != s {
			t.Errorf("%q became %q with %v", s, wrong, slips)
		}
	}
	if share := float64(sound) / float64(len(list)); share < 0.3 || share > 0.6 {
		t.Errorf("%.0f %% of %d sentences stay sound, want 45", 100*share, len(list))
	}
}

func TestParticlesAreMixedUpWhereTheyStandAlone(t *testing.T) {
	in := newInjector(t)
	for _, tt := range []struct {
		text string
		want bool
	}{{"他跑得很快", true}, {"慢慢地走", true}, {"我的书", true}, {"这个地方", false}, {"觉得", false}, {"目的明确", false}} {
		text := []rune(tt.text)
		at := strings.IndexAny(tt.text, "的地得") / 3
		got := in.particle(text, at)
		if (got != nil) != tt.want || got != nil && (!strings.ContainsRune("的地得", got[0]) || got[0] == text[at]) {
			t.Errorf("%s: %q at %d, want another: %v", tt.text, string(got), at, tt.want)
		}
	}
}

func TestSetPhrasesLoseACharacter(t *testing.T) {
	in := newInjector(t)
	if got := in.phrase([]rune("他欲哭无泪了"), 2); got == nil || got[0] == '哭' {
		t.Errorf("哭 became %q", string(got))
	}
	if got := in.phrase([]rune("我昨天去公园散步"), 2); got != nil {
		t.Errorf("outside of a set phrase %q came in", string(got))
	}
}

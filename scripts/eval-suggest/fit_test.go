package main

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inkling/assist"
)

func TestReplayCountsKeysAsTheMeasureSays(t *testing.T) {
	for _, test := range []struct {
		name, text  string
		ghosts      map[int]ghost // by caret
		keys, right int
	}{
		{"nothing shown", "the sea", nil, 7, 0},
		{"all of it with one key", "the sea", map[int]ghost{3: {" sea", []int{4}}}, 4, 1},
		{"its first word with one key", "the sea is", map[int]ghost{3: {" sea was", []int{4, 8}}}, 3 + 1 + 3, 1},
		{"part of a longer word is not right", "the seaside", map[int]ghost{3: {" sea", []int{4}}}, 11, 0},
		{"a single character saves no key", "我们走", map[int]ghost{3: {"们去", []int{3, 6}}}, 3, 1},
	} {
		got, err := replay(test.text, 0, len(test.text), nil, func(caret int) (ghost, error) { return test.ghosts[caret], nil })
		if err != nil {
			t.Fatal(err)
		}
		if got.Keys != test.keys || got.Right != test.right || got.Shown != len(test.ghosts) {
			t.Errorf("%s: %d keys, %d of %d right, want %d keys and %d right", test.name, got.Keys, got.Right, got.Shown, test.keys, test.right)
		}
	}
}

func TestPinyinCostsItsLetters(t *testing.T) {
	strokes, err := pinyin()
	if err != nil {
		t.Fatal(err)
	}
	for r, want := range map[rune]int{'我': 2, '床': 6, '，': 1, 'a': 1} {
		if got := strokes(r); got != want {
			t.Errorf("%q costs %d keys, want %d", r, got, want)
		}
	}
}

// A writer's right words are drawn from known weights; the fit must find those.
func TestTheFitFindsTheWeights(t *testing.T) {
	truth := assist.Trust{Weights: map[string]float64{"constant": -0.5, "believed": 0.8, "typed": 0.6, "shown": -0.4}}
	random := rand.New(rand.NewPCG(1, 2))
	var s stretch
	for range 20000 {
		known := assist.Evidence{Believed: random.Float64(), Typed: random.IntN(6), Shown: 1 + random.IntN(9), Seen: random.IntN(4)}
		meant := "no"
		if random.Float64() < truth.Chance(known) {
			meant = "yes"
		}
		s.places = append(s.places, record{Meant: meant, Ghost: "yes", Known: known, Ends: []int{3}, Words: []int{3}})
	}
	fitted := assist.Trust{Weights: regress([]stretch{s})}
	for _, e := range []assist.Evidence{{Believed: 0.2, Shown: 3}, {Believed: 0.5, Typed: 4, Shown: 2}, {Believed: 0.9, Shown: 9, Seen: 3}} {
		if got, want := fitted.Chance(e), truth.Chance(e); math.Abs(got-want) > 0.03 {
			t.Errorf("%+v: chance %.3f, want %.3f", e, got, want)
		}
	}
}

func TestUntokenised(t *testing.T) {
	got := untokenised(" = Title = \n The boy 's hat , a well @-@ known one , cost 1 @,@ 000 crowns ( or more ) . \n With <unk> in it . \n")
	if want := "The boy's hat, a well-known one, cost 1,000 crowns (or more).\n"; got != want {
		t.Errorf("%q, want %q", strings.TrimSpace(got), want)
	}
}

// Records that an older version wrote are refused in words.
func TestForeignRecordsAreRefused(t *testing.T) {
	for name, line := range map[string]string{
		"another form": `{"Text":"doyle","Ghost":" sea","Ends":[4]}`,
		"no words":     `{"Meant":"sea","Ghost":" sea","Ends":[4],"LogPs":[-1]}`,
		"no JSON":      "sea",
	} {
		path := filepath.Join(t.TempDir(), "a.records")
		if err := os.WriteFile(path, []byte(line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := stretches(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want an error that names the file", name, err)
		}
	}
}

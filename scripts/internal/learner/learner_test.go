package learner

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const passage = "The old harbour was quiet, and nobody walked along the shore that morning. She had always enjoyed reading about the sea, because it was near to her house. Many people have tried to explain it."

// Undoing all slips gives the sound text again: each is where the learner says, and what stood there is known.
func TestDamageCanBeUndone(t *testing.T) {
	l, err := New(3)
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for range 2000 {
		wrong, slips := l.Damage(passage)
		fixed := wrong
		for i := len(slips) - 1; i >= 0; i-- {
			s := slips[i]
			fixed = fixed[:s.Start] + s.Original + fixed[s.End:]
		}
		if fixed != passage {
			t.Fatalf("%q with %+v undone is %q", wrong, slips, fixed)
		}
		made += len(slips)
	}
	if made < 3000 {
		t.Errorf("%d slips in 2000 texts, want as many as learners make", made)
	}
}

// Some texts are sound, and learners' have many more slips than others.
func TestWritersDiffer(t *testing.T) {
	l, err := New(4)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for range 1000 {
		_, slips := l.Damage(passage)
		switch n := len(slips); {
		case n == 0:
			counts["none"]++
		case n <= 3:
			counts["few"]++
		default:
			counts["many"]++
		}
	}
	for kind, n := range counts {
		if n < 150 {
			t.Errorf("%d of 1000 texts have %s: %v", n, kind, counts)
		}
	}
}

func TestKindsOfSlip(t *testing.T) {
	l, err := New(5)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text, at string
		apply          func(*Learner, []piece, int) (string, bool)
		want           string // with alternatives between bars; "" where no slip can be made
	}{
		{"another word of like meaning", "We make a list.", "make", (*Learner).lexical, "do"},
		{"no other word", "We walk home.", "walk", (*Learner).lexical, ""},
		{"a verb behind a verb", "They enjoy reading it.", "reading", (*Learner).pattern, "to read|read"},
		{"a verb behind a preposition", "He left without a word for reading it.", "reading", (*Learner).pattern, "to read|read"},
		{"an infinitive", "They want to read it.", "read", (*Learner).pattern, "reading"},
		{"nothing to go wrong", "They read it.", "read", (*Learner).pattern, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pieces := split(tt.text)
			for i, p := range pieces {
				if p.text != tt.at {
					continue
				}
				got, ok := tt.apply(l, pieces, i)
				if ok != (tt.want != "") || ok && !strings.Contains("|"+tt.want+"|", "|"+got+"|") {
					t.Errorf("%q becomes %q, %v; want %q", tt.at, got, ok, tt.want)
				}
			}
		})
	}
}

// Scrawled texts are worse than damaged ones, and some are sound.
func TestScrawl(t *testing.T) {
	l, err := New(6)
	if err != nil {
		t.Fatal(err)
	}
	sound, changed := 0, 0
	for range 500 {
		wrong := l.Scrawl(passage)
		if wrong == passage {
			sound++
			continue
		}
		before, after := strings.Fields(passage), strings.Fields(wrong)
		in := map[string]int{}
		for _, w := range before {
			in[w]++
		}
		for _, w := range after {
			if in[w]--; in[w] < 0 {
				changed++
			}
		}
	}
	if sound < 70 || sound > 150 {
		t.Errorf("%d of 500 texts are sound, want about 100", sound)
	}
	if mean := float64(changed) / float64(500-sound); mean < 2.5 {
		t.Errorf("%.1f words of %d are wrong on average, want more", mean, len(strings.Fields(passage)))
	}
}

// No sentence is in both shares, each is whole, and it is one person's.
func TestPassages(t *testing.T) {
	var lines []string
	for i := range 200 {
		n := strings.Repeat("very ", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26))
		lines = append(lines, "The road to Mr. Smith's house was "+n+" long that year. It was late when we came there.")
		lines = append(lines, "“I never saw him again after the year of "+n+",” she said. “He went to the far north that winter.”")
	}
	file := filepath.Join(t.TempDir(), "text.txt")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	shares := map[Share]map[string]bool{}
	for _, share := range []Share{Lessons, Weights} {
		l, err := New(1)
		if err != nil {
			t.Fatal(err)
		}
		texts, err := l.Passages([]string{file}, share, 1)
		if err != nil {
			t.Fatal(err)
		}
		shares[share] = map[string]bool{}
		for _, s := range texts {
			shares[share][s] = true
			if strings.ContainsAny(s, "“”") || strings.Contains(s, "she said") || !strings.HasSuffix(s, ".") {
				t.Errorf("%q is not a whole sentence of one person's", s)
			}
		}
	}
	if n, m := len(shares[Lessons]), len(shares[Weights]); n < 2*m || m < 20 {
		t.Errorf("%d sentences to learn from, %d for the weights; want three times as many", n, m)
	}
	for s := range shares[Weights] {
		if strings.HasPrefix(s, "The road to") && shares[Lessons][s] {
			t.Errorf("%q is in both shares", s)
		}
	}
}

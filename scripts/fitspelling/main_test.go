package main

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inkling/assist/proof/lexicon"
)

// All forms of a word fall into one fold, every usable pair into one, and what is measured on into none.
func TestReadPairs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pairs")
	text := "abandonning->abandoning\nabandonned->abandoned\nteh->the, tea,\ninfact->in fact\nfebuary->February\n2nd->second\nthier->their\nb->be\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	at := make(map[string][]int)
	for fold := range folds {
		pairs, err := readPairs(path, fold, map[string]bool{"thier": true})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pairs {
			at[strings.ToLower(p.typo)+">"+p.word] = append(at[p.typo+">"+p.word], fold)
		}
	}
	want := []string{"abandonned>abandoned", "abandonning>abandoning", "febuary>February", "infact>in fact"}
	var got []string
	for name, in := range at {
		if got = append(got, name); len(in) != 1 {
			t.Errorf("%s is in folds %v", name, in)
		}
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("pairs %q, want %q", got, want)
	}
	if !slices.Equal(at["abandonned>abandoned"], at["abandonning>abandoning"]) {
		t.Error("two forms of a word are in different folds")
	}
}

func TestFirstFields(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(path, []byte("Recieve\treceive\nteh\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := firstFields(path)
	if err != nil || len(got) != 2 || !got["recieve"] || !got["teh"] {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := firstFields(path + " " + path + "x"); err == nil {
		t.Error("a missing list is no error: its misspellings would be learned from")
	}
}

// The trait that tells the right candidates from the wrong ones gets the weight, and the others keep theirs.
func TestFit(t *testing.T) {
	var samples []sample
	for i := range 200 {
		s := sample{candidates: make([]lexicon.Traits, 3), right: i % 3}
		for k := range s.candidates {
			s.candidates[k][0] = 2
			s.candidates[k][4] = float64((i + k) % 2)
		}
		s.candidates[s.right][2] = 1
		samples = append(samples, s)
	}
	w := fit(samples)
	if w[2] < 3 || math.Abs(w[0]+1) > 0.01 || math.Abs(w[4]) > 0.5 {
		t.Errorf("weights %v", w)
	}
	if hits, loss := accuracy(samples, &w); hits != 1 || loss > 0.1 {
		t.Errorf("%.2f are right, %.2f nats", hits, loss)
	}
	if hits, _ := accuracy(samples, &lexicon.Traits{}); hits > 0.5 {
		t.Errorf("without weights %.2f are right", hits)
	}
}

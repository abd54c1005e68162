package model

import (
	"context"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"inkling/model/token"
)

// Branches see the right stretch of a windowed layer too, wherever they leave the text.
func TestBranchesOfWindowedLayers(t *testing.T) {
	m, err := Load(filepath.Join("testdata", "tiny-gemma3.gguf"), Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	text := make([]token.ID, 60)
	for i := range text {
		text[i] = token.ID((i*37 + 11) % m.vocab)
	}
	var branches []Branch
	for i := range 9 {
		branches = append(branches, Branch{1 + i*7, text[i : i+1+3*i]})
	}
	got, err := session(t, m, SessionOptions{ContextTokens: 256}).ScoreBranches(context.Background(), text, branches)
	if err != nil {
		t.Fatal(err)
	}
	alone := session(t, m, SessionOptions{ContextTokens: 256})
	for i, b := range branches {
		for j, id := range b.IDs {
			l := logitsOf(t, alone, slices.Concat(text[:b.At], b.IDs[:j]))
			if want := l[id] - logSumExp(l); math.Abs(float64(got[i][j]-want)) > 1e-4 {
				t.Fatalf("branch %d at %d, token %d: got %g, want %g", i, b.At, j, got[i][j], want)
			}
		}
	}
}

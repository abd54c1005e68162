package app

import (
	"slices"
	"strings"
	"testing"
)

func TestWordDiffComparesWords(t *testing.T) {
	tests := []struct {
		name, before, after string
		want                []diffPiece
	}{
		{"equal", "one two", "one two", []diffPiece{{kept, "one two"}}},
		{"a word", "I has a cat.", "I have a cat.", []diffPiece{{kept, "I "}, {removed, "has"}, {added, "have"}, {kept, " a cat."}}},
		{"no half words", "walking", "walked", []diffPiece{{removed, "walking"}, {added, "walked"}}},
		{"Chinese by character", "我在家。", "我再家。", []diffPiece{{kept, "我"}, {removed, "在"}, {added, "再"}, {kept, "家。"}}},
		{"to nothing", "gone", "", []diffPiece{{removed, "gone"}}},
		{"from nothing", "", "new", []diffPiece{{added, "new"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := wordDiff(test.before, test.after); !slices.Equal(got, test.want) {
				t.Errorf("wordDiff(%q, %q) = %v, want %v", test.before, test.after, got, test.want)
			}
		})
	}
}

// TestWordDiffLosesNothing holds the diff to both texts on more distinct words
// than there are characters below the surrogates.
func TestWordDiffLosesNothing(t *testing.T) {
	var before, after []byte
	for i := range 60000 {
		word := []byte{byte('a' + i%26), byte('a' + i/26%26), byte('a' + i/676%26), byte('a' + i/17576), ' '}
		before = append(before, word...)
		if i%997 != 0 {
			after = append(after, word...)
		}
	}
	var old, new strings.Builder
	for _, p := range wordDiff(string(before), string(after)) {
		if p.kind != added {
			old.WriteString(p.text)
		}
		if p.kind != removed {
			new.WriteString(p.text)
		}
	}
	if old.String() != string(before) || new.String() != string(after) {
		t.Error("the pieces don't make up the two texts")
	}
}

package proof

import (
	"context"
	"slices"
	"testing"
)

// Where it isn't sure what was meant, the next words follow, those that are no finding of their own among them; where it
// is, nothing stands beside the word that was meant.
func TestSpellingOffersTheNextWords(t *testing.T) {
	c := newChecker(t)
	for _, tt := range []struct {
		text, first string
		next        []string // some of the words after the first
	}{
		{"He told them of a gost in the attic.", "ghost", []string{"guest"}},
		{"The lether was brown.", "leather", []string{"letter"}},
		{"She likes to dants.", "dents", []string{"darts"}},
		{"A brige over the river.", "bridge", nil},
		{"We need to recieve the goods.", "receive", nil},
		{"The MINISTRY of DEFFENCE said so.", "DEFENCE", nil},
	} {
		findings, err := c.Rules(context.Background(), tt.text)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(findings, func(f Finding) bool { return f.Rule == spellingRule })
		if i < 0 {
			t.Errorf("%q: no finding", tt.text)
			continue
		}
		offered := findings[i].Replacements
		if offered[0] != tt.first || len(offered) > mostSpellings || len(offered) != len(slices.Compact(slices.Sorted(slices.Values(offered)))) {
			t.Errorf("%q: %q is offered, want %q first, none twice, %d at most", tt.text, offered, tt.first, mostSpellings)
		}
		for _, w := range tt.next {
			if !slices.Contains(offered, w) {
				t.Errorf("%q: %q is offered, want %q among them", tt.text, offered, w)
			}
		}
		if tt.next == nil && len(offered) > 2 {
			t.Errorf("%q: %q is offered", tt.text, offered)
		}
	}
}

package proof

import (
	"crypto/sha256"
	"fmt"
	"sort"
	"strings"
)

// Count says how many findings of a kind there are.
type Count struct {
	Kind       Kind
	Underlined int
	Quiet      int // suggestions that are not underlined
}

// Summarize counts findings by kind, the kind with most of them first.
func Summarize(findings []Finding) []Count {
	at := make(map[Kind]int)
	var out []Count
	for _, f := range findings {
		i, ok := at[f.Kind]
		if !ok {
			i = len(out)
			at[f.Kind] = i
			out = append(out, Count{Kind: f.Kind})
		}
		if f.Underline {
			out[i].Underlined++
		} else {
			out[i].Quiet++
		}
	}
	total := func(c Count) int { return c.Underlined + c.Quiet }
	sort.SliceStable(out, func(i, j int) bool { return total(out[i]) > total(out[j]) })
	return out
}

// FixesLike returns, in order, the edits that mend all findings like one: of the same rule, and for a
// misspelling also of the same word, since each word is a question of its own. Quiet suggestions are
// among them only if like is quiet too. text is the text that was checked.
func FixesLike(text string, findings []Finding, like Finding) []Edit {
	var out []Edit
	at := 0
	for _, f := range findings {
		switch {
		case f.Rule != like.Rule || len(f.Replacements) == 0 || f.Start < at || !f.Underline && like.Underline:
			continue
		case f.Kind == Spelling && !strings.EqualFold(text[f.Start:f.End], text[like.Start:like.End]):
			continue
		}
		out = append(out, Edit{f.Start, f.End, f.Replacements[0]})
		at = f.End
	}
	return out
}

// onceKey names a finding by its rule, its paragraph and its place there: it is another one as soon as
// the paragraph is edited.
func onceKey(rule string, p paragraph, start, end int) string {
	sum := sha256.Sum256([]byte(p.text))
	return fmt.Sprintf("%s %d-%d %x", rule, start, end, sum[:8])
}

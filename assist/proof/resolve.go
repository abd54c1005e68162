package proof

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// resolve picks from verdicts a set without overlaps, the likeliest first, and returns it in order of
// place. Each group is one finding: the chosen verdict, then others for the same stretch.
func resolve(verdicts []verdict) [][]verdict {
	order := make([]verdict, len(verdicts))
	copy(order, verdicts)
	sort.SliceStable(order, func(i, j int) bool { return order[i].chance > order[j].chance })
	var groups [][]verdict
next:
	for _, v := range order {
		for g, group := range groups {
			first := group[0]
			if first.start == v.start && first.end == v.end {
				if len(group) < 5 && first.rule.kind == v.rule.kind {
					groups[g] = append(group, v)
				}
				continue next
			}
			if overlap(first.proposal, v.proposal) {
				continue next
			}
		}
		groups = append(groups, []verdict{v})
	}
	sort.SliceStable(groups, func(i, j int) bool { return groups[i][0].start < groups[j][0].start })
	return groups
}

// overlap tells whether two proposals cannot both be applied: they share bytes, or they touch and one
// of them inserts or deletes.
func overlap(a, b proposal) bool {
	if a.start > b.start {
		a, b = b, a
	}
	if a.start == a.end || b.start == b.end || a.text == "" || b.text == "" {
		return b.start <= a.end
	}
	return b.start < a.end
}

// recurs tells whether an unknown word is used so often in a text that it must be meant: three times,
// or twice where it begins with a capital.
func recurs(text, w string) bool {
	need := 3
	if isCapitalised(w) {
		need = 2
	}
	n := 0
	for at := 0; n < need; {
		i := strings.Index(text[at:], w)
		if i < 0 {
			return false
		}
		i += at
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(w):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			n++
		}
		at = i + len(w)
	}
	return true
}

package proof

import (
	"strings"

	"inkling/assist/proof/lexicon"
)

// anyEnglish stands for a text that doesn't show which English it is in.
const anyEnglish Language = "en"

// dialectOf is the English dialect to check a text in: the one that was set, or the one whose own
// spellings the text uses more; anyEnglish where it uses none.
func (c *Checker) dialectOf(text string) Language {
	if set := c.settings.Load().Language; set == EnUS || set == EnGB {
		return set
	}
	const enough = 4000 // words looked at
	var american, british, seen int
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !letter(r) }) {
		if seen++; seen > enough {
			break
		}
		if len(w) < 5 {
			continue
		}
		switch entry, ok := c.english.Find(w); {
		case !ok:
		case entry.Dialects == lexicon.American:
			american++
		case entry.Dialects == lexicon.British:
			british++
		}
	}
	switch {
	case british > american:
		return EnGB
	case american > 0:
		return EnUS
	}
	return anyEnglish
}

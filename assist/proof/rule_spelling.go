package proof

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"inkling/assist/proof/lexicon"
)

// spellingRule is the name of the rule for unknown words, whose suggestions are ranked together.
const spellingRule = "spelling"

// ruleSpelling finds words that no dictionary knows and ranks what may have been meant.
func ruleSpelling() *rule {
	return &rule{
		name: spellingRule, kind: Spelling, message: "No dictionary knows this word.", spoken: true,
		check: checkSpelling,
		flags: []example{
			{"We need to recieve the goods.", "We need to receive the goods."},
			{"The goverment has decided.", "The government has decided."},
			{"The well-knwon author spoke.", "The well-known author spoke."},
			{"He maked a mistake.", "He made a mistake."},
			{"The shwo's end was near.", "The show's end was near."},
			{"She was definately right.", "She was definitely right."},
			{"THE SHIP SANK TOMMOROW.", "THE SHIP SANK TOMORROW."},
			{"He lives in Massachussets.", "He lives in Massachusetts."},
			{"It does’nt work.", "It doesn’t work."},
			{"\"I beleive you,\" he said.", "\"I believe you,\" he said."},
		},
		silent: []string{
			"Mr. Skrzypek met Ngozi in Wrocław.",
			"We deploy with kubectl and Terraform.",
			"It's the dog's bone, isn't it?",
			"The NASA and UNESCO people re-evaluated it.",
			"A café in Zürich, naïve and cosy.",
			"See `recieve()` and https://exmaple.com/teh.",
		},
	}
}

func checkSpelling(sc *scene, s *sentence, add func(proposal)) {
	for i, t := range s.tokens {
		if t.class != word || skipSpelling(sc, s, i) {
			continue
		}
		at := t.start
		for _, part := range strings.SplitAfter(t.text, "-") {
			bare := strings.TrimSuffix(part, "-")
			for _, ending := range []string{"'s", "’s"} {
				if stem, ok := strings.CutSuffix(bare, ending); ok && len(stem) > 1 && apostrophes[strings.ToLower(bare)] == "" {
					bare = stem
				}
			}
			if len(bare) > 1 && !known(sc, bare) {
				proposeSpelling(sc, s, i, at, bare, add)
			}
			at += len(part)
		}
	}
}

// skipSpelling tells whether a token is nothing that a dictionary could judge.
func skipSpelling(sc *scene, s *sentence, i int) bool {
	t := s.tokens[i]
	if utf8.RuneCountInString(t.text) < 2 || strings.ContainsAny(t.text, "0123456789.\u00ad") || known(sc, t.text) {
		return true
	}
	for _, r := range t.text {
		if r > 0x24f && r != '’' || unicode.IsMark(r) {
			return true
		}
	}
	upper := 0
	for _, r := range t.text {
		if unicode.IsUpper(r) {
			upper++
		}
	}
	if upper > 1 { // acronyms, brand names; a word in a text all in capitals
		return !isUpper(t.text) || len(t.text) < 7
	}
	// A file name, a handle, a part of a larger thing that the mask missed.
	next := s.at(i + 1)
	return !next.gap && (next.text == "/" || next.text == "_" || next.text == "@" || next.class == number) ||
		!t.gap && i > 0 && (s.at(i-1).text == "/" || s.at(i-1).text == "_" || s.at(i-1).text == "." || s.at(i-1).class == number)
}

// known tells whether a word needs no correction: it is listed, is the writer's own, or is built of
// listed parts in a way that English allows.
func known(sc *scene, w string) bool {
	if _, ok := sc.english.Find(w); ok || sc.trusted != nil && sc.trusted(w) {
		return true
	}
	lower := strings.ToLower(strings.ReplaceAll(w, "’", "'"))
	if modernWords[strings.TrimSuffix(lower, "'s")] {
		return true
	}
	if strings.Contains(lower, "-") {
		for _, part := range strings.Split(lower, "-") {
			if part != "" && !known(sc, part) && len(part) > 2 {
				return false
			}
		}
		return true
	}
	if strings.HasSuffix(lower, "'") || strings.HasSuffix(lower, "in'") {
		_, ok := sc.english.Find(strings.TrimSuffix(lower, "'"))
		_, g := sc.english.Find(strings.TrimSuffix(lower, "'") + "g")
		return ok || g
	}
	return false
}

// composed tells whether an unknown word is made of a usual prefix or suffix and a common word, or
// of two common words, so that it may well be meant.
func composed(sc *scene, lower string) bool {
	common := func(w string, level int) bool {
		entry, ok := sc.english.Lookup(w)
		return ok && entry.Level >= level
	}
	for _, prefix := range []string{"un", "re", "non", "pre", "post", "anti", "multi", "sub", "super", "inter", "over", "under", "micro", "macro", "mini", "mega", "hyper", "auto", "pseudo", "semi", "bio", "geo", "cyber", "neuro", "meta", "mis", "dis", "co", "de"} {
		if rest, ok := strings.CutPrefix(lower, prefix); ok && len(rest) >= 5 && common(rest, 24) {
			return true
		}
	}
	for _, suffix := range []string{"less", "ness", "like", "wise", "ish", "able", "ward", "wards", "ism", "ist", "ists", "hood", "ship", "proof", "free", "friendly"} {
		if rest, ok := strings.CutSuffix(lower, suffix); ok && len(rest) >= 4 && common(rest, 24) {
			return true
		}
	}
	for i := 4; i+4 <= len(lower); i++ {
		if common(lower[:i], 27) && common(lower[i:], 27) {
			return true
		}
	}
	return false
}

// proposeSpelling proposes replacements for the unknown word w at byte at of the token at index i.
func proposeSpelling(sc *scene, s *sentence, i, at int, w string, add func(proposal)) {
	lower := strings.ToLower(w)
	list := sc.speller.suggest(w, sc.dialect)
	if len(list) == 0 {
		return
	}
	costs := make([]float64, len(list))
	var total float64
	for k, sug := range list {
		costs[k] = sug.Cost - contextBonus(sc, s, i, sug.Word)
		total += math.Exp(-costs[k])
	}
	if roman.MatchString(lower) || apostrophes[lower] != "" {
		return
	}
	if past := irregularPast(sc, lower); past != "" {
		add(proposal{start: at, end: at + len(w), text: like(w, past), prior: 0.9})
		return
	}
	name := isCapitalised(w) && !shouted(s, i)
	for k, sug := range list {
		if sug.Word == capitalised(w) && !isCapitalised(w) {
			continue // left to the rule for names
		}
		// The rival is that the word is right though unlisted: unlikely for small letters, likely for
		// names, and likelier the farther off the nearest word lies.
		rival := 7.0
		if name && (i > 0 || len(s.tokens) == 1 || s.tokens[0].class != word) {
			rival = 1.0
		} else if name {
			rival = 4.0
		}
		if composed(sc, lower) {
			rival -= 5
		}
		if len(lower) <= 3 {
			rival -= 3
		}
		if len(s.tokens) == 1 {
			rival = 12 // a word alone was asked about
		}
		p := math.Exp(-costs[k]) / (total + math.Exp(-rival))
		most := 0.985
		if name && i > 0 && len(s.tokens) > 1 {
			most = 0.6 // names are more than any list holds
		}
		p = min(p, most)
		switch {
		case k > 0:
		case len(s.tokens) == 1:
			p = max(p, 0.75) // a word alone: the best there is was asked for
		case !name && len(lower) > 3 && total > 4*math.Exp(-rival):
			p = max(p, 0.41) // surely a slip, if unsure of what
		}
		if k < 5 && (p > 0.004 || k == 0) {
			add(proposal{start: at, end: at + len(w), text: sug.Word, prior: p})
		}
		if k == 0 && p > 0.3 && sc.wide {
			// Who misspells a word may also have put it into the wrong form.
			for _, form := range kin(sc, sug.Word) {
				add(proposal{start: at, end: at + len(w), text: form, prior: 0.04 * p})
			}
		}
	}
}

// shouted tells whether the token at index i is all in capitals like the words beside it, so that its capitals don't
// make it a name.
func shouted(s *sentence, i int) bool {
	if !isUpper(s.tokens[i].text) {
		return false
	}
	beside := 0
	for _, t := range []token{s.at(i - 1), s.at(i + 1)} {
		if t.class == word && isUpper(t.text) {
			beside++
		} else if t.class == word && t.text != strings.ToUpper(t.text) {
			return false
		}
	}
	return beside > 0
}

// kin lists the other forms of a verb or noun, at most four.
func kin(sc *scene, w string) []string {
	var out []string
	lower := strings.ToLower(w)
	for _, form := range append(sc.english.Form(lower, nounTags, nounTags), sc.english.Form(lower, verbTags, verbTags)...) {
		if form != lower && !slices.Contains(out, form) && len(out) < 4 {
			out = append(out, like(w, form))
		}
	}
	return out
}

// irregularPast returns the past of an irregular verb that a word forms as if it were regular: made
// for maked. "" if it is no such form.
func irregularPast(sc *scene, lower string) string {
	stem, ok := strings.CutSuffix(lower, "ed")
	if !ok || len(stem) < 2 {
		return ""
	}
	for _, base := range []string{stem, stem + "e", stem[:len(stem)-1]} {
		if sc.english.Tags(base)&lexicon.VerbBase != 0 && sc.english.Weight(base, lexicon.VerbBase) > 3 {
			if past := first(sc.english.Form(base, lexicon.VerbBase, lexicon.VerbPast)); past != "" && !strings.HasSuffix(past, "ed") {
				return past
			}
		}
	}
	return ""
}

// roman matches Roman numerals in small letters.
var roman = regexp.MustCompile(`^[ivxlc]{2,}$`)

// contextBonus says how much likelier, in nats, its neighbours make a word.
func contextBonus(sc *scene, s *sentence, i int, w string) float64 {
	const perLevel = math.Ln2 / 3 * 0.5
	w = strings.ToLower(w)
	first, last, _ := strings.Cut(w, " ")
	if last == "" {
		last = first
	}
	bonus := 0.0
	if before := s.word(i - 1); before != "" {
		bonus += perLevel * float64(sc.english.Bigram(before, first))
	}
	if after := s.word(i + 1); after != "" {
		bonus += perLevel * float64(sc.english.Bigram(last, after))
	}
	return bonus
}

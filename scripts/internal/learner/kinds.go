package main

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"inkling/assist/proof/lexicon"
)

// slip is one error that was put into a text.
type slip struct {
	start, end int    // bytes of the text with the error
	original   string // what stood there
}

// injector writes errors into sound text, of the kinds and about as often as learners and hasty
// typists make them.
type injector struct {
	english *lexicon.English
	channel []rewrite
	rng     *rand.Rand
}

// rewrite is a misspelling in the small: letters meant and written.
type rewrite struct {
	from, to string
	weight   float64
}

// kinds of error with their share of all errors. The shares follow what corpora of learners' English
// report in common: articles, prepositions, spelling, noun number and verb forms make most.
var kinds = []struct {
	name  string
	share float64
	apply func(*injector, []piece, int) (string, bool)
}{
	{"spelling", 18, (*injector).misspell},
	{"article", 15, (*injector).article},
	{"preposition", 11, (*injector).preposition},
	{"noun", 10, (*injector).number},
	{"verb", 15, (*injector).verb},
	{"confusion", 7, (*injector).confuse},
	{"drop", 7, (*injector).drop},
	{"add", 4, (*injector).add},
	{"adjective", 3, (*injector).adjective},
	{"pronoun", 3, (*injector).pronoun},
	{"comma", 9, (*injector).comma},
	{"lexical", 4, (*injector).lexical},
	{"pattern", 4, (*injector).pattern},
	{"order", 1, (*injector).order},
	{"double", 1, (*injector).double},
}

// piece is a word or the stretch between two words.
type piece struct {
	text string
	word bool
}

func split(text string) []piece {
	var out []piece
	start, inWord := 0, false
	for i, r := range text {
		w := unicode.IsLetter(r) || r == '\'' || r == '’' || r == '-'
		if i > start && w != inWord {
			out = append(out, piece{text[start:i], inWord})
			start = i
		}
		inWord = w
	}
	if start < len(text) {
		out = append(out, piece{text[start:], inWord})
	}
	return out
}

// inject puts up to n errors into text and says where they are.
func (in *injector) inject(text string, n int) (string, []slip) {
	pieces := split(text)
	replaced := make(map[int]string)
	for range n * 8 {
		if len(replaced) == n {
			break
		}
		k := in.kind()
		i := in.rng.IntN(len(pieces))
		if _, done := replaced[i]; done || near(replaced, i) || !pieces[i].word {
			continue
		}
		if new, ok := kinds[k].apply(in, pieces, i); ok && new != pieces[i].text {
			replaced[i] = new
		}
	}
	var b strings.Builder
	var slips []slip
	for i, p := range pieces {
		new, ok := replaced[i]
		if !ok {
			b.WriteString(p.text)
			continue
		}
		start := b.Len()
		b.WriteString(new)
		slips = append(slips, slip{start, b.Len(), p.text})
	}
	return b.String(), slips
}

// near keeps errors apart, so that each can be mended alone.
func near(replaced map[int]string, i int) bool {
	for j := i - 2; j <= i+2; j++ {
		if _, ok := replaced[j]; ok {
			return true
		}
	}
	return false
}

func (in *injector) kind() int {
	total := 0.0
	for _, k := range kinds {
		total += k.share
	}
	x := in.rng.Float64() * total
	for i, k := range kinds {
		if x -= k.share; x < 0 {
			return i
		}
	}
	return len(kinds) - 1
}

func (in *injector) pick(list []string) string { return list[in.rng.IntN(len(list))] }

func lower(p piece) string { return strings.ToLower(p.text) }

// cased gives w the capital of model.
func cased(model, w string) string {
	if w != "" && unicode.IsUpper([]rune(model)[0]) {
		return strings.ToUpper(w[:1]) + w[1:]
	}
	return w
}

func (in *injector) misspell(pieces []piece, i int) (string, bool) {
	w := pieces[i].text
	if len(w) < 4 || w != strings.ToLower(w) || strings.ContainsAny(w, "'’-") {
		return "", false
	}
	marked := "^" + w + "$"
	for range 200 {
		r := in.channel[in.rng.IntN(len(in.channel))]
		if in.rng.Float64() > r.weight || r.from == "" {
			continue
		}
		if at := strings.Index(marked, r.from); at >= 0 {
			new := strings.Trim(marked[:at]+r.to+marked[at+len(r.from):], "^$")
			return new, true
		}
	}
	at := 1 + in.rng.IntN(len(w)-2)
	switch in.rng.IntN(4) {
	case 0:
		return w[:at] + w[at+1:], true
	case 1:
		return w[:at] + w[at:at+1] + w[at:], true
	case 2:
		return w[:at] + w[at+1:at+2] + w[at:at+1] + w[at+2:], true
	}
	return w[:at] + string(rune('a'+in.rng.IntN(26))) + w[at+1:], true
}

func (in *injector) article(pieces []piece, i int) (string, bool) {
	w := lower(pieces[i])
	switch w {
	case "the", "a", "an":
		if in.rng.IntN(3) > 0 && i+1 < len(pieces) && pieces[i+1].text == " " {
			return "\x00", true // dropped, with the blank behind it
		}
		if w == "the" {
			return cased(pieces[i].text, "a"), true
		}
		return cased(pieces[i].text, "the"), true
	}
	// Too many only where none stands already, and less often than too few.
	if in.rng.IntN(2) == 0 && in.english.Mostly(w, lexicon.Noun, 1) && i >= 2 && pieces[i-1].text == " " && pieces[i].text == w && !determiner[lower(pieces[i-2])] {
		return in.pick([]string{"the ", "the ", "a "}) + w, true
	}
	return "", false
}

var determiner = set("the a an this that these those my your his her its our their some any no every each another one two three")

func set(list string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

var prepositions = strings.Fields("of in to for on at with from by about")

func (in *injector) preposition(pieces []piece, i int) (string, bool) {
	w := lower(pieces[i])
	for _, p := range prepositions {
		if p != w {
			continue
		}
		if in.rng.IntN(4) == 0 && i > 0 && i+1 < len(pieces) && pieces[i+1].text == " " {
			return "\x00", true
		}
		return cased(pieces[i].text, in.pick(prepositions)), true
	}
	// One too many between a verb and its object: "discuss about it".
	if i >= 2 && pieces[i-1].text == " " && in.rng.IntN(3) == 0 && in.english.Mostly(lower(pieces[i-2]), lexicon.Verb, 1) && (determiner[w] || in.english.Mostly(w, lexicon.Noun, 1)) {
		return in.pick(prepositions) + " " + pieces[i].text, true
	}
	return "", false
}

func (in *injector) form(pieces []piece, i int, from, to lexicon.Tag) (string, bool) {
	w := lower(pieces[i])
	if w != pieces[i].text && i > 0 {
		return "", false
	}
	list := in.english.Form(w, from, to)
	if len(list) == 0 {
		return "", false
	}
	return cased(pieces[i].text, in.pick(list)), true
}

func (in *injector) number(pieces []piece, i int) (string, bool) {
	if !in.english.Mostly(lower(pieces[i]), lexicon.Noun, 1) {
		return "", false
	}
	return in.form(pieces, i, lexicon.Noun, lexicon.Noun)
}

var auxiliary = map[string][]string{
	"is": {"are", "was", "be"}, "are": {"is", "were"}, "was": {"were", "is"}, "were": {"was", "are"}, "has": {"have", "had"}, "have": {"has", "had"},
	"had": {"have", "has"}, "does": {"do"}, "do": {"does"}, "been": {"being", "be"}, "be": {"been", "being"}, "will": {"would"}, "would": {"will"}, "can": {"could"}, "could": {"can"},
}

func (in *injector) verb(pieces []piece, i int) (string, bool) {
	w := lower(pieces[i])
	if list, ok := auxiliary[w]; ok {
		return cased(pieces[i].text, in.pick(list)), true
	}
	if !in.english.Mostly(w, lexicon.Verb, 1) {
		return "", false
	}
	// The plain form is what learners fall back on.
	if tags := in.english.Tags(w); tags&lexicon.VerbBase == 0 && in.rng.IntN(2) == 0 {
		return in.form(pieces, i, lexicon.Verb, lexicon.VerbBase)
	}
	return in.form(pieces, i, lexicon.Verb, lexicon.Verb)
}

var pronouns = strings.Split("i me my|he him his|she her|we us our|they them their|it its they|it them|who which that|this these|that those|other others another|himself themselves|it this|much many|some any|it he|you we they", "|")

// pronoun puts a pronoun or determiner into another case, number or gender.
func (in *injector) pronoun(pieces []piece, i int) (string, bool) {
	w := lower(pieces[i])
	for _, at := range in.rng.Perm(len(pronouns)) {
		forms := strings.Fields(pronouns[at])
		for k, x := range forms {
			if x != w {
				continue
			}
			new := forms[(k+1+in.rng.IntN(len(forms)-1))%len(forms)]
			if new == "i" {
				return "I", true
			}
			if pieces[i].text == "I" && i > 0 {
				return new, true
			}
			return cased(pieces[i].text, new), true
		}
	}
	return "", false
}

// order puts an adverb behind the word that it stands before.
func (in *injector) order(pieces []piece, i int) (string, bool) {
	if i == 0 || i+2 >= len(pieces) || pieces[i+1].text != " " || !movable[pieces[i].text] || pieces[i+2].text != lower(pieces[i+2]) {
		return "", false
	}
	return "\x02", true
}

var movable = set("always often never usually also still just only already really ever not now all")

func (in *injector) adjective(pieces []piece, i int) (string, bool) {
	if !in.english.Mostly(lower(pieces[i]), lexicon.AnyAdjective|lexicon.Adverb, 1) {
		return "", false
	}
	return in.form(pieces, i, lexicon.AnyAdjective|lexicon.Adverb, lexicon.AnyAdjective|lexicon.Adverb)
}

var confusions = strings.Split("there their they're|its it's|your you're|to too two|then than|loose lose|affect effect|advice advise|accept except|whose who's|weather whether|passed past|quite quiet|where were we're|"+
	"know no|new knew|hear here|by buy|form from|though thought through|of off|this these|that those|think thing|live life|led lead|believe belief|choose chose|breath breathe|piece peace|whole hole|which witch|"+
	"as has|and an|is his|it is|one on|for four|our are|some same|since sense|most must|many much|he she|him his|they them|I me|them then|with which|wear where|right write|see sea|week weak|while wile|want won't|"+
	"good well|other others|another other|people peoples|important importance|different difference|success successful|interested interesting|bored boring|dead died|every everyone|also too|like as|during while|what which|who which|very much", "|")

func (in *injector) confuse(pieces []piece, i int) (string, bool) {
	return in.another(confusions, pieces[i])
}

// another gives another word of one of the sets that the piece is in.
func (in *injector) another(sets []string, p piece) (string, bool) {
	w := lower(p)
	for _, at := range in.rng.Perm(len(sets)) {
		set := strings.Fields(sets[at])
		for k, x := range set {
			if x == w {
				return cased(p.text, set[(k+1+in.rng.IntN(len(set)-1))%len(set)]), true
			}
		}
	}
	return "", false
}

// lexical are words of like meaning that learners put in one another's place.
var lexical = strings.Split("do make|say tell|see look watch|hear listen|speak talk|borrow lend|win earn gain|job work|house home|big large great|high tall|learn study teach|bring take|rise raise|remember remind|travel trip journey|"+
	"find search|know recognise|hope wish|refuse deny|grow increase|begin start|little small|fast quick|customer client|explain tell|avoid prevent|reach arrive|discuss talk|keep hold|give offer|allow let|get become|use utilise|often usually|"+
	"way method|reason cause|problem trouble|part piece|place area|thing matter|old ancient|new modern|because since|but however|so thus|near close|possible able|able capable|enough sufficient|whole all|each every|between among|"+
	"until by|during for|ago before|still yet|already yet|such so|almost most|after afterwards|before ago|maybe perhaps", "|")

// lexical puts a word of like meaning in another's place.
func (in *injector) lexical(pieces []piece, i int) (string, bool) {
	return in.another(lexical, pieces[i])
}

// pattern writes a verb behind another verb or a preposition as learners do whose own language has another
// pattern: "to read" for "reading", "for read" for "to read", and a subject twice.
func (in *injector) pattern(pieces []piece, i int) (string, bool) {
	w, tags := lower(pieces[i]), in.english.Tags(lower(pieces[i]))
	if i < 2 || pieces[i-1].text != " " || w != pieces[i].text {
		return "", false
	}
	before := lower(pieces[i-2])
	base := in.english.Form(w, lexicon.Verb, lexicon.VerbBase)
	switch {
	case strings.HasSuffix(w, "ing") && len(base) > 0 && (in.english.Mostly(before, lexicon.Verb, 1) || set("of for in at by from")[before]):
		return in.pick([]string{"to " + base[0], base[0]}), true
	case before == "to" && tags&lexicon.VerbBase != 0 && in.english.Mostly(w, lexicon.Verb, 1):
		if gerund := in.english.Form(w, lexicon.Verb, lexicon.VerbIng); len(gerund) > 0 {
			return gerund[0], true
		}
	case in.english.Mostly(before, lexicon.Noun, 1) && auxiliary[w] != nil && in.rng.IntN(3) == 0:
		return in.pick([]string{"it ", "they ", "he "}) + w, true
	}
	return "", false
}

const droppable = " is are was be have has that and it they we you not do to will can who there as if when because been than so would "

func (in *injector) drop(pieces []piece, i int) (string, bool) {
	if strings.Contains(droppable, " "+pieces[i].text+" ") && i > 0 && i+1 < len(pieces) && pieces[i+1].text == " " {
		return "\x00", true
	}
	return "", false
}

func (in *injector) add(pieces []piece, i int) (string, bool) {
	if i == 0 || pieces[i-1].text != " " {
		return "", false
	}
	return in.pick(strings.Fields("is are to of that it have be for the very more in and")) + " " + pieces[i].text, true
}

func (in *injector) double(pieces []piece, i int) (string, bool) {
	if len(pieces[i].text) > 4 {
		return "", false
	}
	return pieces[i].text + " " + strings.ToLower(pieces[i].text), pieces[i].text != "I"
}

func (in *injector) comma(pieces []piece, i int) (string, bool) {
	if i+1 < len(pieces) && pieces[i+1].text == ", " {
		return pieces[i].text + "\x01", true // the comma behind it dropped
	}
	if i+1 < len(pieces) && pieces[i+1].text == " " && in.rng.IntN(25) == 0 { // few words have a comma behind them
		return pieces[i].text + ",", true
	}
	return "", false
}

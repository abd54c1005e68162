package learner

import (
	"strings"
	"unicode"

	"inkling/assist/proof/lexicon"
)

// rewrite is a misspelling in the small: letters meant and written.
type rewrite struct {
	from, to string
	weight   float64
}

// kind is a kind of error.
type kind struct {
	name  string
	share float64
	// apply gives what is written in place of the piece at an index: false where no such error can be made there.
	apply func(l *Learner, pieces []piece, i int) (string, bool)
}

// kinds of error with their share of all errors. The shares follow what corpora of learners' English
// report in common: articles, prepositions, spelling, noun number and verb forms make most.
var kinds = []kind{
	{"spelling", 18, (*Learner).misspell},
	{"article", 15, (*Learner).article},
	{"preposition", 11, (*Learner).preposition},
	{"noun", 10, (*Learner).number},
	{"verb", 15, (*Learner).verb},
	{"confusion", 7, (*Learner).confuse},
	{"drop", 7, (*Learner).drop},
	{"add", 4, (*Learner).add},
	{"adjective", 3, (*Learner).adjective},
	{"pronoun", 3, (*Learner).pronoun},
	{"comma", 9, (*Learner).comma},
	{"lexical", 4, (*Learner).lexical},
	{"pattern", 4, (*Learner).pattern},
	{"order", 1, (*Learner).order},
	{"double", 1, (*Learner).double},
}

func (l *Learner) pick(list []string) string { return list[l.rng.IntN(len(list))] }

func lower(p piece) string { return strings.ToLower(p.text) }

// cased gives w the capital of model.
func cased(model, w string) string {
	if w != "" && unicode.IsUpper([]rune(model)[0]) {
		return strings.ToUpper(w[:1]) + w[1:]
	}
	return w
}

func (l *Learner) misspell(pieces []piece, i int) (string, bool) {
	w := pieces[i].text
	if len(w) < 4 || w != strings.ToLower(w) || strings.ContainsAny(w, "'’-") {
		return "", false
	}
	marked := "^" + w + "$"
	for range 200 {
		r := l.channel[l.rng.IntN(len(l.channel))]
		if l.rng.Float64() > r.weight || r.from == "" {
			continue
		}
		if at := strings.Index(marked, r.from); at >= 0 {
			new := strings.Trim(marked[:at]+r.to+marked[at+len(r.from):], "^$")
			return new, true
		}
	}
	at := 1 + l.rng.IntN(len(w)-2)
	switch l.rng.IntN(4) {
	case 0:
		return w[:at] + w[at+1:], true
	case 1:
		return w[:at] + w[at:at+1] + w[at:], true
	case 2:
		return w[:at] + w[at+1:at+2] + w[at:at+1] + w[at+2:], true
	}
	return w[:at] + string(rune('a'+l.rng.IntN(26))) + w[at+1:], true
}

func (l *Learner) article(pieces []piece, i int) (string, bool) {
	w := lower(pieces[i])
	switch w {
	case "the", "a", "an":
		if l.rng.IntN(3) > 0 && i+1 < len(pieces) && pieces[i+1].text == " " {
			return "\x00", true // dropped, with the blank behind it
		}
		if w == "the" {
			return cased(pieces[i].text, "a"), true
		}
		return cased(pieces[i].text, "the"), true
	}
	// Too many only where none stands already, and less often than too few.
	if l.rng.IntN(2) == 0 && l.english.Mostly(w, lexicon.Noun, 1) && i >= 2 && pieces[i-1].text == " " && pieces[i].text == w && !determiner[lower(pieces[i-2])] {
		return l.pick([]string{"the ", "the ", "a "}) + w, true
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

// prepositions are those that stand for one another in learners' English.
var prepositions = map[string][]string{
	"in": {"on", "at", "of", "to", "for", "into"}, "on": {"in", "at", "of", "about", "to"}, "at": {"in", "on", "to", "for"}, "to": {"for", "at", "in", "into", "with"},
	"for": {"to", "of", "in", "from", "about"}, "of": {"from", "for", "in", "about", "to", "on"}, "with": {"by", "to", "for", "from", "in"}, "from": {"of", "by", "in", "since"},
	"by": {"with", "from", "of", "in", "through"}, "about": {"of", "on", "for", "to"}, "into": {"in", "to"}, "since": {"from", "for"}, "between": {"among", "of"},
}

func (l *Learner) preposition(pieces []piece, i int) (string, bool) {
	w := lower(pieces[i])
	if others, ok := prepositions[w]; ok {
		if l.rng.IntN(4) == 0 && i > 0 && i+1 < len(pieces) && pieces[i+1].text == " " {
			return "\x00", true
		}
		return cased(pieces[i].text, l.pick(others)), true
	}
	// One too many between a verb and its object: "discuss about it".
	if i >= 2 && pieces[i-1].text == " " && l.rng.IntN(3) == 0 && l.english.Mostly(lower(pieces[i-2]), lexicon.Verb, 1) && (determiner[w] || l.english.Mostly(w, lexicon.Noun, 1)) {
		return l.pick([]string{"to", "about", "for", "on", "in", "of", "with", "at"}) + " " + pieces[i].text, true
	}
	return "", false
}

func (l *Learner) form(pieces []piece, i int, from, to lexicon.Tag) (string, bool) {
	w := lower(pieces[i])
	if w != pieces[i].text && i > 0 {
		return "", false
	}
	list := l.english.Form(w, from, to)
	if len(list) == 0 {
		return "", false
	}
	return cased(pieces[i].text, l.pick(list)), true
}

func (l *Learner) number(pieces []piece, i int) (string, bool) {
	if !l.english.Mostly(lower(pieces[i]), lexicon.Noun, 1) {
		return "", false
	}
	return l.form(pieces, i, lexicon.Noun, lexicon.Noun)
}

var auxiliary = map[string][]string{
	"is": {"are", "was", "be"}, "are": {"is", "were"}, "was": {"were", "is"}, "were": {"was", "are"}, "has": {"have", "had"}, "have": {"has", "had"},
	"had": {"have", "has"}, "does": {"do"}, "do": {"does"}, "been": {"being", "be"}, "be": {"been", "being"}, "will": {"would"}, "would": {"will"}, "can": {"could"}, "could": {"can"},
}

func (l *Learner) verb(pieces []piece, i int) (string, bool) {
	w := lower(pieces[i])
	if list, ok := auxiliary[w]; ok {
		return cased(pieces[i].text, l.pick(list)), true
	}
	if !l.english.Mostly(w, lexicon.Verb, 1) {
		return "", false
	}
	// The plain form is what learners fall back on.
	if tags := l.english.Tags(w); tags&lexicon.VerbBase == 0 && l.rng.IntN(2) == 0 {
		return l.form(pieces, i, lexicon.Verb, lexicon.VerbBase)
	}
	return l.form(pieces, i, lexicon.Verb, lexicon.Verb)
}

var pronouns = strings.Split("i me my|he him his|she her|we us our|they them their|it its they|it them|who which that|this these|that those|other others another|himself themselves|it this|much many|some any|it he|you we they", "|")

// pronoun puts a pronoun or determiner into another case, number or gender.
func (l *Learner) pronoun(pieces []piece, i int) (string, bool) {
	w := lower(pieces[i])
	for _, at := range l.rng.Perm(len(pronouns)) {
		forms := strings.Fields(pronouns[at])
		for k, x := range forms {
			if x != w {
				continue
			}
			new := forms[(k+1+l.rng.IntN(len(forms)-1))%len(forms)]
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
func (l *Learner) order(pieces []piece, i int) (string, bool) {
	if i == 0 || i+2 >= len(pieces) || pieces[i+1].text != " " || !movable[pieces[i].text] || pieces[i+2].text != lower(pieces[i+2]) {
		return "", false
	}
	return "\x02", true
}

var movable = set("always often never usually also still just only already really ever not now all")

func (l *Learner) adjective(pieces []piece, i int) (string, bool) {
	if !l.english.Mostly(lower(pieces[i]), lexicon.AnyAdjective|lexicon.Adverb, 1) {
		return "", false
	}
	return l.form(pieces, i, lexicon.AnyAdjective|lexicon.Adverb, lexicon.AnyAdjective|lexicon.Adverb)
}

var confusions = strings.Split("there their they're|its it's|your you're|to too two|then than|loose lose|affect effect|advice advise|accept except|whose who's|weather whether|passed past|quite quiet|where were we're|"+
	"know no|new knew|hear here|by buy|form from|though thought through|of off|this these|that those|think thing|live life|led lead|believe belief|choose chose|breath breathe|piece peace|whole hole|which witch|"+
	"as has|and an|is his|it is|one on|for four|our are|some same|since sense|most must|many much|he she|him his|they them|I me|them then|with which|wear where|right write|see sea|week weak|while wile|want won't|"+
	"good well|other others|another other|people peoples|important importance|different difference|success successful|interested interesting|bored boring|dead died|every everyone|also too|like as|during while|what which|who which|very much", "|")

func (l *Learner) confuse(pieces []piece, i int) (string, bool) {
	return l.another(confusions, pieces[i])
}

// another gives another word of one of the sets that the piece is l.
func (l *Learner) another(sets []string, p piece) (string, bool) {
	w := lower(p)
	for _, at := range l.rng.Perm(len(sets)) {
		set := strings.Fields(sets[at])
		for k, x := range set {
			if x == w {
				return cased(p.text, set[(k+1+l.rng.IntN(len(set)-1))%len(set)]), true
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
func (l *Learner) lexical(pieces []piece, i int) (string, bool) {
	if pieces[i].text != lower(pieces[i]) {
		return "", false // how a sentence begins is a matter of style
	}
	return l.another(lexical, pieces[i])
}

// pattern writes a verb behind another verb or a preposition as learners do whose own language has another
// pattern: "to read" for "reading", "for read" for "to read", and a subject twice.
func (l *Learner) pattern(pieces []piece, i int) (string, bool) {
	w, tags := lower(pieces[i]), l.english.Tags(lower(pieces[i]))
	if i < 2 || pieces[i-1].text != " " || w != pieces[i].text {
		return "", false
	}
	before := lower(pieces[i-2])
	base := l.english.Form(w, lexicon.Verb, lexicon.VerbBase)
	switch {
	case strings.HasSuffix(w, "ing") && len(base) > 0 && (l.english.Mostly(before, lexicon.Verb, 1) || set("of for in at by from")[before]):
		return l.pick([]string{"to " + base[0], base[0]}), true
	case before == "to" && tags&lexicon.VerbBase != 0 && l.english.Mostly(w, lexicon.Verb, 1):
		if gerund := l.english.Form(w, lexicon.Verb, lexicon.VerbIng); len(gerund) > 0 {
			return gerund[0], true
		}
	case l.english.Mostly(before, lexicon.Noun, 1) && auxiliary[w] != nil && l.rng.IntN(3) == 0:
		return l.pick([]string{"it ", "they ", "he "}) + w, true
	}
	return "", false
}

const droppable = " is are was be have has that and it they we you not do to will can who there as if when because been than so would "

func (l *Learner) drop(pieces []piece, i int) (string, bool) {
	if strings.Contains(droppable, " "+pieces[i].text+" ") && i > 0 && i+1 < len(pieces) && pieces[i+1].text == " " {
		return "\x00", true
	}
	return "", false
}

func (l *Learner) add(pieces []piece, i int) (string, bool) {
	if i == 0 || pieces[i-1].text != " " {
		return "", false
	}
	return l.pick(strings.Fields("is are to of that it have be for the very more in and")) + " " + pieces[i].text, true
}

func (l *Learner) double(pieces []piece, i int) (string, bool) {
	if len(pieces[i].text) > 4 {
		return "", false
	}
	return pieces[i].text + " " + strings.ToLower(pieces[i].text), pieces[i].text != "I"
}

func (l *Learner) comma(pieces []piece, i int) (string, bool) {
	if i+1 < len(pieces) && pieces[i+1].text == ", " {
		return pieces[i].text + "\x01", true // the comma behind it dropped
	}
	if i+1 < len(pieces) && pieces[i+1].text == " " && l.rng.IntN(25) == 0 { // few words have a comma behind them
		return pieces[i].text + ",", true
	}
	return "", false
}

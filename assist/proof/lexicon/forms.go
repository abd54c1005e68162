package lexicon

import (
	"fmt"
	"strings"

	"inkling/assets/words"
)

// Tag is a set of the parts that a word form can play.
type Tag uint16

// The forms of verbs, nouns, adjectives and the adverb.
const (
	VerbBase       Tag = 1 << iota // go
	VerbThird                      // goes
	VerbPast                       // went
	VerbParticiple                 // gone
	VerbIng                        // going
	NounSingular                   // child
	NounPlural                     // children
	Adjective                      // good
	Comparative                    // better
	Superlative                    // best
	Adverb                         // well
	Verb           = VerbBase | VerbThird | VerbPast | VerbParticiple | VerbIng
	Noun           = NounSingular | NounPlural
	AnyAdjective   = Adjective | Comparative | Superlative
)

// Lemma is one word with all its forms.
type Lemma struct {
	// Weight says how often the lemma is met as this part of speech, 0 to 9, logarithmic.
	Weight int
	// tags and forms of them, in the order of columns, "-" where there is none; a form with several spellings
	// has them separated by "/", the usual one first.
	tags  []Tag
	forms []string
}

// form is one part that one spelling plays.
type form struct {
	lemma int32
	tag   Tag
	next  int32 // index of the next part of the same spelling, or -1
}

type forms struct {
	lemmas []Lemma
	parts  []form
	first  map[string]int32
}

var columns = map[byte][]Tag{
	'V': {VerbBase, VerbThird, VerbPast, VerbParticiple, VerbIng},
	'N': {NounSingular, NounPlural},
	'A': {Adjective, Comparative, Superlative, Adverb},
	'R': {Adverb},
}

func loadForms() (*forms, error) {
	text, err := words.Read(words.Forms)
	if err != nil {
		return nil, err
	}
	f := &forms{
		lemmas: make([]Lemma, 0, 68_000),
		parts:  make([]form, 0, 200_000),
		first:  make(map[string]int32, 120_000),
	}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		tags := columns[line[0]]
		if len(fields) != len(tags)+1 {
			return nil, fmt.Errorf("word list %s: line %q has %d fields", words.Forms, line, len(fields))
		}
		lemma := Lemma{Weight: int(fields[0][1] - '0'), tags: tags, forms: fields[1:]}
		for i, spelling := range fields[1:] {
			if spelling == "-" {
				continue
			}
			for _, s := range strings.Split(spelling, "/") {
				f.add(s, form{lemma: int32(len(f.lemmas)), tag: tags[i]})
			}
		}
		f.lemmas = append(f.lemmas, lemma)
	}
	return f, nil
}

func (f *forms) add(spelling string, part form) {
	part.next = -1
	if head, ok := f.first[spelling]; ok {
		part.next = head
	}
	f.first[spelling] = int32(len(f.parts))
	f.parts = append(f.parts, part)
}

// Tags returns every part that a lower-case word can play.
func (f *forms) Tags(word string) Tag {
	var tags Tag
	f.each(word, func(_ *Lemma, tag Tag) { tags |= tag })
	return tags
}

// Weight is how often a lower-case word is met in one of the given parts, 0 to 9, logarithmic; -1 if
// it never is.
func (f *forms) Weight(word string, among Tag) int {
	best := -1
	f.each(word, func(l *Lemma, tag Tag) {
		if tag&among != 0 {
			best = max(best, l.Weight)
		}
	})
	return best
}

// Mostly tells whether a lower-case word is at least as often met in one of the given parts as in any
// other, and by at least margin of its logarithmic weight.
func (f *forms) Mostly(word string, among Tag, margin int) bool {
	in, out := -1, -1
	f.each(word, func(l *Lemma, tag Tag) {
		if tag&among != 0 {
			in = max(in, l.Weight)
		} else {
			out = max(out, l.Weight)
		}
	})
	return in >= 0 && (out < 0 || in >= out+margin)
}

// Form returns the forms tagged want of every lemma of which word is a form tagged from, in one order.
func (f *forms) Form(word string, from, want Tag) []string {
	var out []string
	f.each(word, func(l *Lemma, tag Tag) {
		if tag&from == 0 {
			return
		}
		for i, t := range l.tags {
			if t&want != 0 && l.forms[i] != "-" {
				out = appendNew(out, strings.Split(l.forms[i], "/")...)
			}
		}
	})
	return out
}

// Lemmas lists the lemmas of which a lower-case word is a form, with the part it plays in each.
func (f *forms) each(word string, visit func(*Lemma, Tag)) {
	at, ok := f.first[word]
	if !ok {
		return
	}
	for at >= 0 {
		part := f.parts[at]
		visit(&f.lemmas[part.lemma], part.tag)
		at = part.next
	}
}

func appendNew(list []string, items ...string) []string {
	for _, item := range items {
		known := false
		for _, have := range list {
			known = known || have == item
		}
		if !known {
			list = append(list, item)
		}
	}
	return list
}

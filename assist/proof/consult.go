package proof

import (
	"context"
	"fmt"
	"strings"

	"inkling/assist/proof/lexicon"
)

// What an instruct model is not asked about, or not believed in.
const (
	fewestWords = 3   // of a sentence that is worth asking about
	mostBytes   = 600 // of a sentence
	mostChanged = 0.6 // share of the words that a correction may touch: more is another text
)

// consult asks the instruct model for its correction of every sentence, adds what the rules haven't
// thought of to the verdicts, and notes on all of them what the model makes of them. open[i] belongs to
// sentences[i].
func consult(ctx context.Context, sc *scene, asked Corrector, sentences []sentence, open [][]verdict) error {
	for i := range sentences {
		s := &sentences[i]
		if !s.askable() {
			continue
		}
		text := s.para.text[s.start():s.end()]
		edits := make([]Edit, len(open[i]))
		for k, v := range open[i] {
			edits[k] = Edit{v.start - s.start(), v.end - s.start(), v.text}
		}
		correction, departures, err := asked.Correct(ctx, text, edits)
		if err != nil {
			return err
		}
		for k := range departures {
			open[i][k].consulted, open[i][k].asked = true, departures[k]
		}
		open[i] = merge(sc, s, open[i], strings.TrimSpace(correction), func(v *verdict) { v.consulted, v.answered = true, true })
	}
	return nil
}

// askable tells whether a model can be asked to correct a sentence.
func (s *sentence) askable() bool {
	text := s.para.text[s.start():s.end()]
	return s.words() >= fewestWords && len(text) <= mostBytes && !strings.Contains(text, "\n")
}

// What the instruct model weighs.
const (
	answerBytes = 8    // behind an edit: it has read the whole sentence before it answers, so that a word or two tell
	hopeless    = -5.0 // margin, in nats, below which an edit isn't weighed: no answer makes that good
)

// weighed tells whether the instruct model is to weigh an edit as a change of its answer.
func (v verdict) weighed() bool { return v.consulted && (v.answered || v.margin() >= hopeless) }

// hear has the instruct model weigh the edits of a sentence that it was asked about, as changes of its answer.
func hear(ctx context.Context, asked Corrector, s *sentence, verdicts []verdict) error {
	var trials []Trial
	for _, v := range verdicts {
		if v.weighed() {
			to := horizon(s.para.text, v.end, s.end(), answerBytes)
			trials = append(trials, Trial{Edit{v.start - s.start(), v.end - s.start(), v.text}, to - s.start()})
		}
	}
	var gains []float64
	if len(trials) > 0 {
		var err error
		if gains, err = asked.Gains(ctx, s.para.text[s.start():s.end()], trials); err != nil {
			return fmt.Errorf("weigh a correction: %w", err)
		}
	}
	for i := range verdicts {
		switch v := &verdicts[i]; {
		case v.weighed():
			v.answer, gains = gains[0], gains[1:]
		case v.consulted:
			v.answer = v.margin()
		}
	}
	return nil
}

// merge marks the verdicts that are part of a correction of the sentence and adds what isn't there.
func merge(sc *scene, s *sentence, list []verdict, correction string, mark func(*verdict)) []verdict {
	text := s.para.text[s.start():s.end()]
	edits := minimalEdits(text, correction)
	touched := 0
	for _, e := range edits {
		touched += max(len(strings.Fields(text[e.Start:e.End])), len(strings.Fields(e.Text)))
	}
	if float64(touched) > max(3, mostChanged*float64(s.words())) {
		return list
	}
	results := make(map[string]int, len(list))
	apply := func(start, end int, with string) string { return text[:start] + with + text[end:] }
	for k, v := range list {
		results[apply(v.start-s.start(), v.end-s.start(), v.text)] = k
	}
	for _, e := range edits {
		if k, ok := results[apply(e.Start, e.End, e.Text)]; ok {
			mark(&list[k])
			continue
		}
		p := proposal{start: s.start() + e.Start, end: s.start() + e.End, text: e.Text, prior: 0.05}
		p.rule = correctionRules[kindOf(sc, text[e.Start:e.End], e.Text)]
		if p.rule.kind == Spelling {
			p.prior = 0.3 // a rival of the dictionary's suggestions
			if isCapitalised(text[e.Start:]) && e.Start > 0 {
				p.prior = 0.02 // a name
			}
		}
		p.op = op(text[e.Start:e.End], e.Text)
		if admissible(s, p) && believable(text[e.Start:e.End], e.Text) {
			v := verdict{proposal: p}
			mark(&v)
			list = append(list, v)
		}
	}
	return list
}

// believable tells whether an edit is one of wording: figures are facts, and to contract or to spell out is a
// matter of style.
func believable(before, after string) bool {
	if strings.ContainsAny(before+after, "0123456789") {
		return false
	}
	contracted := func(s string) bool { return strings.ContainsAny(s, "'’") }
	return contracted(before) == contracted(after) || before == "" || after == ""
}

// correctionRule is the name of what the instruct model proposes by itself. It can be switched off like
// a rule.
const correctionRule = "correction"

// correctionRules are the rules in whose name the instruct model proposes, by kind.
var correctionRules = func() map[Kind]*rule {
	rules := make(map[Kind]*rule)
	for kind, message := range map[Kind]string{
		Spelling: "Another spelling is meant.", Capitals: "Capitals are used otherwise here.", Punctuation: "The sentence is punctuated otherwise.",
		Article: "The article does not fit.", Preposition: "Another preposition is usual here.", VerbForm: "Another form of the verb fits better.",
		Noun: "Another form of the noun fits better.", Word: "A small word is missing here, wrong, or one too many.", Style: "The sentence reads more naturally so.",
	} {
		rules[kind] = &rule{name: correctionRule, kind: kind, message: message, spoken: kind == Spelling}
	}
	return rules
}()

// kindOf tells what sort of slip it is that after mends in before.
func kindOf(sc *scene, before, after string) Kind {
	a, b := strings.Fields(strings.ToLower(before)), strings.Fields(strings.ToLower(after))
	both := append(append([]string{}, a...), b...)
	all := func(l list) bool {
		for _, w := range both {
			if !l[w] {
				return false
			}
		}
		return true
	}
	switch {
	case strings.EqualFold(before, after):
		return Capitals
	case !strings.ContainsFunc(before+after, letter):
		return Punctuation
	case all(articles):
		return Article
	case all(prepositions):
		return Preposition
	case len(a) == 1 && len(b) == 1:
		return kindOfWord(sc, a[0], b[0])
	case len(both) > 0 && all(closed):
		return Word
	}
	return Style
}

// kindOfWord tells what sort of slip one word for another is.
func kindOfWord(sc *scene, a, b string) Kind {
	shares := func(tags lexicon.Tag) bool {
		for _, w := range sc.english.Form(a, tags, tags) {
			if w == b {
				return true
			}
		}
		return false
	}
	switch {
	case !known(sc, a):
		return Spelling
	case shares(nounTags):
		return Noun
	case shares(verbTags):
		return VerbForm
	case closed[a] || closed[b] || shares(lexicon.AnyAdjective|lexicon.Adverb):
		return Word
	}
	return Style
}

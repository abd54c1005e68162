package proof

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// offer adds to the verdicts what the taught model would change, and marks what it would change too. It isn't believed
// in how words are spelled. open[i] belongs to sentences[i].
func offer(ctx context.Context, sc *scene, taught Corrector, sentences []sentence, open [][]verdict) error {
	for i := range sentences {
		s := &sentences[i]
		if !s.askable() {
			continue
		}
		correction, _, err := taught.Correct(ctx, s.para.text[s.start():s.end()], nil)
		if err != nil {
			return err
		}
		list := merge(sc, s, open[i], strings.TrimSpace(correction), func(v *verdict) { v.offered = true })
		open[i] = slices.DeleteFunc(list, func(v verdict) bool {
			return v.rule.name == correctionRule && (v.rule.kind == Spelling || !knownWords(sc, v.text))
		})
	}
	return nil
}

// knownWords tells whether all words of a text are known.
func knownWords(sc *scene, text string) bool {
	for _, t := range tokenize(text, &masks{}) {
		if t.class == word && !known(sc, t.text) {
			return false
		}
	}
	return true
}

// worthHearing is the chance from which the taught model is asked about an edit: most of what is proposed is less
// likely, and nothing that it says would make that likely.
const worthHearing = 0.004

// listen has the taught model weigh the likelier edits of the sentences, each sentence by itself.
func listen(ctx context.Context, taught Corrector, sentences []sentence, verdicts []verdict) error {
	for i := range sentences {
		s := &sentences[i]
		if !s.askable() {
			continue
		}
		var trials []Trial
		var heard []*verdict
		for k := range verdicts {
			v := &verdicts[k]
			if v.worthHearing() && sentenceAt(sentences, v.start) == i && v.end <= s.end() {
				to := horizon(s.para.text, v.end, s.end(), answerBytes)
				trials = append(trials, Trial{Edit{v.start - s.start(), v.end - s.start(), v.text}, to - s.start()})
				heard = append(heard, v)
			}
		}
		if len(trials) == 0 {
			continue
		}
		gains, err := taught.Gains(ctx, s.para.text[s.start():s.end()], trials)
		if err != nil {
			return fmt.Errorf("weigh a correction: %w", err)
		}
		for k, gain := range gains {
			heard[k].listened, heard[k].taught = true, gain
		}
	}
	return nil
}

// worthHearing tells whether the taught model is asked about an edit. What a misspelling stands for is settled
// otherwise.
func (v verdict) worthHearing() bool {
	return !v.rule.certain && !v.spelling() && (v.offered || v.chance >= worthHearing)
}

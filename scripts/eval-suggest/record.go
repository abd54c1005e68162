package main

import (
	"context"
	"encoding/json"
	"io"
	"unicode/utf8"

	"inkling/assist"
)

// record is what the model would suggest at one place, however unlikely: from
// records the decision to show is fitted without asking the model again.
type record struct {
	Model  string
	Lang   assist.Language
	Text   string // the evaluated text's name
	At     int    // offset in it
	Before string // the end of what stands before
	Meant  string // the beginning of what the writer means
	Ghost  string
	Known  assist.Evidence
	Ends   []int     // of the words in Ghost
	LogPs  []float64 // of the ghost up to each end
	Words  []int     // ends of what single keys take
}

// recordAll asks at every character of the subject's texts and writes the
// answers, one JSON object a line.
func recordAll(ctx context.Context, s settings, sub subject, models assist.Models, w io.Writer) error {
	o := s.tuning.o
	o.MinProbability, o.MinMeanLogProb, o.Floors, o.MaxWords = 0.05, -100, []float64{0.12}, 6
	enc := json.NewEncoder(w)
	for _, name := range sub.texts {
		text, from, to, err := s.load(name)
		if err != nil {
			return err
		}
		lang := assist.DetectLanguage(text[from:to], assist.English)
		c := assist.NewContinuer(models, o)
		if err := s.learn(c, name, text[:from]); err != nil {
			return err
		}
		for at := from; at < to; {
			r := record{Model: sub.model, Lang: lang, Text: name, At: at, Before: last(text[:at], 48), Meant: first(text[at:], 120)}
			err := c.Suggest(ctx, assist.Request{Text: assist.Plain(text[:at]), Caret: at}, func(g assist.Suggestion) bool {
				if g.Text != r.Ghost {
					r.Ghost, r.Known = g.Text, g.Evidence
					r.Ends, r.Words = append(r.Ends, len(g.Text)), g.Words
					r.LogPs = append(r.LogPs, g.LogProb)
				}
				return true
			})
			if err != nil {
				return err
			}
			c.Settle()
			if err := enc.Encode(r); err != nil {
				return err
			}
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
		}
	}
	return nil
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"inkling/assist"
)

// record is what the model would suggest at one place, however unlikely: from
// records the decision to show is fitted without asking the model again.
type record struct {
	Text   string // the evaluated text's name
	At     int    // offset in it
	Before string // the end of what stands before
	Meant  string // the beginning of what the writer means
	Ghost  string
	P      float64   // of the first word, as the model believes
	Ends   []int     // of the words in Ghost
	LogPs  []float64 // of the ghost up to each end
	Words  []int     // ends of what single keys take
}

// recordAll asks at every character of the subject's texts and writes the
// answers, one JSON object a line.
func recordAll(ctx context.Context, s settings, sub subject, models assist.Models, w io.Writer) error {
	o := s.tuning.o
	o.MinProbability, o.MinMeanLogProb, o.Floors = 0.05, -100, []float64{0.08}
	enc := json.NewEncoder(w)
	for _, name := range sub.texts {
		text, from, to, err := s.load(name)
		if err != nil {
			return err
		}
		c := assist.NewContinuer(models, o)
		if err := s.learn(c, name, text[:from]); err != nil {
			return err
		}
		for at := from; at < to; {
			r := record{Text: name, At: at, Before: last(text[:at], 48), Meant: first(text[at:], 120)}
			err := c.Suggest(ctx, assist.Request{Text: assist.Plain(text[:at]), Caret: at}, func(g assist.Suggestion) bool {
				if g.Text != r.Ghost {
					r.Ghost, r.P = g.Text, g.Probability
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

// fit prints how right the model's beliefs are and what each setting would
// reach, from records.
func fit(s settings, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	records := map[string]map[int]record{}
	var names []string
	for line := range strings.Lines(string(data)) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return err
		}
		if records[r.Text] == nil {
			records[r.Text] = map[int]record{}
			names = append(names, r.Text)
		}
		records[r.Text][r.At] = r
	}
	texts := map[string]string{}
	for _, name := range names {
		if texts[name], _, _, err = s.load(name); err != nil {
			return err
		}
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	calibration(w, records, texts)
	fmt.Fprintln(w, "p\tfloors\tsaved %\tright %\tshown/100 words\t")
	for _, floors := range [][]float64{{0.2}, {0.15, 0.35, 0.5, 0.6}, {0.12, 0.3, 0.4, 0.5}, {0.3, 0.4, 0.5, 0.6}, {0.4, 0.5, 0.6, 0.7}} {
		for _, p := range []float64{0.3, 0.34, 0.38, 0.42, 0.46, 0.5, 0.55, 0.6} {
			var all tally
			for _, name := range names {
				from, to := span(records[name])
				t, err := replay(texts[name], from, to, func(at int) (ghost, error) {
					return decide(records[name][at], p, floors), nil
				})
				if err != nil {
					return err
				}
				all.add(t)
			}
			fmt.Fprintf(w, "%.2f\t%v\t%.1f\t%.1f\t%.1f\t\n", p, floors, all.saved(), all.precision(), all.per100())
		}
	}
	return w.Flush()
}

func span(m map[int]record) (from, to int) {
	from = math.MaxInt
	for at := range m {
		from, to = min(from, at), max(to, at+1)
	}
	return from, to
}

// decide shows of r what a setting shows: nothing below p, no later word less
// likely than its floor.
func decide(r record, p float64, floors []float64) ghost {
	if len(r.Ends) == 0 || r.P < p || utf8.RuneCountInString(r.Ghost) < 2 {
		return ghost{}
	}
	n := 1
	for n < len(r.Ends) && r.LogPs[n]-r.LogPs[n-1] >= math.Log(floors[min(n, len(floors))-1]) {
		n++
	}
	g := ghost{text: r.Ghost[:r.Ends[n-1]]}
	for _, end := range r.Words {
		if end < len(g.text) {
			g.words = append(g.words, end)
		}
	}
	g.words = append(g.words, len(g.text))
	return g
}

// calibration prints how often a first word of a believed probability is right.
func calibration(w io.Writer, records map[string]map[int]record, texts map[string]string) {
	const bins = 10
	var sum, count, hits [bins]float64
	for name, all := range records {
		for at, r := range all {
			if len(r.Ends) == 0 {
				continue
			}
			b := min(bins-1, int(r.P*bins))
			sum[b] += r.P
			count[b]++
			if right(texts[name][at:], r.Ghost[:r.Ends[0]]) {
				hits[b]++
			}
		}
	}
	fmt.Fprintln(w, "believed\tright\tplaces\t")
	for b := range bins {
		if count[b] > 0 {
			fmt.Fprintf(w, "%.2f\t%.2f\t%.0f\t\n", sum[b]/count[b], hits[b]/count[b], count[b])
		}
	}
}

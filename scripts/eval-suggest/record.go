package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"inkling/assist"
)

// record is what the model would suggest at one place, however unlikely: from
// records the decision to show is fitted without asking the model again.
type record struct {
	Text  string // the evaluated text's name
	At    int    // offset in it
	Ghost string
	P     float64   // of the first word, as the model believes
	Ends  []int     // of the words in Ghost
	LogPs []float64 // of the ghost up to each end
}

// recordAll asks at every character of the subject's texts and writes the
// answers, one JSON object a line.
func recordAll(ctx context.Context, s settings, sub subject, models assist.Models, w io.Writer) error {
	o := s.tuning.o
	o.MinProbability, o.MinMeanLogProb, o.WordFloor = 0.02, -100, 0.03
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
			r := record{Text: name, At: at}
			err := c.Suggest(ctx, assist.Request{Text: assist.Plain(text[:at]), Caret: at}, func(g assist.Suggestion) bool {
				if g.Text != r.Ghost {
					r.Ghost, r.P = g.Text, g.Probability
					r.Ends = append(r.Ends, len(g.Text))
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
	fmt.Fprintln(w, "p\tlong\tfloor\twords\tsaved %\tright %\tshown/100 words\t")
	for _, p := range []float64{0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5} {
		for _, long := range []float64{0, 0.02, 0.04} {
			for _, floor := range []float64{0.1, 0.2, 0.3, 0.4, 0.5} {
				for _, words := range []int{8} {
					var all tally
					for _, name := range names {
						from, to := span(records[name])
						t, err := replay(texts[name], from, to, func(at int) (ghost, error) {
							return decide(records[name][at], p, long, floor, words), nil
						})
						if err != nil {
							return err
						}
						all.add(t)
					}
					fmt.Fprintf(w, "%.2f\t%.2f\t%.2f\t%d\t%.1f\t%.1f\t%.1f\t\n", p, long, floor, words, all.saved(), all.precision(), all.per100())
				}
			}
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

// decide shows of r what a setting shows: nothing below p, of which each letter
// beyond five takes off long; no later word less likely than floor.
func decide(r record, p, long, floor float64, words int) ghost {
	if len(r.Ends) == 0 {
		return ghost{}
	}
	letters := utf8.RuneCountInString(r.Ghost[:r.Ends[0]])
	if letters < 2 || r.P < p-long*float64(min(letters, 10)-5) {
		return ghost{}
	}
	n := 1
	for n < len(r.Ends) && n < words && r.LogPs[n]-r.LogPs[n-1] >= math.Log(floor) {
		n++
	}
	s := assist.Suggestion{Text: r.Ghost[:r.Ends[n-1]]}
	g := ghost{text: s.Text}
	for at := 0; at < len(s.Text); {
		at += assist.NextUnit(s.Text[at:])
		if slices.ContainsFunc([]rune(s.Text), han) {
			g.words = r.Ends[:n]
			return g
		}
		g.words = append(g.words, at)
	}
	return g
}

func han(r rune) bool { return r >= 0x3400 && r < 0xA000 }

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

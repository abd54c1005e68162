package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/model/catalog"
)

// tuning holds the settings that are chosen on training texts.
type tuning struct{ o assist.ContinueOptions }

func (t *tuning) flags() {
	flag.Float64Var(&t.o.MinProbability, "p", 0, "least probability of the first word; 0: the default")
	flag.Func("floors", "least probabilities of the second word, the third and so on, with commas between; empty: the default", func(list string) error {
		for f := range strings.SplitSeq(list, ",") {
			v, err := strconv.ParseFloat(f, 64)
			if err != nil {
				return err
			}
			t.o.Floors = append(t.o.Floors, v)
		}
		return nil
	})
	flag.IntVar(&t.o.MaxWords, "maxwords", 0, "longest suggestion, in words; 0: the default")
	flag.IntVar(&t.o.Evaluations, "evals", 0, "model calls for the first word; 0: the default")
	flag.IntVar(&t.o.WindowBytes, "window", 0, "bytes the model reads; 0: the default")
}

// latencies collects times in milliseconds.
type latencies []float64

func (l latencies) percentile(p float64) float64 {
	if len(l) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(l))
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

// measure types the subject's texts with its model, prints a line for each and
// for all, and adds the figures.
func measure(ctx context.Context, w io.Writer, s settings, sub subject, figures map[string]float64) error {
	c, err := catalog.Default()
	if err != nil {
		return err
	}
	program, _ := os.Executable()
	working, err := os.Getwd()
	if err != nil {
		return err
	}
	models := os.Getenv("INKLING_MODELS")
	if models == "" {
		models = filepath.Join(working, "assets", "models")
	}
	e := engine.New(engine.Options{
		Catalogue: c, Model: sub.model,
		Locator: catalog.Locator{Explicit: models, Executable: program},
	})
	defer e.Close()
	if s.record != "" {
		f, err := os.Create(s.record)
		if err != nil {
			return err
		}
		return errors.Join(recordAll(ctx, s, sub, e, f), f.Close())
	}
	kinds := []struct {
		name string
		o    assist.ContinueOptions
	}{{"inkling", s.tuning.o}}
	if s.plain {
		plain := s.tuning.o
		plain.MaxWords, plain.Evaluations = 1, 2
		kinds = append(kinds, struct {
			name string
			o    assist.ContinueOptions
		}{"plain", plain})
	}
	for _, k := range kinds {
		var all tally
		var toWord latencies
		for _, name := range sub.texts {
			text, from, to, err := s.load(name)
			if err != nil {
				return err
			}
			continuer := assist.NewContinuer(e, k.o)
			if err := s.learn(continuer, name, text[:from]); err != nil {
				return err
			}
			evals := 0
			asked := 0
			t, err := replay(text, from, to, func(caret int) (ghost, error) {
				g, stats, err := ask(ctx, continuer, text[:caret], s.resting)
				if stats.ToWord > 0 && asked > 0 { // the first request reads the whole window
					toWord = append(toWord, float64(stats.ToWord.Microseconds())/1000)
				}
				asked++
				evals += stats.Evals
				if s.show && g.text != "" {
					fmt.Printf("%s|%s|%s\n", last(text[:caret], 40), g.text, first(text[caret:], 40))
				}
				return g, err
			})
			if err != nil {
				return fmt.Errorf("typing %s with %s: %w", name, sub.model, err)
			}
			all.add(t)
			fmt.Fprintf(w, "%s %s\t%s\t%.1f\t%.1f\t%.1f\t%.1f\t\t\t\t%.1f\t\n", sub.key, k.name, name,
				t.saved(), t.precision(), t.accepted(), t.per100(), float64(evals)/float64(max(1, asked)))
			flush(w)
		}
		var jumps latencies
		if k.name == "inkling" {
			if s.jumps {
				if jumps, err = jump(ctx, s, sub, assist.NewContinuer(e, k.o)); err != nil {
					return err
				}
				figures["jump_to_word_p95_ms_"+sub.key] = jumps.percentile(0.95)
			}
			figures["keystrokes_saved_percent_"+sub.key] = all.saved()
			figures["first_word_precision_"+sub.key] = all.precision()
			figures["shown_per_100_words_"+sub.key] = all.per100()
			figures["accepted_percent_"+sub.key] = all.accepted()
			figures["pause_to_word_p95_ms_"+sub.key] = toWord.percentile(0.95)
			figures["pause_to_word_p50_ms_"+sub.key] = toWord.percentile(0.5)
			if _, ok := figures["idle_cpu_percent"]; !ok {
				figures["idle_cpu_percent"] = idle(3 * time.Second)
			}
		} else {
			figures["plain_keystrokes_saved_percent_"+sub.key] = all.saved()
			figures["plain_first_word_precision_"+sub.key] = all.precision()
		}
		fmt.Fprintf(w, "%s %s\tall\t%.1f\t%.1f\t%.1f\t%.1f\t%.0f\t%.0f\t%.0f\t\t\n", sub.key, k.name,
			all.saved(), all.precision(), all.accepted(), all.per100(), toWord.percentile(0.5), toWord.percentile(0.95), jumps.percentile(0.95))
		flush(w)
	}
	return nil
}

func flush(w io.Writer) {
	if f, ok := w.(interface{ Flush() error }); ok {
		_ = f.Flush()
	}
}

// ask asks for a suggestion at the end of text.
func ask(ctx context.Context, c *assist.Continuer, text string, resting bool) (ghost, assist.Stats, error) {
	var last assist.Suggestion
	err := c.Suggest(ctx, assist.Request{Text: assist.Plain(text), Caret: len(text), Resting: resting}, func(s assist.Suggestion) bool {
		last = s
		return true
	})
	stats := c.LastStats()
	c.Settle() // a writer pauses between keys; the replay doesn't
	return wordsOf(last), stats, err
}

// jump measures the first word after the caret jumped to places all over the
// text, the writer asking so that there always is one.
func jump(ctx context.Context, s settings, sub subject, c *assist.Continuer) (latencies, error) {
	var all latencies
	for i, name := range sub.texts {
		text, _, _, err := s.load(name)
		if err != nil {
			return nil, err
		}
		if i == 0 { // the window lets the model read before anything is asked
			if err := c.Read(ctx, assist.Request{Text: assist.Plain(text[:100]), Caret: 100}); err != nil {
				return nil, err
			}
		}
		for i := range 6 {
			at := afterWords(text, (i+1)*(s.warm+s.words)/7)
			err := c.Suggest(ctx, assist.Request{Text: assist.Plain(text[:at]), Caret: at, Always: true},
				func(assist.Suggestion) bool { return false })
			if err != nil {
				return nil, err
			}
			c.Settle()
			if ms := float64(c.LastStats().ToWord.Microseconds()) / 1000; ms > 0 {
				all = append(all, ms)
			}
		}
	}
	return all, nil
}

// wordList types the English texts with nothing but the word list.
func wordList(w io.Writer, s settings) error {
	l, err := assist.LoadWordList()
	if err != nil {
		return err
	}
	var all tally
	for _, name := range []string{"doyle", "austen"} {
		text, from, to, err := s.load(name)
		if err != nil {
			return err
		}
		t, err := replay(text, from, to, func(caret int) (ghost, error) {
			rest := l.Complete(text[:caret])
			if rest == "" {
				return ghost{}, nil
			}
			return ghost{rest, []int{len(rest)}}, nil
		})
		if err != nil {
			return err
		}
		all.add(t)
	}
	fmt.Fprintf(w, "word list\tall\t%.1f\t%.1f\t%.1f\t%.1f\t\t\t\t\t\n", all.saved(), all.precision(), all.accepted(), all.per100())
	flush(w)
	return nil
}

// idle measures the processor time that the program takes while nobody types, in
// percent of one core.
func idle(d time.Duration) float64 {
	before := processorTime()
	time.Sleep(d)
	return 100 * (processorTime() - before).Seconds() / d.Seconds()
}

func last(s string, n int) string {
	r := []rune(strings.ReplaceAll(s, "\n", "¶"))
	return string(r[max(0, len(r)-n):])
}

func first(s string, n int) string {
	r := []rune(strings.ReplaceAll(s, "\n", "¶"))
	return string(r[:min(len(r), n)])
}

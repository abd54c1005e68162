// Fitproof-zh fits the weights with which the proofreader turns what it knows of a Chinese character in another's
// place into a probability. It writes slips into sound text, lets the rules propose and the model score, and fits
// logistic regressions on what turned out right.
//
//	go run ./scripts/fitproof-zh --model NAME [flags] TEXT ... > assist/proof/weights_zh.json
//
// TEXT is public-domain Chinese prose, a paragraph a line; each is drawn from in turn, over and over with other
// slips where -n asks for more than there is. --evidence keeps what was collected, so that it can be fitted
// again without the model and together with that of other models (--fit FILE,FILE).
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/assist/proof"
	"inkling/assist/proof/lexicon"
	"inkling/internal/jsonlines"
	"inkling/model/catalog"
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
	var o collection
	flag.StringVar(&o.models, "models", os.Getenv("INKLING_MODELS"), "folder of models")
	flag.StringVar(&o.model, "model", "", "model to judge with (default: the one for the role)")
	flag.StringVar(&o.keep, "evidence", "", "file to add the evidence to (default: none)")
	flag.DurationVar(&o.most, "time", 0, "stop collecting after this time (default: never)")
	flag.IntVar(&o.sentences, "n", 600, "sentences")
	flag.IntVar(&o.threads, "threads", 0, "threads of the model (default: physical cores)")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the slips")
	fitOnly := flag.String("fit", "", "fit these files of evidence, separated by commas, instead of collecting")
	flag.Parse()
	var samples []sample
	var err error
	if *fitOnly == "" {
		samples, err = o.collect(flag.Args())
	} else {
		samples, err = jsonlines.Read[sample](strings.Split(*fitOnly, ",")...)
	}
	if err != nil {
		return err
	}
	out, err := json.MarshalIndent(fit(samples), "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Println(string(out))
	return err
}

// collection says how evidence is collected.
type collection struct {
	models, model string
	keep          string
	sentences     int
	seed          uint64
	threads       int // of the model; 0 for the physical cores
	most          time.Duration
}

// collect makes samples from the texts.
func (o collection) collect(files []string) ([]sample, error) {
	c, err := catalog.Default()
	if err != nil {
		return nil, err
	}
	e := engine.New(engine.Options{Catalogue: c, Locator: catalog.Locator{Explicit: o.models}, Model: o.model, Threads: o.threads})
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
	in := &injector{zh: zh, rng: rand.New(rand.NewPCG(o.seed, 8))}
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
	log, err := jsonlines.Open(o.keep)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	var out []sample
	begun := time.Now()
	for i := range o.sentences {
		if o.most > 0 && time.Since(begun) > o.most {
			break
		}
		list := lists[i%len(lists)]
		wrong, slips := in.damage(list[i/len(lists)%len(list)])
		evidence, err := checker.Evidence(ctx, wrong)
		if err != nil {
			return nil, err
		}
		for _, ev := range evidence {
			if ev.Traits == nil {
				continue
			}
			s := sample{ev.Traits, ev.New, ev.Old, ev.Stretch, ev.Gain, mends(wrong, ev.Edit, slips)}
			out = append(out, s)
			if err := log.Write(s); err != nil {
				return nil, err
			}
		}
		if i%25 == 24 {
			fmt.Fprintf(os.Stderr, "%d sentences, %d proposals\n", i+1, len(out))
			if err := log.Flush(); err != nil {
				return nil, err
			}
		}
	}
	return out, log.Flush()
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

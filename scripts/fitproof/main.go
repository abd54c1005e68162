// Fitproof fits the weights with which the proofreader's judge turns evidence into a probability. It
// injects errors into sound text, lets the rules propose and the model score, fits a logistic
// regression for every rule on what turned out right, and holds it back as far as sound text needs.
//
//	go run ./scripts/fitproof [flags] TEXT ... > assist/proof/weights.json
//
// TEXT is public-domain prose in English, a paragraph a line: older and newer, fiction and other, as writers write
// all. The weights in use come from novels of Doyle and Austen (Standard Ebooks) and SQLite's documentation.
// --evidence keeps what was collected, so that it can be fitted again without the model (--fit FILE,FILE). The
// weights of the judge alone and those of judge and instruct model together (--instruct NAME) are fitted on
// evidence of their own, and so are those for either with a model that was taught to correct (--taught); make fit-proof
// collects all of it and fits them.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/assist/proof"
	"inkling/model/catalog"
	"inkling/scripts/internal/fitting"
	"inkling/scripts/internal/learner"
)

// sample is a text, sound or with slips, with what is proposed for it.
type sample struct {
	Words     int        `json:"words"`
	Slips     int        `json:"slips"`
	Instruct  bool       `json:"instruct"` // there was an instruct model to ask
	Heard     bool       `json:"heard"`    // and a taught one to listen to
	Proposals []proposal `json:"proposals"`
}

// proposal is one proposed edit with what is known of it and whether it is right.
type proposal struct {
	Start   int     `json:"start"` // bytes of the text
	End     int     `json:"end"`
	Rule    string  `json:"rule"`
	Op      string  `json:"op"`
	Kind    string  `json:"kind"`
	Prior   float64 `json:"prior"`
	New     float64 `json:"new"`
	Old     float64 `json:"old"`
	Gain    float64 `json:"gain"`
	Company float64 `json:"company"`
	Right   bool    `json:"right"`
	Certain bool    `json:"certain"`
	Chance  float64 `json:"chance"` // by the weights as they were
	// Where the instruct model was asked: by how much likelier its answer is with the edit, in nats, and
	// whether its correction has it.
	Consulted bool    `json:"consulted,omitempty"`
	Answer    float64 `json:"answer,omitempty"`
	Answered  bool    `json:"answered,omitempty"`
	// Where a taught model has weighed the edit: by how much likelier its answer is with it, in nats.
	// Its correction may have it.
	Listened bool    `json:"listened,omitempty"`
	Taught   float64 `json:"taught,omitempty"`
	Offered  bool    `json:"offered,omitempty"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "fitproof:", err)
		os.Exit(1)
	}
}

func run() error {
	o := collection{Options: fitting.Flags(1500)}
	flag.StringVar(&o.instruct, "instruct", "", "instruct model to consult as well (default: none)")
	flag.BoolVar(&o.taught, "taught", false, "listen to the taught model as well")
	flag.Parse()
	return fitting.Run(o.Options, os.Stdout, func() ([]sample, error) { return o.collect(flag.Args()) }, fit)
}

// collection says how evidence is collected.
type collection struct {
	*fitting.Options
	instruct string // name of a model; "": none
	taught   bool
}

// mostInPassage is the number of sentences of the longest passages.
const mostInPassage = 3

// checkers make the proofreader whose weights are fitted: as it is used, and so that it considers more.
func (o collection) checkers(ctx context.Context, e *engine.Engine) (usual, keen *proof.Checker, err error) {
	opts := proof.Options{Judge: func(proof.Language) (proof.Scorer, error) { return e.Judge(ctx, assist.English) }}
	if o.taught {
		opts.Taught = func(proof.Language) (proof.Corrector, error) { return e.Taught(ctx, assist.English) }
	}
	if o.instruct != "" {
		e.Choose(catalog.RoleInstruct, o.instruct)
		opts.Corrector = func(proof.Language) (proof.Corrector, error) { return e.Corrector(ctx) }
	}
	if usual, err = proof.New(opts); err != nil {
		return nil, nil, err
	}
	if o.instruct != "" || o.taught {
		// A model that corrects is asked about what is left when all that is sure is mended: to be weighed on the same,
		// it must be asked as it is in use.
		return usual, usual, nil
	}
	opts.Direct, opts.Thorough = true, true
	keen, err = proof.New(opts)
	return usual, keen, err
}

// collect makes samples from the texts.
func (o collection) collect(files []string) ([]sample, error) {
	c, err := catalog.Default()
	if err != nil {
		return nil, err
	}
	e := engine.New(engine.Options{Catalogue: c, Locator: catalog.Locator{Explicit: o.Models}})
	defer e.Close()
	if o.Judge != "" {
		e.Choose(catalog.RoleJudge, o.Judge)
	}
	ctx := context.Background()
	usual, keen, err := o.checkers(ctx, e)
	if err != nil {
		return nil, err
	}
	writer, err := learner.New(o.Seed)
	if err != nil {
		return nil, err
	}
	texts, err := writer.Passages(files, learner.Weights, mostInPassage)
	if err != nil {
		return nil, err
	}
	return fitting.Collect(o.Options, min(o.Sentences, len(texts)), func(i int) ([]sample, error) {
		wrong, slips := writer.Damage(texts[i])
		checker := keen
		if len(slips) == 0 {
			checker = usual // what it costs is what it costs in use
		}
		evidence, err := checker.Evidence(ctx, wrong)
		if err != nil {
			return nil, err
		}
		rightly := marks(wrong, slips, evidence)
		out := sample{Words: len(strings.Fields(wrong)), Slips: len(slips), Instruct: o.instruct != "", Heard: o.taught}
		for k, ev := range evidence {
			out.Proposals = append(out.Proposals, proposal{ev.Start, ev.End, ev.Rule, ev.Op, string(ev.Kind), ev.Prior, ev.New, ev.Old, ev.Gain, ev.Company, rightly[k], ev.Certain, ev.Chance, ev.Consulted, ev.Answer, ev.Answered, ev.Listened, ev.Taught, ev.Offered})
		}
		return []sample{out}, nil
	})
}

// marks tells which edits are right: those that take back exactly one of the slips, and those that mend
// the same stretch otherwise and read at least as well, as where another tense would do.
func marks(text string, slips []learner.Slip, evidence []proof.Evidence) []bool {
	out := make([]bool, len(evidence))
	for _, s := range slips {
		original := text[:s.Start] + s.Original + text[s.End:]
		for k, ev := range evidence {
			if text[:ev.Start]+ev.Text+text[ev.End:] != original {
				continue
			}
			out[k] = true
			for i, rival := range evidence {
				if rival.Start == ev.Start && rival.End == ev.End && rival.Gain >= ev.Gain && !ev.Certain {
					out[i] = true
				}
			}
		}
	}
	return out
}

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
// evidence of their own; make fit-proof collects both and fits them.
package main

import (
	"context"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"unicode"

	"inkling/app/engine"
	"inkling/assets/words"
	"inkling/assist"
	"inkling/assist/proof"
	"inkling/assist/proof/lexicon"
	"inkling/model/catalog"
	"inkling/scripts/internal/fitting"
)

// sample is a text, sound or with slips, with what is proposed for it.
type sample struct {
	Words     int        `json:"words"`
	Slips     int        `json:"slips"`
	Instruct  bool       `json:"instruct"` // there was an instruct model to ask
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
	flag.Parse()
	return fitting.Run(o.Options, os.Stdout, func() ([]sample, error) { return o.collect(flag.Args()) }, fit)
}

// collection says how evidence is collected.
type collection struct {
	*fitting.Options
	instruct string // name of a model; "": none
}

// checkers make the proofreader whose weights are fitted: as it is used, and so that it considers more.
func (o collection) checkers(ctx context.Context, e *engine.Engine) (usual, keen *proof.Checker, err error) {
	opts := proof.Options{Judge: func(proof.Language) (proof.Scorer, error) { return e.Judge(ctx, assist.English) }}
	if o.instruct != "" {
		e.Choose(catalog.RoleInstruct, o.instruct)
		opts.Corrector = func(proof.Language) (proof.Corrector, error) { return e.Corrector(ctx) }
	}
	if usual, err = proof.New(opts); err != nil {
		return nil, nil, err
	}
	if o.instruct != "" {
		// An instruct model is asked about what is left when all that is sure is mended: to be weighed on the same,
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
	in, err := newInjector(o.Seed)
	if err != nil {
		return nil, err
	}
	texts, err := readPassages(files, in.rng)
	if err != nil {
		return nil, err
	}
	return fitting.Collect(o.Options, min(o.Sentences, len(texts)), func(i int) ([]sample, error) {
		wrong, slips := in.damage(texts[i])
		checker := keen
		if len(slips) == 0 {
			checker = usual // what it costs is what it costs in use
		}
		evidence, err := checker.Evidence(ctx, wrong)
		if err != nil {
			return nil, err
		}
		rightly := marks(wrong, slips, evidence)
		out := sample{Words: len(strings.Fields(wrong)), Slips: len(slips), Instruct: o.instruct != ""}
		for k, ev := range evidence {
			out.Proposals = append(out.Proposals, proposal{ev.Start, ev.End, ev.Rule, ev.Op, string(ev.Kind), ev.Prior, ev.New, ev.Old, ev.Gain, ev.Company, rightly[k], ev.Certain, ev.Chance, ev.Consulted, ev.Answer, ev.Answered})
		}
		return []sample{out}, nil
	})
}

// damage writes errors into a text as writers do, some of whom make none, some about one in twenty words, and
// some, who learn the language, up to one in four.
func (in *injector) damage(text string) (string, []slip) {
	const sound, few = 0.4, 0.6
	words := float64(len(strings.Fields(text)))
	rate := 0.0 // slips a word
	switch x := in.rng.Float64(); {
	case x < sound:
	case x < few:
		rate = 0.05
	default:
		rate = 0.05 + 0.2*in.rng.Float64()
	}
	n := int(words*rate + in.rng.Float64())
	if n == 0 {
		return text, nil
	}
	wrong, slips := in.inject(text, n)
	return in.settle(wrong, slips)
}

// settle carries out the droppings that inject has marked: "\x00" takes the blank behind it along,
// "\x01" the comma, and "\x02" changes places with the word behind it.
func (in *injector) settle(text string, slips []slip) (string, []slip) {
	for i := range slips {
		s := &slips[i]
		switch new := text[s.start:s.end]; {
		case new == "\x00":
			text = text[:s.start] + text[s.end+1:]
			s.original, s.end = s.original+" ", s.start
			shift(slips[i+1:], -2)
		case new == "\x02":
			rest := text[s.end+1:]
			next := rest[:len(rest)-len(strings.TrimLeftFunc(rest, unicode.IsLetter))]
			adverb := s.original
			text = text[:s.start] + next + " " + adverb + rest[len(next):]
			s.original, s.end = adverb+" "+next, s.start+len(next)+1+len(adverb)
			shift(slips[i+1:], len(adverb)-1)
		case strings.HasSuffix(new, "\x01"):
			text = text[:s.end-1] + text[s.end+1:]
			s.original, s.end = s.original+",", s.end-1
			shift(slips[i+1:], -2)
		}
	}
	return text, slips
}

func shift(slips []slip, by int) {
	for i := range slips {
		slips[i].start += by
		slips[i].end += by
	}
}

// marks tells which edits are right: those that take back exactly one of the slips, and those that mend
// the same stretch otherwise and read at least as well, as where another tense would do.
func marks(text string, slips []slip, evidence []proof.Evidence) []bool {
	out := make([]bool, len(evidence))
	for _, s := range slips {
		original := text[:s.start] + s.original + text[s.end:]
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

func newInjector(seed uint64) (*injector, error) {
	english, err := lexicon.LoadEnglish()
	if err != nil {
		return nil, err
	}
	in := &injector{english: english, rng: rand.New(rand.NewPCG(seed, 7))}
	text, err := words.Read(words.Slips)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 3 && len(f[0]) >= 2 {
			cost, err := strconv.ParseFloat(f[2], 64)
			if err != nil {
				return nil, err
			}
			in.channel = append(in.channel, rewrite{f[0], f[1], math.Exp(-cost / 100)})
		}
	}
	return in, nil
}

// mostInPassage is the number of sentences of the longest passages.
const mostInPassage = 3

// readPassages gives the texts' sentences of usual length, by ones, twos and threes that follow one another,
// shuffled.
func readPassages(files []string, rng *rand.Rand) ([]string, error) {
	var out []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			var passage []string
			most := 1
			flush := func() {
				if len(passage) > 0 {
					out = append(out, strings.Join(passage, " "))
				}
				passage, most = nil, max(1, rng.IntN(mostInPassage+1))
			}
			for _, s := range strings.SplitAfter(strings.TrimSpace(line), ". ") {
				if s = strings.TrimSpace(s); !usual(s) {
					flush()
					continue
				}
				if passage = append(passage, s); len(passage) == most {
					flush()
				}
			}
			flush()
		}
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out, nil
}

// usual tells whether a sentence is one to learn from: of usual length, without speech.
func usual(s string) bool {
	n := len(strings.Fields(s))
	return n >= 6 && n <= 35 && strings.HasSuffix(s, ".") && s[0] >= 'A' && s[0] <= 'Z' && !strings.ContainsAny(s, "“”\"")
}

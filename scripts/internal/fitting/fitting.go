// Package fitting is what the programs have in common that fit the proofreader's
// weights: they collect evidence sentence by sentence, which takes long, keep it,
// and fit it, then or later.
package fitting

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"inkling/internal/jsonlines"
)

// Options say how evidence is collected.
type Options struct {
	Models    string // folder
	Judge     string // name of a model; "": the one for the role
	Sentences int
	Seed      uint64 // of the slips

	keep  string        // file that evidence is added to; "": none
	most  time.Duration // 0: no end
	files string        // of evidence to fit instead of collecting, with commas between; "": collect
}

// Flags are the command line's flags for the options.
func Flags(sentences int) *Options {
	var o Options
	flag.StringVar(&o.Models, "models", os.Getenv("INKLING_MODELS"), "folder of models")
	flag.StringVar(&o.Judge, "model", "", "model to judge with (default: the one for the role)")
	flag.IntVar(&o.Sentences, "n", sentences, "sentences")
	flag.Uint64Var(&o.Seed, "seed", 1, "seed of the slips")
	flag.StringVar(&o.keep, "evidence", "", "file to add the evidence to (default: none)")
	flag.DurationVar(&o.most, "time", 0, "stop collecting after this time (default: never)")
	flag.StringVar(&o.files, "fit", "", "fit these files of evidence, separated by commas, instead of collecting")
	return &o
}

// Run collects samples, or reads those of earlier runs, and writes what fit makes of
// them.
func Run[Sample, Weights any](o *Options, out io.Writer, collect func() ([]Sample, error), fit func([]Sample) Weights) error {
	if o.files != "" {
		collect = func() ([]Sample, error) { return jsonlines.Read[Sample](strings.Split(o.files, ",")...) }
	}
	samples, err := collect()
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(fit(samples), "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, string(text))
	return err
}

// flushEvery is after how many sentences evidence is brought to the disk.
const flushEvery = 25

// Collect gathers the samples of n sentences, as far as the time goes, and keeps
// them where that is wanted.
func Collect[Sample any](o *Options, n int, sentence func(i int) ([]Sample, error)) (all []Sample, err error) {
	log, err := jsonlines.Open(o.keep)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closing := log.Close(); err == nil {
			err = closing
		}
	}()
	begun := time.Now()
	for i := range n {
		if o.most > 0 && time.Since(begun) > o.most {
			break
		}
		samples, err := sentence(i)
		if err != nil {
			return nil, err
		}
		all = append(all, samples...)
		for _, s := range samples {
			if err := log.Write(s); err != nil {
				return nil, err
			}
		}
		if i%flushEvery == flushEvery-1 {
			fmt.Fprintf(os.Stderr, "%d sentences, %d proposals\n", i+1, len(all))
			if err := log.Flush(); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

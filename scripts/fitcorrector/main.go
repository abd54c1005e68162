// Fitcorrector teaches the small English model to correct sentences: it has slips put into sound text and fits an
// adapter with which the model answers the text with slips with the sound one.
//
//	go run ./scripts/fitcorrector [flags] OUT TEXT ...
//
// TEXT is public-domain prose in English, a paragraph a line, as for fitproof, which takes the paragraphs that are
// left out here. OUT is the adapter.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"inkling/assist/proof"
	"inkling/model"
	"inkling/model/train"
	"inkling/scripts/internal/learner"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "fitcorrector:", err)
		os.Exit(1)
	}
}

func run() error {
	file := flag.String("model", "", "file of the model")
	seed := flag.Uint64("seed", 1, "seed of the slips")
	var o train.Options
	flag.IntVar(&o.Steps, "steps", 0, "sequences to learn from (default: all)")
	flag.IntVar(&o.Rank, "rank", 0, "rank of the adapter (default 8)")
	flag.Parse()
	if flag.NArg() < 2 || *file == "" {
		return errors.New("name the model with -model, then the file for the adapter and the files of prose")
	}
	lessons, err := lessons(flag.Args()[1:], *seed)
	if err != nil {
		return err
	}
	m, err := model.Load(*file, model.Options{})
	if err != nil {
		return err
	}
	defer m.Close()
	o.Progress = report()
	a, err := train.Teach(context.Background(), m, lessons, o)
	if err != nil {
		return err
	}
	data, err := a.EncodeHalf()
	if err != nil {
		return err
	}
	return os.WriteFile(flag.Arg(0), data, 0o644)
}

// lessons are the sentences of the files with slips, each with the sound one.
func lessons(files []string, seed uint64) ([]train.Lesson, error) {
	writer, err := learner.New(seed)
	if err != nil {
		return nil, err
	}
	texts, err := writer.Passages(files, learner.Lessons, 1)
	if err != nil {
		return nil, err
	}
	out := make([]train.Lesson, len(texts))
	for i, text := range texts {
		wrong := writer.Scrawl(text)
		out[i] = train.Lesson{Prompt: proof.TaughtPrompt(wrong), Answer: text + "\n"}
	}
	return out, nil
}

// report prints how far the job is, and the mean loss since it did so last.
func report() func(train.Progress) {
	const every = 50
	sum := 0.0
	return func(p train.Progress) {
		sum += p.Loss
		if p.Step%every == 0 {
			fmt.Fprintf(os.Stderr, "step %d of %d: %.3f nats a token, %.0f tokens a second, %v left\n", p.Step, p.Steps, sum/every, p.TokensPerS, p.Left.Round(time.Second))
			sum = 0
		}
	}
}

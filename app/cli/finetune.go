package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"inkling/app/learn"
	"inkling/assist"
	"inkling/model/catalog"
	"inkling/model/train"
	"inkling/store"
)

// FinetuneCmd teaches the model the writer's own way of writing.
type FinetuneCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Texts that you wrote; without any, your documents in Inkling. - is standard input."`
	Steps int      `help:"Steps to learn for (default: by the length of the text)."`
	Name  string   `default:"${adapter}" help:"Name of the adapter that comes of it."`
	Seed  uint64   `help:"Seed of the order of the text."`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// Finetune is the outcome, as --json prints it.
type Finetune struct {
	Steps       int     `json:"steps"`
	TrainTokens int     `json:"train_tokens"`
	TokensPerS  float64 `json:"tokens_per_s"`
	Before      float64 `json:"heldout_bits_per_byte_before"`
	After       float64 `json:"heldout_bits_per_byte_after"`
	Applied     bool    `json:"applied"`
	Adapter     string  `json:"adapter"` // its name; NAME-aside where it isn't applied

	BestStep   int     `json:"best_step"` // whose adapter was taken
	Words      int     `json:"words"`     // of all text
	HeldTokens int     `json:"heldout_tokens"`
	GainLow    float64 `json:"gain_low"` // lower end of the 95 % interval of before minus after
	WordBefore float64 `json:"next_word_before"`
	WordAfter  float64 `json:"next_word_after"`
	Reason     string  `json:"reason"`
}

// aside marks the name of an adapter that was found not to be good enough.
const aside = "-aside"

// Run carries out the command.
func (c *FinetuneCmd) Run(env *Env) error {
	if c.Steps < 0 {
		return usagef("--steps must not be negative")
	}
	if _, err := learn.Path(env.Data, c.Name); err != nil {
		return usagef("%v", err)
	}
	texts, err := c.texts(env)
	if err != nil {
		return err
	}
	m, err := env.Engine.Model(env.Ctx, catalog.RoleProse, assist.DetectLanguage(longest(texts), assist.English))
	if err != nil {
		return err
	}
	line := &trainingLine{progressLine: newProgressLine(env.Err)}
	r, err := train.Run(env.Ctx, m, texts, train.Options{Steps: c.Steps, Seed: c.Seed, Threads: env.Flags.Threads, Progress: line.show})
	line.end()
	if err != nil {
		return err
	}
	name := c.Name
	if !r.Applied {
		name += aside
	}
	if _, err := learn.Save(env.Data, name, r.Adapter); err != nil {
		return err
	}
	if r.Applied {
		if err := useAdapter(env.Data, name); err != nil {
			return err
		}
	}
	out := Finetune{
		Steps: r.Steps, TrainTokens: r.TrainTokens, TokensPerS: r.TokensPerS,
		Before: r.Before.BitsPerByte, After: r.After.BitsPerByte, Applied: r.Applied, Adapter: name,
		BestStep: r.BestStep, Words: r.Words, HeldTokens: r.Before.Tokens, GainLow: r.GainLow,
		WordBefore: r.Before.NextWord, WordAfter: r.After.NextWord, Reason: r.Reason,
	}
	if c.JSON {
		return env.JSON(out)
	}
	fmt.Fprintf(env.Out, "%s\n\nlearned from      %d words, %d steps, %.0f tokens a second\nheld-out text     %d tokens\nbits per byte     %.4f before, %.4f after\nwords guessed     %.1f %% before, %.1f %% after\nadapter           %s\n",
		out.Reason, out.Words, out.Steps, out.TokensPerS, out.HeldTokens, out.Before, out.After, 100*out.WordBefore, 100*out.WordAfter, name)
	return nil
}

// texts reads the files, or what the data folder holds.
func (c *FinetuneCmd) texts(env *Env) (train.Texts, error) {
	var texts train.Texts
	for _, file := range c.Files {
		text, err := env.ReadText(file)
		if err != nil {
			return nil, err
		}
		changed := time.Time{}
		if info, err := os.Stat(file); err == nil {
			changed = info.ModTime()
		}
		texts = append(texts, train.Sample{Text: text, Document: file, Time: changed})
	}
	if len(c.Files) > 0 {
		return texts, nil
	}
	s, err := store.Open(env.Data, store.Options{})
	if err != nil {
		return nil, err
	}
	for sample, err := range learn.Stored(s).Samples(env.Ctx) {
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		texts = append(texts, sample)
	}
	return texts, s.Close()
}

// longest gives the longest text, whose language counts.
func longest(texts train.Texts) string {
	text := ""
	for _, t := range texts {
		if len(t.Text) > len(text) {
			text = t.Text
		}
	}
	return text
}

// useAdapter makes continuation use the adapter called name from the next start.
func useAdapter(data, name string) error {
	s, err := store.Open(data, store.Options{})
	if errors.Is(err, store.ErrInUse) {
		return fmt.Errorf("the adapter %s is kept, but Inkling has the documents open: switch it on there", name)
	}
	if err != nil {
		return err
	}
	return errors.Join(s.Set(learn.Setting, name), s.Close())
}

// chosenAdapter gives the name of the adapter that continuation uses, "" for
// none. Like chosenModels it doesn't wait for a window that has the data open.
func chosenAdapter(data string) (string, error) {
	if _, err := os.Stat(filepath.Join(data, "inkling.db")); err != nil {
		return "", nil
	}
	s, err := store.Open(data, store.Options{})
	if errors.Is(err, store.ErrInUse) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the settings: %w", err)
	}
	var name string
	_, err = s.Get(learn.Setting, &name)
	return name, errors.Join(err, s.Close())
}

// useChosenAdapter makes continuation use what was learned.
func (env *Env) useChosenAdapter() error {
	name, err := chosenAdapter(env.Data)
	if err != nil || name == "" {
		return err
	}
	a, err := learn.Load(env.Data, name)
	if err != nil { // continuing without is better than not at all
		fmt.Fprintf(env.Err, "inkling: going on without what was learned: %v\n", err)
		return nil
	}
	return env.Engine.UseAdapter(a)
}

// trainingLine shows how far learning is.
type trainingLine struct {
	*progressLine
	shown time.Time // when the last plain line was printed
	at    train.Stage
}

func (l *trainingLine) show(p train.Progress) {
	text := trainingText(p)
	switch {
	case l.terminal:
		l.rewrite(text)
	case p.Stage != l.at || l.shown.IsZero() || time.Since(l.shown) > plainEvery || p.Step == p.Steps:
		l.shown, l.at = time.Now(), p.Stage
		fmt.Fprintln(l.w, text)
	}
}

func trainingText(p train.Progress) string {
	switch p.Stage {
	case train.Measuring:
		return "measuring how well the model knows the text"
	case train.Judging:
		return "judging what was learned"
	}
	parts := []string{fmt.Sprintf("step %d of %d, loss %.3f", p.Step, p.Steps, p.Loss)}
	if p.HeldOut > 0 {
		parts = append(parts, fmt.Sprintf("held-out %.4f bits per byte", p.HeldOut))
	}
	if p.TokensPerS > 0 {
		parts = append(parts, fmt.Sprintf("%.0f tokens/s", p.TokensPerS))
	}
	if p.Left > 0 {
		parts = append(parts, span(p.Left)+" left")
	}
	return strings.Join(parts, ", ")
}

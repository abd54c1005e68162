package cli

import (
	"fmt"
	"math"
	"strings"

	"inkling/assist"
)

// CompleteCmd continues a text at its end.
type CompleteCmd struct {
	File         string  `arg:"" help:"Text to continue at its end; - is standard input. One line break at its end is not part of it."`
	Tokens       int     `short:"n" name:"tokens" default:"24" placeholder:"TOKENS" help:"Longest continuation, in tokens."`
	Alternatives int     `default:"1" placeholder:"K" help:"How many continuations, each with another first word."`
	Temperature  float64 `default:"0" help:"0 takes the likeliest; 1 draws by probability."`
	Seed         uint64  `default:"0" help:"Seed of the draw."`
	Next         int     `placeholder:"K" help:"Print the K most probable next words instead."`
	Title        string  `help:"Title of the document."`
	Notes        string  `help:"The writer's notes for the document: genre, people, style."`
	JSON         bool    `name:"json" help:"Print JSON."`
}

// Completion is one continuation, as --json prints it.
type Completion struct {
	Text    string  `json:"text"`
	LogProb float64 `json:"logprob"` // natural logarithm of the whole text's probability
}

// NextWord is one probable next word, as --json prints it.
type NextWord struct {
	Word string  `json:"word"`
	P    float64 `json:"p"`
}

// Run carries out the command.
func (c *CompleteCmd) Run(env *Env) error {
	switch {
	case c.Tokens < 1:
		return usagef("-n must be at least 1")
	case c.Alternatives < 1 || c.Alternatives > 20:
		return usagef("--alternatives must be from 1 to 20")
	case c.Temperature < 0:
		return usagef("--temperature must not be negative")
	case c.Next < 0 || c.Next > 100:
		return usagef("--next must be from 1 to 100")
	}
	text, err := env.ReadText(c.File)
	if err != nil {
		return err
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	continuer := assist.NewContinuer(env.Engine, assist.ContinueOptions{
		MaxTokens:      c.Tokens,
		MaxWords:       c.Tokens,
		MinProbability: -1,
		MinMeanLogProb: math.Inf(-1),
		Floors:         []float64{0},
		Sentence:       true,
		Patient:        true,
		Temperature:    c.Temperature,
		Seed:           c.Seed,
	})
	request := assist.Request{Text: assist.Plain(text), Caret: len(text), Title: c.Title, Notes: c.Notes, Always: true}
	if c.Next > 0 {
		return c.next(env, continuer, request)
	}
	var all []assist.Suggestion
	if c.Alternatives > 1 {
		all, err = continuer.Alternatives(env.Ctx, request, c.Alternatives)
	} else {
		var last assist.Suggestion
		err = continuer.Suggest(env.Ctx, request, func(s assist.Suggestion) bool { last = s; return true })
		if last.Text != "" {
			all = append(all, last)
		}
	}
	if err != nil {
		return err
	}
	if c.JSON {
		completions := []Completion{}
		for _, s := range all {
			completions = append(completions, Completion{Text: s.Text, LogProb: s.LogProb})
		}
		return env.JSON(map[string]any{"completions": completions})
	}
	for _, s := range all {
		fmt.Fprintln(env.Out, s.Text)
	}
	return nil
}

func (c *CompleteCmd) next(env *Env, continuer *assist.Continuer, request assist.Request) error {
	words, err := continuer.NextWords(env.Ctx, request, c.Next)
	if err != nil {
		return err
	}
	if c.JSON {
		next := []NextWord{}
		for _, w := range words {
			next = append(next, NextWord{Word: w.Text, P: w.P})
		}
		return env.JSON(map[string]any{"next": next})
	}
	for _, w := range words {
		fmt.Fprintf(env.Out, "%5.1f %%  %s\n", 100*w.P, w.Text)
	}
	return nil
}

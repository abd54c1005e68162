package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"inkling/assist"
)

// RewriteCmd rewrites a text.
type RewriteCmd struct {
	File  string `arg:"" help:"Text to rewrite; - is standard input."`
	Style string `required:"" placeholder:"STYLE" help:"fluent, formal, friendly, simpler, shorter, longer, or an instruction of your own."`
	Lines bool   `help:"Take each line as a text of its own and print one JSON object a line."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// Text is an answer of one text, as --json prints it. Reason says why there is
// none.
type Text struct {
	Text   string `json:"text"`
	Reason string `json:"reason,omitempty"`
}

// Run carries out the command.
func (c *RewriteCmd) Run(env *Env) error {
	w := assist.NewWriter(env.Engine)
	rewrite := func(text string) (string, error) {
		r := assist.RewriteRequest{Text: text, Instruction: c.Style}
		for _, s := range assist.Styles() {
			if c.Style == string(s) {
				r.Style, r.Instruction = s, ""
			}
		}
		return w.Rewrite(env.Ctx, r, func(string) {})
	}
	if !c.Lines {
		return env.answer(c.File, c.JSON, rewrite)
	}
	return env.ReadLines(c.File, func(line string) error {
		text, err := rewrite(line)
		var unusable *assist.UnusableError
		switch {
		case errors.Is(err, assist.ErrUnchanged):
			return env.JSON(Text{Text: line})
		case errors.As(err, &unusable):
			return env.JSON(Text{Reason: unusable.Reason})
		case err != nil:
			return err
		}
		return env.JSON(Text{Text: text})
	})
}

// answer prints what ask makes of the text in file. A text that needs no change
// is printed as it is.
func (env *Env) answer(file string, asJSON bool, ask func(text string) (string, error)) error {
	text, err := env.ReadText(file)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("there is no text in %s", named(file))
	}
	answer, err := ask(strings.TrimRight(text, "\n"))
	if errors.Is(err, assist.ErrUnchanged) {
		fmt.Fprintln(env.Err, "inkling: nothing to change")
		answer, err = strings.TrimRight(text, "\n"), nil
	}
	if err != nil {
		return err
	}
	if asJSON {
		return env.JSON(Text{Text: answer})
	}
	_, err = fmt.Fprintln(env.Out, answer)
	return err
}

func named(file string) string {
	if file == "-" {
		return "standard input"
	}
	return file
}

// IdeasCmd proposes ways in which a text could go on.
type IdeasCmd struct {
	File  string `arg:"" help:"Text to find ideas for; - is standard input."`
	Count int    `short:"n" default:"5" placeholder:"N" help:"How many."`
	JSON  bool   `name:"json" help:"Print JSON."`
}

// Run carries out the command.
func (c *IdeasCmd) Run(env *Env) error {
	if c.Count < 1 || c.Count > 20 {
		return usagef("-n must be from 1 to 20")
	}
	text, err := env.ReadText(c.File)
	if err != nil {
		return err
	}
	ideas, err := assist.NewWriter(env.Engine).Ideas(env.Ctx, assist.IdeasRequest{Text: text, Count: c.Count}, func([]string) {})
	if err != nil {
		return err
	}
	if c.JSON {
		return env.JSON(map[string][]string{"ideas": ideas})
	}
	for i, idea := range ideas {
		fmt.Fprintf(env.Out, "%d. %s\n", i+1, idea)
	}
	return nil
}

// SummarizeCmd summarises a text.
type SummarizeCmd struct {
	File string `arg:"" help:"Text to summarise; - is standard input."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run carries out the command.
func (c *SummarizeCmd) Run(env *Env) error {
	return env.answer(c.File, c.JSON, func(text string) (string, error) {
		return assist.NewWriter(env.Engine).Summarize(env.Ctx, text, func(string) {})
	})
}

// TranslateCmd translates a text.
type TranslateCmd struct {
	File string `arg:"" help:"Text to translate; - is standard input."`
	To   string `required:"" placeholder:"LANGUAGE" help:"zh, en, another code, or the name of a language."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run carries out the command.
func (c *TranslateCmd) Run(env *Env) error {
	return env.answer(c.File, c.JSON, func(text string) (string, error) {
		return assist.NewWriter(env.Engine).Translate(env.Ctx, text, c.To, func(string) {})
	})
}

// AnalyzeCmd describes a text.
type AnalyzeCmd struct {
	File string `arg:"" help:"Text to describe; - is standard input."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run carries out the command.
func (c *AnalyzeCmd) Run(env *Env) error {
	text, err := env.ReadText(c.File)
	if err != nil {
		return err
	}
	a, err := assist.NewWriter(env.Engine).Analyze(env.Ctx, text)
	if err != nil {
		return err
	}
	if c.JSON {
		return env.JSON(a)
	}
	_, err = fmt.Fprintln(env.Out, a)
	return err
}

// ChatCmd talks with the model, line by line.
type ChatCmd struct {
	File string `arg:"" optional:"" help:"Document that the conversation is about."`
}

// Run carries out the command: each line of standard input is a turn.
func (c *ChatCmd) Run(env *Env) error {
	document := ""
	if c.File != "" {
		text, err := env.ReadText(c.File)
		if err != nil {
			return err
		}
		document = text
	}
	w := assist.NewWriter(env.Engine)
	var history []assist.Message
	turns := bufio.NewScanner(env.In)
	turns.Buffer(nil, 1<<20)
	for prompt(env); turns.Scan(); prompt(env) {
		turn := strings.TrimSpace(turns.Text())
		if turn == "" {
			continue
		}
		history = append(history, assist.Message{Role: "user", Content: turn})
		answer, err := printed(env, func(show func(string)) (string, error) {
			return w.Answer(env.Ctx, history, document, "", show)
		})
		if err != nil {
			if errors.Is(err, context.Canceled) {
				return err
			}
			fmt.Fprintln(env.Err, "inkling:", err)
			history = history[:len(history)-1]
			continue
		}
		history = append(history, assist.Message{Role: "assistant", Content: answer})
	}
	return turns.Err()
}

func prompt(env *Env) { fmt.Fprint(env.Err, "> ") }

// printed prints an answer while it is being written.
func printed(env *Env, ask func(show func(string)) (string, error)) (string, error) {
	shown := ""
	add := func(soFar string) {
		if more, ok := strings.CutPrefix(soFar, shown); ok {
			fmt.Fprint(env.Out, more)
			shown = soFar
		}
	}
	answer, err := ask(add)
	add(answer)
	fmt.Fprintln(env.Out)
	return answer, err
}

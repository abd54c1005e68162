package cli

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"inkling/assist/proof"
)

// ProofreadCmd finds slips and proposes what would mend them. The rules and the judge run, and the model that was
// taught to correct; and where the instruct model is large enough to help, it is asked about sentences in which
// something seems wrong, which takes a second a sentence.
type ProofreadCmd struct {
	File       string  `arg:"" help:"Text to proofread; - is standard input."`
	Lang       string  `default:"auto" enum:"auto,en-US,en-GB,zh" help:"Language: en-US, en-GB, zh, or auto, by paragraph."`
	Fix        bool    `help:"Print the text with the first replacement of every underlined finding in place."`
	Lines      bool    `help:"Take each line as a text of its own and print one JSON object a line."`
	Consult    bool    `default:"true" negatable:"" help:"Ask the instruct model too, if it is large enough, about sentences in which something seems wrong."`
	Quick      bool    `help:"Use rules and judge alone, as the window does while you write."`
	RulesOnly  bool    `help:"Use the rules alone, without a model."`
	Strictness float64 `default:"0.6" placeholder:"P" help:"Least confidence, 0 to 1, that underlines a finding."`
	JSON       bool    `name:"json" help:"Print JSON."`
}

// Issue is one finding, as --json prints it.
type Issue struct {
	Start        int      `json:"start"` // byte offsets into the text
	End          int      `json:"end"`
	Line         int      `json:"line"`   // from 1
	Column       int      `json:"column"` // from 1, in characters
	Kind         string   `json:"kind"`
	Rule         string   `json:"rule"`
	Message      string   `json:"message"`
	Replacements []string `json:"replacements"`
	Confidence   float64  `json:"confidence"`
	Underlined   bool     `json:"underlined"` // false: a quiet suggestion that corrected leaves alone
}

// Proofread is what proofreading one text finds, as --json prints it.
type Proofread struct {
	Issues    []Issue `json:"issues"`
	Corrected string  `json:"corrected"`
}

// Run carries out the command.
func (c *ProofreadCmd) Run(env *Env) error {
	switch {
	case c.Strictness <= 0 || c.Strictness >= 1:
		return usagef("--strictness must be between 0 and 1")
	case c.Lines && c.Fix:
		return usagef("--lines prints JSON; it does not go with --fix")
	}
	opts := proof.Options{Settings: proof.Settings{Language: proof.Language(c.Lang), Strictness: c.Strictness}}
	if !c.RulesOnly {
		opts.Judge = func(l proof.Language) (proof.Scorer, error) { return env.Judge(string(l), c.Quick) }
	}
	if !c.RulesOnly && !c.Quick {
		opts.Taught = func(l proof.Language) (proof.Corrector, error) {
			return env.Engine.Taught(env.Ctx, language(string(l)))
		}
	}
	if c.Consult && !c.RulesOnly && !c.Quick && env.Engine.Corrects() {
		opts.Corrector = func(l proof.Language) (proof.Corrector, error) { return env.Corrector(string(l)) }
	}
	checker, err := proof.New(opts)
	if err != nil {
		return err
	}
	if c.Lines {
		return env.ReadLines(c.File, func(line string) error {
			out, err := proofread(env, checker, line)
			if err != nil {
				return err
			}
			return env.JSON(out)
		})
	}
	text, err := env.ReadText(c.File)
	if err != nil {
		return err
	}
	out, err := proofread(env, checker, text)
	switch {
	case err != nil:
		return err
	case c.JSON:
		return env.JSON(out)
	case c.Fix:
		_, err = fmt.Fprint(env.Out, out.Corrected)
		return err
	}
	return printIssues(env, text, out.Issues)
}

// proofread checks one text.
func proofread(env *Env, checker *proof.Checker, text string) (Proofread, error) {
	findings, err := checker.Consult(env.Ctx, text)
	if err != nil {
		return Proofread{}, err
	}
	out := Proofread{Issues: []Issue{}, Corrected: proof.Apply(text, findings)}
	lines := lineStarts(text)
	for _, f := range findings {
		line := sort.SearchInts(lines, f.Start+1)
		out.Issues = append(out.Issues, Issue{
			Start: f.Start, End: f.End,
			Line: line, Column: utf8.RuneCountInString(text[lines[line-1]:f.Start]) + 1,
			Kind: string(f.Kind), Rule: f.Rule, Message: f.Message,
			Replacements: f.Replacements, Confidence: f.Confidence, Underlined: f.Underline,
		})
	}
	return out, nil
}

// lineStarts lists the byte offsets at which the lines of text begin.
func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// printIssues prints a line for every finding, and how many there are.
func printIssues(env *Env, text string, issues []Issue) error {
	for _, i := range issues {
		mark := " "
		if i.Underlined {
			mark = "*"
		}
		_, err := fmt.Fprintf(env.Out, "%s %d:%d %s: %q -> %s (%s, %.0f%%)\n", mark, i.Line, i.Column, i.Message,
			text[i.Start:i.End], quoted(i.Replacements), i.Rule, 100*i.Confidence)
		if err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(env.Out, "%d found.\n", len(issues))
	return err
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(out, ", ")
}

package cli

import (
	"fmt"

	"inkling/assist"
	"inkling/model"
	"inkling/model/catalog"
)

// PerplexityCmd measures how well a model predicts a text.
type PerplexityCmd struct {
	File    string `arg:"" help:"Text; - is standard input."`
	Context int    `default:"512" help:"Tokens of a window; windows don't overlap, each is read from its own beginning."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Run carries out the command.
func (c *PerplexityCmd) Run(env *Env) error {
	if c.Context < 2 {
		return usagef("--context must be at least 2")
	}
	text, err := env.ReadText(c.File)
	if err != nil {
		return err
	}
	m, err := env.Engine.Model(env.Ctx, catalog.RoleProse, assist.DetectLanguage(text, assist.English))
	if err != nil {
		return err
	}
	p, err := m.Perplexity(env.Ctx, text, model.PerplexityOptions{ContextTokens: c.Context})
	if err != nil {
		return fmt.Errorf("measuring the text: %w", err)
	}
	if c.JSON {
		return env.JSON(map[string]any{"tokens": p.Tokens, "perplexity": p.Perplexity, "bits_per_byte": p.BitsPerByte})
	}
	fmt.Fprintf(env.Out, "tokens         %d\nperplexity     %.4f\nbits per byte  %.4f\n", p.Tokens, p.Perplexity, p.BitsPerByte)
	return nil
}

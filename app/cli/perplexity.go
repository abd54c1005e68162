package cli

import (
	"fmt"
	"strings"

	"inkling/app/learn"
	"inkling/assist"
	"inkling/model"
	"inkling/model/catalog"
	"inkling/model/lora"
)

// PerplexityCmd measures how well a model predicts a text.
type PerplexityCmd struct {
	File    string `arg:"" help:"Text; - is standard input."`
	Context int    `default:"512" help:"Tokens of a window; windows don't overlap, each is read from its own beginning."`
	Adapter string `placeholder:"NAME|PATH" help:"Adapter that changes the model (default: none)."`
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
	o := model.PerplexityOptions{ContextTokens: c.Context}
	if o.Adapter, err = c.adapter(env); err != nil {
		return err
	}
	p, err := m.Perplexity(env.Ctx, text, o)
	if err != nil {
		return fmt.Errorf("measuring the text: %w", err)
	}
	if c.JSON {
		return env.JSON(map[string]any{"tokens": p.Tokens, "perplexity": p.Perplexity, "bits_per_byte": p.BitsPerByte})
	}
	fmt.Fprintf(env.Out, "tokens         %d\nperplexity     %.4f\nbits per byte  %.4f\n", p.Tokens, p.Perplexity, p.BitsPerByte)
	return nil
}

// adapter loads the adapter that was asked for, by name or as a file.
func (c *PerplexityCmd) adapter(env *Env) (*lora.Adapter, error) {
	switch {
	case c.Adapter == "":
		return nil, nil
	case strings.HasSuffix(c.Adapter, ".gguf"):
		return lora.Load(c.Adapter)
	}
	return learn.Load(env.Data, c.Adapter)
}

package cli

import (
	"fmt"

	"inkling/assist"
	"inkling/model"
	"inkling/model/catalog"
)

// BenchCmd measures a model's speed.
type BenchCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Bench is a model's speed, as --json prints it.
type Bench struct {
	Prefill float64 `json:"prefill_tokens_per_s"`
	Decode  float64 `json:"decode_tokens_per_s"`
	Load    float64 `json:"load_ms"`
	Memory  int64   `json:"peak_rss_bytes"`
}

// Run carries out the command.
func (c *BenchCmd) Run(env *Env) error {
	path, err := env.Engine.Locate(catalog.RoleProse, assist.English)
	if err != nil {
		return err
	}
	r, err := model.Bench(env.Ctx, path, model.Options{Threads: env.Flags.Threads})
	if err != nil {
		return fmt.Errorf("measuring the model: %w", err)
	}
	b := Bench{r.PrefillTokensPerS, r.DecodeTokensPerS, r.LoadMS, r.PeakRSSBytes}
	if c.JSON {
		return env.JSON(b)
	}
	fmt.Fprintf(env.Out, "reading   %8.1f tokens/s\nwriting   %8.1f tokens/s\nloading   %8.1f ms\nmemory    %8.1f MB at most\n",
		b.Prefill, b.Decode, b.Load, float64(b.Memory)/1e6)
	return nil
}

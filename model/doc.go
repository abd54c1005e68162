// Package model runs language models from GGUF files on the processor, in Go
// alone.
//
// [Load] gives a [Model]: weights that never change, shared by any number of
// sessions. A [Session] is one line of text being read and continued: it owns
// the KV cache, keeps what a new prompt has in common with the last one, and
// generates, scores and ranks. [SampleOptions] says how the next token is
// chosen.
//
// Every architecture is the same forward pass (forward.go), described by data
// (config.go): which norms and biases there are, how positions are rotated,
// which layers look at a window only.
package model

// Package model runs language models from GGUF files on the processor, in Go
// alone.
//
// [Load] gives a [Model]: weights that never change, shared by any number of
// sessions. A [Session] is one line of text being read and continued: it owns
// the KV cache, keeps what a new prompt has in common with the last one, and
// generates, scores and ranks. [SampleOptions] says how the next token is
// chosen.
//
// Every architecture is the same forward pass (pass.go), described by data
// (config.go): which norms and biases there are, how positions are rotated,
// which layers look at a window only.
//
// # How exact it is
//
// With [Options].Exact weights are dequantised and everything is computed in
// float32. That agrees with an independent computation to 0.0001 in all logits
// that were looked at, for all four models of the tests.
//
// The usual way rounds activations to 8 bits, as llama.cpp does and exactly where
// llama.cpp does: the first matrix products agree to the last bits. What follows
// is chaotic. A difference of a ten-millionth, from the order of a sum, rounds one
// value of some thousand to the other side; the next layer rounds more of them
// differently, and after about five layers roundings are independent. So two
// correct engines, and llama.cpp with itself when it computes attention in another
// of its ways or takes another number of tokens at once, name the same most
// probable token at 96 to 97 positions of 100, and always the same one where the
// first is clearly ahead. Where activations aren't rounded, because the weights
// are kept in F32 or F16, it is 360 of 361 and more.
//
// Measured on 20,480 tokens of Newton's Opticks (testdata/longtext.py,
// TestLongText) on 25 November 2026 with AVX-512; "other" is llama.cpp without
// flash attention:
//
//	smollm2-135m                  Inkling     llama.cpp   other
//	same token as llama.cpp       96.40 %     all         96.21 %
//	  where it leads by 0.5       99.99 %     all
//	same token as in float32      96.56 %     96.45 %
//	perplexity over float32's     +0.31 %     +0.36 %     +0.29 %
//
//	gemma3-270m                   Inkling     llama.cpp   other
//	same token as llama.cpp       95.64 %     all         95.27 %
//	  where it leads by 0.5       99.96 %     all
//	same token as in float32      96.28 %     95.85 %
//	perplexity over float32's     +0.52 %     +0.40 %     +0.45 %
//
// With qwen2.5-coder-0.5b, without float32: 97.90 % of llama.cpp's tokens where
// its other way names 98.03 %, all of those where it leads by 0.5, and a perplexity
// 0.05 % below its.
// With qwen2.5-coder-1.5b: 97.01 % where its other way names 97.12 %, 99.99 % of
// those where it leads by 0.5, and a perplexity 0.04 % below its.
//
// Logits don't depend on how a text was read, in one piece or token by token: a
// kernel computes a token's result to the same last bit in whatever tile.
package model

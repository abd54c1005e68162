// Package train teaches a model to write like its writer: it fits a LoRA adapter
// to the writer's own text on top of the frozen, quantised weights, and judges by
// held-out text whether that made the model better.
//
// [Run] does the whole of it, from a [Source] of texts to a [Result] that holds
// the adapter and the verdict. Options says how. [Teach] fits an adapter to lessons
// instead, texts with the answers to give to them.
//
// # How it computes
//
// Forward and backward pass are written by hand, each backward beside its
// forward. Values lie feature by feature: x [dim, tokens] has a row for each
// feature and a column for each token of the sequence, so that the frozen weights
// [out, in] are the left operand of both products, W*x and transposed W*dy, and
// are never copied or transposed: a piece of them at a time is turned into floats
// and used while it is in the cache. The number of tokens is a multiple of 32;
// columns behind the text are computed and count for nothing.
//
// On processors with AVX512_BF16 the products with frozen weights are computed in
// bfloat16, see pairs.go.
//
// What the backward pass needs is saved, 23 KB a token and layer for a 135M
// model; norms, activations and attention weights are computed again. Logits
// never stand whole, see head.go.
package train

// Package assist turns a language model into a writing assistant: it chooses
// what the model reads, asks at the right moment, ends the answer where a
// writer would, and drops what isn't good enough.
//
// Continuer is the heart of inline suggestions: it takes a Request (a caret in
// a text) and yields Suggestions, the latest request winning. Policy says when
// to ask, Trust, fitted to each model, what is sure enough to be shown. HanWords cuts Chinese into words and, like WordList, completes words
// without any model; names and words of the writer's own are learned with Learn and
// LearnWords. Predictor and Generator are what a model must be able to do; the
// package knows no engine.
package assist

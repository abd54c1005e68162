// Package token turns text into the numbers that a language model reads, and back.
//
// A [Tokenizer] is made from the vocabulary in a model file and is what llama.cpp
// computes from the same file, token by token: byte-level byte-pair encoding with
// the file's own pre-tokenizer, or SentencePiece. [Decoder] puts streamed tokens
// together into text and never gives out half a character. [Tokenizer.Chat] renders
// a conversation with the file's own template.
//
// Text is data: the strings of control tokens ("<|im_end|>") have no power in what
// [Tokenizer.Encode] is given, nor in the content of a [Message]. Only
// [Tokenizer.EncodeSpecial] reads them, and it is meant for templates.
//
// A Tokenizer never changes after [New] and serves any number of goroutines.
package token

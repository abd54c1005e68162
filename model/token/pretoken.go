package token

import (
	"maps"
	"slices"

	"inkling/model/gguf"
)

const preKey = "tokenizer.ggml.pre"

// splitter gives the length of the first piece of s; no token crosses the end of a
// piece. s is not empty, and the answer never is 0. The answer depends on what
// follows the piece, never on what came before s, and is found in time that is in
// proportion to the piece: a long run of anything costs no more than its length.
type splitter func(c *classes, s string) int

// preTokenizers gives the splitters by the names that files use. Each does by
// hand what a regular expression describes, because Go's have no lookahead.
func preTokenizers() map[string]splitter {
	return map[string]splitter{
		"gpt-2":     func(c *classes, s string) int { return splitGPT2(c, s, 0) },
		"smollm":    splitSmolLM,
		"default":   splitDefault,
		"llama-bpe": func(c *classes, s string) int { return splitLlama3(c, s, 3) },
		"qwen2":     func(c *classes, s string) int { return splitLlama3(c, s, 1) },
	}
}

// preTokenizer finds the pre-tokenizer of a byte-level vocabulary.
func preTokenizer(f *gguf.File) (name string, split splitter, err error) {
	known := preTokenizers()
	name, ok := f.String(preKey)
	if !ok {
		if f.Has(preKey) {
			return "", nil, gguf.Errorf("%s must be a string", preKey)
		}
		name = "default"
	}
	if s := known[name]; s != nil {
		return name, s, nil
	}
	return "", nil, &gguf.UnsupportedError{What: "pre-tokenizer", Name: name, Where: preKey, Known: slices.Sorted(maps.Keys(known))}
}

// splitGPT2 is
//
//	's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
//
// in a text that ends before the first character of a class in stop.
func splitGPT2(c *classes, s string, stop class) int {
	if n := contraction(s, false); n > 0 {
		return n
	}
	at := 0
	cl, n := c.next(s)
	if s[0] == ' ' {
		at = 1
		if cl, n = c.next(s[1:]); n == 0 || cl&stop != 0 {
			return 1
		}
	}
	if cl != classSpace {
		return at + n + run(c, s[at+n:], kindOf(cl), stop)
	}
	return splitSpace(c, s, stop)
}

// kindOf tells letters, numbers and all else apart.
func kindOf(cl class) class {
	if cl == classPunct {
		return classOther
	}
	return cl
}

// run is the length of the run of characters of one kind at the start of s.
func run(c *classes, s string, kind, stop class) int {
	at := 0
	for {
		cl, n := c.next(s[at:])
		if n == 0 || kindOf(cl) != kind || cl&stop != 0 {
			return at
		}
		at += n
	}
}

// splitSpace is \s+(?!\S)|\s+: the white space at the start of s, of which the
// last character is left to what follows, unless it is all there is.
func splitSpace(c *classes, s string, stop class) int {
	at, last := 0, 0
	for {
		cl, n := c.next(s[at:])
		if n == 0 || cl&stop != 0 {
			return at
		}
		if cl != classSpace {
			if at > last {
				return at - last
			}
			return at
		}
		at, last = at+n, n
	}
}

// contraction is the length of 's, 't, 're, 've, 'm, 'll or 'd at the start of s.
func contraction(s string, anyCase bool) int {
	if len(s) < 2 || s[0] != '\'' {
		return 0
	}
	fold := byte(0)
	if anyCase {
		fold = 'a' - 'A'
	}
	a := s[1] | fold
	switch a {
	case 's', 't', 'm', 'd':
		return 2
	}
	if len(s) > 2 {
		b := s[2] | fold
		if a == 'r' && b == 'e' || a == 'v' && b == 'e' || a == 'l' && b == 'l' {
			return 3
		}
	}
	return 0
}

// splitSmolLM cuts out each number character, then does as splitGPT2.
func splitSmolLM(c *classes, s string) int {
	if cl, n := c.next(s); cl == classNumber {
		return n
	}
	return splitGPT2(c, s, classNumber)
}

// splitDefault cuts the text with four expressions in turn:
//
//	[\p{P}\$\+<=>\^~\|]+    then splitGPT2's    then \p{N}+    then [0-9][0-9][0-9]
func splitDefault(c *classes, s string) int {
	switch cl, n := c.next(s); cl {
	case classPunct:
		at := n
		for {
			if cl, n = c.next(s[at:]); n == 0 || cl != classPunct {
				return at
			}
			at += n
		}
	case classNumber:
		return splitDigits(c, s)
	}
	if s[0] == ' ' {
		if cl, _ := c.next(s[1:]); cl == classNumber {
			return 1
		}
	}
	return splitGPT2(c, s, classPunct)
}

// splitDigits takes three ASCII digits from the start of a run of numbers, or else
// what comes before the first three.
func splitDigits(c *classes, s string) int {
	at, digits := 0, 0
	for {
		cl, n := c.next(s[at:])
		if n == 0 || cl != classNumber {
			return at
		}
		at += n
		if digits++; n > 1 {
			digits = 0
		}
		if digits == 3 {
			if at == 3 {
				return 3
			}
			return at - 3
		}
	}
}

// splitLlama3 is, with numbers of at most digits characters,
//
//	(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
func splitLlama3(c *classes, s string, digits int) int {
	if n := contraction(s, true); n > 0 {
		return n
	}
	cl, n := c.next(s)
	if cl == classNumber {
		at := n
		for k := 1; k < digits; k++ {
			if cl, n = c.next(s[at:]); cl != classNumber {
				break
			}
			at += n
		}
		return at
	}
	if cl == classLetter {
		return n + run(c, s[n:], classLetter, 0)
	}
	after, m := c.next(s[n:])
	if after == classLetter && s[0] != '\r' && s[0] != '\n' {
		return n + m + run(c, s[n+m:], classLetter, 0)
	}
	at := n
	if s[0] == ' ' && m > 0 {
		cl, at = after, n+m
	}
	if kindOf(cl) == classOther {
		at += run(c, s[at:], classOther, 0)
		for at < len(s) && (s[at] == '\r' || s[at] == '\n') {
			at++
		}
		return at
	}
	if at := lastNewline(c, s); at > 0 {
		return at
	}
	return splitSpace(c, s, 0)
}

// lastNewline is the length of \s*[\r\n]+ at the start of s.
func lastNewline(c *classes, s string) int {
	at, end := 0, 0
	for {
		cl, n := c.next(s[at:])
		if n == 0 || cl != classSpace {
			return end
		}
		at += n
		if b := s[at-1]; b == '\r' || b == '\n' {
			end = at
		}
	}
}

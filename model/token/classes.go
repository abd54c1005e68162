package token

import (
	"unicode"
	"unicode/utf8"
)

// class is what a pre-tokenizer needs to know of a character.
type class uint8

const (
	classOther  class = 0
	classLetter class = 1 << iota
	classNumber
	classSpace
	classPunct // \p{P} and $+<=>^~|, which the default pre-tokenizer cuts out; never with the above
)

// classes looks characters up. It is a table for the Basic Multilingual Plane.
type classes struct {
	bmp [1 << 16]class
}

func newClasses() *classes {
	c := &classes{}
	set := func(t *unicode.RangeTable, to class) {
		for _, r := range t.R16 {
			for x := int(r.Lo); x <= int(r.Hi); x += int(r.Stride) {
				c.bmp[x] = to
			}
		}
	}
	set(unicode.L, classLetter)
	set(unicode.N, classNumber)
	set(unicode.White_Space, classSpace)
	set(unicode.P, classPunct)
	for _, r := range "$+<=>^~|" {
		c.bmp[r] = classPunct
	}
	return c
}

func (c *classes) of(r rune) class {
	switch {
	case r < 1<<16:
		return c.bmp[r]
	case unicode.IsLetter(r):
		return classLetter
	case unicode.IsNumber(r):
		return classNumber
	case unicode.IsPunct(r):
		return classPunct
	}
	return classOther
}

// next gives the class of the first character of s and its length in bytes, 0 at
// the end of s. A byte that is no UTF-8 is a character of its own, of no class.
func (c *classes) next(s string) (class, int) {
	if len(s) > 0 && s[0] < utf8.RuneSelf {
		return c.bmp[s[0]], 1
	}
	r, n := utf8.DecodeRuneInString(s)
	return c.of(r), n
}

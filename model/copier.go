package model

import "inkling/model/token"

// copier guesses the next tokens where a text repeats what is already in the
// cache, as rewriting and correcting mostly do (prompt lookup decoding, Saxena
// 2023; after Leviathan et al. 2022, arXiv:2211.17192). A pass over several
// tokens takes little longer than one over a single token, and a wrong guess
// costs only that: every token is still chosen from the model's own logits.
type copier struct {
	off     bool
	at      int // where in the text the last copied token's successor is, 0 for nowhere
	misses  int // drafts in a row that were wrong from the beginning
	waiting int // tokens for which no draft is made
	buf     [maxDraft]token.ID
}

const (
	// maxDraft makes passes of eight tokens, which is what the kernels take at
	// once. Longer ones cost as much a token as reading does, and lose more
	// where the text departs.
	maxDraft = 7
	// copyWords is how many tokens must repeat before a copy is begun.
	copyWords = 3
	// nearby is how far after a difference the copied text is looked for
	// again, by a single token.
	nearby = 8
)

// draft gives up to n tokens that may follow id, which follows tokens.
func (c *copier) draft(tokens []token.ID, id token.ID, n int) []token.ID {
	if c.off || n < 1 {
		return nil
	}
	if c.waiting > 0 {
		c.waiting--
		return nil
	}
	at := c.find(tokens, id)
	if at == 0 {
		return nil
	}
	c.at = at
	return c.buf[:copy(c.buf[:n], tokens[c.at:])]
}

// find gives the place after the one that the text seems to repeat.
func (c *copier) find(tokens []token.ID, id token.ID) int {
	if c.at > 0 {
		for i := c.at; i < min(c.at+nearby, len(tokens)-1); i++ {
			if tokens[i] == id {
				return i + 1
			}
		}
	}
	// The last copyWords tokens, id included, somewhere before.
	last := tokens[max(0, len(tokens)-copyWords+1):]
	if len(last) < copyWords-1 {
		return 0
	}
	for i := len(tokens) - 2; i >= copyWords-1; i-- {
		if tokens[i] == id && tokens[i-1] == last[1] && tokens[i-2] == last[0] {
			return i + 1
		}
	}
	return 0
}

// learn tells how many tokens of a draft were right.
func (c *copier) learn(drafted, accepted int) {
	switch {
	case drafted == 0: // at stays, to be found again nearby
		return
	case accepted == 0:
		c.misses++
		c.waiting = min(c.misses-1, 4)
	default:
		c.misses = 0
	}
	c.at += accepted
}

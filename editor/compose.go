package editor

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// composition guesses what an input method does: the toolkit tells only keys and committed text, and on X11 and macOS
// it tells the keys of a composition too. A letter or digit whose character doesn't come within patience began a
// composition; until its text is committed or it is given up, Backspace, Enter, Tab, the arrows and the others belong
// to the input method and do nothing here.
//
// Korean is another matter: each syllable is committed as the next one begins, and Enter or an arrow commits the last
// one and then does its own work. There such a key waits until the syllable has come.
type composition struct {
	pending int       // printable keys pressed whose characters haven't come
	since   time.Time // when the first of them was pressed, or the last character came
	last    time.Time // when the last key was pressed
	held    []heldKey // keys that wait to know whom they are for

	closedBy closer // what may have asked for the commit to come
	ahead    int    // printable keys since
	lastKey  fyne.KeyName
	commit   time.Time // when text was last committed
	korean   bool      // and it was Korean
}

// closer is a key that ends a composition.
type closer uint8

const (
	notClosed   closer = iota
	closedDigit        // chooses a candidate, or is a tone
	closedKey          // Space or Enter
)

// heldKey is a key that waits for the characters of the keys before it.
type heldKey struct {
	key    Key
	behind int // how many
}

const (
	// patience is how long a key's character may take: it goes to an input method server and back, and waits for the
	// frame that is being drawn.
	patience = 150 * time.Millisecond
	// together is within which time characters belong to one commit.
	together = 20 * time.Millisecond
	// settled is how long after a Korean syllable a key that waited for it is done; overdue, when it is done without.
	settled = 60 * time.Millisecond
	overdue = 600 * time.Millisecond
	// abandoned is how long after its last key a composition is taken for over.
	abandoned = 20 * time.Second
)

// verdict is what to do with a key.
type verdict uint8

const (
	keyPasses verdict = iota
	keyWaits
	keyDropped
)

// composing says whether a composition is going on, as far as can be known.
func (c *composition) composing(now time.Time) bool {
	return c.pending > 0 && now.Sub(c.since) > patience
}

// key judges a key that was pressed without Ctrl, Alt or Super.
func (c *composition) key(key Key, now time.Time) verdict {
	if c.pending > 0 && now.Sub(c.last) > abandoned {
		c.end()
	}
	composing := c.composing(now)
	if printable(key.Name) {
		if c.pending == 0 && !beginsComposition(key.Name) {
			return keyPasses
		}
		if c.pending == 0 {
			c.since = now
		}
		c.close(key.Name)
		c.pending++
		c.last, c.lastKey = now, key.Name
		if composing {
			return keyDropped
		}
		return keyPasses
	}
	switch {
	case c.pending == 0:
		return keyPasses
	case !composing, c.korean && key.Name != fyne.KeyBackspace:
		c.held = append(c.held, heldKey{key, c.pending})
		c.last, c.lastKey = now, key.Name
		return keyWaits
	}
	c.last, c.lastKey = now, key.Name
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.closedBy, c.ahead = closedKey, 0
	case fyne.KeyBackspace:
		c.pending--
	case fyne.KeyEscape:
		c.end()
	}
	return keyDropped
}

// close notes which key may end the composition, so that the keys behind it are known to begin the next one.
func (c *composition) close(name fyne.KeyName) {
	digit := len(name) == 1 && name[0] >= '0' && name[0] <= '9'
	switch {
	case name == fyne.KeySpace:
		c.closedBy, c.ahead = closedKey, 0
	case digit && c.closedBy != closedKey:
		c.closedBy, c.ahead = closedDigit, 0
	case c.closedBy != notClosed:
		c.ahead++
	}
}

// text is told that a character has come, and returns the keys that waited for it.
func (c *composition) text(r rune, now time.Time) (released []Key) {
	if !c.commit.IsZero() && now.Sub(c.commit) < together {
		c.commit = now
		return nil
	}
	if isHan(r) {
		c.committed(r, now)
		return nil
	}
	if c.composing(now) {
		c.end()
		return nil
	}
	c.pending, c.since = max(c.pending-1, 0), now // characters come: the others may be on their way
	kept := c.held[:0]
	for _, held := range c.held {
		if held.behind--; held.behind > 0 {
			kept = append(kept, held)
		} else {
			released = append(released, held.key)
		}
	}
	c.held = kept
	return released
}

// committed takes in that an input method has committed text: what was typed ahead of it is the next composition.
func (c *composition) committed(r rune, now time.Time) {
	after := composition{commit: now, lastKey: c.lastKey}
	switch {
	case isHangul(r):
		after.korean, after.held, after.last = true, c.held, c.last
		if printable(c.lastKey) && c.lastKey != fyne.KeySpace {
			after.pending = jamoLeft(c.lastKey) // the letter that pushed the syllable out begins the next
		}
	case c.closedBy != notClosed:
		after.pending = c.ahead
	}
	if after.pending > 0 {
		after.since = now.Add(-2 * patience) // a composition already
		if after.last.IsZero() {
			after.last = now
		}
	}
	*c = after
}

// jamoLeft is how many letters of the next syllable are there when a key has pushed a syllable out: a vowel takes the
// consonant before it along. It knows the usual layout, with its vowels at the right hand.
func jamoLeft(key fyne.KeyName) int {
	if strings.Contains("YUIOPHJKLBNM", string(key)) {
		return 2
	}
	return 1
}

func isHangul(r rune) bool {
	return r >= 0x1100 && r <= 0x11ff || r >= 0x3130 && r <= 0x318f || r >= 0xac00 && r <= 0xd7a3
}

// tired gives up waiting: the keys that waited belong to a composition, or they come after a Korean syllable and are
// done now.
func (c *composition) tired(now time.Time) (released []Key) {
	if len(c.held) == 0 || !c.composing(now) && !c.korean {
		return nil
	}
	if c.korean {
		if (!c.commit.After(c.last) || now.Sub(c.commit) < settled) && now.Sub(c.last) < overdue {
			return nil
		}
		for _, held := range c.held {
			released = append(released, held.key)
		}
		c.end()
		return released
	}
	held := c.held
	c.held = nil
	for _, held := range held {
		c.key(held.key, now)
	}
	return nil
}

func (c *composition) end() { *c = composition{} }

// printable says whether a key usually gives a character.
func printable(name fyne.KeyName) bool { return len(name) == 1 || name == fyne.KeySpace }

// beginsComposition says whether an input method's composition may begin with a key: with a letter, or a digit for
// Zhuyin. A dead key, which also gives no character at once, is neither.
func beginsComposition(name fyne.KeyName) bool {
	return len(name) == 1 && (name[0] >= 'A' && name[0] <= 'Z' || name[0] >= '0' && name[0] <= '9')
}

// Composing says whether an input method seems to be composing: no time for suggestions.
func (e *Editor) Composing() bool { return e.composition.composing(time.Now()) }

// composed judges a key and, where it must wait, comes back to it.
func (e *Editor) composed(key Key) bool {
	switch e.composition.key(key, time.Now()) {
	case keyPasses:
		return false
	case keyWaits:
		e.awaitComposition(patience + time.Millisecond)
	}
	return true
}

// awaitComposition looks after a while whether the keys that wait can be done.
func (e *Editor) awaitComposition(wait time.Duration) {
	after(wait, func() {
		for _, key := range e.composition.tired(time.Now()) {
			e.press(key)
		}
		if len(e.composition.held) > 0 {
			e.awaitComposition(settled / 2)
		}
	})
}

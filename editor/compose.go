package editor

import (
	"time"

	"fyne.io/fyne/v2"
)

// composition guesses what an input method does: the toolkit tells only keys and committed text, and on X11 and macOS
// it tells the keys of a composition too. A letter or digit whose character doesn't come within patience began a
// composition; until its text is committed or it is given up, Backspace, Enter, Tab, the arrows and the others belong
// to the input method and do nothing here.
type composition struct {
	pending int       // printable keys pressed whose characters haven't come
	since   time.Time // when the first of them was pressed, or the last character came
	last    time.Time // when the last key was pressed
	held    []heldKey // keys that wait to know whom they are for
}

// heldKey is a key that waits for the characters of the keys before it.
type heldKey struct {
	key    Key
	behind int // how many
}

const (
	// patience is how long a key's character may take: it goes to an input method server and back, and waits for the
	// frame that is being drawn.
	patience = 150 * time.Millisecond
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
		c.pending++
		c.last = now
		if composing {
			return keyDropped
		}
		return keyPasses
	}
	switch {
	case c.pending == 0:
		return keyPasses
	case !composing:
		c.held = append(c.held, heldKey{key, c.pending})
		return keyWaits
	}
	c.last = now
	switch key.Name {
	case fyne.KeyBackspace:
		c.pending--
	case fyne.KeyEscape:
		c.end()
	}
	return keyDropped
}

// text is told that a character has come, and returns the keys that waited for it.
func (c *composition) text(r rune, now time.Time) (released []Key) {
	if c.composing(now) || isHan(r) {
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

// tired gives up waiting: the keys that waited belong to a composition.
func (c *composition) tired(now time.Time) {
	if !c.composing(now) {
		return
	}
	held := c.held
	c.held = nil
	for _, held := range held {
		c.key(held.key, now)
	}
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
		after(patience+time.Millisecond, func() { e.composition.tired(time.Now()) })
	}
	return true
}

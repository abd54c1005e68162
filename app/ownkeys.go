package app

import (
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"inkling/editor"
)

// loadKeys puts the keys that the writer chose in place of the usual ones.
func (a *App) loadKeys() {
	own := map[string][]string{}
	a.get(settingKeys, &own)
	var chosen []*command
	for _, c := range a.commands {
		c.usual = slices.Clone(c.keys)
		names, ok := own[c.id]
		if !ok {
			continue
		}
		c.keys = nil
		for _, name := range names {
			if k, err := parseKeystroke(name); err == nil {
				c.keys = append(c.keys, k)
			}
		}
		chosen = append(chosen, c)
	}
	// A usual key that the writer gave to another command is that one's.
	for _, c := range chosen {
		for _, k := range c.keys {
			a.takeKey(k, c)
		}
	}
	a.keys = newKeymap(a.commands)
}

// takeKey takes a keystroke from every command but one, and gives the command
// that lost it, if any.
func (a *App) takeKey(k keystroke, but *command) (lost *command) {
	for _, c := range a.commands {
		if c == but {
			continue
		}
		if i := slices.Index(c.keys, k); i >= 0 {
			c.keys = slices.Delete(slices.Clone(c.keys), i, i+1)
			lost = c
		}
	}
	return lost
}

// errWritesText refuses a key that would then not write any more.
var errWritesText = errors.New("this key writes text: hold Ctrl or Alt with it, or use one of F1 to F12")

// mayBind says why a keystroke can't stand for a command; nil: it can.
func mayBind(c *command, k keystroke) error {
	typing, _ := editor.DefaultKeys()
	if does, used := typing[editor.Key{Name: k.key, Modifier: k.modifiers}]; used && !c.ghost && !slices.Contains(c.usual, k) {
		return fmt.Errorf("%s is needed for editing (%s)", k, does)
	}
	if k.withCommand() || functionKey(k.key) {
		return nil
	}
	// While a ghost is shown, keys that write nothing may take or drop it.
	if c.ghost && (len(k.key) > 1 && k.key != fyne.KeySpace && k.key != fyne.KeyBackspace && k.key != fyne.KeyDelete) {
		return nil
	}
	return errWritesText
}

// rebind makes a keystroke the only one of a command. The command that had it
// before is given; it has one key less now.
func (a *App) rebind(c *command, k keystroke) (lost *command, err error) {
	if err := mayBind(c, k); err != nil {
		return nil, err
	}
	lost = a.takeKey(k, c)
	c.keys = []keystroke{k}
	a.keepKeys()
	return lost, nil
}

// unbind leaves a command without a key.
func (a *App) unbind(c *command) {
	c.keys = nil
	a.keepKeys()
}

// resetKeys gives a command its usual keys back, or all commands where c is nil.
func (a *App) resetKeys(c *command) {
	for _, each := range a.commands {
		if c == nil || each == c {
			each.keys = slices.Clone(each.usual)
			for _, k := range each.keys {
				if c != nil {
					a.takeKey(k, c)
				}
			}
		}
	}
	a.keepKeys()
}

// ownKeys reports whether a command has other keys than the usual ones.
func (c *command) ownKeys() bool { return !slices.Equal(c.keys, c.usual) }

// keepKeys stores the writer's keys and puts them into force.
func (a *App) keepKeys() {
	own := map[string][]string{}
	for _, c := range a.commands {
		if !c.ownKeys() {
			continue
		}
		names := []string{}
		for _, k := range c.keys {
			names = append(names, k.String())
		}
		own[c.id] = names
	}
	a.set(settingKeys, own)
	a.bindKeys()
}

// tabTakes names what Tab takes of a suggestion.
type tabTakes string

// What Tab takes; the zero value is all of it.
const (
	tabTakesAll  tabTakes = ""
	tabTakesWord tabTakes = "a word"
)

// tabTakes reads from the keys what Tab takes.
func (a *App) tabTakes() tabTakes {
	if slices.Contains(a.command("suggest.take-word").keys, plain(fyne.KeyTab)) {
		return tabTakesWord
	}
	return tabTakesAll
}

// setTabTakes swaps the keys of taking all and taking a word.
func (a *App) setTabTakes(part tabTakes) {
	all, word := a.command("suggest.take"), a.command("suggest.take-word")
	if a.tabTakes() == part {
		return
	}
	all.keys, word.keys = word.keys, all.keys
	a.keepKeys()
}

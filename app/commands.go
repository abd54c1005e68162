package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// command is one thing the writer can have done: it stands in the menu, in
// the command palette and behind its keys. All three are made from the one
// table that (*App).commands returns.
type command struct {
	id    string // stable name, for settings and tests
	menu  string // the menu it stands in; empty: in none
	title string
	keys  []keystroke
	run   func()

	// enabled says whether the command can run now; nil: always.
	enabled func() bool
	// checked shows a tick in the menu; nil: it has none.
	checked func() bool
	// ghost: its keys work only on a ghost text, and the page itself handles them.
	ghost bool
	// groupEnd draws a line behind it in the menu.
	groupEnd bool
}

// keystroke is a key with its modifiers. Control stands for the platform's
// own command key: it is Super on macOS.
type keystroke struct {
	key       fyne.KeyName
	modifiers fyne.KeyModifier
}

func ctrl(key fyne.KeyName) keystroke { return keystroke{key, fyne.KeyModifierShortcutDefault} }
func ctrlShift(key fyne.KeyName) keystroke {
	return keystroke{key, fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}
func alt(key fyne.KeyName) keystroke   { return keystroke{key, fyne.KeyModifierAlt} }
func plain(key fyne.KeyName) keystroke { return keystroke{key, 0} }
func shift(key fyne.KeyName) keystroke { return keystroke{key, fyne.KeyModifierShift} }

// shortcut is the form that Fyne shows in menus.
func (k keystroke) shortcut() fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifiers}
}

// String names the keys as the writer reads them, such as "Ctrl+Shift+F".
func (k keystroke) String() string {
	var parts []string
	for _, m := range []struct {
		modifier fyne.KeyModifier
		name     string
	}{
		{fyne.KeyModifierControl, "Ctrl"},
		{fyne.KeyModifierSuper, "Cmd"},
		{fyne.KeyModifierAlt, "Alt"},
		{fyne.KeyModifierShift, "Shift"},
	} {
		if k.modifiers&m.modifier != 0 {
			parts = append(parts, m.name)
		}
	}
	return strings.Join(append(parts, string(k.key)), "+")
}

// keymap finds the command behind a keystroke.
type keymap map[keystroke]*command

func newKeymap(commands []*command) keymap {
	m := keymap{}
	for _, c := range commands {
		for _, k := range c.keys {
			m[k] = c
		}
	}
	return m
}

// run runs the command bound to the keystroke, and reports whether there is
// one. A command that can't run now still owns its keys: they do nothing.
func (m keymap) run(k keystroke) bool {
	c := m[k]
	if c == nil {
		return false
	}
	if c.enabled == nil || c.enabled() {
		c.run()
	}
	return true
}

// keystrokeOf turns what the toolkit reports into a keystroke.
func keystrokeOf(s fyne.Shortcut) (keystroke, bool) {
	k, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return keystroke{}, false
	}
	return keystroke{k.Key(), k.Mod()}, true
}

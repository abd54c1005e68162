package app

// command is one thing the writer can have done: it stands in the menu, in
// the command palette and behind its keys. All three are made from the one
// table that (*App).commandTable returns.
type command struct {
	id    string // stable name, for settings and tests
	menu  string // the menu it stands in; empty: in none
	title string
	keys  []keystroke // in force; the table gives the usual ones, the writer's settings replace them
	run   func()

	usual []keystroke // the table's keys

	// enabled says whether the command can run now; nil: always.
	enabled func() bool
	// checked shows a tick in the menu; nil: it has none.
	checked func() bool
	// ghost: its keys work only on a ghost text, and the page itself handles them.
	ghost bool
	// paletteOnly keeps it out of the menus: the palette finds it.
	paletteOnly bool
	// groupEnd draws a line behind it in the menu.
	groupEnd bool
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

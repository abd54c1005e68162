package app

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"inkling/editor"
)

// pageModes are the writer's choices for the page, as they are stored.
type pageModes struct {
	Typewriter  bool
	FocusMode   bool
	SmartQuotes bool
	PlainText   bool // Markdown is not styled
	HideChanges bool // the lines changed since the program was started are not marked

	editor.Typography // stored beside the others, by its fields' names
}

// loadModes puts the stored choices into force.
func (a *App) loadModes() {
	a.get(settingModes, &a.modes)
	a.page.SetTypewriter(a.modes.Typewriter)
	a.page.SetFocusMode(a.modes.FocusMode)
	a.page.SetSmartQuotes(a.modes.SmartQuotes)
	a.page.SetMarkdown(!a.modes.PlainText)
	a.page.SetStyle(a.pageStyle())
	a.changes.show(!a.modes.HideChanges)
}

// setModes changes a choice, keeps it and puts it into force at once.
func (a *App) setModes(change func(*pageModes)) {
	change(&a.modes)
	a.set(settingModes, a.modes)
	a.loadModes()
}

// modeCommands are the Page menu: how the page is set and what typing does.
func (a *App) modeCommands() []*command {
	toggle := func(id, title string, field func(*pageModes) *bool) *command {
		return &command{id: id, menu: "Page", title: title,
			run:     func() { a.setModes(func(m *pageModes) { b := field(m); *b = !*b }) },
			checked: func() bool { return *field(&a.modes) }}
	}
	face := func(id, title string, f editor.Family) *command {
		return &command{id: id, menu: "Page", title: title,
			run:     func() { a.setModes(func(m *pageModes) { m.Family = f }) },
			checked: func() bool { return a.modes.Family == f }}
	}
	measure := func(id, title string, k keystroke, field func(*pageModes) *float32, r editor.Range, steps int) *command {
		return &command{id: id, menu: "Page", title: title, keys: []keystroke{k},
			run: func() { a.setModes(func(m *pageModes) { v := field(m); *v = r.Next(*v, steps) }) }}
	}
	width := func(m *pageModes) *float32 { return &m.ColumnWidth }
	height := func(m *pageModes) *float32 { return &m.LineHeight }
	all := []*command{
		toggle("view.typewriter", "Typewriter: keep the line in the middle", func(m *pageModes) *bool { return &m.Typewriter }),
		toggle("view.focus", "Focus: dim the other paragraphs", func(m *pageModes) *bool { return &m.FocusMode }),
		toggle("view.quotes", "Curly quotes as you type", func(m *pageModes) *bool { return &m.SmartQuotes }),
		toggle("view.plain", "Show Markdown as plain text", func(m *pageModes) *bool { return &m.PlainText }),
		toggle("view.changes", "Mark the lines changed since the program was started", func(m *pageModes) *bool { return &m.HideChanges }),
		{id: "view.changes-anew", menu: "Page", title: "Mark changes from here on", run: a.changes.fromHere},
		{id: "view.lock", menu: "Page", title: "Read-only: keep this document as it is", run: a.lockPage, checked: a.pageLocked},
		toggle("view.first-line", "Indent the first line of a paragraph", func(m *pageModes) *bool { return &m.FirstLine }),
		measure("view.wider", "Wider column", ctrlShift(fyne.KeyPeriod), width, editor.ColumnWidths(), 1),
		measure("view.narrower", "Narrower column", ctrlShift(fyne.KeyComma), width, editor.ColumnWidths(), -1),
		measure("view.looser", "Lines farther apart", ctrlShift(fyne.KeyRightBracket), height, editor.LineHeights(), 1),
		measure("view.tighter", "Lines closer together", ctrlShift(fyne.KeyLeftBracket), height, editor.LineHeights(), -1),
		face("view.serif", "Serif", editor.Serif),
		face("view.sans", "Sans-serif", editor.Sans),
		face("view.mono", "Monospaced", editor.Mono),
	}
	for _, c := range all {
		switch c.id {
		case "view.changes":
			c.checked = func() bool { return !a.modes.HideChanges }
		case "view.lock", "view.tighter", "view.mono":
			c.groupEnd = true
		}
	}
	return all
}

// askForLine goes to a line by its number.
func (a *App) askForLine() {
	a.askFor(question{title: "Go to line", label: "Line", placeholder: "Number of the line", verb: "Go"}, func(text string) {
		if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil {
			a.page.GoToLine(n)
		}
	})
}

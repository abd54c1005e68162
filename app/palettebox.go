package app

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// commandBox is the command palette: a field that finds every command by a
// part of its name, with its keys beside it.
type commandBox struct {
	app   *App
	popUp *widget.PopUp
	field *commandEntry
	list  *fyne.Container

	found []*command
	at    int
}

// shownCommands is how many commands the box lists at a time.
const (
	shownCommands   = 12
	commandBoxWidth = 440
	commandRow      = 28
)

// openPalette opens the command palette above the page.
func (a *App) openPalette() {
	b := &commandBox{app: a, field: newCommandEntry("Do what?"), list: container.New(&stacked{fill: -1})}
	b.field.OnChanged = func(string) { b.at = 0; b.refresh() }
	b.field.OnSubmitted = func(string) { b.run(b.at) }
	b.field.onKey = b.key
	content := container.New(layout.NewCustomPaddedLayout(6, 6, 6, 6), container.New(&stacked{fill: 1}, b.field, b.list))
	b.popUp = widget.NewPopUp(content, a.window.Canvas())
	b.refresh()
	width := a.window.Canvas().Size().Width
	b.popUp.ShowAtPosition(fyne.NewPos((width-commandBoxWidth)/2, 60))
	b.fit()
	a.window.Canvas().Focus(b.field)
}

// key moves in the list, closes the box, or is left to the field.
func (b *commandBox) key(k keystroke) bool {
	switch k {
	case plain(fyne.KeyDown):
		b.at = min(b.at+1, len(b.found)-1)
	case plain(fyne.KeyUp):
		b.at = max(b.at-1, 0)
	case plain(fyne.KeyEscape):
		b.close()
	default:
		return false
	}
	b.refresh()
	return true
}

func (b *commandBox) close() {
	b.popUp.Hide()
	b.app.focusPage()
}

func (b *commandBox) run(i int) {
	if i < 0 || i >= len(b.found) {
		return
	}
	c := b.found[i]
	b.close()
	c.run()
}

func (b *commandBox) refresh() {
	b.found = findCommands(b.app.commands, b.field.Text)
	b.list.Objects = nil
	first := max(0, b.at-shownCommands+1)
	for i := first; i < min(len(b.found), first+shownCommands); i++ {
		b.list.Add(b.row(i))
	}
	b.list.Refresh()
	b.fit()
}

// fit makes the box as high as what it lists.
func (b *commandBox) fit() {
	b.popUp.Resize(fyne.NewSize(commandBoxWidth, float32(min(len(b.found), shownCommands))*commandRow+56))
}

func (b *commandBox) row(i int) fyne.CanvasObject {
	c := b.found[i]
	name := newInkText(c.menu+": "+c.title, colorText, interfaceTextSize)
	keys := newInkText("", colorMuted, interfaceTextSize-1)
	if len(c.keys) > 0 {
		keys.SetText(c.keys[0].String())
	}
	line := container.New(layout.NewCustomPaddedLayout(5, 5, 8, 8), container.NewBorder(nil, nil, nil, keys, name))
	ground := newSurface(colorCard)
	if i == b.at {
		ground = newWash()
		keys.setColor(colorText) // muted text is too faint on the wash
	}
	return newPressable(container.NewStack(ground, line), func() { b.run(i) })
}

// findCommands gives the commands that can run now and whose name holds every
// word of the query: those first whose title begins with it, then those that
// hold it as it stands.
func findCommands(all []*command, query string) []*command {
	query = strings.ToLower(strings.TrimSpace(query))
	words := strings.Fields(query)
	var found []*command
	for _, c := range all {
		if c.enabled != nil && !c.enabled() {
			continue
		}
		name := strings.ToLower(c.menu + " " + c.title)
		fits := true
		for _, w := range words {
			fits = fits && strings.Contains(name, w)
		}
		if fits {
			found = append(found, c)
		}
	}
	rank := func(c *command) int {
		title := strings.ToLower(c.title)
		switch {
		case strings.HasPrefix(title, query):
			return 0
		case strings.Contains(title, query):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(found, func(a, b *command) int { return cmp.Compare(rank(a), rank(b)) })
	return found
}

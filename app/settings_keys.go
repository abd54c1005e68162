package app

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// keySettings lists every command with its keys; a click on the keys takes new
// ones.
func (a *App) keySettings() fyne.CanvasObject {
	said := newInkText("", colorMuted, interfaceTextSize)
	said.shrink = true
	rows := container.New(layout.NewCustomPaddedVBoxLayout(2))
	var fill func(query string)
	field := newCommandEntry("Find a command")
	fill = func(query string) {
		rows.Objects = nil
		for _, menu := range menuOrder() {
			heading := false
			for _, c := range a.commands {
				if c.menu != menu || !strings.Contains(strings.ToLower(menu+" "+c.title+" "+keysText(c)), strings.ToLower(query)) {
					continue
				}
				if !heading {
					rows.Add(newHeading(menu))
					heading = true
				}
				rows.Add(a.keyRow(c, said, func() { fill(field.Text) }))
			}
		}
		rows.Refresh()
	}
	field.OnChanged = fill
	field.onKey = func(k keystroke) bool {
		if k == plain(fyne.KeyEscape) {
			a.settings.close()
		}
		return false
	}
	fill("")
	reset := newButton("All as usual", func() { a.resetKeys(nil); said.SetText("Every command has its usual keys."); fill(field.Text) })
	return newSettingsColumn(
		newParagraph("Click the keys of a command, then press new ones. Escape leaves them, Backspace takes them away.").box,
		container.NewBorder(nil, nil, nil, reset, field), said, rows)
}

// keysText is what a command's keys read as; more than one are set apart.
func keysText(c *command) string {
	names := make([]string, len(c.keys))
	for i, k := range c.keys {
		names[i] = k.String()
	}
	return strings.Join(names, ", ")
}

func (a *App) keyRow(c *command, said *inkText, again func()) fyne.CanvasObject {
	title := newInkText(c.title, colorText, interfaceTextSize)
	title.shrink = true
	taker := newKeyTaker(keysText(c))
	taker.took = func(k keystroke) {
		lost, err := a.rebind(c, k)
		switch {
		case err != nil:
			said.SetText(fmt.Sprintf("%s can’t be used: %v.", k, err))
		case lost != nil:
			said.SetText(fmt.Sprintf("%s was “%s” before; that command has lost it.", k, lost.title))
		default:
			said.SetText(fmt.Sprintf("“%s” is %s now.", c.title, k))
		}
		again()
	}
	taker.cleared = func() { a.unbind(c); said.SetText(fmt.Sprintf("“%s” has no key now.", c.title)); again() }
	right := container.NewHBox(taker)
	if c.ownKeys() {
		right = container.NewHBox(newButton("Usual", func() { a.resetKeys(c); again() }), taker)
	}
	return container.NewBorder(nil, nil, nil, right, title)
}

// keyTaker shows keys and, once clicked, takes the next keystroke.
type keyTaker struct {
	widget.BaseWidget

	text      string
	listening bool
	took      func(keystroke)
	cleared   func()
}

var (
	_ fyne.Focusable    = (*keyTaker)(nil)
	_ fyne.Tabbable     = (*keyTaker)(nil)
	_ fyne.Shortcutable = (*keyTaker)(nil)
	_ fyne.Tappable     = (*keyTaker)(nil)
)

func newKeyTaker(text string) *keyTaker {
	t := &keyTaker{text: text}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *keyTaker) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
}

// FocusGained implements fyne.Focusable.
func (t *keyTaker) FocusGained() { t.listening = true; t.Refresh() }

// FocusLost implements fyne.Focusable.
func (t *keyTaker) FocusLost() { t.listening = false; t.Refresh() }

// AcceptsTab implements fyne.Tabbable: Tab is a key like others here.
func (t *keyTaker) AcceptsTab() bool { return true }

// TypedRune implements fyne.Focusable; what a key writes is of no interest.
func (t *keyTaker) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (t *keyTaker) TypedKey(ev *fyne.KeyEvent) {
	if modifierKey(ev.Name) {
		return // of a keystroke that is to come
	}
	var held fyne.KeyModifier
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		held = d.CurrentKeyModifiers()
	}
	switch k := (keystroke{ev.Name, held}); k {
	case plain(fyne.KeyEscape):
		t.leave()
	case plain(fyne.KeyBackspace), plain(fyne.KeyDelete):
		t.leave()
		t.cleared()
	default:
		t.leave()
		t.took(k)
	}
}

// modifierKey reports whether a key is one of those that are held with others.
func modifierKey(key fyne.KeyName) bool {
	return slices.Contains([]fyne.KeyName{desktop.KeyShiftLeft, desktop.KeyShiftRight, desktop.KeyControlLeft, desktop.KeyControlRight,
		desktop.KeyAltLeft, desktop.KeyAltRight, desktop.KeySuperLeft, desktop.KeySuperRight, desktop.KeyCapsLock}, key)
}

// TypedShortcut implements fyne.Shortcutable.
func (t *keyTaker) TypedShortcut(s fyne.Shortcut) {
	if k, ok := keystrokeOf(s); ok {
		t.leave()
		t.took(k)
	}
}

func (t *keyTaker) leave() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Unfocus()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *keyTaker) CreateRenderer() fyne.WidgetRenderer {
	ground, label := newCardSurface(), newInkText("", colorText, interfaceTextSize)
	r := &keyTakerRenderer{taker: t, ground: ground, label: label}
	r.Refresh()
	return r
}

type keyTakerRenderer struct {
	taker  *keyTaker
	ground *surface
	label  *inkText
}

func (r *keyTakerRenderer) Destroy() {}
func (r *keyTakerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.label}
}

func (r *keyTakerRenderer) MinSize() fyne.Size {
	return fyne.NewSize(max(150, r.label.MinSize().Width+20), r.label.MinSize().Height+theme.InnerPadding())
}

func (r *keyTakerRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	text := r.label.MinSize()
	r.label.Move(fyne.NewPos(10, (size.Height-text.Height)/2))
	r.label.Resize(fyne.NewSize(size.Width-20, text.Height))
}

func (r *keyTakerRenderer) Refresh() {
	text, color := r.taker.text, colorText
	switch {
	case r.taker.listening:
		text, color = "Press keys…", colorAccent
	case text == "":
		text, color = "none", colorMuted
	}
	r.ground.stroke = colorLine
	if r.taker.listening {
		r.ground.stroke = colorAccent
	}
	r.ground.Refresh()
	r.label.SetText(text)
	r.label.setColor(color)
}

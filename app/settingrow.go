package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// newSettingsColumn puts the parts of a page of settings below one another.
func newSettingsColumn(parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(10), parts...)
}

// newHeading is the heading of a group of settings.
func newHeading(text string) fyne.CanvasObject {
	t := newInkText(text, colorText, interfaceTextSize+1)
	t.style = fyne.TextStyle{Bold: true}
	return container.New(layout.NewCustomPaddedLayout(6, 0, 0, 0), t)
}

// newSettingRow is a setting: what it is, with a control at the right, and a
// line that says more where the name doesn't say it all.
func newSettingRow(title, more string, control fyne.CanvasObject) fyne.CanvasObject {
	row := container.NewBorder(nil, nil, container.NewCenter(newInkText(title, colorText, interfaceTextSize)), control)
	if more == "" {
		return row
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(2), row, newParagraph(more).box)
}

// newSwitch is a setting that is on or off.
func newSwitch(title, more string, on bool, change func(bool)) fyne.CanvasObject {
	check := &sheetCheck{Check: widget.Check{Text: title, Checked: on}}
	check.ExtendBaseWidget(check)
	check.OnChanged = change
	inset := -theme.InnerPadding()
	box := container.New(layout.NewCustomPaddedLayout(-4, -4, inset, 0), check)
	if more == "" {
		return box
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(0), box, container.New(layout.NewCustomPaddedLayout(0, 0, 22, 0), newParagraph(more).box))
}

// choice is one of the values of a setting, as the writer reads it.
type choice[T comparable] struct {
	value T
	title string
}

// newChoice is a setting with a few values.
func newChoice[T comparable](title, more string, choices []choice[T], now T, change func(T)) fyne.CanvasObject {
	titles := make([]string, len(choices))
	for i, c := range choices {
		titles[i] = c.title
	}
	selection := &sheetSelect{Select: widget.Select{Options: titles}}
	selection.ExtendBaseWidget(selection)
	if i := slices.IndexFunc(choices, func(c choice[T]) bool { return c.value == now }); i >= 0 {
		selection.SetSelectedIndex(i)
	}
	selection.OnChanged = func(string) { change(choices[selection.SelectedIndex()].value) }
	return newSettingRow(title, more, container.New(&leastWidth{220}, selection))
}

// leastWidth gives its one child at least a width.
type leastWidth struct{ width float32 }

func (l *leastWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(fyne.NewSize(l.width, 0))
}

func (l *leastWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// newRemovableRow is one line of a list with a button that takes it out.
func newRemovableRow(text, more, remove string, run func()) fyne.CanvasObject {
	what := newInkText(text, colorText, interfaceTextSize)
	what.shrink = true
	lines := container.New(layout.NewCustomPaddedVBoxLayout(0), what)
	if more != "" {
		when := newInkText(more, colorMuted, captionTextSize)
		when.shrink = true
		lines.Add(when)
	}
	return container.NewBorder(nil, nil, nil, container.NewCenter(newButton(remove, run)), container.New(layout.NewCustomPaddedLayout(4, 4, 0, 8), lines))
}

// passOn gives a key that a control has no use for to whoever listens for keys
// while nothing has the keyboard: Escape closes what lies over the window.
func passOn(control fyne.CanvasObject, ev *fyne.KeyEvent) {
	if ev.Name != fyne.KeyEscape {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(control); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(ev)
	}
}

// sheetCheck is the toolkit's check box, but for Escape.
type sheetCheck struct{ widget.Check }

// TypedKey implements fyne.Focusable.
func (c *sheetCheck) TypedKey(ev *fyne.KeyEvent) {
	c.Check.TypedKey(ev)
	passOn(c, ev)
}

// sheetSelect is the toolkit's list of choices, but for Escape.
type sheetSelect struct{ widget.Select }

// TypedKey implements fyne.Focusable.
func (s *sheetSelect) TypedKey(ev *fyne.KeyEvent) {
	s.Select.TypedKey(ev)
	passOn(s, ev)
}

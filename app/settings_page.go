package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inkling/editor"
)

// pageSettings are the looks of the page and what typing does on it.
func (a *App) pageSettings() fyne.CanvasObject {
	toggle := func(title, more string, field func(*pageModes) *bool) fyne.CanvasObject {
		return newSwitch(title, more, *field(&a.modes), func(on bool) { a.setModes(func(m *pageModes) { *field(m) = on }) })
	}
	return newSettingsColumn(
		newHeading("Looks"),
		newChoice("Appearance", "", []choice[appearance]{{appearanceSystem, "As the system"}, {appearanceLight, "Light"}, {appearanceDark, "Dark"}},
			a.theme.appearance, a.setAppearance),
		newChoice("Font", "", []choice[editor.Family]{{editor.Serif, "Serif"}, {editor.Sans, "Sans-serif"}, {editor.Mono, "Monospaced"}},
			a.modes.Family, func(f editor.Family) { a.setModes(func(m *pageModes) { m.Family = f }) }),
		a.zoomRow(),
		newHeading("Writing"),
		toggle("Typewriter", "The line with the caret stays in the middle of the page.", func(m *pageModes) *bool { return &m.Typewriter }),
		toggle("Focus", "Paragraphs other than the one at the caret are dimmed.", func(m *pageModes) *bool { return &m.FocusMode }),
		toggle("Curly quotes as you type", "", func(m *pageModes) *bool { return &m.SmartQuotes }),
		toggle("Show Markdown as plain text", "Headings, emphasis and links look like what is typed.", func(m *pageModes) *bool { return &m.PlainText }),
	)
}

// zoomRow makes the text larger and smaller.
func (a *App) zoomRow() fyne.CanvasObject {
	value := newInkText("", colorText, interfaceTextSize)
	show := func() { value.SetText(fmt.Sprintf("%.0f %%", 100*a.pageStyle().Zoom)) }
	show()
	step := func(steps int) func() { return func() { a.zoom(steps); show() } }
	return newSettingRow("Text size", "", container.NewHBox(
		newButton("Smaller", step(-1)), container.NewCenter(value), newButton("Larger", step(1)), newButton("Usual", step(0))))
}

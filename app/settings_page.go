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
		a.measureRow("Text size", func(m *pageModes) *float32 { return &m.TextSize }, editor.TextSizes(),
			func(v float32) string { return fmt.Sprintf("%.0f px", v) }),
		a.measureRow("Line spacing", func(m *pageModes) *float32 { return &m.LineHeight }, editor.LineHeights(),
			func(v float32) string { return fmt.Sprintf("%.1f", v) }),
		a.measureRow("Column width", func(m *pageModes) *float32 { return &m.ColumnWidth }, editor.ColumnWidths(),
			func(v float32) string { return fmt.Sprintf("%d characters", editor.CharactersOf(v)) }),
		a.zoomRow(),
		toggle("Indent the first line of a paragraph", "Paragraphs then follow one another without a space between them.", func(m *pageModes) *bool { return &m.FirstLine }),
		newSwitch("Mark changed lines", "A bar stands beside the lines that have changed since the program was started.", !a.modes.HideChanges,
			func(on bool) { a.setModes(func(m *pageModes) { m.HideChanges = !on }) }),
		newHeading("Writing"),
		toggle("Typewriter", "The line with the caret stays in the middle of the page.", func(m *pageModes) *bool { return &m.Typewriter }),
		toggle("Focus", "Paragraphs other than the one at the caret are dimmed.", func(m *pageModes) *bool { return &m.FocusMode }),
		toggle("Curly quotes as you type", "", func(m *pageModes) *bool { return &m.SmartQuotes }),
		toggle("Show Markdown as plain text", "Headings, emphasis and links look like what is typed.", func(m *pageModes) *bool { return &m.PlainText }),
	)
}

// measureRow makes a measure of the page smaller and larger, within its range.
func (a *App) measureRow(title string, field func(*pageModes) *float32, r editor.Range, say func(float32) string) fyne.CanvasObject {
	return newStepRow(title, func() string { return say(r.Within(*field(&a.modes))) }, func(steps int) {
		a.setModes(func(m *pageModes) {
			v := field(m)
			if *v = r.Next(*v, steps); steps == 0 {
				*v = 0 // the usual one, whatever that will be
			}
		})
	})
}

// zoomRow scales the whole page.
func (a *App) zoomRow() fyne.CanvasObject {
	return newStepRow("Zoom", func() string { return fmt.Sprintf("%.0f %%", 100*a.pageStyle().Zoom) }, a.zoom)
}

// newStepRow is a setting with a value that goes up and down by steps; step 0
// is back to the usual value.
func newStepRow(title string, say func() string, step func(steps int)) fyne.CanvasObject {
	value := newInkText(say(), colorText, interfaceTextSize)
	does := func(steps int) func() { return func() { step(steps); value.SetText(say()) } }
	return newSettingRow(title, "", container.NewHBox(
		newButton("−", does(-1)), container.New(&leastWidth{110}, container.NewCenter(value)), newButton("+", does(1)), newButton("Usual", does(0))))
}

package app

import (
	"fmt"

	"fyne.io/fyne/v2"
)

// suggestionSettings say when ghost text comes and what the keys take of it.
func (a *App) suggestionSettings() fyne.CanvasObject {
	ask := keysText(a.command("suggest.ask"))
	when := newChoice("Suggest", fmt.Sprintf("On request means that you press %s.", ask),
		[]choice[bool]{{true, "While I type"}, {false, "Only on request"}},
		a.suggest.whileTyping, func(on bool) {
			if on != a.suggest.whileTyping {
				a.suggest.toggleTyping()
			}
		})
	all, word := keysText(a.command("suggest.take")), keysText(a.command("suggest.take-word"))
	tab := newChoice("Tab takes", fmt.Sprintf("Now %s takes all of a suggestion and %s takes a word.", all, word),
		[]choice[tabTakes]{{tabTakesAll, "All of it"}, {tabTakesWord, "A word"}},
		a.tabTakes(), func(part tabTakes) { a.setTabTakes(part); a.settingsChanged() })
	return newSettingsColumn(
		newHeading("Suggestions"),
		when,
		tab,
		newSwitch("Keep what I take and drop for learning my style",
			"It is kept on this machine, in Inkling’s own store. What is there can be seen and erased under Learning.",
			a.suggest.keepSamples, func(on bool) {
				if on != a.suggest.keepSamples {
					a.suggest.toggleSamples()
				}
			}),
		newSwitch("Keep what the model has read of a document",
			"With it a document opens ready, without a wait for the first suggestion. It lies beside the documents, holds the document’s words and is erased with it; switched off, all of it is erased.",
			a.suggest.warm.keep, a.suggest.warm.setKeep),
		newHeading("Keys"),
		newParagraph("Every key can be changed.").box,
		newSettingRow("Keys of all commands", "", newButton("Change keys…", func() { a.settings.choose(pageOfKeys) })),
	)
}

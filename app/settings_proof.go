package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// proofSettings are what proofreading knows of the writer.
func (a *App) proofSettings() fyne.CanvasObject {
	column := newSettingsColumn()
	for _, list := range []wordListSetting{
		{"Your dictionary", "Words that are right although no dictionary has them.", a.store.Words, a.removeWord, plainEntry},
		{"Ignored", "What the proofreader doesn’t mention any more.", a.store.Ignores, a.removeIgnore, ignoredEntry},
	} {
		column.Add(newHeading(list.title))
		column.Add(newParagraph(list.more))
		column.Add(list.rows(a))
	}
	return column
}

// wordListSetting is a list that the writer adds to while proofreading, and
// takes from here.
type wordListSetting struct {
	title, more string
	all         func() ([]string, error)
	remove      func(string) error
	shown       func(string) (text, more string)
}

func plainEntry(word string) (text, more string) { return word, "" }

// ignoredEntry shows what ignoreKey made.
func ignoredEntry(key string) (text, more string) {
	rule, stretch, _ := strings.Cut(key, "\t")
	return fmt.Sprintf("“%s”", shownLine(stretch)), rule
}

func (l wordListSetting) rows(a *App) fyne.CanvasObject {
	entries, err := l.all()
	if err != nil {
		return newParagraph(fmt.Sprintf("This can’t be read: %v.", err))
	}
	if len(entries) == 0 {
		return newParagraph("Nothing yet.")
	}
	rows := container.NewVBox()
	for _, entry := range entries {
		text, more := l.shown(entry)
		rows.Add(newRemovableRow(text, more, "Remove", func() {
			if err := l.remove(entry); err != nil {
				a.fail("This could not be removed", err)
				return
			}
			a.proof.recheck()
			a.settingsChanged()
		}))
	}
	return rows
}

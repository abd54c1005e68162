package app

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inkling/assist/proof"
)

// proofSettings are what proofreading knows of the writer.
func (a *App) proofSettings() fyne.CanvasObject {
	choices := a.proof.choices
	column := newSettingsColumn(
		newHeading("Proofreading"),
		newChoice("Strictness", "Underlined is what is probably wrong; the pane also lists what may be.",
			[]choice[proof.Level]{{proof.Lenient, "Only what is all but certain"}, {"", "Balanced"}, {proof.Strict, "Also what may be meant so"}},
			choices.Level, func(l proof.Level) { a.proof.change(func(c *proofChoices) { c.Level = l }) }),
		newChoice("English", "", []choice[proof.Language]{{"", "As the document mostly is"}, {proof.EnUS, "American"}, {proof.EnGB, "British"}},
			choices.Dialect, func(l proof.Language) { a.proof.change(func(c *proofChoices) { c.Dialect = l }) }),
		newChoice("Ask the writing model too, while I rest", "Where something seems wrong it finds what rules can’t know. It takes a second a sentence and gives way while you type.",
			[]choice[instructUse]{{askIfGood, "If it is large enough to help"}, {askAlways, "Always"}, {askNever, "Never"}},
			choices.Instruct, func(to instructUse) { a.proof.change(func(c *proofChoices) { c.Instruct = to }) }),
	)
	for _, list := range []wordListSetting{
		{"Your dictionary", "Words that are right although no dictionary has them.", a.store.Words, a.removeWord, plainEntry},
		{"Ignored", "What the proofreader doesn’t mention any more.", a.lastingIgnores, a.removeIgnore, ignoredEntry},
	} {
		column.Add(newHeading(list.title))
		column.Add(newParagraph(list.more).box)
		column.Add(list.rows(a))
	}
	column.Add(newHeading("Rules"))
	column.Add(newParagraph("What a rule that is off looks for is not mentioned.").box)
	for _, r := range proof.Rules() {
		column.Add(newSwitch(titleOf(r), "", !choices.Disabled[r.Name], func(on bool) { a.proof.setRule(r.Name, on) }))
	}
	return column
}

// titleOf is a rule's title in the language that the rule is for.
func titleOf(r proof.RuleInfo) string {
	if r.Language == proof.Chinese {
		return r.TitleChinese
	}
	return r.Title
}

// ruleTitle is the title of the rule called name, or that name.
func ruleTitle(name string) string {
	for _, r := range proof.Rules() {
		if r.Name == name {
			return titleOf(r)
		}
	}
	return name
}

// lastingIgnores are what is ignored everywhere: what is ignored once ends
// with its sentence.
func (a *App) lastingIgnores() ([]string, error) {
	all, err := a.store.Ignores()
	return slices.DeleteFunc(all, func(key string) bool { return strings.HasPrefix(key, onceMark) }), err
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
	return fmt.Sprintf("“%s”", shownLine(stretch)), ruleTitle(rule)
}

func (l wordListSetting) rows(a *App) fyne.CanvasObject {
	entries, err := l.all()
	if err != nil {
		return newParagraph(fmt.Sprintf("This can’t be read: %v.", err)).box
	}
	if len(entries) == 0 {
		return newParagraph("Nothing yet.").box
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

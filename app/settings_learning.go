package app

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inkling/app/learn"
	"inkling/model/train"
	"inkling/store"
)

// learned is what is noted of a job whose result is in use.
type learned struct {
	When                time.Time
	Before, After       float64 // bits a byte on text held out
	WordBefore, WordNow float64 // share of next words right there
}

// learningSettings show what the model learned of the writer, what is kept to
// learn from, and take either back.
func (a *App) learningSettings() fyne.CanvasObject {
	column := newSettingsColumn(newHeading("Learn my writing"),
		newParagraph("Inkling teaches the model that continues your text how you write, from your documents, on this machine. It takes minutes, gives way while you type, and is used only if it continues your own text better.").box,
		a.learnRow())
	if a.learn.learned() {
		column.Add(newSwitch("Use what was learned", a.learnedText(), a.learn.active != "", func(bool) { a.learn.toggle(); a.settingsChanged() }))
		column.Add(newSettingRow("", "", newButton("Forget what was learned…", a.askToForget)))
	}
	column.Add(newHeading("Kept for learning"))
	column.Add(newSwitch("Keep what I take and drop", "", a.suggest.keepSamples, func(on bool) {
		if on != a.suggest.keepSamples {
			a.suggest.toggleSamples()
		}
	}))
	for _, row := range a.sampleRows() {
		column.Add(row)
	}
	return column
}

func (a *App) learnRow() fyne.CanvasObject {
	if a.learn.cancel != nil {
		return newSettingRow("Learning now; the status line shows how far it is.", "", newButton("Stop", func() { a.learn.cancel() }))
	}
	return newSettingRow(a.writtenText(), "", newPrimaryButton("Learn my writing", func() { a.learn.begin(); a.settingsChanged() }))
}

// writtenText says how much there is to learn from.
func (a *App) writtenText() string {
	list, err := a.store.List()
	if err != nil {
		return ""
	}
	documents, words := 0, 0
	for _, d := range list {
		if !d.Deleted {
			documents, words = documents+1, words+d.Words
		}
	}
	return fmt.Sprintf("%s, %s", countOf(documents, "document", "documents"), countOf(words, "word", "words"))
}

// noteLearned keeps the measures of a job for the settings sheet.
func (a *App) noteLearned(r *train.Result) {
	a.set(settingLearned, learned{When: time.Now(), Before: r.Before.BitsPerByte, After: r.After.BitsPerByte,
		WordBefore: r.Before.NextWord, WordNow: r.After.NextWord})
}

func (a *App) learnedText() string {
	var l learned
	if a.get(settingLearned, &l); l.When.IsZero() {
		return ""
	}
	return fmt.Sprintf("Learned %s. On text of yours that was held back: %.3f bits a byte before, %.3f after (fewer is better); next word right %.1f %% before, %.1f %% after.",
		whenText(l.When, time.Now()), l.Before, l.After, 100*l.WordBefore, 100*l.WordNow)
}

// askToForget removes what was learned, once the writer said so.
func (a *App) askToForget() {
	a.confirm("Forget what was learned", "The model goes back to what it was, and what it learned of your writing is erased. Your documents stay.",
		func() {
			if a.learn.active != "" {
				a.learn.switchOff()
			}
			if err := learn.Delete(a.config.DataDir, learn.DefaultName); err != nil {
				a.fail("What was learned could not be erased", err)
			}
			a.set(settingLearned, learned{})
			a.settingsChanged()
		})
}

// shownSamples bounds the list of what was kept; the newest come first.
const shownSamples = 60

// sampleRows list what is kept of the writer's dealings with suggestions and
// corrections.
func (a *App) sampleRows() []fyne.CanvasObject {
	counts, err := a.store.CountSamples()
	if err != nil {
		return []fyne.CanvasObject{newParagraph(fmt.Sprintf("What was kept can’t be read: %v.", err)).box}
	}
	var parts []string
	for _, kind := range []store.SampleKind{store.Written, store.Accepted, store.Rejected, store.Corrected} {
		if n := counts[kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %v", grouped(n), kind))
		}
	}
	if len(parts) == 0 {
		return []fyne.CanvasObject{newParagraph("Nothing is kept.").box}
	}
	samples, err := a.newestSamples(shownSamples)
	if err != nil {
		return []fyne.CanvasObject{newParagraph(fmt.Sprintf("What was kept can’t be read: %v.", err)).box}
	}
	rows := []fyne.CanvasObject{newSettingRow(strings.Join(parts, ", "), "", newButton("Erase all…", a.askToEraseSamples))}
	list := container.NewVBox()
	now := time.Now()
	for _, s := range samples {
		list.Add(newRemovableRow(sampleText(s), fmt.Sprintf("%v, %s", s.Kind, whenText(s.Time, now)), "Erase", func() {
			if err := a.store.RemoveSample(s.ID); err != nil {
				a.fail("This could not be erased", err)
			}
			a.settingsChanged()
		}))
	}
	return append(rows, list)
}

package app

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"inkling/store"
)

// shownSamples bounds the list of what was kept; the newest come first.
const shownSamples = 2000

// showSamples lists what is kept of the writer's dealings with suggestions and
// corrections, and offers to erase it.
func (a *App) showSamples() {
	samples, err := a.newestSamples(shownSamples)
	if err != nil {
		a.fail("What was kept could not be read", err)
		return
	}
	if len(samples) == 0 {
		a.notice.flash("samples", "Nothing is kept.")
		return
	}
	now := time.Now()
	list := widget.NewList(
		func() int { return len(samples) },
		func() fyne.CanvasObject {
			what, when := newInkText("", colorText, interfaceTextSize), newInkText("", colorMuted, captionTextSize)
			what.shrink, when.shrink = true, true
			return container.NewVBox(what, when)
		},
		func(i widget.ListItemID, o fyne.CanvasObject) {
			row := o.(*fyne.Container)
			row.Objects[0].(*inkText).SetText(sampleText(samples[i]))
			row.Objects[1].(*inkText).SetText(fmt.Sprintf("%v, %s", samples[i].Kind, whenText(samples[i].Time, now)))
		})
	intro := widget.NewLabel("From this Inkling can learn how you write. It stays on this machine.")
	intro.Wrapping = fyne.TextWrapWord
	d := dialog.NewCustomWithoutButtons("Kept for learning", container.NewBorder(intro, nil, nil, nil, list), a.window)
	d.SetButtons([]fyne.CanvasObject{
		newButton("Erase all…", func() { d.Hide(); a.askToEraseSamples() }),
		newPrimaryButton("Close", d.Hide),
	})
	d.SetOnClosed(a.focusPage)
	d.Resize(fyne.NewSize(560, 480))
	d.Show()
}

// newestSamples reads the last most samples, the newest first.
func (a *App) newestSamples(most int) ([]store.Sample, error) {
	var all []store.Sample
	for s, err := range a.store.Samples(context.Background(), 0) {
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if len(all) > most {
		all = all[len(all)-most:]
	}
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all, nil
}

// sampleText is a sample on one line.
func sampleText(s store.Sample) string {
	text := shownLine(s.Text)
	if s.Kind == store.Corrected {
		return shownLine(s.Original) + "  ›  " + text
	}
	return "… " + shownLine(tailOf(s.Context, 40)) + "[" + text + "]"
}

func shownLine(text string) string {
	runes := []rune(text)
	for i, r := range runes {
		if r < ' ' {
			runes[i] = ' '
		}
	}
	return string(runes)
}

package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"inkling/assist"
	"inkling/model/catalog"
)

// missingModels are what has to be fetched before this machine has all the
// models that it can carry, each with the models that would do, the preferred
// one first. What makes a role work at all comes before what does it better.
func (a *App) missingModels() [][]catalog.Entry {
	return a.catalogue.Steps(catalog.ChooseSet(catalog.Memory()), func(name string) bool {
		e, ok := a.catalogue.Entry(name)
		if ok {
			_, ok = a.config.Locator.Find(e)
		}
		return ok
	})
}

// unserved reports whether a role has no model at all.
func (a *App) unserved() bool {
	for _, role := range []catalog.Role{catalog.RoleProse, catalog.RoleJudge, catalog.RoleInstruct} {
		if _, err := a.engine.Locate(role, assist.English); err != nil {
			return true
		}
	}
	return false
}

// fetchAtStart fetches what is missing without asking, where the program was
// started to do so, and else offers what would make it better, once.
func (a *App) fetchAtStart() {
	missing := a.missingModels()
	switch declined := false; {
	case len(missing) == 0 || a.config.Model != "":
	case a.config.Fetch:
		a.fetchModels(missing)
	case a.unserved():
		// The offer comes when the model turns out to be missing.
	default:
		if a.get(settingDeclined, &declined); !declined {
			a.offerBetter(missing)
		}
	}
}

// offerModels says which models are missing and offers to fetch them. Writing
// goes on without them.
func (a *App) offerModels() {
	missing := a.missingModels()
	if len(missing) == 0 || a.fetch != nil {
		return
	}
	names, bytes := namesOf(missing)
	a.notice.show("models", fmt.Sprintf("To help you write, Inkling needs what is not on this machine yet: %s (%s). Nothing you write leaves the machine.",
		names, catalog.Bytes(bytes)),
		answer{title: "Fetch", primary: true, run: func() { a.fetchModels(missing) }},
		answer{title: "Not now", run: func() { a.notice.hide("models") }})
}

// offerBetter offers larger models than those that are here. A writer who
// doesn't want them isn't asked again; the settings still fetch them.
func (a *App) offerBetter(missing [][]catalog.Entry) {
	names, bytes := namesOf(missing)
	a.notice.show("models", fmt.Sprintf("A larger model would write better, and this machine can carry it: %s (%s).", names, catalog.Bytes(bytes)),
		answer{title: "Fetch", primary: true, run: func() { a.fetchModels(missing) }},
		answer{title: "No, thank you", run: func() { a.set(settingDeclined, true); a.notice.hide("models") }})
}

// namesOf names the preferred model of each choice, with the size of them all.
func namesOf(choices [][]catalog.Entry) (names string, bytes int64) {
	var titles []string
	for _, choice := range choices {
		titles = append(titles, choice[0].Title)
		bytes += choice[0].Size
	}
	if n := len(titles); n > 1 {
		titles = []string{strings.Join(titles[:n-1], ", "), titles[n-1]}
	}
	return strings.Join(titles, " and "), bytes
}

// fetching is a fetch of models in work.
type fetching struct {
	stop context.CancelFunc
	done chan struct{}
}

// cancel ends the fetch, if there is one; what has arrived is kept for the next.
func (f *fetching) cancel() {
	if f != nil {
		f.stop()
		<-f.done
	}
}

// fetchModels brings models onto the machine, with a bar and a stop. Each is
// used as soon as it is there.
func (a *App) fetchModels(missing [][]catalog.Entry) {
	if a.fetch != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	f := &fetching{stop: stop, done: make(chan struct{})}
	a.fetch = f
	a.notice.show("models", "Fetching…", answer{title: "Stop", run: stop})
	report := func(p catalog.Progress) {
		a.do(func() {
			a.notice.progress("models", fetchText(a.modelTitle(p.Model), p), float64(p.Done)/float64(max(p.Total, 1)))
		})
	}
	go func() {
		defer close(f.done)
		for i, choice := range missing {
			if _, _, err := new(catalog.Fetcher).FetchFirst(ctx, choice, a.config.Locator.FetchDir(), report); err != nil {
				a.do(func() { a.fetchFailed(missing[i:], err) })
				return
			}
			a.do(a.modelsArrived)
		}
		a.do(a.fetched)
	}()
}

// fetchText says how far the fetch of the model called title has come.
func fetchText(title string, p catalog.Progress) string {
	switch p.Stage {
	case catalog.StageWaiting:
		return fmt.Sprintf("%s: another program is fetching it", title)
	case catalog.StageConnecting:
		return fmt.Sprintf("%s: asking %s", title, p.Source)
	case catalog.StageChecking:
		return fmt.Sprintf("%s: checking that every byte is right", title)
	}
	text := fmt.Sprintf("%s: %s of %s", title, catalog.Bytes(p.Done), catalog.Bytes(p.Total))
	if p.Left > 0 {
		text += fmt.Sprintf(", %s left", roughly(p.Left))
	}
	return text
}

// roughly gives a duration as one would say it.
func roughly(d time.Duration) string {
	if d < time.Minute {
		return countOf(max(int(d.Seconds()), 1), "second", "seconds")
	}
	return countOf(int((d+time.Minute/2)/time.Minute), "minute", "minutes")
}

// modelsArrived uses what has just come, while more may be coming.
func (a *App) modelsArrived() {
	a.suggest.modelArrived()
	a.proof.textChanged()
	a.settingsChanged()
}

func (a *App) fetched() {
	a.fetch = nil
	a.notice.hide("models")
	a.settingsChanged()
}

// fetchFailed says why a fetch ended before all was here.
func (a *App) fetchFailed(missing [][]catalog.Entry, err error) {
	a.fetch = nil
	message, again := err.Error(), "Try again"
	if errors.Is(err, context.Canceled) {
		message, again = "Stopped. What has arrived is kept, and the next fetch goes on from there.", "Go on"
	}
	a.notice.show("models", message,
		answer{title: again, primary: true, run: func() { a.fetchModels(missing) }},
		answer{title: "Close", run: func() { a.notice.hide("models") }})
	a.settingsChanged()
}

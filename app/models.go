package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/model/catalog"
)

// showModelState writes into the status line which model continues the text
// and what it is doing.
func (a *App) showModelState() {
	state := a.engine.State(catalog.RoleProse)
	title := a.modelTitle(state.Model)
	switch state.Status {
	case engine.Missing:
		a.status.setModel("no model here")
	case engine.Loading:
		a.status.setModel(title + ", loading")
	case engine.Ready:
		a.status.setModel(title + ", ready")
	case engine.Thinking:
		a.status.setModel(title + ", thinking")
	case engine.Failed:
		a.status.setModel(fmt.Sprintf("%s can't be used: %v", title, state.Err))
	default:
		a.status.setModel("")
	}
}

// warmUp loads the model that continues the open document before the writer
// stops for the first time, and then calls ready, if it isn't nil. That a model
// is missing is offered by modelChanged.
func (a *App) warmUp(ready func()) {
	s := a.desk.buffer.Snapshot()
	lang := assist.DetectLanguage(s.Slice(max(0, s.Len()-reach), s.Len()), assist.English)
	go func() {
		if _, err := a.engine.Prose(context.Background(), lang); err == nil && ready != nil {
			a.do(ready)
		}
	}()
}

// modelTitle is a model's name as people read it.
func (a *App) modelTitle(name string) string {
	if e, ok := a.catalogue.Entry(name); ok {
		return e.Title
	}
	return name
}

// offeredSet is the set of models that the window offers to fetch: the one
// that is soon there and runs on every machine.
const offeredSet = "light"

// missingModels are what has to be fetched before every role is served, each
// with the models that would do, the preferred one first.
func (a *App) missingModels() [][]catalog.Entry {
	return a.catalogue.Missing(offeredSet, func(name string) bool {
		e, ok := a.catalogue.Entry(name)
		if ok {
			_, ok = a.config.Locator.Find(e)
		}
		return ok
	})
}

// offerModels says which models are missing and offers to fetch them. Writing
// goes on without them.
func (a *App) offerModels() {
	missing := a.missingModels()
	if len(missing) == 0 || a.fetch != nil {
		return
	}
	var titles []string
	var bytes int64
	for _, choice := range missing {
		titles = append(titles, choice[0].Title)
		bytes += choice[0].Size
	}
	a.notice.show("models", fmt.Sprintf("To continue your text, Inkling needs what is not on this machine yet: %s (%s). Nothing you write leaves the machine.",
		strings.Join(titles, " and "), catalog.Bytes(bytes)),
		answer{title: "Fetch", primary: true, run: func() { a.fetchModels(missing) }},
		answer{title: "Not now", run: func() { a.notice.hide("models") }})
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

// fetchModels brings models onto the machine, with a bar and a stop.
func (a *App) fetchModels(missing [][]catalog.Entry) {
	ctx, stop := context.WithCancel(context.Background())
	f := &fetching{stop: stop, done: make(chan struct{})}
	a.fetch = f
	a.notice.show("models", "Fetching…", answer{title: "Stop", run: stop})
	go func() {
		defer close(f.done)
		var err error
		for _, choice := range missing {
			report := func(p catalog.Progress) {
				a.do(func() {
					a.notice.progress("models", fetchText(choice[0], p), float64(p.Done)/float64(max(p.Total, 1)))
				})
			}
			if _, _, err = new(catalog.Fetcher).FetchFirst(ctx, choice, a.config.Locator.FetchDir(), report); err != nil {
				break
			}
		}
		a.do(func() { a.fetched(missing, err) })
	}()
}

// fetchText says how far a fetch has come; e is what was wanted first.
func fetchText(e catalog.Entry, p catalog.Progress) string {
	switch p.Stage {
	case catalog.StageWaiting:
		return fmt.Sprintf("%s: another program is fetching it", e.Title)
	case catalog.StageConnecting:
		return fmt.Sprintf("%s: asking %s", e.Title, p.Source)
	case catalog.StageChecking:
		return fmt.Sprintf("%s: checking that every byte is right", e.Title)
	}
	text := fmt.Sprintf("%s: %s of %s", e.Title, catalog.Bytes(p.Done), catalog.Bytes(p.Total))
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

func (a *App) fetched(missing [][]catalog.Entry, err error) {
	a.fetch = nil
	defer a.settingsChanged()
	switch {
	case err == nil:
		a.notice.hide("models")
		a.suggest.modelArrived()
	case errors.Is(err, context.Canceled):
		a.notice.show("models", "Stopped. What has arrived is kept, and the next fetch goes on from there.",
			answer{title: "Go on", primary: true, run: func() { a.fetchModels(missing) }},
			answer{title: "Close", run: func() { a.notice.hide("models") }})
	default:
		a.notice.show("models", err.Error(),
			answer{title: "Try again", primary: true, run: func() { a.fetchModels(missing) }},
			answer{title: "Close", run: func() { a.notice.hide("models") }})
	}
}

// modelName is the name of the model in a file.
func modelName(path string) string { return strings.TrimSuffix(filepath.Base(path), ".gguf") }

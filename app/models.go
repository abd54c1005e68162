package app

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

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

// modelName is the name of the model in a file.
func modelName(path string) string { return strings.TrimSuffix(filepath.Base(path), ".gguf") }

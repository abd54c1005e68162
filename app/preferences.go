package app

import (
	"fyne.io/fyne/v2"

	"inkling/app/engine"
	"inkling/editor"
	"inkling/model/catalog"
	"inkling/store"
)

// Names of the settings in the store.
const (
	settingSize       = "window.size"
	settingFolds      = "window.folds"
	settingAppearance = "view.appearance"
	settingZoom       = "view.zoom"
	settingModes      = "view.page"
	settingSuggest    = "suggest.while-typing"
	settingTrace      = "suggest.keep-samples"
	settingKeys       = "keys"
	settingLearned    = "learn.measure"
	settingProof      = "proof"
	settingDeclined   = "models.no-larger"
)

// get reads a setting into v, which keeps its value where nothing is stored.
// A setting that can't be read is told and then counts as unset.
func (a *App) get(name string, v any) {
	if _, err := a.store.Get(name, v); err != nil {
		a.fail("A setting could not be read", err)
	}
}

func (a *App) set(name string, v any) {
	if err := a.store.Set(name, v); err != nil {
		a.fail("A setting could not be kept", err)
	}
}

func (a *App) lastOpen() (store.ID, bool) {
	id, ok, err := a.store.LastOpen()
	if err != nil {
		a.fail("The last document is not known any more", err)
	}
	if err != nil || !ok {
		return 0, false
	}
	info, err := a.store.Info(id)
	return id, err == nil && !info.Deleted
}

func (a *App) setLastOpen(id store.ID) {
	if err := a.store.SetLastOpen(id); err != nil {
		a.fail("The last document could not be noted", err)
	}
}

// windowSize is the size of the window in device-independent pixels.
type windowSize struct{ Width, Height float32 }

func (a *App) loadWindowSize() fyne.Size {
	size := windowSize{1360, 860}
	a.get(settingSize, &size)
	return fyne.NewSize(max(size.Width, 480), max(size.Height, 320))
}

func (a *App) saveWindow() {
	s := a.window.Canvas().Size()
	a.set(settingSize, windowSize{s.Width, s.Height})
}

// folds says which side panes are folded away.
type folds struct{ Documents, Assistant bool }

func (a *App) loadFolds() {
	var f folds
	a.get(settingFolds, &f)
	a.columns.leftFolded, a.columns.rightFolded = f.Documents, f.Assistant
}

func (a *App) foldDocuments() {
	a.columns.leftFolded = !a.columns.leftFolded
	a.keepFolds()
}

func (a *App) foldAssistant() {
	a.columns.rightFolded = !a.columns.rightFolded
	a.keepFolds()
}

func (a *App) keepFolds() {
	a.set(settingFolds, folds{a.columns.leftFolded, a.columns.rightFolded})
	a.body.Refresh()
	a.focusPage()
}

// loadTheme puts the stored appearance into force.
func (a *App) loadTheme() {
	a.get(settingAppearance, &a.theme.appearance)
	a.toolkit.Settings().SetTheme(a.theme)
}

func (a *App) setAppearance(to appearance) {
	a.theme.appearance = to
	a.set(settingAppearance, to)
	a.toolkit.Settings().SetTheme(a.theme)
	a.page.SetStyle(a.pageStyle())
}

// listenForAppearance keeps the page in step when the system turns dark or light.
func (a *App) listenForAppearance() {
	a.toolkit.Settings().AddListener(func(fyne.Settings) { a.page.SetStyle(a.pageStyle()) })
}

// pageStyle is how the page looks now.
func (a *App) pageStyle() editor.Style {
	style := editor.Light()
	if a.theme.dark(a.toolkit.Settings().ThemeVariant()) {
		style = editor.Dark()
	}
	style.Typography = a.modes.Typography
	a.get(settingZoom, &style.Zoom)
	return style
}

// Zoom goes in steps of zoomStep between a half and three times.
const (
	zoomStep  = 0.1
	leastZoom = 0.5
	mostZoom  = 3
)

func (a *App) zoom(steps int) {
	style := a.pageStyle()
	style.Zoom = min(max(style.Zoom+float32(steps)*zoomStep, leastZoom), mostZoom)
	if steps == 0 {
		style.Zoom = 1
	}
	a.set(settingZoom, style.Zoom)
	a.page.SetStyle(style)
}

// chosenModels are the writer's own choices of a model for a role, by name or
// path; a role without one has the set's.
func (a *App) chosenModels() map[catalog.Role]string {
	chosen := map[catalog.Role]string{}
	for _, role := range []catalog.Role{catalog.RoleProse, catalog.RoleJudge, catalog.RoleInstruct} {
		var name string
		if a.get(engine.Setting(role), &name); name != "" {
			chosen[role] = name
		}
	}
	return chosen
}

// modelChanged shows the state of the model that continues text. It also
// offers to fetch the model that turned out to be missing.
func (a *App) modelChanged(role catalog.Role, s engine.State) {
	if role != catalog.RoleProse {
		return
	}
	a.showModelState()
	if s.Status == engine.Missing {
		a.offerModels()
	}
}

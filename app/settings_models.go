package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/model/catalog"
)

// modelSettings choose the model of each role, and fetch models.
func (a *App) modelSettings() fyne.CanvasObject {
	column := newSettingsColumn(
		newHeading("Which model does what"),
		newParagraph("A larger model writes better and takes more memory and time. All of them run on this machine.").box)
	for _, r := range []struct {
		role        catalog.Role
		title, more string
	}{
		{catalog.RoleProse, "Continues your text", "It also learns your writing."},
		{catalog.RoleJudge, "Weighs corrections", "A small one is quick and good enough."},
		{catalog.RoleInstruct, "Rewrites, ideas, chat", "It has to follow instructions: the small SmolLM2 can’t."},
	} {
		column.Add(a.modelChoice(r.role, r.title, r.more))
	}
	column.Add(newHeading("Models"))
	for _, e := range a.catalogue.Models {
		column.Add(a.modelRow(e))
	}
	column.Add(newParagraph("They lie in " + a.config.Locator.FetchDir() + ". Other GGUF files are used with inkling model use FILE.").box)
	return column
}

// modelChoice chooses the model of a role among those on this machine.
func (a *App) modelChoice(role catalog.Role, title, more string) fyne.CanvasObject {
	now := a.chosenModels()[role]
	if path, err := a.engine.Locate(role, assist.English); err == nil && now == "" {
		more = fmt.Sprintf("For English it is %s. %s", a.modelTitle(modelName(path)), more)
	}
	choices := []choice[string]{{"", "Inkling’s choice"}}
	known := now == ""
	for _, e := range a.catalogue.Models {
		if _, here := a.config.Locator.Find(e); here {
			choices = append(choices, choice[string]{e.Name, e.Title})
			known = known || e.Name == now
		}
	}
	if !known {
		choices = append(choices, choice[string]{now, a.modelTitle(now)})
	}
	return newChoice(title, more, choices, now, func(name string) { a.chooseModel(role, name) })
}

// chooseModel makes a model serve a role from now on; "" is Inkling's choice.
func (a *App) chooseModel(role catalog.Role, name string) {
	a.engine.Choose(role, name)
	a.set(engine.Setting(role), name)
	switch role {
	case catalog.RoleProse:
		a.suggest.modelArrived()
	case catalog.RoleJudge:
		a.proof.recheck()
	}
	a.settingsChanged()
}

// modelRow is a model of the catalogue, with a button that fetches it.
func (a *App) modelRow(e catalog.Entry) fyne.CanvasObject {
	title, more := newInkText(e.Title, colorText, interfaceTextSize), newInkText(fmt.Sprintf("%s, licence %s", catalog.Bytes(e.Size), e.Licence), colorMuted, captionTextSize)
	title.shrink, more.shrink = true, true
	var state fyne.CanvasObject
	switch _, here := a.config.Locator.Find(e); {
	case here:
		state = newInkText("on this machine", colorMuted, interfaceTextSize)
	case a.fetch != nil:
		state = newInkText("a fetch is running", colorMuted, interfaceTextSize)
	default:
		state = newButton("Fetch", func() {
			a.fetchModels([][]catalog.Entry{{e}})
			a.settingsChanged()
		})
	}
	return container.NewBorder(nil, nil, nil, container.NewCenter(state), container.NewVBox(title, more))
}

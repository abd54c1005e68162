package app

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"inkling/assist"
	"inkling/store"
)

// chatPane talks with the model about the open document. Each document has a
// conversation of its own, which is stored beside it.
type chatPane struct {
	app    *App
	box    *fyne.Container
	list   *fyne.Container
	scroll *container.Scroll
	field  *commandEntry
	stop   fyne.CanvasObject
	anew   fyne.CanvasObject // ends the conversation and begins another
	note   *paragraph

	task     task
	document store.ID
	talks    map[store.ID][]assist.Message
}

func newChatPane(a *App) *chatPane {
	p := &chatPane{app: a, list: container.New(layout.NewCustomPaddedVBoxLayout(10)), field: newCommandEntry("Ask about this text"),
		note: newParagraph(""), talks: map[store.ID][]assist.Message{}}
	p.field.onKey = a.sideKey
	p.field.OnSubmitted = p.ask
	p.stop, p.anew = newButton("Stop", p.task.stop), newChip("Begin anew", p.beginAnew)
	p.task.changed, p.task.do = p.refresh, a.do
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(12, 12, 12, 12), p.list))
	foot := container.New(layout.NewCustomPaddedLayout(6, 10, 12, 12), container.New(layout.NewCustomPaddedVBoxLayout(6),
		container.NewBorder(nil, nil, nil, container.NewHBox(p.anew, p.stop), p.note.box), p.field))
	p.box = container.New(&stacked{fill: 0}, p.scroll, foot)
	p.refresh()
	return p
}

// shown follows the open document.
func (p *chatPane) shown() {
	if p.document == p.app.desk.id {
		return
	}
	p.task.stop()
	p.document = p.app.desk.id
	if _, known := p.talks[p.document]; !known {
		var talk []assist.Message
		p.app.get(store.DocumentSetting(p.document, talkSetting), &talk)
		p.talks[p.document] = talk
	}
	p.note.SetText("")
	p.refresh()
}

// The conversation with a document is stored under this name, its last
// messages at most.
const talkSetting, keptMessages = "talk", 60

// keep stores the conversation about a document.
func (p *chatPane) keep(id store.ID) {
	talk := p.talks[id]
	p.app.set(store.DocumentSetting(id, talkSetting), talk[max(0, len(talk)-keptMessages):])
}

// beginAnew forgets what was said about the document.
func (p *chatPane) beginAnew() {
	p.task.stop()
	p.talks[p.document] = nil
	p.keep(p.document)
	p.note.SetText("")
	p.refresh()
	p.app.window.Canvas().Focus(p.field)
}

// ask sends what was typed. The model knows the selection and the document.
func (p *chatPane) ask(question string) {
	question = strings.TrimSpace(question)
	if question == "" || p.task.running() {
		return
	}
	p.field.SetText("")
	p.note.SetText("")
	id := p.document
	history := append(p.talks[id], assist.Message{Role: "user", Content: question})
	p.talks[id] = append(history, assist.Message{Role: "assistant"})
	last := len(history)
	document, selection := p.app.desk.buffer.Snapshot().Text(), p.app.page.SelectedText()
	startTask(&p.task, func(ctx context.Context, show func(string)) (string, error) {
		return p.app.writer.Answer(ctx, history, document, selection, show)
	}, func(soFar string) {
		p.talks[id][last].Content = soFar
		p.refresh()
	}, func(answer string, err error) {
		p.talks[id][last].Content = answer
		if err != nil {
			p.talks[id] = p.talks[id][:last]
			p.note.SetText(p.app.taskText(err))
		}
		p.keep(id)
		p.refresh()
	})
}

func (p *chatPane) refresh() {
	p.list.Objects = nil
	talk := p.talks[p.document]
	for i, m := range talk {
		if m.Role == "user" {
			p.list.Add(container.NewStack(newWash(), container.New(layout.NewCustomPaddedLayout(8, 8, 12, 12), newDiffView([]diffPiece{{kept, m.Content}}))))
			continue
		}
		p.list.Add(p.answer(m.Content, p.task.running() && i == len(talk)-1))
	}
	setVisible(p.task.running(), p.stop)
	setVisible(len(talk) > 0 && !p.task.running(), p.anew)
	p.list.Refresh()
	if p.box != nil {
		p.box.Refresh()
		p.scroll.ScrollToBottom()
	}
}

func (p *chatPane) answer(text string, writing bool) fyne.CanvasObject {
	if text == "" {
		text = "…"
	}
	body := container.New(layout.NewCustomPaddedVBoxLayout(6), newDiffView([]diffPiece{{kept, text}}))
	if !writing {
		body.Add(container.New(layout.NewCustomPaddedHBoxLayout(6), newButton("Put into the text", func() { p.app.insertBelow(text) }),
			newButton("Copy", func() { p.app.toolkit.Clipboard().SetContent(text) })))
	}
	return container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(10, 10, 12, 12), body))
}

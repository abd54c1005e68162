package app

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"inkling/assist"
	"inkling/editor/buffer"
	"inkling/store"
)

// ideasPane helps a writer who is stuck or needs the text in another form:
// ideas, a summary, a translation, an analysis. Its answers never land by
// themselves; each can be put into the text or copied. The last ones are stored
// beside the document.
type ideasPane struct {
	app     *App
	box     *fyne.Container
	chips   []*inkButton
	stop    fyne.CanvasObject
	message *paragraph
	list    *fyne.Container

	task     task
	document store.ID
	cards    []answerCard
}

// answerCard is one answer of the model.
type answerCard struct {
	Title string
	Text  string
	Plain bool `json:",omitempty"` // a report about the text: it is not meant to go into it
}

// ideaCount is how many ideas are asked for.
const ideaCount = 5

func newIdeasPane(a *App) *ideasPane {
	p := &ideasPane{app: a, message: newParagraph(""), list: container.New(layout.NewCustomPaddedVBoxLayout(10))}
	chips := container.New(&flow{gap: 6})
	for _, c := range []struct {
		title string
		run   func()
	}{
		{"Ideas", p.ideas}, {"Summary", p.summary}, {"Into Chinese", func() { p.translate("zh", "Chinese") }},
		{"Into English", func() { p.translate("en", "English") }}, {"Analysis", p.analysis},
	} {
		chip := newButton(c.title, nil)
		chip.run = func() {
			p.shown()
			for _, other := range p.chips {
				other.setChosen(other == chip)
			}
			c.run()
		}
		p.chips = append(p.chips, chip)
		chips.Add(chip)
	}
	p.stop = newButton("Stop", p.task.stop)
	p.task.changed, p.task.do = p.refresh, a.do
	foot := container.NewBorder(nil, nil, nil, p.stop, p.message.box)
	scroll := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 12, 12, 12), container.New(layout.NewCustomPaddedVBoxLayout(10), p.list, foot)))
	p.box = container.New(&stacked{fill: 1}, container.New(layout.NewCustomPaddedLayout(12, 10, 12, 12), chips), scroll)
	return p
}

// matter is what the request is about: the selection, or the document.
func (p *ideasPane) matter() string {
	if text := strings.TrimSpace(p.app.page.SelectedText()); text != "" {
		return text
	}
	return strings.TrimSpace(p.app.desk.buffer.Snapshot().Text())
}

// ask runs a request whose answer is one text.
func (p *ideasPane) ask(title string, plain bool, work func(ctx context.Context, text string, show func(string)) (string, error)) {
	text := p.matter()
	if text == "" {
		p.cards = nil
		p.say("Write or select something first.")
		return
	}
	p.cards = []answerCard{{Title: title, Plain: plain}}
	p.say("")
	startTask(&p.task, func(ctx context.Context, show func(string)) (string, error) { return work(ctx, text, show) },
		func(soFar string) { p.cards[0].Text = soFar; p.refresh() },
		func(text string, err error) { p.cards[0].Text = text; p.ended(err) })
}

func (p *ideasPane) ended(err error) {
	if err != nil {
		p.cards = nil
	} else {
		p.app.set(store.DocumentSetting(p.document, answersSetting), p.cards)
	}
	p.say(p.app.taskText(err))
}

// answersSetting is the name under which a document's last answers are stored.
const answersSetting = "answers"

// shown follows the open document.
func (p *ideasPane) shown() {
	if p.document == p.app.desk.id {
		return
	}
	p.task.stop()
	p.document, p.cards = p.app.desk.id, nil
	p.app.get(store.DocumentSetting(p.document, answersSetting), &p.cards)
	for _, c := range p.chips {
		c.setChosen(false)
	}
	p.say("")
	if len(p.cards) == 0 {
		p.say("For the selection, or the whole document.")
	}
}

func (p *ideasPane) summary() {
	p.ask("Summary", false, func(ctx context.Context, text string, show func(string)) (string, error) {
		return p.app.writer.Summarize(ctx, text, show)
	})
}

func (p *ideasPane) translate(to, name string) {
	p.ask("Into "+name, false, func(ctx context.Context, text string, show func(string)) (string, error) {
		return p.app.writer.Translate(ctx, text, to, show)
	})
}

func (p *ideasPane) analysis() {
	p.ask("Analysis", true, func(ctx context.Context, text string, _ func(string)) (string, error) {
		a, err := p.app.writer.Analyze(ctx, text)
		return a.String(), err
	})
}

func (p *ideasPane) ideas() {
	request := assist.IdeasRequest{Text: p.matter(), Title: p.app.givenTitle(), Notes: p.app.desk.notes, Count: ideaCount}
	p.cards = nil
	p.say("")
	set := func(ideas []string) {
		p.cards = nil
		for i, idea := range ideas {
			p.cards = append(p.cards, answerCard{Title: fmt.Sprintf("Idea %d", i+1), Text: idea})
		}
	}
	startTask(&p.task, func(ctx context.Context, show func([]string)) ([]string, error) {
		return p.app.writer.Ideas(ctx, request, show)
	}, func(soFar []string) { set(soFar); p.refresh() },
		func(ideas []string, err error) { set(ideas); p.ended(err) })
}

// commands put the answers into the text by key: they stand in the palette,
// where each is a line only while there is such an answer.
func (p *ideasPane) commands() []*command {
	all := make([]*command, ideaCount)
	for i := range all {
		all[i] = &command{id: fmt.Sprintf("ideas.put-%d", i+1), menu: "Assistant", title: fmt.Sprintf("Put answer %d into the text", i+1), paletteOnly: true,
			run:     func() { p.app.insertBelow(p.cards[i].Text) },
			enabled: func() bool { return i < len(p.cards) && !p.cards[i].Plain && !p.task.running() }}
	}
	return all
}

func (p *ideasPane) say(text string) {
	p.message.SetText(text)
	p.refresh()
}

func (p *ideasPane) refresh() {
	p.list.Objects = nil
	for _, c := range p.cards {
		p.list.Add(p.card(c))
	}
	if p.task.running() && p.message.text == "" {
		p.message.SetText("Thinking…")
	} else if !p.task.running() && p.message.text == "Thinking…" {
		p.message.SetText("")
	}
	setVisible(p.task.running(), p.stop)
	p.list.Refresh()
	if p.box != nil {
		p.box.Refresh()
	}
}

func (p *ideasPane) card(c answerCard) fyne.CanvasObject {
	body := container.New(layout.NewCustomPaddedVBoxLayout(6), newInkText(c.Title, colorMuted, captionTextSize), newDiffView([]diffPiece{{kept, c.Text}}))
	if !p.task.running() && c.Text != "" {
		buttons := container.New(layout.NewCustomPaddedHBoxLayout(6))
		if !c.Plain {
			buttons.Add(newPrimaryButton("Put into the text", func() { p.app.insertBelow(c.Text) }))
		}
		buttons.Add(newButton("Copy", func() { p.app.toolkit.Clipboard().SetContent(c.Text) }))
		body.Add(buttons)
	}
	return container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(10, 10, 12, 12), body))
}

// insertBelow puts text as a paragraph of its own behind the selection or the
// paragraph at the caret, as one undo step.
func (a *App) insertBelow(text string) {
	s := a.desk.buffer.Snapshot()
	_, end := a.page.Selection()
	end = s.LineEnd(s.LineOf(end))
	if end > 0 {
		text = "\n\n" + text
	}
	a.desk.buffer.BreakGroup()
	if err := a.page.Replace(buffer.Edit{Start: end, End: end, Text: text}, buffer.Rewrite); err != nil {
		a.fail("This could not be put into the text", err)
		return
	}
	a.page.SetCaret(end + len(text))
	a.focusPage()
}

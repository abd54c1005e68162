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
)

// passage is a stretch of the text that a request is about.
type passage struct {
	revision   buffer.Revision
	start, end int
	text       string
}

// passageAtHand is the selection, or the paragraph at the caret.
func (a *App) passageAtHand() passage {
	s := a.desk.buffer.Snapshot()
	start, end := a.page.Selection()
	if start == end {
		line := s.LineOf(start)
		start, end = s.LineStart(line), s.LineEnd(line)
	}
	text := s.Slice(start, end)
	trimmed := strings.TrimSpace(text)
	start += strings.Index(text, trimmed)
	return passage{s.Revision(), start, start + len(trimmed), trimmed}
}

// replacePassage puts text in a passage's place as one undo step, if it still
// says what it said.
func (a *App) replacePassage(p passage, text string) bool {
	start, ok := a.desk.buffer.Shift(p.start, buffer.Right, p.revision)
	s := a.desk.buffer.Snapshot()
	if !ok || start+len(p.text) > s.Len() || s.Slice(start, start+len(p.text)) != p.text {
		return false
	}
	a.desk.buffer.BreakGroup()
	if err := a.page.Replace(buffer.Edit{Start: start, End: start + len(p.text), Text: text}, buffer.Rewrite); err != nil {
		return false
	}
	a.suggest.corrected(p.text, text)
	return true
}

// rewritePane offers the writer's passage in other words: as marked
// differences, one version after another.
type rewritePane struct {
	app         *App
	box         *fyne.Container
	chips       []*inkButton
	instruction *commandEntry
	foot, stop  fyne.CanvasObject
	message     *paragraph
	list        *fyne.Container

	task     task
	request  assist.RewriteRequest
	of       passage
	versions []string
	at       int // the version that is shown open
}

// mostVersions is how many versions of one passage are offered.
const mostVersions = 3

func newRewritePane(a *App) *rewritePane {
	p := &rewritePane{app: a, instruction: newCommandEntry("An instruction of your own"),
		message: newParagraph(""), list: container.New(layout.NewCustomPaddedVBoxLayout(10))}
	chips := container.New(&flow{gap: 6})
	for _, s := range []struct {
		title string
		style assist.Style
	}{{"Fluent", assist.Fluent}, {"Formal", assist.Formal}, {"Friendly", assist.Friendly}, {"Simpler", assist.Simpler}, {"Shorter", assist.Shorter}, {"Longer", assist.Longer}} {
		chip := newButton(s.title, nil)
		chip.run = func() { p.begin(assist.RewriteRequest{Style: s.style}, chip) }
		p.chips = append(p.chips, chip)
		chips.Add(chip)
	}
	p.instruction.onKey = a.sideKey
	p.instruction.OnSubmitted = func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			p.begin(assist.RewriteRequest{Instruction: text}, nil)
		}
	}
	p.stop = newButton("Stop", p.task.stop)
	p.foot = container.NewBorder(nil, nil, nil, p.stop, p.message.box)
	p.task.changed, p.task.do = p.refresh, a.do
	scroll := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 12, 12, 12), container.New(layout.NewCustomPaddedVBoxLayout(10), p.list, p.foot)))
	head := container.New(layout.NewCustomPaddedLayout(12, 10, 12, 12), container.New(layout.NewCustomPaddedVBoxLayout(8), chips, p.instruction))
	p.box = container.New(&stacked{fill: 1}, head, scroll)
	p.refresh()
	return p
}

// begin asks for the first version of the passage at hand.
func (p *rewritePane) begin(request assist.RewriteRequest, chip *inkButton) {
	p.of = p.app.passageAtHand()
	for _, c := range p.chips {
		c.setChosen(c == chip)
	}
	p.versions, p.at = nil, 0
	if p.of.text == "" {
		p.say("Select a passage, or put the caret into a paragraph.")
		return
	}
	p.app.page.SelectRange(p.of.start, p.of.end)
	request.Text = p.of.text
	p.request = request
	p.ask()
}

// ask asks for one more version.
func (p *rewritePane) ask() {
	p.request.Variant = len(p.versions)
	p.versions = append(p.versions, "")
	p.at = len(p.versions) - 1
	p.say("")
	version, request := p.at, p.request
	startTask(&p.task, func(ctx context.Context, show func(string)) (string, error) {
		return p.app.writer.Rewrite(ctx, request, show)
	}, func(soFar string) {
		p.versions[version] = soFar
		p.refresh()
	}, func(text string, err error) {
		if err != nil || text == "" {
			p.versions = p.versions[:version]
			p.at = max(0, version-1)
			p.say(p.app.taskText(err))
			return
		}
		p.versions[version] = text
		p.say("One undo takes it back.")
	})
}

func (p *rewritePane) say(text string) {
	p.message.SetText(text)
	p.refresh()
}

// take puts the version that is open into the text.
func (p *rewritePane) take() {
	text := p.versions[p.at]
	p.task.stop()
	if !p.app.replacePassage(p.of, text) {
		p.say("The passage has changed meanwhile; ask again.")
		return
	}
	p.clear()
	p.app.focusPage()
}

// commands do what the buttons of the open version do.
func (p *rewritePane) commands() []*command {
	ready := func() bool { return len(p.versions) > 0 && !p.task.running() }
	return []*command{
		{id: "rewrite.take", menu: "Assistant", title: "Take the rewriting", keys: []keystroke{ctrlShift(fyne.KeyReturn)}, run: p.take, enabled: ready},
		{id: "rewrite.another", menu: "Assistant", title: "Rewrite in another way", run: p.ask,
			enabled: func() bool { return ready() && len(p.versions) < mostVersions }},
		{id: "rewrite.drop", menu: "Assistant", title: "Drop the rewriting", run: p.drop, enabled: ready, groupEnd: true},
	}
}

func (p *rewritePane) drop() {
	p.clear()
	p.app.focusPage()
}

func (p *rewritePane) clear() {
	p.task.stop()
	p.versions = nil
	for _, c := range p.chips {
		c.setChosen(false)
	}
	p.say("")
}

func (p *rewritePane) refresh() {
	p.list.Objects = nil
	for i := range p.versions {
		if i == p.at {
			p.list.Add(p.openCard(i))
		} else {
			p.list.Add(newPressable(container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(8, 8, 12, 12),
				newInkText(fmt.Sprintf("Version %d", i+1), colorText, interfaceTextSize))), func() { p.at = i; p.refresh() }))
		}
	}
	setVisible(p.task.running(), p.stop)
	p.list.Refresh()
	if p.box != nil {
		p.box.Refresh()
	}
}

func (p *rewritePane) openCard(i int) fyne.CanvasObject {
	writing := p.task.running() && i == len(p.versions)-1
	title := fmt.Sprintf("Rewrite, %s  ·  %d of %d", p.name(), i+1, mostVersions)
	view := newDiffView([]diffPiece{{kept, p.versions[i]}})
	buttons := container.New(layout.NewCustomPaddedHBoxLayout(6))
	if writing {
		title += "  ·  writing"
	} else {
		view = newDiffView(wordDiff(p.of.text, p.versions[i]))
		buttons.Add(newPrimaryButton("Take", p.take))
		if len(p.versions) < mostVersions {
			buttons.Add(newButton("Another", p.ask))
		}
		buttons.Add(newButton("Drop", p.drop))
	}
	body := container.New(layout.NewCustomPaddedVBoxLayout(6), newInkText(title, colorMuted, captionTextSize), view, buttons)
	return container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(10, 10, 12, 12), body))
}

func (p *rewritePane) name() string {
	if p.request.Instruction != "" {
		return "as you said"
	}
	return string(p.request.Style)
}

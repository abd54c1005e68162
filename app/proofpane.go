package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"inkling/assist/proof"
)

// shownFindings bounds the cards of the pane: what is further down is reached
// by mending what is above it, or with F8.
const shownFindings = 60

// proofPane lists the findings as cards: the one at hand with what is wrong
// and what to do, the others as one line each.
type proofPane struct {
	app    *App
	box    *fyne.Container
	head   *inkText
	list   *fyne.Container
	scroll *container.Scroll
}

func newProofPane(a *App) *proofPane {
	p := &proofPane{app: a, head: newInkText("", colorMuted, interfaceTextSize), list: container.New(layout.NewCustomPaddedVBoxLayout(10))}
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 12, 12, 12), p.list))
	head := container.New(layout.NewCustomPaddedLayout(12, 10, 14, 14), p.head)
	p.box = container.NewBorder(head, nil, nil, nil, p.scroll)
	return p
}

// refresh shows the findings as they are now.
func (p *proofPane) refresh() {
	findings := p.app.proof.findings
	p.head.SetText(findingsText(findings))
	p.list.Objects = p.list.Objects[:0]
	for i, f := range findings {
		if i == shownFindings {
			break
		}
		if i == p.app.proof.at {
			p.list.Add(p.openCard(f))
		} else {
			p.list.Add(p.closedCard(i, f))
		}
	}
	p.list.Refresh()
}

func findingsText(findings []finding) string {
	if len(findings) == 0 {
		return "Nothing to mend."
	}
	return countOf(len(findings), "finding", "findings")
}

// openCard says what is wrong and offers what can be done.
func (p *proofPane) openCard(f finding) fyne.CanvasObject {
	message := widget.NewLabel(f.Message)
	message.Wrapping = fyne.TextWrapWord
	body := container.NewVBox(
		container.NewHBox(newDot(f.Kind), newInkText(kindName(f.Kind), colorMuted, captionTextSize)),
		newChange(f),
		container.New(layout.NewCustomPaddedLayout(-4, -4, -8, -8), message),
		p.buttons(f),
	)
	return container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(10, 10, 12, 12), body))
}

func (p *proofPane) buttons(f finding) fyne.CanvasObject {
	row := container.NewHBox()
	if len(f.Replacements) > 0 {
		row.Add(newPrimaryButton("Fix", func() { p.app.proof.fix(f, f.Replacements[0]) }))
	}
	row.Add(newButton("Ignore", func() { p.app.ignoreFinding(f) }))
	if f.Kind == proof.Spelling {
		row.Add(newButton("Add to dictionary", func() { p.app.addWord(f.text) }))
	}
	if len(f.Replacements) < 2 {
		return row
	}
	others := container.NewHBox()
	for _, r := range f.Replacements[1:min(len(f.Replacements), 4)] {
		others.Add(newButton(shownReplacement(r), func() { p.app.proof.fix(f, r) }))
	}
	return container.NewVBox(container.NewHScroll(others), row)
}

// closedCard is one line that opens when it is clicked.
func (p *proofPane) closedCard(i int, f finding) fyne.CanvasObject {
	line := container.NewHBox(newDot(f.Kind), newChange(f))
	return newPressable(container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(8, 8, 12, 12), line)),
		func() { p.app.proof.goTo(i) })
}

// newChange shows a stretch struck out with its replacement behind it.
func newChange(f finding) fyne.CanvasObject {
	row := container.New(layout.NewCustomPaddedHBoxLayout(8))
	if f.text != "" {
		row.Add(newStruck(shownReplacement(f.text)))
	}
	if len(f.Replacements) > 0 {
		after := newInkText(shownReplacement(f.Replacements[0]), colorText, interfaceTextSize+1)
		after.style = fyne.TextStyle{Bold: true}
		row.Add(after)
	}
	return row
}

// shownReplacement makes blanks and line ends visible and shortens what is
// too long for a card.
func shownReplacement(text string) string {
	switch text {
	case "":
		return "nothing"
	case " ":
		return "a space"
	}
	runes := []rune(text)
	for i, r := range runes {
		if r == '\n' || r == '\t' {
			runes[i] = ' '
		}
	}
	if len(runes) > 28 {
		return string(runes[:27]) + "…"
	}
	return string(runes)
}

// newDot is a small round mark in the colour of the kind's underline.
func newDot(k proof.Kind) fyne.CanvasObject {
	dot := newSurface(kindColor(k))
	dot.radius = 3.5
	return container.New(&fixedSize{width: 7, height: 7}, dot)
}

func kindColor(k proof.Kind) fyne.ThemeColorName {
	switch k.Family() {
	case "spelling":
		return colorSpelling
	case "grammar":
		return colorGrammar
	}
	return colorStyle
}

// kindName is a kind as the writer reads it.
func kindName(k proof.Kind) string {
	names := map[proof.Kind]string{
		proof.Spelling: "Spelling", proof.Confusion: "Confused words", proof.Agreement: "Agreement", proof.VerbForm: "Verb form",
		proof.Article: "Article", proof.Preposition: "Preposition", proof.Noun: "Noun form", proof.Word: "Small words",
		proof.Capitals: "Capitals", proof.Punctuation: "Punctuation", proof.Typography: "Spacing and marks",
		proof.Repetition: "Repetition", proof.Style: "Style", proof.ChineseSound: "同音字", proof.ChineseShape: "形近字", proof.ChineseParticle: "的地得",
	}
	if n, ok := names[k]; ok {
		return n
	}
	return fmt.Sprint(k)
}

// newStruck is text with a line through it, in the muted colour.
func newStruck(text string) fyne.CanvasObject {
	t := newInkText(text, colorMuted, interfaceTextSize+1)
	line := newSurface(colorMuted)
	return container.New(&struckLayout{}, t, line)
}

// struckLayout puts its second child as a line through the middle of the first.
type struckLayout struct{}

func (*struckLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (*struckLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[1].Move(fyne.NewPos(0, size.Height*0.55))
	objects[1].Resize(fyne.NewSize(size.Width, 1))
}

// pressable makes anything clickable.
type pressable struct {
	widget.BaseWidget
	content fyne.CanvasObject
	press   func()
}

func newPressable(content fyne.CanvasObject, press func()) *pressable {
	p := &pressable{content: content, press: press}
	p.ExtendBaseWidget(p)
	return p
}

// Tapped implements fyne.Tappable.
func (p *pressable) Tapped(*fyne.PointEvent) { p.press() }

// CreateRenderer implements fyne.Widget.
func (p *pressable) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.content) }

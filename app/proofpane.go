package app

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"inkling/assist/proof"
)

// shownFindings bounds the cards of the pane: what is further down is reached
// by mending what is above it, or with F8.
const shownFindings = 60

// proofPane lists the findings as cards: the one at hand with its sentence,
// what is wrong and what to do, the others as one line each. The kinds at the
// top count them, and show those of one kind alone.
type proofPane struct {
	app    *App
	box    *fyne.Container
	head   *inkText
	kinds  *fyne.Container
	only   proof.Kind // the kind that is shown; empty: all
	list   *fyne.Container
	scroll *container.Scroll
}

func newProofPane(a *App) *proofPane {
	p := &proofPane{app: a, head: newInkText("", colorMuted, interfaceTextSize), kinds: container.New(&flow{gap: 6}),
		list: container.New(layout.NewCustomPaddedVBoxLayout(10))}
	p.head.shrink = true
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 12, 12, 12), p.list))
	head := container.New(layout.NewCustomPaddedLayout(12, 10, 14, 14), container.New(layout.NewCustomPaddedVBoxLayout(8), p.head, p.kinds))
	p.box = container.New(&stacked{fill: 1}, head, p.scroll)
	return p
}

// refresh shows the findings as they are now.
func (p *proofPane) refresh() {
	findings := p.app.proof.findings
	p.head.SetText(findingsText(findings, p.app.proof.grade))
	p.showKinds(findings)
	p.list.Objects = p.list.Objects[:0]
	for i, f := range findings {
		if len(p.list.Objects) == shownFindings {
			break
		}
		switch {
		case p.only != "" && f.Kind != p.only:
		case i == p.app.proof.at:
			p.list.Add(p.openCard(f))
		default:
			p.list.Add(p.closedCard(i, f))
		}
	}
	p.list.Refresh()
	p.box.Refresh()
}

// showKinds counts the findings by kind, as buttons that show one kind alone.
func (p *proofPane) showKinds(findings []finding) {
	all := make([]proof.Finding, len(findings))
	for i, f := range findings {
		all[i] = f.Finding
	}
	counts := proof.Summarize(all)
	if !slices.ContainsFunc(counts, func(c proof.Count) bool { return c.Kind == p.only }) {
		p.only = ""
	}
	p.kinds.Objects = nil
	if len(counts) > 1 {
		for _, c := range counts {
			chip := newChip(fmt.Sprintf("%s %d", kindName(c.Kind), c.Underlined+c.Quiet), func() { p.showOnly(c.Kind) })
			chip.chosen = c.Kind == p.only
			p.kinds.Add(chip)
		}
	}
	setVisible(len(counts) > 1, p.kinds)
}

// showOnly shows the findings of one kind, or all again.
func (p *proofPane) showOnly(kind proof.Kind) {
	if p.only == kind {
		kind = ""
	}
	p.only = kind
	if i := slices.IndexFunc(p.app.proof.findings, func(f finding) bool { return f.Kind == kind }); i >= 0 {
		p.app.proof.at = i
	}
	p.refresh()
}

// findingsText counts the findings and says how the text reads; grade is a
// school year, 0 where it isn't known.
func findingsText(findings []finding, grade float64) string {
	text := "Nothing to mend."
	if len(findings) > 0 {
		text = countOf(len(findings), "finding", "findings")
	}
	if grade > 0 {
		text += fmt.Sprintf("  ·  reads like school year %.0f", grade)
	}
	return text
}

// openCard says what is wrong and offers what can be done.
func (p *proofPane) openCard(f finding) fyne.CanvasObject {
	message := widget.NewLabel(f.Message)
	message.Wrapping = fyne.TextWrapWord
	kind := kindName(f.Kind)
	if !f.Underline {
		kind += ", perhaps"
	}
	body := container.NewVBox(
		container.NewHBox(newDot(f.Kind), newInkText(kind, colorMuted, captionTextSize)),
		newDiffView(p.inSentence(f)),
		container.New(layout.NewCustomPaddedLayout(-4, -4, -8, -8), message),
		p.buttons(f),
	)
	return container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(10, 10, 12, 12), body))
}

// Bytes of the text around a finding that its card shows at most.
const aroundBefore, aroundAfter = 70, 70

// inSentence is the finding in its sentence, or in what of it fits, with the
// first fix marked.
func (p *proofPane) inSentence(f finding) []diffPiece {
	s := p.app.desk.buffer.Snapshot()
	if f.End > s.Len() {
		return []diffPiece{{removed, f.text}}
	}
	line := s.LineOf(f.Start)
	from, to := max(s.LineStart(line), f.Start-aroundBefore), min(s.LineEnd(s.LineOf(f.End)), f.End+aroundAfter)
	before, after := headless(s.Slice(from, f.Start), from > s.LineStart(line)), tailless(s.Slice(f.End, to), to < s.LineEnd(s.LineOf(f.End)))
	pieces := []diffPiece{{kept, before}, {removed, f.text}}
	if len(f.Replacements) > 0 {
		pieces = append(pieces, diffPiece{added, f.Replacements[0]})
	} else {
		pieces[1].kind = kept
	}
	return append(pieces, diffPiece{kept, after})
}

// headless leaves out what stands before the sentence that text ends with, or
// else, where it was cut, the first word.
func headless(text string, cut bool) string {
	if i := strings.LastIndexAny(text, ".!?。！？"); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		if rest := strings.TrimLeft(text[i+size:], " ”\"’)"); rest != "" {
			return rest
		}
	}
	if !cut {
		return text
	}
	if i := strings.IndexAny(text, " ，、；"); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		text = text[i+size:]
	}
	return "…" + strings.ToValidUTF8(text, "")
}

// tailless leaves out what stands behind the sentence that text begins in, or
// else, where it was cut, the last word.
func tailless(text string, cut bool) string {
	if i := strings.IndexAny(text, ".!?。！？"); i >= 0 {
		_, size := utf8.DecodeRuneInString(text[i:])
		return text[:i+size]
	}
	if !cut {
		return text
	}
	if i := strings.LastIndexAny(text, " ，、；"); i >= 0 {
		text = text[:i]
	}
	return strings.ToValidUTF8(text, "") + "…"
}

func (p *proofPane) buttons(f finding) fyne.CanvasObject {
	row := container.New(&flow{gap: 6})
	if len(f.Replacements) > 0 {
		row.Add(newPrimaryButton("Fix", func() { p.app.proof.fix(f, f.Replacements[0]) }))
		for _, r := range f.Replacements[1:min(len(f.Replacements), 4)] {
			row.Add(newButton(shownReplacement(r), func() { p.app.proof.fix(f, r) }))
		}
	}
	row.Add(newButton("Ignore", func() { p.app.proof.ignoreOnce(f) }))
	if f.Kind == proof.Spelling {
		row.Add(newButton("Add to dictionary", func() { p.app.addWord(f.text) }))
	}
	var more *inkButton
	more = newButton("More…", func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(more)
		p.app.showMenu(fyne.NewMenu("", p.app.moreItems(f)...), at.AddXY(0, more.Size().Height))
	})
	row.Add(more)
	return row
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
	switch {
	case len(f.Replacements) == 0:
	case f.Replacements[0] == "":
		row.Add(newInkText("take out", colorMuted, interfaceTextSize))
	default:
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
		return "Take it out"
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

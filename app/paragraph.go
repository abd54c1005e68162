package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// paragraph is muted text that wraps: what is said in it is never cut off.
type paragraph struct {
	box  *fyne.Container
	rich *widget.RichText
	text string
}

func newParagraph(text string) *paragraph {
	p := &paragraph{rich: widget.NewRichText(), text: text}
	p.rich.Wrapping = fyne.TextWrapWord
	inset := -theme.InnerPadding()
	p.box = container.New(layout.NewCustomPaddedLayout(inset, inset, inset, inset), p.rich)
	p.show()
	return p
}

// SetText changes the text; it costs nothing when the text is the same.
func (p *paragraph) SetText(text string) {
	if p.text == text {
		return
	}
	p.text = text
	p.show()
}

func (p *paragraph) show() {
	p.rich.Segments = []widget.RichTextSegment{&widget.TextSegment{Text: p.text,
		Style: widget.RichTextStyle{ColorName: colorMuted, SizeName: theme.SizeNameText}}}
	p.rich.Refresh()
}

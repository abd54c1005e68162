package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// assistantPane is the column at the right: a row of tabs and the chosen page.
type assistantPane struct {
	box   *fyne.Container
	strip *tabStrip
	stack *fyne.Container
}

func newAssistantPane(tabs ...*tab) *assistantPane {
	p := &assistantPane{stack: container.NewStack()}
	p.strip = newTabStrip(tabs, p.choose)
	for _, t := range tabs {
		p.stack.Add(t.page)
	}
	p.choose(0)
	p.box = container.NewStack(newSurface(colorSide), container.New(&stacked{fill: 1}, p.strip, p.stack))
	return p
}

// choose brings a page to the front.
func (p *assistantPane) choose(i int) {
	p.strip.chosen = i
	for j, t := range p.strip.tabs {
		if j == i {
			t.page.Show()
		} else {
			t.page.Hide()
		}
	}
	p.strip.Refresh()
	if shown := p.strip.tabs[i].shown; shown != nil {
		shown()
	}
}

// current is the page at the front.
func (p *assistantPane) current() *tab { return p.strip.tabs[p.strip.chosen] }

// chooseTab brings the page of t to the front.
func (p *assistantPane) chooseTab(t *tab) {
	for i := range p.strip.tabs {
		if p.strip.tabs[i] == t {
			p.choose(i)
		}
	}
}

// setCount shows a number behind a tab's name; 0 shows none.
func (p *assistantPane) setCount(t *tab, n int) {
	count := ""
	if n > 0 {
		count = grouped(n)
	}
	if t.count != count {
		t.count = count
		p.strip.Refresh()
	}
}

// documentChanged lets the page at the front follow the open document.
func (p *assistantPane) documentChanged() {
	if shown := p.current().shown; shown != nil {
		shown()
	}
}

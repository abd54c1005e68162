package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"inkling/editor/buffer"
	"inkling/store"
)

// historyPane shows the earlier states of the open document, and the one that
// is chosen as its difference from the text as it is now.
type historyPane struct {
	app  *App
	box  *fyne.Container
	head *inkText
	list *fyne.Container

	document store.ID
	chosen   uint64 // number of the revision that is shown open; 0: none

	task    task
	opened  string      // the text of the chosen revision
	changes []diffPiece // how it differs from the text as it was when it was chosen; nil: not known yet
}

// shownRevisions bounds the list.
const shownRevisions = 100

func newHistoryPane(a *App) *historyPane {
	p := &historyPane{app: a, head: newInkText("", colorMuted, interfaceTextSize), list: container.New(layout.NewCustomPaddedVBoxLayout(8))}
	scroll := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 12, 12, 12), p.list))
	head := container.New(layout.NewCustomPaddedLayout(12, 10, 14, 14), p.head)
	p.box = container.NewBorder(head, nil, nil, nil, scroll)
	p.task.do = a.do
	return p
}

// choose opens a revision; 0 closes the one that is open. Reading and comparing
// go on elsewhere: with a long text they take longer than a frame.
func (p *historyPane) choose(number uint64) {
	p.task.stop()
	p.chosen, p.opened, p.changes = number, "", nil
	p.refresh()
	if number == 0 {
		return
	}
	id, snapshot := p.document, p.app.desk.buffer.Snapshot()
	startTask(&p.task, func(context.Context, func(comparison)) (comparison, error) {
		text, err := p.app.store.LoadRevision(id, number)
		if err != nil {
			return comparison{}, err
		}
		return comparison{text, changesOnly(wordDiff(snapshot.Text(), text))}, nil
	}, func(comparison) {}, func(c comparison, err error) {
		if err != nil {
			p.chosen = 0
			p.app.fail("This state could not be read", err)
		}
		p.opened, p.changes = c.text, c.changes
		p.refresh()
	})
}

// comparison is a revision's text and how it differs from the text now.
type comparison struct {
	text    string
	changes []diffPiece
}

// refresh reads the open document's history anew.
func (p *historyPane) refresh() {
	if p.document != p.app.desk.id {
		p.task.stop()
		p.document, p.chosen = p.app.desk.id, 0
	}
	p.list.Objects = nil
	revisions, err := p.app.store.History(p.app.desk.id)
	switch {
	case err != nil:
		p.head.SetText("The history could not be read.")
		p.app.fail("The history could not be read", err)
	case len(revisions) == 0:
		p.head.SetText("Earlier states will appear here as you write.")
	default:
		p.head.SetText(countOf(len(revisions), "earlier state", "earlier states"))
	}
	for i, r := range revisions {
		if i == shownRevisions {
			break
		}
		if r.Number == p.chosen {
			p.list.Add(p.openCard(r))
		} else {
			p.list.Add(p.closedCard(r))
		}
	}
	p.list.Refresh()
}

func (p *historyPane) closedCard(r store.Revision) fyne.CanvasObject {
	return newPressable(container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(8, 8, 12, 12), revisionLine(r))),
		func() { p.choose(r.Number) })
}

func revisionLine(r store.Revision) fyne.CanvasObject {
	when := newInkText(whenText(r.Time, time.Now()), colorText, interfaceTextSize)
	length := newInkText(countText(r.Words, false), colorMuted, interfaceTextSize-1)
	return container.NewHBox(when, layout.NewSpacer(), length)
}

// openCard shows what has changed since a revision, and offers it back.
func (p *historyPane) openCard(r store.Revision) fyne.CanvasObject {
	changes := p.changes
	restore := newPrimaryButton("Bring it back", func() { p.restore(p.opened) })
	if changes == nil {
		changes = []diffPiece{{kept, "Comparing…"}}
	}
	if !slices.ContainsFunc(p.changes, func(d diffPiece) bool { return d.kind != kept }) {
		restore.Disable() // not known yet, or the same text
	}
	closeButton := newButton("Close", func() { p.choose(0) })
	body := container.NewVBox(revisionLine(r), newDiffView(changes), container.NewHBox(restore, closeButton))
	return container.NewStack(newCardSurface(), container.New(layout.NewCustomPaddedLayout(8, 10, 12, 12), body))
}

// restore puts an earlier text onto the page, as one edit that undo takes back.
func (p *historyPane) restore(text string) {
	whole := buffer.Edit{Start: 0, End: p.app.desk.buffer.Len(), Text: text}
	if err := p.app.page.Replace(whole, buffer.Rewrite); err != nil {
		p.app.fail("The earlier state could not be brought back", err)
		return
	}
	p.app.focusPage()
	p.choose(0)
}

// aroundChange is how many bytes of unchanged text are shown beside a change.
const aroundChange = 60

// changesOnly shortens what two texts have in common to what stands beside
// the changes.
func changesOnly(pieces []diffPiece) []diffPiece {
	short := make([]diffPiece, 0, len(pieces))
	for i, p := range pieces {
		if p.kind == kept && len(p.text) > 2*aroundChange {
			head, tail := headOf(p.text, aroundChange), tailOf(p.text, aroundChange)
			switch {
			case len(pieces) == 1:
				p.text = head + "…"
			case i == 0:
				p.text = "…" + tail
			case i == len(pieces)-1:
				p.text = head + "…"
			default:
				p.text = head + " … " + tail
			}
		}
		short = append(short, p)
	}
	return short
}

// headOf is about the first n bytes of text, in whole characters.
func headOf(text string, n int) string {
	for i := range text {
		if i >= n {
			return text[:i]
		}
	}
	return text
}

// tailOf is about the last n bytes of text, in whole characters.
func tailOf(text string, n int) string {
	for i := range text {
		if len(text)-i <= n {
			return text[i:]
		}
	}
	return ""
}

// whenText says when something was, as short as it is clear.
func whenText(t, now time.Time) string {
	age := now.Sub(t)
	switch {
	case age < time.Minute:
		return "just now"
	case age < time.Hour:
		return countOf(int(age/time.Minute), "minute ago", "minutes ago")
	case dayGroup(t, now) == "Today":
		return "today, " + t.Format("15:04")
	case dayGroup(t, now) == "Yesterday":
		return "yesterday, " + t.Format("15:04")
	case t.Year() == now.Year():
		return t.Format("2 January, 15:04")
	}
	return fmt.Sprintf("%s, %s", t.Format("2 January 2006"), t.Format("15:04"))
}

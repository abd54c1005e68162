package app

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inkling/editor"
	"inkling/editor/buffer"
	"inkling/editor/find"
)

// findBar is the strip above the page that finds and replaces. Matches are
// marked on the page as one types; Return and F3 go through them.
type findBar struct {
	page  *editor.Editor
	do    func(func()) // brings work to the toolkit's goroutine
	leave func()       // gives the keyboard back to the page

	box         *fyne.Container
	query       *commandEntry
	replacement *commandEntry
	second      *fyne.Container // the row that replaces
	count       *inkText
	options     find.Options

	compiled *find.Query // what is looked for; nil where there is nothing, or nothing that can be
	matches  []find.Match
	at       int                // index of the match that is selected; -1: none
	giveUp   context.CancelFunc // ends the search that is under way; nil where none is
}

// searchHere is the size of a text up to which it is searched at once. Longer
// ones are searched beside, so that typing in them doesn't wait.
const searchHere = 256 << 10

// mostMatches bounds how many matches are marked and counted.
const mostMatches = 20000

func newFindBar(page *editor.Editor, do func(func()), keys func(keystroke) bool, leave func()) *findBar {
	b := &findBar{page: page, do: do, leave: leave, at: -1,
		query: newCommandEntry("Find"), replacement: newCommandEntry("Replace with"),
		count: newInkText("", colorMuted, interfaceTextSize-1)}
	b.query.OnChanged = func(string) { b.refreshThen(b.toFirst) }
	b.query.OnSubmitted = func(string) { b.next() }
	b.query.onKey, b.replacement.onKey = keys, keys
	b.replacement.OnSubmitted = func(string) { b.replaceOne() }

	tools := container.NewHBox(container.NewCenter(b.count),
		b.toggle("Aa", &b.options.MatchCase), b.toggle("Word", &b.options.WholeWord), b.toggle(".*", &b.options.Regexp),
		iconButton(theme.MoveUpIcon(), b.previous), iconButton(theme.MoveDownIcon(), b.next), iconButton(theme.CancelIcon(), b.close))
	first := container.NewBorder(nil, nil, nil, tools, b.query)
	b.second = container.NewBorder(nil, nil, nil, container.NewHBox(
		newButton("Replace", b.replaceOne), newButton("Replace all", b.replaceAll)), b.replacement)
	b.second.Hide()
	b.box = container.NewStack(newSurface(colorSide),
		container.New(&stacked{}, container.New(layout.NewCustomPaddedLayout(6, 6, 14, 14), container.NewVBox(first, b.second)),
			newSurface(colorLine)))
	b.box.Hide()
	return b
}

func iconButton(icon fyne.Resource, tapped func()) *widget.Button {
	b := widget.NewButtonWithIcon("", icon, tapped)
	b.Importance = widget.LowImportance
	return b
}

// toggle is a button that turns one way of searching on and off.
func (b *findBar) toggle(title string, option *bool) *inkButton {
	button := newButton(title, nil)
	button.run = func() {
		*option = !*option
		button.setChosen(*option)
		b.refreshThen(b.toFirst)
	}
	return button
}

func (b *findBar) visible() bool { return b.box.Visible() }

// open shows the bar; a short selection is what is looked for.
func (b *findBar) open() {
	b.box.Show()
	if selected := b.page.SelectedText(); selected != "" && len(selected) < 200 && !slices.Contains([]byte(selected), '\n') {
		b.query.SetText(selected)
	}
	fyne.CurrentApp().Driver().CanvasForObject(b.page).Focus(b.query)
	b.query.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.refresh()
}

func (b *findBar) openReplace() {
	b.second.Show()
	b.open()
}

func (b *findBar) close() {
	b.box.Hide()
	b.second.Hide()
	b.stop()
	b.matches, b.at = nil, -1
	b.page.SetHighlights(nil)
	b.leave()
}

// refresh looks for the query in the text as it is now.
func (b *findBar) refresh() { b.refreshThen(func() {}) }

// refreshThen is refresh, and then, when the matches are known, runs next.
// Until then the marks of the search before stay on the page, where they move
// with the text.
func (b *findBar) refreshThen(next func()) {
	if !b.visible() {
		return
	}
	b.stop()
	b.matches, b.at, b.compiled = nil, -1, nil
	compiled, err := find.Compile(b.query.Text, b.options)
	if err != nil || b.query.Text == "" {
		b.count.SetText("")
		if err != nil {
			b.count.SetText(err.Error())
		}
		b.mark()
		b.box.Refresh()
		return
	}
	b.compiled = compiled
	b.search(mostMatches, func(_ *buffer.Snapshot, matches []find.Match) {
		b.matches, b.at = matches, -1
		b.showCount()
		b.mark()
		b.box.Refresh()
		next()
	})
}

// search looks for the first most matches and then runs done with them and
// the text they are of, at once or, for a long text, later, unless another
// search was begun meanwhile.
func (b *findBar) search(most int, done func(*buffer.Snapshot, []find.Match)) {
	b.stop()
	query, snapshot := b.compiled, b.page.Buffer().Snapshot()
	if snapshot.Len() <= searchHere {
		done(snapshot, query.All(snapshot, most))
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	b.giveUp = cancel
	b.count.SetText("searching…")
	b.box.Refresh()
	go func() {
		matches, err := query.Search(ctx, snapshot, most)
		if err != nil {
			return
		}
		b.do(func() {
			if ctx.Err() != nil {
				return
			}
			b.stop()
			done(snapshot, matches)
		})
	}()
}

// stop ends the search that is under way.
func (b *findBar) stop() {
	if b.giveUp != nil {
		b.giveUp()
		b.giveUp = nil
	}
}

func (b *findBar) showCount() {
	switch {
	case len(b.matches) == 0:
		b.count.SetText("not found")
	case b.at >= 0:
		b.count.SetText(fmt.Sprintf("%s of %s", grouped(b.at+1), b.found()))
	case len(b.matches) == mostMatches:
		b.count.SetText(b.found() + " matches")
	default:
		b.count.SetText(countOf(len(b.matches), "match", "matches"))
	}
}

// found is how many matches there are, as far as they were counted.
func (b *findBar) found() string {
	if len(b.matches) == mostMatches {
		return grouped(mostMatches) + "+"
	}
	return grouped(len(b.matches))
}

// mark shows the matches on the page.
func (b *findBar) mark() {
	marks := make([]editor.Highlight, len(b.matches))
	for i, m := range b.matches {
		marks[i] = editor.Highlight{Start: m.Start, End: m.End, Kind: editor.Match}
		if i == b.at {
			marks[i].Kind = editor.CurrentMatch
		}
	}
	b.page.SetHighlights(marks)
}

// toFirst goes to the first match at or behind the caret.
func (b *findBar) toFirst() {
	if len(b.matches) == 0 {
		return
	}
	start, _ := b.page.Selection()
	i := slices.IndexFunc(b.matches, func(m find.Match) bool { return m.Start >= start })
	b.goTo(max(i, 0))
}

func (b *findBar) next()     { b.step(1) }
func (b *findBar) previous() { b.step(-1) }

func (b *findBar) step(by int) {
	if !b.visible() {
		b.open()
		return
	}
	n := len(b.matches)
	if n == 0 {
		return
	}
	if b.at < 0 {
		b.toFirst()
		return
	}
	b.goTo((b.at + by + n) % n)
}

func (b *findBar) goTo(i int) {
	b.at = i
	m := b.matches[i]
	b.page.SelectRange(m.Start, m.End)
	b.mark()
	b.showCount()
	b.box.Refresh()
}

// replaceOne replaces the match at hand and goes to the next.
func (b *findBar) replaceOne() {
	if b.at < 0 {
		b.next()
		return
	}
	m, at := b.matches[b.at], b.at
	text := b.compiled.Replacement(b.page.Buffer().Snapshot(), m, b.replacement.Text)
	if err := b.page.Replace(buffer.Edit{Start: m.Start, End: m.End, Text: text}, buffer.Replace); err != nil {
		b.count.SetText(err.Error())
		return
	}
	b.refreshThen(func() {
		if len(b.matches) > 0 {
			b.goTo(min(at, len(b.matches)-1))
		}
	})
}

// replaceAll replaces every match as one undo step, also those beyond the
// ones that are marked.
func (b *findBar) replaceAll() {
	if len(b.matches) == 0 {
		return
	}
	b.search(0, func(snapshot *buffer.Snapshot, matches []find.Match) {
		text := b.page.Buffer()
		if snapshot.Revision() != text.Revision() {
			b.refresh() // the writer typed on: what is replaced would be another text
			return
		}
		replaced, err := b.compiled.ReplaceAll(text, matches, b.replacement.Text)
		b.refreshThen(func() {
			b.count.SetText(fmt.Sprintf("%s replaced", grouped(replaced)))
			if err != nil {
				b.count.SetText(err.Error())
			}
			b.box.Refresh()
		})
	})
}

package app

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inkling/store"
)

// listedDocument is what the document list shows of a document.
type listedDocument struct {
	id       store.ID
	title    string
	modified time.Time
	words    int
	chinese  bool
}

// documentsPane is the list at the left: a field that filters as one types,
// and the documents, newest first, under the names of their days.
type documentsPane struct {
	box    *fyne.Container
	filter *commandEntry
	list   *widget.List
	empty  *inkText

	all  []listedDocument
	rows []listRow
	open store.ID
	now  func() time.Time

	onOpen func(id store.ID)
	onMenu func(id store.ID, at fyne.Position)
}

// listRow is a document's row, or with a group's name the row above one.
type listRow struct {
	group    string
	document listedDocument
}

func newDocumentsPane(menu func(), create func()) *documentsPane {
	p := &documentsPane{
		filter: newCommandEntry("Search documents"),
		empty:  newInkText("", colorMuted, interfaceTextSize-1),
		now:    time.Now,
	}
	p.list = widget.NewList(
		func() int { return len(p.rows) },
		func() fyne.CanvasObject { return newDocumentRow() },
		p.bindRow,
	)
	p.list.HideSeparators = true
	p.filter.OnChanged = func(string) { p.refilter() }

	menuButton := widget.NewButtonWithIcon("", theme.MenuIcon(), menu)
	menuButton.Importance = widget.LowImportance
	newButton := widget.NewButtonWithIcon("", theme.ContentAddIcon(), create)
	newButton.Importance = widget.LowImportance
	head := container.NewBorder(nil, nil, menuButton, newButton, p.filter)
	p.box = container.NewStack(newSurface(colorSide),
		container.New(layout.NewCustomPaddedLayout(10, 4, 8, 8),
			container.NewBorder(head, nil, nil, nil,
				container.NewStack(p.list, container.NewVBox(layout.NewSpacer(), container.NewCenter(p.empty), layout.NewSpacer())))))
	return p
}

// set shows these documents, newest first, with the open one marked.
func (p *documentsPane) set(documents []listedDocument, open store.ID) {
	p.all, p.open = documents, open
	placeholder := "Search documents"
	if n := len(documents); n > 0 && n < 1000 { // a longer number does not fit
		placeholder = fmt.Sprintf("Search %s", countOf(n, "document", "documents"))
	}
	p.filter.SetPlaceHolder(placeholder)
	p.refilter()
}

// changed takes in what a save made of one document: it comes first now.
func (p *documentsPane) changed(d listedDocument) {
	i := slices.IndexFunc(p.all, func(o listedDocument) bool { return o.id == d.id })
	if i < 0 {
		return
	}
	if i == 0 && p.filter.Text == "" && len(p.rows) > 1 && dayGroup(d.modified, p.now()) == p.rows[0].group {
		p.all[0], p.rows[1].document = d, d
		p.list.RefreshItem(1)
		return
	}
	p.all = slices.Insert(slices.Delete(p.all, i, i+1), 0, d)
	p.refilter()
}

func (p *documentsPane) refilter() {
	for i, r := range p.rows {
		if r.group != "" {
			p.list.SetItemHeight(i, documentRowHeight)
		}
	}
	p.rows = groupRows(matching(p.all, p.filter.Text), p.now())
	for i, r := range p.rows {
		if r.group != "" {
			p.list.SetItemHeight(i, groupRowHeight)
		}
	}
	switch {
	case len(p.rows) > 0:
		p.empty.SetText("")
	case len(p.all) > 0:
		p.empty.SetText("No document matches.")
	default:
		p.empty.SetText("Nothing written yet.")
	}
	p.list.Refresh()
}

func (p *documentsPane) bindRow(i widget.ListItemID, o fyne.CanvasObject) {
	if i < 0 || i >= len(p.rows) {
		return
	}
	row, data := o.(*documentRow), p.rows[i]
	row.group = data.group
	row.onTap, row.onMenu = nil, nil
	if data.group == "" {
		d := data.document
		row.title = d.title
		row.detail = countText(d.words, d.chinese)
		row.selected = d.id == p.open
		row.onTap = func() { p.onOpen(d.id) }
		row.onMenu = func(at fyne.Position) { p.onMenu(d.id, at) }
	}
	row.Refresh()
}

// matching keeps the documents whose title holds every word of the query.
func matching(all []listedDocument, query string) []listedDocument {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return all
	}
	var kept []listedDocument
	for _, d := range all {
		title := strings.ToLower(d.title)
		fits := true
		for _, w := range words {
			fits = fits && strings.Contains(title, w)
		}
		if fits {
			kept = append(kept, d)
		}
	}
	return kept
}

// groupRows puts the name of its time above each run of documents that share it.
func groupRows(documents []listedDocument, now time.Time) []listRow {
	var rows []listRow
	last := ""
	for _, d := range documents {
		if g := dayGroup(d.modified, now); g != last {
			rows = append(rows, listRow{group: g})
			last = g
		}
		rows = append(rows, listRow{document: d})
	}
	return rows
}

// dayGroup names how long ago t was, in calendar days of now's time zone.
func dayGroup(t, now time.Time) string {
	y, m, d := now.Date()
	midnight := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	switch {
	case !t.Before(midnight):
		return "Today"
	case !t.Before(midnight.AddDate(0, 0, -1)):
		return "Yesterday"
	case !t.Before(midnight.AddDate(0, 0, -6)):
		return "This week"
	case !t.Before(midnight.AddDate(0, 0, -30)):
		return "This month"
	}
	return "Earlier"
}

func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

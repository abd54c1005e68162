package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"inkling/editor/buffer"
	"inkling/editor/paste"
	"inkling/internal/textfile"
	"inkling/store"
)

// mostDropped is how many files one drop takes in: more were not meant.
const mostDropped = 50

// dropped takes in the files that were dropped on the window: each becomes a
// document, the last is opened, and the files stay as they are. A text that
// was dropped on the page can go into the document there instead.
func (a *App) dropped(at fyne.Position, files []fyne.URI) {
	where := a.dropPlace(at)
	var taken []takenFile
	var refused []error
	for i, f := range files {
		if i == mostDropped {
			refused = append(refused, fmt.Errorf("only the first %d files were taken in", mostDropped))
			break
		}
		t, err := a.takeFile(f)
		if err != nil {
			refused = append(refused, err)
			continue
		}
		taken = append(taken, t)
	}
	if len(taken) > 0 && !a.openDocument(taken[len(taken)-1].id) {
		return // said already
	}
	a.listDocuments()
	switch n := len(taken); {
	case len(refused) > 0:
		a.refuseDrop(n, refused)
	case n == 1:
		a.offerInsertion(where, taken[0])
	case n > 1:
		a.notice.flash("import", fmt.Sprintf("%d files are now among your documents. The files themselves stay as they are.", n))
	}
}

// takenFile is a file that has become a document.
type takenFile struct {
	id    store.ID
	name  string
	text  string
	known bool // its text was a document before
}

func (a *App) takeFile(f fyne.URI) (takenFile, error) {
	if f.Scheme() != "file" {
		return takenFile{}, fmt.Errorf("%s is not a file on this machine", f)
	}
	text, err := readDocument(f.Path())
	if err != nil {
		return takenFile{}, err
	}
	t := takenFile{name: filepath.Base(f.Path()), text: text}
	if t.id, t.known = a.documentWith(text); t.known {
		return t, nil
	}
	info, err := a.store.Create(text)
	if err != nil {
		return takenFile{}, fmt.Errorf("%s could not be kept: %w", t.name, err)
	}
	t.id = info.ID
	return t, nil
}

// readDocument gives the text of a file; of a web page it gives what is read
// there, without its marks.
func readDocument(path string) (string, error) {
	text, err := textfile.Read(path)
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm", ".xhtml":
		text = paste.FromHTML(text)
	}
	return text, err
}

// refuseDrop says which files could not be taken in, and why.
func (a *App) refuseDrop(taken int, refused []error) {
	message := fmt.Sprintf("This could not be opened: %v.", refused[0])
	if more := len(refused) - 1; more > 0 {
		message += fmt.Sprintf(" Nor could %d more.", more)
	}
	if taken > 0 {
		message += fmt.Sprintf(" %s now among your documents.", countOf(taken, "file is", "files are"))
	}
	a.notice.show("import", message, answer{title: "Close", run: func() { a.notice.hide("import") }})
}

// dropPlace is where on the page something was dropped.
type dropPlace struct {
	document store.ID // 0: beside the page, or there is no text to put it into
	title    string
	offset   int
	revision buffer.Revision
}

func (a *App) dropPlace(at fyne.Position) dropPlace {
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(a.page)
	in := at.Subtract(origin)
	size := a.page.Size()
	if a.desk.buffer == nil || a.desk.buffer.Len() == 0 || in.X < 0 || in.Y < 0 || in.X > size.Width || in.Y > size.Height {
		return dropPlace{}
	}
	return dropPlace{a.desk.id, plainTitle(a.desk.title), a.page.OffsetAt(in), a.desk.buffer.Revision()}
}

// offerInsertion says what became of a file and, where it was dropped on a
// text, offers to put it in there.
func (a *App) offerInsertion(where dropPlace, file takenFile) {
	message := fmt.Sprintf("“%s” is now among your documents. The file itself stays as it is.", file.name)
	if where.document == 0 || where.document == file.id {
		a.notice.flash("import", message)
		return
	}
	a.notice.show("import", message,
		answer{title: fmt.Sprintf("Put it into “%s” instead", shortTitle(where.title)), primary: true, run: func() {
			a.notice.hide("import")
			a.insertFile(where, file)
		}},
		answer{title: "Close", run: func() { a.notice.hide("import") }})
}

// shortTitle is a title that fits on a button.
func shortTitle(title string) string {
	const most = 24
	if runes := []rune(title); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return title
}

// insertFile puts a dropped file's text where it was dropped, as one undo
// step, and takes its document back, if the drop made it.
func (a *App) insertFile(where dropPlace, file takenFile) {
	if !a.openDocument(where.document) {
		return
	}
	offset := where.offset
	if now, ok := a.desk.buffer.Shift(offset, buffer.Right, where.revision); ok && where.revision <= a.desk.buffer.Revision() {
		offset = now
	}
	a.page.SetCaret(offset)
	a.page.Insert(paste.Clean(file.text, "\n"), buffer.Paste)
	if !file.known {
		if err := a.store.Delete(file.id); err != nil {
			a.fail("The document of the file could not be deleted", err)
		}
	}
	a.listDocuments()
	a.focusPage()
}

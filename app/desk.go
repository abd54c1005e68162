package app

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"inkling/assist"
	"inkling/editor/buffer"
	"inkling/store"
)

// desk is the open document.
type desk struct {
	id     store.ID
	title  string
	named  bool // the writer gave the title; otherwise it is the first line
	notes  string
	buffer *buffer.Buffer
	// undo keeps the buffers of the documents that were open before, with
	// their undo histories, most recent last.
	earlier []keptBuffer
}

// keptBuffer is the buffer of a document that isn't open any more.
type keptBuffer struct {
	id     store.ID
	buffer *buffer.Buffer
	scroll float64
}

// keptBuffers is how many documents keep their undo history after another was
// opened, and keptBytes how long their texts may be together.
const (
	keptBuffers = 16
	keptBytes   = 64 << 20
)

// newDocument starts an empty document. An open document that is still empty
// is a new document already.
func (a *App) newDocument() {
	if a.desk.buffer != nil && a.desk.buffer.Len() == 0 {
		a.focusPage()
		return
	}
	info, err := a.store.Create("")
	if err != nil {
		a.fail("A new document could not be made", err)
		return
	}
	a.openDocument(info.ID)
}

// openDocument shows a document at its last caret, after the open one is safe.
func (a *App) openDocument(id store.ID) bool {
	if id == a.desk.id {
		a.focusPage()
		return true
	}
	a.leaveDocument()
	doc, err := a.store.Load(id)
	if err != nil {
		a.fail("The document could not be opened", err)
		return false
	}
	b, scroll := a.takeBuffer(id, doc)
	a.desk.id, a.desk.title, a.desk.named, a.desk.notes, a.desk.buffer = id, doc.Title, doc.Named, doc.Notes, b
	a.page.SetBuffer(b)
	a.changes.opened(id)
	a.suggest.documentChanged()
	a.proof.documentChanged()
	a.assistant.documentChanged()
	a.page.SetScroll(scroll)
	a.find.refresh()
	a.setLastOpen(id)
	a.listDocuments()
	a.showCounts()
	a.showTitle()
	a.focusPage()
	return true
}

// leaveDocument saves the open document with its caret and scroll position
// and keeps its buffer for a while.
func (a *App) leaveDocument() {
	if a.desk.buffer == nil {
		return
	}
	_ = a.saveNow() // a failure is shown, and the draft kept
	kept := append(a.desk.earlier, keptBuffer{a.desk.id, a.desk.buffer, a.page.Scroll()})
	a.desk.earlier = newest(kept, keptBuffers, func(k keptBuffer) int { return k.buffer.Len() })
	a.desk.buffer, a.desk.id = nil, 0
}

// newest is the last most of what was kept, of at most keptBytes together.
func newest[T any](kept []T, most int, bytes func(T) int) []T {
	from, left := len(kept), keptBytes
	for from > max(len(kept)-most, 0) && bytes(kept[from-1]) <= left {
		from--
		left -= bytes(kept[from])
	}
	return slices.Delete(kept, 0, from)
}

// takeBuffer gives the kept buffer of a document, with its undo history, if it
// still holds the document's text, or a new one.
func (a *App) takeBuffer(id store.ID, doc store.Document) (*buffer.Buffer, float64) {
	i := slices.IndexFunc(a.desk.earlier, func(k keptBuffer) bool { return k.id == id })
	if i >= 0 {
		k := a.desk.earlier[i]
		a.desk.earlier = slices.Delete(a.desk.earlier, i, i+1)
		if k.buffer.Snapshot().Text() == doc.Text {
			return k.buffer, k.scroll
		}
	}
	b := buffer.New(doc.Text, buffer.Options{Words: a.hanWords})
	b.SetSelection(buffer.Caret(min(doc.Caret, len(doc.Text))))
	return b, doc.Scroll
}

// touch tells the autosaver of the open document's newest state.
func (a *App) touch() {
	snapshot := a.desk.buffer.Snapshot()
	a.saver.touch(draft{
		document: a.desk.id, text: snapshot.Text,
		caret: a.page.Caret(), scroll: a.page.Scroll(),
	})
}

// saveNow makes the open document durable with its caret and scroll position.
func (a *App) saveNow() error {
	if a.desk.buffer == nil {
		return nil
	}
	if a.saver.dirty() {
		a.touch() // with the caret as it is now
		return a.saver.flush()
	}
	return a.store.SaveView(a.desk.id, a.page.Caret(), a.page.Scroll())
}

// writeDraft is the autosaver's way to the store. It runs on any goroutine.
func (a *App) writeDraft(d draft) error {
	samples := a.suggest.takeSamples(d.document)
	info, err := a.store.Save(d.document, d.text(), d.caret, d.scroll, samples...)
	if err != nil {
		a.suggest.giveBackSamples(d.document, samples)
		return err
	}
	a.do(func() { a.documentSaved(info) })
	return nil
}

func (a *App) documentSaved(info store.Info) {
	a.documents.changed(listed(info))
	if info.ID == a.desk.id {
		a.assistant.documentChanged()
	}
	if info.ID == a.desk.id && (info.Title != a.desk.title || info.Named != a.desk.named) {
		a.desk.title, a.desk.named = info.Title, info.Named
		a.showTitle()
	}
}

// saveChanged shows what became of the text.
func (a *App) saveChanged(s saveState, err error) {
	a.status.setSave(s)
	switch s {
	case stateFailed:
		a.notice.show("save", fmt.Sprintf("Your text is still here but could not be saved: %v. Inkling keeps trying.", err),
			answer{title: "Save a copy…", primary: true, run: a.exportDocument})
	case stateSaved:
		a.notice.hide("save")
	}
}

// listDocuments reads the list at the left anew.
func (a *App) listDocuments() {
	infos, err := a.store.List()
	if err != nil {
		a.fail("The list of documents could not be read", err)
		return
	}
	documents := make([]listedDocument, len(infos))
	for i, info := range infos {
		documents[i] = listed(info)
	}
	a.documents.set(documents, a.desk.id)
}

func listed(info store.Info) listedDocument {
	title := plainTitle(info.Title)
	return listedDocument{
		id: info.ID, title: title, modified: info.Modified, words: info.Words,
		chinese: assist.DetectLanguage(title, assist.English) == assist.Chinese,
	}
}

// plainTitle is a title without the marks of a Markdown heading.
func plainTitle(title string) string {
	title = strings.TrimSpace(strings.TrimLeft(title, "#"))
	if title == "" {
		return "Untitled"
	}
	return title
}

// givenTitle is the title that the writer gave the open document; empty where
// it only is its first line, which stands in the text already.
func (a *App) givenTitle() string {
	if !a.desk.named {
		return ""
	}
	return plainTitle(a.desk.title)
}

func (a *App) showTitle() { a.window.SetTitle(plainTitle(a.desk.title) + " – Inkling") }

// renameDocument asks for a new title; an empty one lets the title follow the
// first line again.
func (a *App) renameDocument(id store.ID) {
	info, err := a.store.Info(id)
	if err != nil {
		a.fail("The document could not be renamed", err)
		return
	}
	q := question{title: "Rename", label: "Title", placeholder: "The first line of the text", verb: "Rename", value: plainTitle(info.Title)}
	a.askFor(q, func(title string) {
		if err := a.store.Rename(id, strings.TrimSpace(title)); err != nil {
			a.fail("The document could not be renamed", err)
			return
		}
		if info, err := a.store.Info(id); err == nil && id == a.desk.id {
			a.desk.title, a.desk.named = info.Title, info.Named
			a.showTitle()
		}
		a.listDocuments()
	})
}

// deleteDocument moves a document to the trash and offers to take it back.
func (a *App) deleteDocument(id store.ID) {
	info, err := a.store.Info(id)
	if err == nil {
		if id == a.desk.id {
			_ = a.saveNow()
		}
		err = a.store.Delete(id)
	}
	if err != nil {
		a.fail("The document could not be deleted", err)
		return
	}
	if id == a.desk.id {
		a.leaveDocument()
		a.openNext()
	} else {
		a.suggest.warm.erase(id)
		a.listDocuments()
	}
	a.notice.show("trash", fmt.Sprintf("“%s” was deleted.", plainTitle(info.Title)),
		answer{title: "Undo", primary: true, run: func() { a.restoreDocument(id) }},
		answer{title: "Close", run: func() { a.notice.hide("trash") }})
}

// openNext opens the document that was changed last, or a new one.
func (a *App) openNext() {
	if list, err := a.store.List(); err == nil && len(list) > 0 && a.openDocument(list[0].ID) {
		return
	}
	a.newDocument()
}

func (a *App) restoreDocument(id store.ID) {
	if err := a.store.Restore(id); err != nil {
		a.fail("The document could not be taken back", err)
		return
	}
	a.notice.hide("trash")
	a.openDocument(id)
}

// documentMenu opens the menu of a row of the document list.
func (a *App) documentMenu(id store.ID, at fyne.Position) {
	a.showMenu(fyne.NewMenu("",
		fyne.NewMenuItem("Open", func() { a.openDocument(id) }),
		fyne.NewMenuItem("Rename…", func() { a.renameDocument(id) }),
		fyne.NewMenuItem("Delete", func() { a.deleteDocument(id) }),
	), at)
}

// importFile makes a document of a text file and opens it. The file itself
// stays as it is. A file whose text is a document already opens that one.
func (a *App) importFile(path string) bool {
	text, err := readDocument(path)
	if err != nil {
		a.fail("The file could not be opened", err)
		return false
	}
	if id, ok := a.documentWith(text); ok {
		return a.openDocument(id)
	}
	info, err := a.store.Create(text)
	if err != nil {
		a.fail("The file could not be taken into your documents", err)
		return false
	}
	if !a.openDocument(info.ID) {
		return false
	}
	a.notice.flash("import", fmt.Sprintf("“%s” is now among your documents. The file itself stays as it is.", filepath.Base(path)))
	return true
}

// documentWith finds a document that holds exactly this text.
func (a *App) documentWith(text string) (store.ID, bool) {
	list, err := a.store.List()
	if err != nil {
		return 0, false
	}
	for _, info := range list {
		if info.Bytes != len(text) {
			continue
		}
		if doc, err := a.store.Load(info.ID); err == nil && doc.Text == text {
			return info.ID, true
		}
	}
	return 0, false
}

package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"inkling/assist"
	"inkling/model"
	"inkling/model/catalog"
	"inkling/store"
)

// warmer keeps the model ready for the open document: what it has read of a
// document is kept when that is left and taken up when it is opened again, and
// read before the writer stops for the first time.
type warmer struct {
	app   *App
	keep  bool // keep readings on the disk
	files readings

	open  store.ID        // the document that the model reads
	lang  assist.Language // in which it was asked last
	asked atomic.Bool     // since that document was opened

	work   sync.Mutex // held by what reads and writes files
	jobs   sync.WaitGroup
	ctx    context.Context // ends with the window
	cancel context.CancelFunc
}

// settingReadings is whether readings are kept.
const settingReadings = "suggest.keep-readings"

func newWarmer(a *App) *warmer {
	w := &warmer{app: a, keep: true, files: readingsIn(a.config.DataDir)}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	a.get(settingReadings, &w.keep)
	return w
}

// documentChanged keeps the reading of the document that was left and takes up
// that of the open one. then runs on the toolkit's goroutine afterwards, if the
// model is here.
func (w *warmer) documentChanged(then func()) {
	left := w.leaving()
	w.open, w.lang = w.app.desk.id, w.languageHere()
	w.asked.Store(false)
	id, lang := w.open, w.lang
	w.jobs.Add(1)
	go func() {
		defer w.jobs.Done()
		w.work.Lock()
		defer w.work.Unlock()
		left()
		if _, err := w.app.engine.Locate(catalog.RoleProse, lang); err != nil {
			return // a missing model is offered when it is asked for
		}
		w.takeUp(id, lang)
		w.app.do(then)
	}()
}

// languageHere is the language around the caret.
func (w *warmer) languageHere() assist.Language {
	const near = 600 // bytes
	snapshot, caret := w.app.desk.buffer.Snapshot(), w.app.page.Caret()
	return assist.DetectLanguage(snapshot.Slice(max(0, caret-near), min(snapshot.Len(), caret+near)), assist.English)
}

// asking notes that the model is asked: what it holds from now on is of the open
// document.
func (w *warmer) asking() {
	w.asked.Store(true)
	w.lang = w.languageHere()
}

// leaving gives the work of keeping the reading of the document that is left; it
// runs on any goroutine.
func (w *warmer) leaving() func() {
	id, lang, read := w.open, w.lang, w.asked.Load() && w.keep
	if id == 0 {
		return func() {}
	}
	return func() {
		doc, err := w.app.store.Load(id)
		if err != nil || doc.Info.Deleted {
			w.files.erase(id)
			return
		}
		if !read {
			return
		}
		err = w.files.keep(id, func(out io.Writer) (bool, error) {
			return w.app.engine.SaveReading(lang, out, func(read string) bool { return readOf(doc.Text, read) })
		})
		if err != nil {
			fmt.Fprintf(os.Stderr, "inkling: %v\n", err)
		}
		w.tidy()
	}
}

// readOf reports whether what the model has read is of this text: the middle of
// it, which is neither title nor notes nor a guess, stands there.
func readOf(text, read string) bool {
	const probe = 120
	from := max(0, len(read)/2-probe/2)
	to := min(len(read), from+probe)
	for from < to && !utf8.RuneStart(read[from]) {
		from++
	}
	for to > from && to < len(read) && !utf8.RuneStart(read[to]) {
		to--
	}
	return to > from && strings.Contains(text, read[from:to])
}

// takeUp lets the model go on from what it had read of a document.
func (w *warmer) takeUp(id store.ID, lang assist.Language) {
	f, err := w.files.open(id)
	if err != nil {
		return
	}
	defer f.Close()
	err = w.app.engine.RestoreReading(w.ctx, lang, f, func() bool { return !w.asked.Load() })
	if errors.Is(err, model.ErrDamagedSnapshot) || errors.Is(err, model.ErrOtherSnapshot) {
		w.files.erase(id)
	}
	now := time.Now()
	_ = os.Chtimes(w.files.path(id), now, now)
}

// tidy removes the readings of documents that are gone, and too many.
func (w *warmer) tidy() {
	err := w.files.tidy(func(id store.ID) bool {
		info, err := w.app.store.Info(id)
		return err == nil && !info.Deleted
	})
	if err != nil {
		fmt.Fprintf(os.Stderr, "inkling: tidying what was read: %v\n", err)
	}
}

// erase removes the reading of a document that was deleted.
func (w *warmer) erase(id store.ID) {
	w.files.erase(id)
	if id == w.open {
		w.open = 0
	}
}

// setKeep switches the keeping of readings on or off; off erases them all.
func (w *warmer) setKeep(on bool) {
	w.keep = on
	w.app.set(settingReadings, on)
	if on {
		return
	}
	if err := w.files.eraseAll(); err != nil {
		w.app.fail("What the model had read could not be erased", err)
	}
}

// stop keeps the reading of the open document and waits for what is at work.
func (w *warmer) stop() {
	w.cancel()
	w.jobs.Wait()
	w.leaving()()
	w.open = 0
}

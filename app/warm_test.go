package app

import (
	"path/filepath"
	"strings"
	"testing"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/internal/testmodel"
	"inkling/model/catalog"
	"inkling/store"
)

func TestADocumentOpensWithWhatTheModelHadReadOfIt(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	w.useModel()
	id := w.write(strings.Repeat("The harbour lay quiet under a thin fog, and a bell counted the swell. ", 30))
	other := w.write("Another text.")

	w.openDocument(id)
	w.page.SetCaret(w.desk.buffer.Len())
	w.suggest.warm.jobs.Wait()
	request := w.suggest.here(asking)
	w.suggest.warm.asking()
	if err := w.suggest.continuer.Read(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	w.openDocument(other)
	w.suggest.warm.jobs.Wait()
	if f, err := w.suggest.warm.files.open(id); err != nil {
		t.Fatalf("what was read wasn't kept: %v", err)
	} else {
		f.Close()
	}

	if err := w.engine.Unload(); err != nil { // as at the next start
		t.Fatal(err)
	}
	w.openDocument(id)
	w.suggest.warm.jobs.Wait()
	p, err := w.engine.Prose(t.Context(), assist.English)
	if err != nil {
		t.Fatal(err)
	}
	window := assist.ChooseWindow(request.Text, request.Caret, 4096, request.Title, request.Notes)
	tokens := p.Vocabulary().Encode(window.Prompt())
	if n := p.(assist.Session).Cached(tokens); n < len(tokens)-8 {
		t.Errorf("%d of %d tokens are read when the document is opened", n, len(tokens))
	}

	w.deleteDocument(id)
	w.suggest.warm.jobs.Wait()
	if f, err := w.suggest.warm.files.open(id); err == nil {
		f.Close()
		t.Error("what was read of a deleted document is still there")
	}
}

func TestWhatWasReadOfAnotherTextIsNotKept(t *testing.T) {
	text := strings.Repeat("今天天气很好，我们去公园散步。", 20) + "The end."
	for _, test := range []struct {
		name, read string
		want       bool
	}{
		{"this text behind its title", "# My title\n\n" + text, true},
		{"this text and a guess", text + " It went on", true},
		{"another text", strings.Repeat("Nobody was in the harbour that day. ", 20), false},
		{"nothing", "", false},
	} {
		if got := readOf(text, test.read); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestSwitchingReadingsOffErasesThem(t *testing.T) {
	w := openTestWindow(t, t.TempDir())
	id := w.write("Some text.")
	if err := w.suggest.warm.files.keep(id, put("reading")); err != nil {
		t.Fatal(err)
	}
	w.suggest.warm.setKeep(false)
	if f, err := w.suggest.warm.files.open(id); err == nil {
		f.Close()
		t.Error("a reading is still there")
	}
	w.end()
	again := openTestWindow(t, w.config.DataDir)
	if again.suggest.warm.keep {
		t.Error("the choice was forgotten")
	}
}

// write makes a document of text, opens it and gives its number.
func (w *window) write(text string) store.ID {
	w.t.Helper()
	info, err := w.store.Create(text)
	if err != nil {
		w.t.Fatal(err)
	}
	w.openDocument(info.ID)
	return info.ID
}

// useModel lets the window use the model that tests run on.
func (w *window) useModel() {
	w.t.Helper()
	dir := filepath.Dir(testmodel.Path(w.t, "smollm2-135m"))
	w.suggest.warm.jobs.Wait() // opening the document asks the engine that is here
	w.suggest.past.jobs.Wait()
	if err := w.engine.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.engine = engine.New(engine.Options{Catalogue: w.catalogue, Locator: catalog.Locator{Explicit: dir}, Model: "smollm2-135m"})
	w.suggest.continuer = assist.NewContinuer(w.engine, assist.ContinueOptions{Words: wordList()})
	w.suggest.past.continuer = w.suggest.continuer
}

package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"

	"inkling/app/engine"
	"inkling/assets/fonts"
	"inkling/assets/icon"
	"inkling/assist"
	"inkling/editor"
	"inkling/model/catalog"
	"inkling/store"
)

// ID is the program's application id.
const ID = "io.github.inkling"

// Config is what the program is started with.
type Config struct {
	DataDir string          // folder of the store; made where it doesn't exist
	Locator catalog.Locator // where model files lie
	Model   string          // name or path of the model for every role; empty: by role
	Threads int             // of the engine; 0: physical cores
	Fetch   bool            // fetch the models that this machine lacks, without asking
	File    string          // text file to be opened as a document; empty: the last document
}

// App is the running program.
type App struct {
	config    Config
	toolkit   fyne.App
	window    fyne.Window
	theme     inkTheme
	modes     pageModes
	store     *store.Store
	catalogue *catalog.Catalogue
	engine    *engine.Engine

	page                                                *editor.Editor
	documents                                           *documentsPane
	status                                              *statusLine
	notice                                              *notice
	find                                                *findBar
	notes                                               *notesBar
	assistant                                           *assistantPane
	rewrite                                             *rewritePane
	ideas                                               *ideasPane
	chat                                                *chatPane
	history                                             *historyPane
	proofTab, rewriteTab, ideasTab, chatTab, historyTab *tab
	columns                                             *columns
	body                                                *fyne.Container // laid out by columns

	desk     desk
	saver    *autosaver
	suggest  *suggester
	writer   *assist.Writer
	proof    *proofreader
	changes  *changeMarks
	hanWords *hanWords // cuts Chinese for movement by words
	words    *wordSet  // the writer's dictionary
	ignores  ignoreSet // what the writer wants to hear no more of
	fetch    *fetching
	learn    *learner

	commands  []*command
	keys      keymap
	ghostKeys []editor.Key // that the page has for the ghost text
	settings  *settingsSheet
	closers   map[fyne.CanvasObject]func() // of what lies over the window
	closing   bool
	post      func(func()) // brings work to the toolkit's goroutine
	gone      atomic.Bool  // the window is closed: nothing comes back to it
}

// Run opens the window and returns when it is closed. Everything typed is
// saved then. It must be called from the main goroutine.
func Run(config Config) error {
	toolkit := fyneapp.NewWithID(ID)
	toolkit.SetIcon(fyne.NewStaticResource("inkling.png", icon.PNG()))
	theme := inkTheme{han: resourceOf(fonts.SansHan())}
	toolkit.Settings().SetTheme(theme)

	documents, err := store.Open(config.DataDir, store.Options{})
	if err != nil {
		explain(toolkit, config.DataDir, err)
		return err
	}
	catalogue, err := catalog.Default()
	if err != nil {
		return errors.Join(err, documents.Close())
	}
	a := newApp(config, toolkit, theme, documents, catalogue, fyne.Do)
	a.open()
	a.learn.useStored()
	a.warmUp(nil)
	a.proof.begin()
	a.fetchAtStart()
	stop := a.quitOnSignals()
	defer stop()
	a.window.ShowAndRun()
	return a.close()
}

// newApp builds the window without showing it. post brings work to the
// toolkit's goroutine.
func newApp(config Config, toolkit fyne.App, theme inkTheme, documents *store.Store, catalogue *catalog.Catalogue, post func(func())) *App {
	a := &App{post: post, closers: map[fyne.CanvasObject]func(){}, config: config, toolkit: toolkit, theme: theme, store: documents, catalogue: catalogue,
		status: newStatusLine(), hanWords: &hanWords{}}
	a.notice = newNotice(a.do)
	a.window = toolkit.NewWindow("Inkling")
	a.window.SetPadded(false)
	a.engine = engine.New(engine.Options{
		Catalogue: catalogue, Locator: config.Locator, Model: config.Model, Roles: a.chosenModels(), Threads: config.Threads,
		OnChange: func(role catalog.Role, s engine.State) { a.do(func() { a.modelChanged(role, s) }) },
	})
	a.writer = assist.NewWriter(a.engine)
	a.learn = &learner{app: a}
	a.saver = &autosaver{write: a.writeDraft, state: func(s saveState, err error) { a.do(func() { a.saveChanged(s, err) }) }}
	a.suggest = newSuggester(a, assist.NewContinuer(a.engine, assist.ContinueOptions{Words: wordList()}))
	a.loadTheme()

	a.documents = newDocumentsPane(a.popUpMenu, a.newDocument)
	a.documents.onOpen = func(id store.ID) { a.openDocument(id) }
	a.documents.onMenu = a.documentMenu
	a.documents.filter.onKey = a.sideKey
	a.page = a.newPage()
	a.changes = &changeMarks{page: a.page, do: a.do}
	a.loadModes()
	a.connectAssistant()
	a.find = newFindBar(a.page, a.do, a.sideKey, a.focusPage)
	a.notes = newNotesBar(a)

	a.commands = a.commandTable()
	a.loadKeys()
	a.layOut()
	a.listenForAppearance()
	a.window.SetOnDropped(a.dropped)
	a.window.SetCloseIntercept(a.quit)
	a.toolkit.Lifecycle().SetOnExitedForeground(func() { a.saveNow() })
	return a
}

// layOut puts the parts into the window.
func (a *App) layOut() {
	page := container.New(&stacked{fill: 2}, a.find.box, a.notes.box, container.NewStack(newSurface(colorPage), a.page))
	a.columns = &columns{left: a.documents.box, leftLine: newSurface(colorLine), page: page,
		right: a.assistant.box, rightLine: newSurface(colorLine)}
	a.loadFolds()
	a.body = container.New(a.columns, a.columns.objects()...)
	a.window.SetContent(container.New(&stacked{}, a.body, a.notice.box, a.status.box))
	a.bindKeys()
	a.catchStrayKeys()
	a.window.Resize(a.loadWindowSize())
}

// open shows the document to begin with: the file that was named, the last
// document at its last caret, or a new one.
func (a *App) open() {
	a.showModelState()
	if a.config.File != "" && a.importFile(a.config.File) {
		return
	}
	if id, ok := a.lastOpen(); ok && a.openDocument(id) {
		return
	}
	if list, err := a.store.List(); err == nil && len(list) > 0 && a.openDocument(list[0].ID) {
		return
	}
	a.newDocument()
}

// quit saves and closes the window. When something can't be saved the writer
// decides; nothing is lost without being asked.
func (a *App) quit() {
	if a.closing {
		return
	}
	if err := a.saveNow(); err != nil {
		a.askToQuitUnsaved(err)
		return
	}
	a.closing = true
	a.saveWindow()
	a.window.Close()
}

// do runs f on the toolkit's goroutine, as long as there is a window. It may
// be called from any goroutine.
func (a *App) do(f func()) {
	if !a.gone.Load() {
		a.post(f)
	}
}

// close ends what runs behind the window.
func (a *App) close() error {
	a.gone.Store(true)
	a.suggest.stop()
	a.proof.stop()
	a.changes.cancel()
	a.fetch.cancel()
	a.learn.stop()
	return errors.Join(a.saver.flush(), a.engine.Close(), a.store.Close())
}

// quitOnSignals saves and quits when the system asks the program to end.
func (a *App) quitOnSignals() (stop func()) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		a.do(a.quit)
	}()
	return stop
}

// wordList gives the list that completes words while no model can, read once
// when it is first needed. Without it, suggestions wait for the model.
func wordList() func() *assist.WordList {
	return sync.OnceValue(func() *assist.WordList {
		list, err := assist.LoadWordList()
		if err != nil {
			fmt.Fprintf(os.Stderr, "inkling: the word list can't be read: %v\n", err)
		}
		return list
	})
}

// fail tells the writer of something that did not work, in plain words.
func (a *App) fail(what string, err error) {
	fmt.Fprintf(os.Stderr, "inkling: %s: %v\n", what, err)
	a.notice.show("failure", fmt.Sprintf("%s: %v", what, err), answer{title: "Close", run: func() { a.notice.hide("failure") }})
}

func resourceOf(f fonts.Font) fyne.Resource { return fyne.NewStaticResource(f.Name, f.Data) }

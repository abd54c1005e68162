// Package engine joins the models on this machine to what the writing assistant
// and the proofreader ask of a model. An Engine finds the model for each role
// and language, loads it when it is first needed, lets one model serve several
// roles, and tells the status line what it is doing.
package engine

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"inkling/assist"
	"inkling/model"
	"inkling/model/catalog"
	"inkling/model/lora"
)

// Options set up an Engine. Catalogue and Locator are needed; the rest may be
// zero.
type Options struct {
	Catalogue *catalog.Catalogue
	Locator   catalog.Locator
	Set       string                                     // "light" or "standard"; "": what the machine's memory allows
	Model     string                                     // name or path of the model for every role; "": by role
	Roles     map[catalog.Role]string                    // name or path of the writer's own choice for a role; before Set
	Threads   int                                        // 0: physical cores
	OnChange  func(role catalog.Role, s State)           // called from any goroutine when a role's state changes; nil: nobody asks
	Prepare   func(m *model.Model, r catalog.Role) error // called once for each model and role before its first use; nil: nothing
}

// Engine gives the models of the roles. Safe for concurrent use.
type Engine struct {
	o Options

	mu     sync.Mutex
	loaded map[string]*loaded // by path
	states map[catalog.Role]State
	chosen map[catalog.Role]string
	closed bool

	adapter *lora.Adapter // of the role prose; nil for none
}

// loaded is an open model and its sessions, one for each use.
type loaded struct {
	name  string
	ready chan struct{} // closed when model or err is set
	model *model.Model
	err   error

	mu       sync.Mutex
	closed   bool
	sessions map[use]*session
}

// use is what a session is for: several serve one role.
type use struct {
	role   catalog.Role
	number int
	taught bool // with the adapter that corrects
}

// ErrClosed says that the engine was closed.
var ErrClosed = errors.New("the model engine is closed")

// New returns an Engine that has loaded nothing yet.
func New(o Options) *Engine {
	if o.Set == "" {
		o.Set = catalog.ChooseSet(catalog.Memory())
	}
	e := &Engine{o: o, loaded: map[string]*loaded{}, states: map[catalog.Role]State{}, chosen: map[catalog.Role]string{}}
	for role, name := range o.Roles {
		e.chosen[role] = name
	}
	return e
}

// Locate gives the file that serves role for text in lang. The error says which
// model is missing and how it is fetched.
func (e *Engine) Locate(role catalog.Role, lang assist.Language) (path string, err error) {
	name := e.o.Model
	if name == "" {
		e.mu.Lock()
		name = e.chosen[role]
		e.mu.Unlock()
	}
	if name != "" {
		return e.o.Locator.Resolve(e.o.Catalogue, name)
	}
	if path, ok := e.pick(e.o.Set, role, lang); ok {
		return path, nil
	}
	return "", &catalog.MissingError{Entry: e.Wanted(role, lang)}
}

// pick gives the file of the first model that is here of those that a set names.
func (e *Engine) pick(set string, role catalog.Role, lang assist.Language) (path string, ok bool) {
	have := func(name string) bool {
		entry, ok := e.o.Catalogue.Entry(name)
		if !ok {
			return false
		}
		_, ok = e.o.Locator.Find(entry)
		return ok
	}
	entry, ok := e.o.Catalogue.Pick(set, role, string(lang), have)
	if !ok {
		return "", false
	}
	return e.o.Locator.Find(entry)
}

// Wanted gives the model that the set names for role and language, whether it is
// here or not.
func (e *Engine) Wanted(role catalog.Role, lang assist.Language) catalog.Entry {
	entry, _ := e.o.Catalogue.Pick(e.o.Set, role, string(lang), func(string) bool { return true })
	return entry
}

// Choose makes the model called name serve role from now on; "" goes back to the
// set's own choice.
func (e *Engine) Choose(role catalog.Role, name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.chosen[role] = name
}

// Model loads the model that serves role for text in lang, unless it is loaded,
// and gives it.
func (e *Engine) Model(ctx context.Context, role catalog.Role, lang assist.Language) (*model.Model, error) {
	l, err := e.load(ctx, role, lang)
	if err != nil {
		return nil, err
	}
	return l.model, nil
}

func (e *Engine) load(ctx context.Context, role catalog.Role, lang assist.Language) (*loaded, error) {
	path, err := e.Locate(role, lang)
	if err != nil {
		e.set(role, State{Status: Missing, Err: err})
		return nil, err
	}
	return e.loadFrom(ctx, path, role)
}

// loadFrom loads the model in a file, for a role, unless it is loaded.
func (e *Engine) loadFrom(ctx context.Context, path string, role catalog.Role) (*loaded, error) {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil, ErrClosed
	}
	l := e.loaded[path]
	if l == nil {
		l = &loaded{
			name:     strings.TrimSuffix(filepath.Base(path), ".gguf"),
			ready:    make(chan struct{}),
			sessions: map[use]*session{},
		}
		e.loaded[path] = l
		go func() {
			l.model, l.err = model.Load(path, model.Options{Threads: e.o.Threads})
			close(l.ready)
		}()
	}
	e.mu.Unlock()
	select {
	case <-l.ready:
	default:
		e.set(role, State{Status: Loading, Model: l.name})
		select {
		case <-l.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if l.err != nil {
		e.mu.Lock()
		delete(e.loaded, path) // so that a mended file can be tried again
		e.mu.Unlock()
		err := fmt.Errorf("opening the model %s: %w", l.name, l.err)
		e.set(role, State{Status: Failed, Model: l.name, Err: err})
		return nil, err
	}
	return l, nil
}

// session gives the session of role on the model for lang, opening both where
// needed.
func (e *Engine) session(ctx context.Context, role catalog.Role, lang assist.Language, contextTokens int) (*session, error) {
	l, err := e.load(ctx, role, lang)
	if err != nil {
		return nil, err
	}
	return e.open(l, use{role: role}, contextTokens)
}

// open gives the session for u on the model l.
func (e *Engine) open(l *loaded, u use, contextTokens int) (*session, error) {
	role := u.role
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.sessions[u]; s != nil {
		return s, nil
	}
	if l.closed {
		return nil, ErrClosed
	}
	if e.o.Prepare != nil {
		if err := e.o.Prepare(l.model, role); err != nil {
			e.set(role, State{Status: Failed, Model: l.name, Err: err})
			return nil, err
		}
	}
	limit := l.model.Info().ContextTokens
	if limit > 0 && contextTokens > limit {
		contextTokens = limit
	}
	ms, err := e.newSession(l.model, u, contextTokens)
	if err != nil {
		err = fmt.Errorf("using the model %s: %w", l.name, err)
		e.set(role, State{Status: Failed, Model: l.name, Err: err})
		return nil, err
	}
	s := &session{engine: e, model: l, use: u, role: role, name: l.name, session: ms, tokenizer: l.model.Tokenizer(), contextTokens: contextTokens}
	l.sessions[u] = s
	e.set(role, State{Status: Ready, Model: l.name})
	return s, nil
}

// Context sizes of the sessions, in tokens.
const (
	proseTokens = 2048
	judgeTokens = 2048
	chatTokens  = 4096
)

// Prose gives the model that continues text in lang, for assist.Continuer.
func (e *Engine) Prose(ctx context.Context, lang assist.Language) (assist.Predictor, error) {
	s, err := e.session(ctx, catalog.RoleProse, lang, proseTokens)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Ready reports whether Prose for lang would answer at once. It implements
// assist.Readiness.
func (e *Engine) Ready(lang assist.Language) bool {
	path, err := e.Locate(catalog.RoleProse, lang)
	if err != nil {
		return false
	}
	e.mu.Lock()
	l := e.loaded[path]
	e.mu.Unlock()
	if l == nil {
		return false
	}
	select {
	case <-l.ready:
		return l.err == nil
	default:
		return false
	}
}

// typingLasts is how long after a key another may come.
const typingLasts = 10 * time.Second

// WriterTypes tells the engine of a key, which and whose followers it then doesn't
// keep waiting for a core of the processor.
func (e *Engine) WriterTypes() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, l := range e.loaded {
		select {
		case <-l.ready:
			if l.model != nil {
				l.model.GiveWay(typingLasts)
			}
		default: // a model that loads has its turn with the next key
		}
	}
}

// Unload closes every model; the next request loads what it needs again. What is
// in work ends with an error.
func (e *Engine) Unload() error {
	e.mu.Lock()
	all := e.loaded
	e.loaded = map[string]*loaded{}
	e.mu.Unlock()
	var errs []error
	for _, l := range all {
		<-l.ready
		if l.model == nil {
			continue
		}
		l.mu.Lock()
		for u, s := range l.sessions {
			s.close()
			delete(l.sessions, u)
		}
		l.closed = true
		l.mu.Unlock()
		errs = append(errs, l.model.Close())
	}
	for _, role := range []catalog.Role{catalog.RoleProse, catalog.RoleJudge, catalog.RoleInstruct} {
		e.set(role, State{Status: Idle})
	}
	return errors.Join(errs...)
}

// Close unloads every model for good.
func (e *Engine) Close() error {
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	return e.Unload()
}

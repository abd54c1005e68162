package app

import (
	"errors"
	"sync"
	"time"

	"inkling/store"
)

// How long an edit may wait before it is written, how long after a failure
// the next try comes, and how many times its own duration a slow write (a
// document of many megabytes) waits before the next.
const (
	saveDelay      = time.Second
	saveRetryDelay = 3 * time.Second
	saveRestFactor = 2
)

// draft is a state of a document that is to be saved. text is called once,
// off the interface's goroutine: an immutable snapshot gives it.
type draft struct {
	document store.ID
	text     func() string
	caret    int // byte offset
	scroll   float64
}

// autosaver writes drafts within a second of the first unsaved edit, one at
// a time and of each document the newest only. A draft whose write failed is
// kept and tried again until it is written or a newer one of the same
// document takes its place, also while another document is open.
type autosaver struct {
	write func(draft) error
	// state hears of every change; it is called from any goroutine, never
	// with the autosaver's lock held.
	state func(saveState, error)

	mu      sync.Mutex
	pending map[store.ID]draft // by document
	timer   *time.Timer
	rest    time.Duration // the least wait before the next write

	writing sync.Mutex // held during a write, so that writes keep their order
}

// touch takes a newer state of a document to be saved.
func (a *autosaver) touch(d draft) {
	a.mu.Lock()
	if a.pending == nil {
		a.pending = map[store.ID]draft{}
	}
	a.pending[d.document] = d
	if a.timer == nil {
		a.timer = time.AfterFunc(max(saveDelay, a.rest), func() { _ = a.flush() })
	}
	a.mu.Unlock()
	a.state(stateUnsaved, nil)
}

// dirty reports whether something waits to be written.
func (a *autosaver) dirty() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.pending) > 0
}

// flush writes what is pending now and returns when it is durable, or the
// error that keeps it from being so.
func (a *autosaver) flush() error {
	a.writing.Lock()
	defer a.writing.Unlock()

	drafts := a.take()
	if len(drafts) == 0 {
		return nil
	}
	a.state(stateSaving, nil)
	start := time.Now()
	var failed error
	for _, d := range drafts {
		if err := a.write(d); err != nil {
			a.putBack(d)
			failed = errors.Join(failed, err)
		}
	}
	if failed != nil {
		a.state(stateFailed, failed)
		return failed
	}
	a.mu.Lock()
	a.rest = saveRestFactor * time.Since(start)
	newer := len(a.pending) > 0
	a.mu.Unlock()
	if !newer {
		a.state(stateSaved, nil)
	}
	return nil
}

func (a *autosaver) take() map[store.ID]draft {
	a.mu.Lock()
	defer a.mu.Unlock()
	drafts := a.pending
	a.pending = nil
	if a.timer != nil {
		a.timer.Stop()
		a.timer = nil
	}
	return drafts
}

// putBack keeps a draft that could not be written for the next try.
func (a *autosaver) putBack(d draft) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pending == nil {
		a.pending = map[store.ID]draft{}
	}
	if _, newer := a.pending[d.document]; !newer {
		a.pending[d.document] = d
	}
	if a.timer == nil {
		a.timer = time.AfterFunc(saveRetryDelay, func() { _ = a.flush() })
	}
}

package app

import (
	"context"
	"errors"
	"sync/atomic"

	"inkling/assist"
	"inkling/model/catalog"
)

// task runs one request to the instruct model for a page of the assistant at
// a time: a new one ends the one before it. Its answers come back in order, on
// the toolkit's goroutine, and none of an ended request does.
type task struct {
	number  int
	cancel  context.CancelFunc
	changed func()       // begins and ends are told; nil: nobody asks
	do      func(func()) // brings work to the toolkit's goroutine
}

// running reports whether a request is in work.
func (t *task) running() bool { return t.cancel != nil }

// stop ends the request in work; what it has brought stays.
func (t *task) stop() {
	if t.cancel == nil {
		return
	}
	t.number++
	t.cancel()
	t.cancel = nil
	t.tell()
}

func (t *task) tell() {
	if t.changed != nil {
		t.changed()
	}
}

// startTask runs work elsewhere. work hands over what it has so far with show, as
// often as it likes; only the newest is shown. done gets its end.
func startTask[T any](t *task, work func(ctx context.Context, show func(T)) (T, error), show func(T), done func(T, error)) {
	t.stop()
	ctx, cancel := context.WithCancel(context.Background())
	t.number++
	t.cancel = cancel
	number := t.number
	t.tell()
	go func() {
		var newest atomic.Pointer[T]
		result, err := work(ctx, func(soFar T) {
			if newest.Swap(&soFar) != nil {
				return // the one before is still on its way; it will take this one along
			}
			t.do(func() {
				if v := newest.Swap(nil); v != nil && number == t.number {
					show(*v)
				}
			})
		})
		t.do(func() {
			if number != t.number {
				return
			}
			t.cancel = nil
			t.tell()
			done(result, err)
		})
		cancel()
	}()
}

// taskText puts what a request ended with into the writer's words; empty for
// an end that needs none. A missing model is offered.
func (a *App) taskText(err error) string {
	var missing *catalog.MissingError
	var unusable *assist.UnusableError
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return ""
	case errors.As(err, &missing):
		a.offerModels()
		return "The model for this is not on this machine yet. Fetch it below; your text stays as it is."
	case errors.Is(err, assist.ErrUnchanged):
		return "Nothing to change: the model would leave this as it is."
	case errors.As(err, &unusable):
		return "No usable answer came: " + unusable.Reason + " Your text stays as it is."
	}
	return err.Error()
}

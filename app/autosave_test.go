package app

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"inkling/store"
)

// recorder is a store that keeps what was written and fails on demand.
type recorder struct {
	mu      sync.Mutex
	written []string
	states  []saveState
	fail    error
	slow    time.Duration
}

func (r *recorder) saver() *autosaver {
	return &autosaver{
		write: func(d draft) error {
			time.Sleep(r.slow)
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.fail != nil {
				return r.fail
			}
			r.written = append(r.written, fmt.Sprintf("%v:%s", d.document, d.text()))
			return nil
		},
		state: func(s saveState, _ error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.states = append(r.states, s)
		},
	}
}

func (r *recorder) texts() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.written)
}

func (r *recorder) last() saveState {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.states[len(r.states)-1]
}

func textDraft(document store.ID, text string) draft {
	return draft{document: document, text: func() string { return text }}
}

func TestAutosaveWritesWithinASecondOfTheFirstEdit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		a := r.saver()
		for _, text := range []string{"o", "on", "one"} {
			a.touch(textDraft(1, text))
			time.Sleep(400 * time.Millisecond)
		}
		synctest.Wait()
		if want := []string{"1:one"}; !slices.Equal(r.texts(), want) {
			t.Errorf("after 1.2 s of typing: written %q, want %q", r.texts(), want)
		}
		if a.dirty() || r.last() != stateSaved {
			t.Errorf("dirty %v, state %v; want everything saved", a.dirty(), r.last())
		}
	})
}

func TestAutosaveKeepsADraftThatCouldNotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{fail: errors.New("no space left")}
		a := r.saver()
		a.touch(textDraft(1, "precious"))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !a.dirty() || r.last() != stateFailed {
			t.Fatalf("dirty %v, state %v; want the draft kept and the failure told", a.dirty(), r.last())
		}

		r.mu.Lock()
		r.fail = nil
		r.mu.Unlock()
		time.Sleep(saveRetryDelay)
		synctest.Wait()
		if want := []string{"1:precious"}; !slices.Equal(r.texts(), want) || a.dirty() {
			t.Errorf("with space again: written %q, dirty %v; want %q", r.texts(), a.dirty(), want)
		}
	})
}

func TestAutosaveFlushIsDurableOnReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{}
		a := r.saver()
		a.touch(textDraft(1, "now"))
		if err := a.flush(); err != nil {
			t.Fatal(err)
		}
		if want := []string{"1:now"}; !slices.Equal(r.texts(), want) {
			t.Errorf("written %q, want %q", r.texts(), want)
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if len(r.texts()) != 1 {
			t.Errorf("the same draft was written %d times", len(r.texts()))
		}
	})
}

func TestAutosaveRestsAfterASlowWrite(t *testing.T) {
	for _, test := range []struct {
		slow, due time.Duration // how long a write takes, and how long after an edit the next one begins
	}{
		{10 * time.Millisecond, saveDelay},
		{400 * time.Millisecond, saveDelay}, // a busy disk delays nothing
		{800 * time.Millisecond, 1600 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := &recorder{slow: test.slow}
			a := r.saver()
			a.touch(textDraft(1, "1"))
			time.Sleep(3 * time.Second)
			a.touch(textDraft(1, "2"))
			time.Sleep(test.due + test.slow - time.Millisecond)
			synctest.Wait()
			if want := []string{"1:1"}; !slices.Equal(r.texts(), want) {
				t.Errorf("writes of %v: just before the second is due, written %q, want %q only", test.slow, r.texts(), want)
			}
			time.Sleep(2 * time.Millisecond)
			synctest.Wait()
			if want := []string{"1:1", "1:2"}; !slices.Equal(r.texts(), want) {
				t.Errorf("writes of %v: once the second is due, written %q, want %q", test.slow, r.texts(), want)
			}
		})
	}
}

func TestAutosaveKeepsEveryDocumentsDraft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{fail: errors.New("no space left")}
		a := r.saver()
		a.touch(textDraft(1, "kept"))
		if err := a.flush(); err == nil {
			t.Fatal("flush reported success although the write failed")
		}
		a.touch(textDraft(2, "too"))
		r.mu.Lock()
		r.fail = nil
		r.mu.Unlock()
		if err := a.flush(); err != nil {
			t.Fatal(err)
		}
		got := r.texts()
		slices.Sort(got)
		if want := []string{"1:kept", "2:too"}; !slices.Equal(got, want) {
			t.Errorf("written %q, want %q", got, want)
		}
	})
}

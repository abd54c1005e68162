package app

import (
	"fmt"
	"os"
	"sync"

	"inkling/assist"
	"inkling/store"
)

// What the continuation learns from the writer's own texts when the program
// starts, the documents that were changed last first. It is a small part of a
// second's work, and what was written long ago says little of today's names.
const (
	pastBytes     = 384 << 10 // of all documents together
	pastDocuments = 24
)

// freshBytes is how much a document must have grown before what was added is
// learned too: the model itself sees what is near the caret.
const freshBytes = 4 << 10

// past teaches the continuation the names and turns of phrase of the writer's
// dictionary and documents.
type past struct {
	continuer *assist.Continuer
	store     *store.Store

	mu      sync.Mutex
	learned map[store.ID]int // bytes of each document that are learned
	jobs    sync.WaitGroup
}

func newPast(c *assist.Continuer, s *store.Store) *past {
	return &past{continuer: c, store: s, learned: map[store.ID]int{}}
}

// begin learns the dictionary and the documents behind the window's back.
func (p *past) begin() {
	p.jobs.Add(1)
	go func() {
		defer p.jobs.Done()
		if err := p.learnAll(); err != nil {
			fmt.Fprintf(os.Stderr, "inkling: learning from earlier documents: %v\n", err)
		}
	}()
}

func (p *past) learnAll() error {
	words, err := p.store.Words()
	if err != nil {
		return err
	}
	p.continuer.LearnWords(words)
	all, err := p.store.List() // changed last comes first
	if err != nil {
		return err
	}
	left := pastBytes
	for i, info := range all {
		if i == pastDocuments || left <= 0 {
			break
		}
		doc, err := p.store.Load(info.ID)
		if err != nil {
			continue // whoever opens it is told
		}
		left -= p.learn(info.ID, len(doc.Text), func(from, to int) string { return doc.Text[max(from, to-left):to] })
	}
	return nil
}

// grown learns what a document of so many bytes has got since it was learned, once
// that is much. text gives a part of it, on any goroutine.
func (p *past) grown(id store.ID, size int, text func(from, to int) string) {
	p.mu.Lock()
	much := size-p.learned[id] >= freshBytes
	p.mu.Unlock()
	if !much {
		return
	}
	p.jobs.Add(1)
	go func() {
		defer p.jobs.Done()
		p.learn(id, size, func(from, to int) string { return text(max(from, to-pastBytes), to) })
	}()
}

// learn learns the end of a document, behind what is learned of it already, and
// gives the length of what was new.
func (p *past) learn(id store.ID, size int, text func(from, to int) string) int {
	p.mu.Lock()
	from := min(p.learned[id], size)
	p.learned[id] = size
	p.mu.Unlock()
	fresh := text(from, size)
	p.continuer.Learn(fresh)
	return len(fresh)
}

// stop waits for what is at work.
func (p *past) stop() { p.jobs.Wait() }

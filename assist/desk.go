package assist

import (
	"context"
	"strings"
)

// desk is a model at work: the sessions that read the document. The near one
// reads a short window where the wide one hasn't read the whole one yet, right
// after the caret jumped. A model that can't be doubled has one for both.
type desk struct {
	near, wide *reader
	learned    int // of the Continuer's own texts, how many both readers know
}

// mostDesks is how many models are kept at work: one for each language and one
// to spare.
const mostDesks = 3

// desk gives the desk of the model for lang.
func (c *Continuer) desk(ctx context.Context, lang Language) (*desk, error) {
	model, err := c.models.Prose(ctx, lang)
	if err != nil {
		return nil, err
	}
	if d := c.desks[model]; d != nil {
		c.teach(d)
		return d, nil
	}
	if len(c.desks) == mostDesks { // models come and go
		clear(c.desks)
	}
	wide := newReader(model, newLexicon(model.Vocabulary()))
	d := &desk{near: wide, wide: wide}
	if s, ok := model.(Session); ok && !c.o.Patient {
		fork, err := s.Fork(ctx)
		if err != nil {
			return nil, err
		}
		d.near = newReader(fork, wide.lex)
	}
	c.desks[model] = d
	c.teach(d)
	return d, nil
}

// teach lets a desk know the writer's texts that were learned since.
func (c *Continuer) teach(d *desk) {
	c.mu.Lock()
	texts := c.own[d.learned:]
	c.mu.Unlock()
	if len(texts) == 0 {
		return
	}
	if d.wide.own == nil {
		d.wide.own = &personal{}
		d.near.own = d.wide.own
	}
	for _, text := range texts {
		d.wide.own.add(d.wide.lex.vocab.Encode(text))
	}
	d.learned += len(texts)
	d.near.forget()
	d.wide.forget()
}

// Learn makes words, names and turns of phrase of text, which the writer wrote,
// likelier in suggestions: other documents, the far parts of this one, what was
// taken and typed before. What was learned last counts as much as what was
// learned first.
func (c *Continuer) Learn(text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	c.words.learn(text)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.own = append(c.own, text)
}

// LearnWords makes words of the writer's dictionary likelier where one is half
// typed.
func (c *Continuer) LearnWords(words []string) { c.words.add(words) }

// Limits of what is read before the first word is shown.
const (
	readingSeconds = 0.25 // time for it
	leastReading   = 48   // tokens, however slow the machine
	guessedSpeed   = 200  // tokens in a second, before it is measured
)

// allowance gives how many tokens may be read before the first word is shown.
func (d *desk) allowance() int {
	speed := max(d.near.speed, d.wide.speed)
	if speed == 0 {
		speed = guessedSpeed
	}
	return max(leastReading, int(speed*readingSeconds))
}

// shortWindow is the window that fits into size bytes; a long preamble is left
// out of it.
func shortWindow(r Request, size int) Window {
	w := ChooseWindow(r.Text, r.Caret, size, r.Title, r.Notes)
	if len(w.Preamble) > size/2 {
		w.Preamble = preamble("", "", "")
	}
	return w
}

// widen lets the wide session read the whole window while nobody asks for
// anything. The next request ends it; what it has read by then stays read.
func (c *Continuer) widen(last context.Context, p *place) {
	if p.behind == nil || last.Err() != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	request := c.requests
	c.widening.Add(1)
	go func() {
		defer c.widening.Done()
		ctx, cancel := context.WithCancel(context.WithoutCancel(last))
		defer cancel()
		c.mu.Lock()
		if c.requests != request {
			c.mu.Unlock()
			return // a newer request came
		}
		c.cancel = cancel
		c.mu.Unlock()
		c.work.Lock()
		defer c.work.Unlock()
		if ctx.Err() == nil {
			_, _ = p.behind.next(ctx, p.wide) // a failure shows with the next request
		}
	}()
}

// Read lets the model read the window before r's caret, so that the next request
// there costs only what is new. The next request ends it; what was read by then
// stays read.
func (c *Continuer) Read(ctx context.Context, r Request) error {
	ctx, done := c.start(ctx)
	defer done()
	if err := ctx.Err(); err != nil {
		return err
	}
	p, err := c.place(ctx, r)
	if err != nil {
		return err
	}
	reader, prompt := p.r, p.prompt
	if p.behind != nil {
		reader, prompt = p.behind, p.wide
	}
	if len(prompt) == 0 {
		return nil
	}
	_, err = reader.next(ctx, prompt)
	return err
}

// Settle waits until nothing is read in the background any more. It must not be
// called while a request is made.
func (c *Continuer) Settle() { c.widening.Wait() }

package app

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"inkling/app/engine"
	"inkling/assist"
	"inkling/editor"
	"inkling/editor/buffer"
	"inkling/model/catalog"
	"inkling/store"
)

// caretAt is a place in a state of the text.
type caretAt struct {
	revision buffer.Revision
	offset   int
}

// suggester brings ghost text to the caret: it waits for a pause, asks the
// model, shows what grows out of the answer, and remembers what became of it.
// A request is out of date as soon as the text or the caret changes in
// another way than by typing the ghost's own head.
type suggester struct {
	app       *App
	continuer *assist.Continuer
	policy    *assist.Policy
	warm      *warmer
	past      *past

	whileTyping bool // ask after a pause; otherwise only on request
	keepSamples bool

	timer   *time.Timer
	request int                // numbers the requests; an answer to an older one is dropped
	cancel  context.CancelFunc // ends the request in work

	choices []assist.Suggestion // alternatives at the caret, once asked for
	choice  int
	at      caretAt        // where the caret was last
	refused assist.Refusal // what Esc took away last

	mu      sync.Mutex
	samples map[store.ID][]store.Sample // wait for the next save
}

func newSuggester(a *App, c *assist.Continuer) *suggester {
	s := &suggester{app: a, continuer: c, policy: &assist.Policy{}, warm: newWarmer(a), past: newPast(c, a.store),
		whileTyping: true, keepSamples: true, samples: map[store.ID][]store.Sample{}}
	a.get(settingSuggest, &s.whileTyping)
	a.get(settingTrace, &s.keepSamples)
	s.past.begin()
	return s
}

// textChanged hears of every change of the text, after the page has dealt
// with the ghost: a ghost that still stands was typed along or taken in part.
func (s *suggester) textChanged(changes []buffer.Change) {
	if _, there := s.app.page.Ghost(); there {
		s.choices = nil
		return
	}
	s.abandon()
	if !s.whileTyping {
		return
	}
	if wait, ask := s.policy.Wait(s.situation(editKind(changes[len(changes)-1].Kind))); ask {
		s.schedule(wait)
	}
}

// reach is how far around the caret, in bytes, the policy looks for code
// fences and line ends.
const reach = 8 << 10

func (s *suggester) situation(edit assist.EditKind) assist.Situation {
	snapshot, caret := s.app.desk.buffer.Snapshot(), s.app.page.Caret()
	line := snapshot.LineOf(caret)
	from := snapshot.LineStart(snapshot.LineOf(max(0, caret-reach)))
	return assist.Situation{
		Edit:      edit,
		Before:    snapshot.Slice(max(from, caret-2*reach), caret),
		After:     snapshot.Slice(caret, min(snapshot.LineEnd(line), caret+reach)),
		Selection: s.app.selected(),
		Composing: s.app.page.Composing(),
	}
}

func editKind(k buffer.Kind) assist.EditKind {
	switch k {
	case buffer.Typing, buffer.Paste:
		return assist.Typed
	case buffer.Accept:
		return assist.Accepted
	case buffer.Undo, buffer.Redo:
		return assist.Undone
	}
	return assist.Deleted
}

// caretMoved hears of every move of the caret.
func (s *suggester) caretMoved() {
	at := caretAt{s.app.desk.buffer.Revision(), s.app.page.Caret()}
	if at == s.at {
		return
	}
	edited := at.revision != s.at.revision
	s.at = at
	if _, there := s.app.page.Ghost(); !there && !edited {
		s.abandon()
	}
}

// ghostTold hears what the writer did with a ghost.
func (s *suggester) ghostTold(event editor.GhostEvent) {
	switch event.Outcome {
	case editor.GhostTaken:
		s.policy.Took()
		s.sample(store.Accepted, event.Text)
	case editor.GhostDismissed:
		s.refused = assist.NewRefusal(s.situation(assist.Typed).Before, event.Text)
		fallthrough
	case editor.GhostDropped:
		s.policy.Refused()
		s.sample(store.Rejected, event.Text)
	}
}

// documentChanged forgets what belongs to the document that was open, and makes
// the model ready for the one that is.
func (s *suggester) documentChanged() {
	s.abandon()
	s.refused = assist.Refusal{}
	s.app.notes.documentChanged()
	number := s.request
	s.warm.documentChanged(func() {
		if number == s.request && s.whileTyping {
			s.read()
		}
	})
}

// read lets the model read the text before the caret ahead of the first request.
func (s *suggester) read() {
	request := s.here(asking)
	ctx, _ := s.begin()
	go func() { _ = s.continuer.Read(ctx, request) }() // a failure shows with the first request
}

// modelArrived asks anew where the writer is waiting, once the model is loaded.
func (s *suggester) modelArrived() {
	s.continuer.Forget()
	s.app.warmUp(func() {
		s.app.page.ClearGhost()
		s.abandon()
		s.schedule(0)
	})
}

func (s *suggester) schedule(delay time.Duration) {
	if s.timer != nil {
		s.timer.Stop()
	}
	number := s.request
	s.timer = time.AfterFunc(delay, func() {
		s.app.do(func() {
			if number == s.request {
				s.start(asking)
			}
		})
	})
}

// abandon gives up the request in work or planned.
func (s *suggester) abandon() {
	s.request++
	if s.timer != nil {
		s.timer.Stop()
	}
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	s.choices, s.choice = nil, 0
}

// stop ends the suggester for good.
func (s *suggester) stop() {
	s.abandon()
	s.app.notes.save()
	s.continuer.Cancel()
	s.past.stop()
	s.warm.stop()
}

// ask suggests now, whatever the policy says.
func (s *suggester) ask() {
	s.app.page.ClearGhost()
	s.abandon()
	s.start(onRequest)
}

// mood is how much a suggestion may be a guess.
type mood int

const (
	asking    mood = iota // the writer is typing: only what is likely
	resting               // the writer has stopped: a way to go on
	onRequest             // the writer asked: the best there is
)

// restPause is how long after the first, strict request a writer who saw
// nothing and typed nothing is offered a less certain way to go on.
const restPause = 400 * time.Millisecond

// here is the request for the caret as it stands.
func (s *suggester) here(m mood) assist.Request {
	d := &s.app.desk
	snapshot := d.buffer.Snapshot()
	s.past.grown(d.id, snapshot.Len(), snapshot.Slice)
	return assist.Request{
		Revision: uint64(snapshot.Revision()), Text: snapshot, Caret: s.app.page.Caret(),
		Title: s.app.givenTitle(), Notes: d.notes, Always: m == onRequest, Resting: m == resting,
	}
}

// begin numbers a request and gives its context.
func (s *suggester) begin() (ctx context.Context, number int) {
	s.abandon()
	s.warm.asking()
	ctx, s.cancel = context.WithCancel(context.Background())
	return ctx, s.request
}

func (s *suggester) start(m mood) {
	if s.app.desk.buffer == nil || s.app.selected() {
		return
	}
	request := s.here(m)
	ctx, number := s.begin()
	go func() {
		if ctx.Err() != nil {
			return // out of date before it began
		}
		err := s.continuer.Suggest(ctx, request, func(g assist.Suggestion) bool {
			s.app.do(func() { s.answered(number, m, g) })
			return ctx.Err() == nil
		})
		if errors.Is(err, context.Canceled) && ctx.Err() == nil {
			// An older request came to its turn late and took this one's place.
			s.app.do(func() {
				if number == s.request {
					s.start(m)
				}
			})
			return
		}
		s.told(number, err)
		if err == nil && m == asking {
			s.app.do(func() { s.rest(number) })
		}
	}()
}

// rest plans a less certain suggestion, a sentence, for a writer who goes on
// doing nothing and saw no suggestion or only a word of one.
func (s *suggester) rest(number int) {
	if ghost, _ := s.app.page.Ghost(); len(strings.Fields(ghost.Text)) > 1 || number != s.request || !s.whileTyping {
		return
	}
	s.timer = time.AfterFunc(restPause, func() {
		s.app.do(func() {
			if number == s.request {
				s.start(resting)
			}
		})
	})
}

// told shows an error that isn't the end of an outdated request. It runs on
// any goroutine.
func (s *suggester) told(number int, err error) {
	var missing *catalog.MissingError
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, engine.ErrClosed) || errors.As(err, &missing) {
		return // a missing model is offered when the engine says so
	}
	s.app.do(func() {
		if number == s.request {
			s.app.fail("No suggestion", err)
		}
	})
}

// answered shows a suggestion that is still wanted: not again what the writer sent
// away, unless on request.
func (s *suggester) answered(number int, m mood, g assist.Suggestion) {
	if number == s.request && (m == onRequest || !s.refused.Covers(s.situation(assist.Typed).Before, g.Text)) {
		s.show(g)
	}
}

// show puts a suggestion on the page, or makes the one that stands longer. The
// page refuses one that the text or the caret has left behind.
func (s *suggester) show(g assist.Suggestion) {
	if ghost, there := s.app.page.Ghost(); there && len(s.choices) == 0 && !grows(ghost, g) {
		return // what stands is never written anew under the writer's eyes
	}
	s.app.page.SetGhost(editor.Ghost{Revision: buffer.Revision(g.Revision), Offset: g.Caret, Text: g.Text, Words: g.Words})
}

// grows reports whether a suggestion goes on from what stands of an earlier one.
func grows(ghost editor.Ghost, g assist.Suggestion) bool {
	typed := ghost.Offset - g.Caret
	return typed >= 0 && typed <= len(g.Text) && strings.HasPrefix(g.Text[typed:], ghost.Text)
}

// drop takes the ghost text away because the writer does not want it.
func (s *suggester) drop() {
	ghost, there := s.app.page.Ghost()
	if !there {
		return
	}
	s.app.page.ClearGhost()
	s.abandon()
	s.ghostTold(editor.GhostEvent{Outcome: editor.GhostDismissed, Text: ghost.Text})
}

// cycle shows the next or previous alternative, asking for them the first time.
func (s *suggester) cycle(step int) {
	if len(s.choices) > 0 {
		s.choose(s.choice + step)
		return
	}
	if s.app.desk.buffer == nil || s.app.selected() {
		return
	}
	request := s.here(onRequest)
	ctx, number := s.begin()
	first := ""
	if ghost, there := s.app.page.Ghost(); there {
		first = ghost.Text
	}
	go func() {
		choices, err := s.continuer.Alternatives(ctx, request, alternatives)
		if err != nil {
			s.told(number, err)
			return
		}
		s.app.do(func() {
			if number != s.request || len(choices) == 0 {
				return
			}
			s.choices = choices
			at := 0
			if first == choices[0].Text {
				at = step
			}
			s.choose(at)
		})
	}()
}

// alternatives is how many suggestions Alt+] walks through.
const alternatives = 4

func (s *suggester) choose(i int) {
	n := len(s.choices)
	s.choice = (i%n + n) % n
	s.show(s.choices[s.choice])
}

// contextLength is how many bytes of the text before a suggestion a sample keeps.
const contextLength = 400

func (s *suggester) contextBefore() string {
	snapshot, caret := s.app.desk.buffer.Snapshot(), s.app.page.Caret()
	from := max(0, caret-contextLength)
	if from > 0 {
		from = snapshot.NextGrapheme(from)
	}
	return snapshot.Slice(min(from, caret), caret)
}

// sample notes what became of a suggestion; the next save stores it.
func (s *suggester) sample(kind store.SampleKind, text string) {
	if !s.keepSamples || text == "" {
		return
	}
	id := s.app.desk.id
	s.mu.Lock()
	s.samples[id] = append(s.samples[id], store.Sample{Kind: kind, Text: text, Context: s.contextBefore(), Document: id})
	s.mu.Unlock()
	s.app.touch()
}

// corrected notes that the writer put one wording in place of another.
func (s *suggester) corrected(original, text string) {
	if !s.keepSamples {
		return
	}
	id := s.app.desk.id
	s.mu.Lock()
	s.samples[id] = append(s.samples[id], store.Sample{Kind: store.Corrected, Text: text, Original: original, Context: s.contextBefore(), Document: id})
	s.mu.Unlock()
}

// takeSamples hands over the samples of a document that wait to be stored. It
// runs on any goroutine.
func (s *suggester) takeSamples(id store.ID) []store.Sample {
	s.mu.Lock()
	defer s.mu.Unlock()
	samples := s.samples[id]
	delete(s.samples, id)
	return samples
}

// giveBackSamples keeps the samples of a save that failed for the next. It
// runs on any goroutine.
func (s *suggester) giveBackSamples(id store.ID, samples []store.Sample) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.samples[id] = append(samples, s.samples[id]...)
}

func (s *suggester) toggleTyping() {
	s.whileTyping = !s.whileTyping
	s.app.set(settingSuggest, s.whileTyping)
	if !s.whileTyping {
		s.app.page.ClearGhost()
		s.abandon()
	}
}

func (s *suggester) toggleSamples() {
	s.keepSamples = !s.keepSamples
	s.app.set(settingTrace, s.keepSamples)
}

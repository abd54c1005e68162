package app

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"inkling/app/engine"
	"inkling/app/learn"
	"inkling/assist"
	"inkling/model/catalog"
	"inkling/model/train"
)

// learner runs the job that teaches the model the writer's own words, and
// switches what came of it on and off. One job at a time.
type learner struct {
	app    *App
	cancel context.CancelFunc // nil: no job runs
	done   chan struct{}
	active string       // name of the adapter in use; empty: none
	typed  atomic.Int64 // when the writer last pressed a key, Unix nanoseconds
}

// How the job gives way: it rests while the writer typed within typingRest,
// and looks again every giveWay.
const (
	typingRest = 1500 * time.Millisecond
	giveWay    = 50 * time.Millisecond
)

// useStored puts the adapter into force that was in force last.
func (l *learner) useStored() {
	var name string
	if l.app.get(learn.Setting, &name); name == "" {
		return
	}
	adapter, err := learn.Load(l.app.config.DataDir, name)
	if err == nil {
		err = l.app.engine.UseAdapter(adapter)
	}
	if err != nil {
		l.app.fail("What was learned of your writing can't be used", err)
		return
	}
	l.active = name
}

// begin starts a job on everything the writer has written. The writer goes on
// writing meanwhile.
func (l *learner) begin() {
	if l.cancel != nil {
		return
	}
	if err := l.app.saveNow(); err != nil {
		return // the notice says so
	}
	ctx, cancel := context.WithCancel(context.Background())
	l.cancel, l.done = cancel, make(chan struct{})
	l.app.status.setJob("Learning your writing", 0, "")
	l.app.notice.show("learn", "Inkling is learning from your documents, on this machine. Go on writing; it gives way to you.",
		answer{title: "Stop", run: cancel}, answer{title: "Close", run: func() { l.app.notice.hide("learn") }})
	lang := l.language()
	go func() {
		defer close(l.done)
		result, err := l.work(ctx, lang)
		l.app.do(func() { l.ended(result, err) })
	}()
}

// language is that of the open document: its model learns.
func (l *learner) language() assist.Language {
	s := l.app.desk.buffer.Snapshot()
	return assist.DetectLanguage(s.Slice(0, min(s.Len(), reach)), assist.English)
}

// work is the job. It runs on a goroutine of its own.
func (l *learner) work(ctx context.Context, lang assist.Language) (*train.Result, error) {
	m, err := l.app.engine.Model(ctx, catalog.RoleProse, lang)
	if err != nil {
		return nil, err
	}
	return train.Run(ctx, m, learn.Stored(l.app.store), train.Options{
		Threads: max(1, runtime.NumCPU()/2),
		Wait:    l.wait,
		Progress: func(p train.Progress) {
			text, part := progressText(p), progressPart(p)
			l.app.do(func() {
				if l.cancel != nil {
					l.app.status.setJob("Learning your writing", part, text)
				}
			})
		},
	})
}

// wait blocks while the writer types or waits for a suggestion. It runs on the
// job's goroutine.
func (l *learner) wait(ctx context.Context) error {
	for time.Since(time.Unix(0, l.typed.Load())) < typingRest || l.app.engine.State(catalog.RoleProse).Status == engine.Thinking {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(giveWay):
		}
	}
	return ctx.Err()
}

// Shares of the stages in the progress bar.
const measuringShare, learningShare = 0.08, 0.84

func progressPart(p train.Progress) float64 {
	switch p.Stage {
	case train.Measuring:
		return measuringShare / 2
	case train.Learning:
		return measuringShare + learningShare*float64(p.Step)/float64(max(p.Steps, 1))
	}
	return measuringShare + learningShare
}

func progressText(p train.Progress) string {
	text := fmt.Sprintf("%.0f %%", 100*progressPart(p))
	if p.Left > 0 {
		text += ", " + roughly(p.Left) + " left"
	}
	return text
}

// ended shows what came of a job and puts it into force if it is better.
func (l *learner) ended(r *train.Result, err error) {
	l.cancel()
	l.cancel = nil
	l.app.status.setJob("", 0, "")
	defer l.app.settingsChanged()
	var missing *catalog.MissingError
	switch {
	case errors.Is(err, context.Canceled):
		l.app.notice.flash("learn", "Stopped. Nothing has changed.")
	case errors.As(err, &missing):
		l.app.notice.hide("learn")
		l.app.offerModels()
	case err != nil:
		l.say(err.Error())
	case !r.Applied:
		l.say(fmt.Sprintf("%s %s", r.Reason, measureText(r)))
	default:
		l.apply(r)
	}
}

// apply keeps an adapter and uses it from now on.
func (l *learner) apply(r *train.Result) {
	if _, err := learn.Save(l.app.config.DataDir, learn.DefaultName, r.Adapter); err != nil {
		l.app.fail("What was learned could not be kept", err)
		return
	}
	if err := l.app.engine.UseAdapter(r.Adapter); err != nil {
		l.app.fail("What was learned can't be used", err)
		return
	}
	l.active = learn.DefaultName
	l.app.set(learn.Setting, l.active)
	l.app.noteLearned(r)
	l.app.suggest.continuer.Forget()
	l.say(fmt.Sprintf("%s %s", r.Reason, measureText(r)), answer{title: "Don’t use it", run: l.switchOff})
}

// measureText gives the figures before and after.
func measureText(r *train.Result) string {
	return fmt.Sprintf("Bits a byte there: %.3f before, %.3f after (fewer is better). Next word right: %.1f %% before, %.1f %% after.",
		r.Before.BitsPerByte, r.After.BitsPerByte, 100*r.Before.NextWord, 100*r.After.NextWord)
}

// say shows the end of a job in a window of its own: it is worth being read.
func (l *learner) say(text string, more ...answer) {
	l.app.notice.hide("learn")
	message := newDiffView([]diffPiece{{kept, text}})
	d := dialog.NewCustomWithoutButtons("Learn my writing", message, l.app.window)
	buttons := []fyne.CanvasObject{}
	for _, a := range more {
		buttons = append(buttons, newButton(a.title, func() { d.Hide(); a.run() }))
	}
	d.SetButtons(append(buttons, newPrimaryButton("Close", d.Hide)))
	d.SetOnClosed(l.app.focusPage)
	l.app.showDialog(d, fyne.NewSize(480, 190))
}

// switchOff goes back to the model as it was; what was learned is kept.
func (l *learner) switchOff() {
	if err := l.app.engine.UseAdapter(nil); err != nil {
		l.app.fail("The model could not be put back", err)
		return
	}
	l.active = ""
	l.app.set(learn.Setting, "")
	l.app.suggest.continuer.Forget()
}

// toggle switches what was learned on or off.
func (l *learner) toggle() {
	if l.active != "" {
		l.switchOff()
		return
	}
	l.app.set(learn.Setting, learn.DefaultName)
	l.useStored()
	l.app.suggest.continuer.Forget()
}

// learned reports whether there is anything to switch on.
func (l *learner) learned() bool {
	names, err := learn.List(l.app.config.DataDir)
	return err == nil && len(names) > 0
}

// stop ends a job that runs, and waits for its end.
func (l *learner) stop() {
	if l.cancel != nil {
		l.cancel()
		<-l.done
	}
}

// commands are the menu entries of learning.
func (l *learner) commands() []*command {
	return []*command{
		{id: "learn.begin", menu: "Suggestions", title: "Learn my writing", run: l.begin, enabled: func() bool { return l.cancel == nil }},
		{id: "learn.use", menu: "Suggestions", title: "Use what was learned", run: l.toggle, enabled: l.learned, checked: func() bool { return l.active != "" }},
	}
}

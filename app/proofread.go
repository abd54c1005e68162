package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/editor"
	"inkling/editor/buffer"
)

// Pauses after the last edit before the rules look at the text, before the
// model judges what they propose, and before the larger models are asked for
// more: the models are kept for the ghost text while the writer is typing.
const (
	rulesPause   = 400 * time.Millisecond
	judgePause   = 1500 * time.Millisecond
	consultPause = 6 * time.Second
)

// finding is a slip found in a state of the text.
type finding struct {
	proof.Finding
	text string // the stretch that it covers
}

// proofreader checks the text behind the writer's back and keeps the findings
// at their places while the text changes.
type proofreader struct {
	app     *App
	choices proofChoices
	checker *proof.Checker // nil until the word lists are read

	caret   atomic.Int64 // in the text that is being checked
	timer   *time.Timer
	check   int // numbers the checks; an older one's findings are dropped
	cancel  context.CancelFunc
	changed func() // the findings are other ones

	revision buffer.Revision // of the text that findings belong to
	findings []finding
	at       int              // the finding that the pane shows open
	grade    float64          // school year that the text is read in; 0: not known
	graded   *buffer.Snapshot // of which grade is
}

// begin reads the word lists in the background and checks the open text.
func (p *proofreader) begin() {
	p.app.get(settingProof, &p.choices)
	trusted, words := p.app.writersWords()
	ignored := p.app.ignoredFindings()
	o := proof.Options{Settings: p.choices.settings(), Judge: p.app.judge(), Taught: p.app.taught(), Reviewer: p.app.reviewer(), Corrector: p.app.corrector(),
		Trusted: trusted.has, Words: words, Ignored: ignored.has, IgnoredOnce: ignored.hasOnce,
		Caret: func() int { return int(p.caret.Load()) }}
	go func() {
		checker, err := proof.New(o)
		p.app.do(func() {
			if err != nil {
				p.app.fail("Proofreading is not possible", err)
				return
			}
			p.checker = checker
			p.textChanged()
		})
	}()
}

// textChanged plans a check of the new text. Findings whose stretch was edited
// are gone at once.
func (p *proofreader) textChanged() {
	p.stop()
	p.keepStanding()
	if p.checker != nil && p.app.desk.buffer != nil {
		p.plan(rulesPause, p.checker.Rules, func() {
			p.plan(judgePause-rulesPause, p.checker.Check, p.planConsult)
		})
	}
}

// planConsult has the larger models look, once the writer rests: the instruct
// model for what the rules don't know, and the larger judge at Chinese.
func (p *proofreader) planConsult() {
	use := p.choices.Instruct
	switch {
	case use == askAlways || use == askIfGood && p.app.engine.Corrects():
		p.plan(consultPause-judgePause, p.checker.Consult, nil)
	case p.app.engine.Reviews(assist.Chinese), p.app.engine.Teaches(assist.English):
		p.plan(consultPause-judgePause, p.checker.Review, nil)
	}
}

// documentChanged forgets the findings of the document that was open.
func (p *proofreader) documentChanged() {
	p.findings, p.at = nil, 0
	p.show()
	p.textChanged()
}

// recheck looks at the same text again, after the writer's words or ignores
// have changed: what they settle is gone at once.
func (p *proofreader) recheck() {
	p.findings = slices.DeleteFunc(p.findings, func(f finding) bool {
		return p.app.ignores.has(f.Rule, f.text, "") || p.app.ignores.hasOnce(f.Once) || p.choices.Disabled[f.Rule] ||
			f.Kind == proof.Spelling && p.app.words.has(f.text)
	})
	p.at = min(p.at, max(0, len(p.findings)-1))
	p.checker.Forget()
	p.show()
	p.textChanged()
}

// stop ends the check in work or planned.
func (p *proofreader) stop() {
	p.check++
	if p.timer != nil {
		p.timer.Stop()
	}
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
}

// plan runs one kind of check after a pause, shows what it finds, and goes on
// with then.
func (p *proofreader) plan(pause time.Duration, look func(context.Context, string) ([]proof.Finding, error), then func()) {
	number := p.check
	p.timer = time.AfterFunc(pause, func() {
		p.app.do(func() {
			if number == p.check {
				p.start(look, then)
			}
		})
	})
}

func (p *proofreader) start(look func(context.Context, string) ([]proof.Finding, error), then func()) {
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	number, snapshot := p.check, p.app.desk.buffer.Snapshot()
	p.caret.Store(int64(p.app.page.Caret()))
	grade, graded := p.grade, p.graded == snapshot // by an earlier wave
	go func() {
		text := snapshot.Text()
		found, err := look(ctx, text)
		if !graded {
			grade = gradeOf(text)
		}
		p.app.do(func() {
			switch {
			case number != p.check:
			case errors.Is(err, context.Canceled):
			case err != nil:
				p.app.fail("Proofreading stopped", err)
			default:
				p.grade, p.graded = grade, snapshot
				p.took(snapshot.Revision(), text, found)
				if then != nil {
					then()
				}
			}
		})
	}()
}

// took shows what a check found.
func (p *proofreader) took(revision buffer.Revision, text string, found []proof.Finding) {
	open := ""
	if p.at < len(p.findings) {
		open = p.findings[p.at].key()
	}
	p.revision, p.findings, p.at = revision, make([]finding, len(found)), 0
	for i, f := range found {
		p.findings[i] = finding{Finding: f, text: text[f.Start:f.End]}
		if p.findings[i].key() == open {
			p.at = i
		}
	}
	p.show()
}

// key tells a finding from others, also after text before it has changed.
func (f finding) key() string {
	return f.Rule + "\x00" + f.text + "\x00" + strings.Join(f.Replacements, "\x00")
}

// show draws the underlines and tells the pane.
func (p *proofreader) show() {
	var underlines []editor.Underline
	var marks []editor.Mark
	for i, f := range p.findings {
		if !f.Underline {
			continue
		}
		u := editor.Underline{Start: f.Start, End: f.End, Kind: underlineKind(f.Kind), ID: i}
		if u.Start == u.End {
			u.Start, u.End = p.around(f.Start)
		}
		underlines = append(underlines, u)
		marks = append(marks, editor.Mark{Offset: f.Start, Kind: editor.MarkOf(u.Kind)})
	}
	p.app.page.SetUnderlines(underlines)
	p.app.page.SetMarks(marks)
	p.changed()
}

// around gives the character before an empty stretch: something is missing
// there, and nothing can't be underlined.
func (p *proofreader) around(at int) (start, end int) {
	s := p.app.desk.buffer.Snapshot()
	at = min(at, s.Len())
	return s.PrevGrapheme(at), at
}

func underlineKind(k proof.Kind) editor.UnderlineKind {
	switch k.Family() {
	case "spelling":
		return editor.Spelling
	case "grammar":
		return editor.Grammar
	}
	return editor.Wording
}

// keepStanding moves the findings with the edits and drops those whose stretch
// is not what was checked any more.
func (p *proofreader) keepStanding() {
	if len(p.findings) == 0 || p.app.desk.buffer == nil {
		return
	}
	b := p.app.desk.buffer
	s := b.Snapshot()
	before := len(p.findings)
	p.findings = slices.DeleteFunc(p.findings, func(f finding) bool {
		start, ok := b.Shift(f.Start, buffer.Right, p.revision)
		return !ok || start+len(f.text) > s.Len() || s.Slice(start, start+len(f.text)) != f.text
	})
	for i := range p.findings {
		start, _ := b.Shift(p.findings[i].Start, buffer.Right, p.revision)
		p.findings[i].Start, p.findings[i].End = start, start+len(p.findings[i].text)
	}
	p.revision = b.Revision()
	if len(p.findings) != before {
		p.at = min(p.at, max(0, len(p.findings)-1))
		p.changed()
	}
}

// walk goes to the next or the previous finding from the caret.
func (p *proofreader) walk(step int) {
	if len(p.findings) == 0 {
		return
	}
	caret := p.app.page.Caret()
	next := slices.IndexFunc(p.findings, func(f finding) bool {
		return f.Start > caret || f.Start == caret && step > 0 && p.at < len(p.findings) && f.Start != p.findings[p.at].Start
	})
	if step < 0 {
		next = -1
		for i, f := range p.findings {
			if f.End < caret {
				next = i
			}
		}
	}
	if next < 0 {
		next = 0
		if step < 0 {
			next = len(p.findings) - 1
		}
	}
	p.goTo(next)
}

// goTo opens a finding in the pane and shows its place on the page.
func (p *proofreader) goTo(i int) {
	if i < 0 || i >= len(p.findings) {
		return
	}
	p.at = i
	f := p.findings[i]
	p.app.page.SelectRange(f.Start, f.End)
	p.changed()
}

// findingAt is the finding at an offset of the text.
func (p *proofreader) findingAt(offset int) (int, bool) {
	i := slices.IndexFunc(p.findings, func(f finding) bool { return f.Start <= offset && offset <= f.End })
	return i, i >= 0
}

package app

import (
	"context"
	"slices"
	"strings"

	"inkling/assist"
	"inkling/assist/proof"
	"inkling/editor/buffer"
	"inkling/model/catalog"
)

// stands reports whether the text at a finding is still what was checked.
func (p *proofreader) stands(f finding) bool {
	s := p.app.desk.buffer.Snapshot()
	return f.Start <= f.End && f.End <= s.Len() && s.Slice(f.Start, f.End) == f.text
}

// fix puts a replacement in place of a finding, as one undo step. Text that
// has changed since the check is left alone.
func (p *proofreader) fix(f finding, replacement string) {
	if !p.stands(f) {
		return
	}
	edit := buffer.Edit{Start: f.Start, End: f.End, Text: replacement}
	p.app.desk.buffer.BreakGroup()
	if _, err := p.app.desk.buffer.ApplyAt(p.revision, edit, buffer.Fix); err != nil {
		return
	}
	p.app.page.SetCaret(f.Start + len(replacement))
	p.app.suggest.corrected(f.text, replacement)
}

// fixAtHand puts the first replacement in place of the finding that the pane
// shows open.
func (p *proofreader) fixAtHand() {
	if f, ok := p.atHand(); ok && len(f.Replacements) > 0 {
		p.fix(f, f.Replacements[0])
	}
}

// atHand is the finding that the pane shows open.
func (p *proofreader) atHand() (finding, bool) {
	if p.at >= len(p.findings) {
		return finding{}, false
	}
	return p.findings[p.at], true
}

// like gives the edits that mend every finding like f. The findings have moved
// with the text since it was checked; so do the edits.
func (p *proofreader) like(f finding) []proof.Edit {
	all := make([]proof.Finding, 0, len(p.findings))
	for _, each := range p.findings {
		if p.stands(each) {
			all = append(all, each.Finding)
		}
	}
	return proof.FixesLike(p.app.desk.buffer.Snapshot().Text(), all, f.Finding)
}

// fixLike mends every finding like f, as one undo step.
func (p *proofreader) fixLike(f finding) {
	if !p.stands(f) {
		return
	}
	text := p.app.desk.buffer.Snapshot()
	edits := p.like(f)
	b := p.app.desk.buffer
	b.BreakGroup()
	b.Group(func() {
		for _, e := range slices.Backward(edits) {
			if _, err := b.Apply(buffer.Edit{Start: e.Start, End: e.End, Text: e.Text}, buffer.Fix); err != nil {
				p.app.fail("This could not be mended", err)
			}
		}
	})
	for _, e := range edits {
		p.app.suggest.corrected(text.Slice(e.Start, e.End), e.Text)
	}
}

// ignoreOnce hides this one finding, until its paragraph is edited.
func (p *proofreader) ignoreOnce(f finding) {
	key := onceKey(f.Once)
	if err := p.app.store.AddIgnore(key); err != nil {
		p.app.fail("This could not be kept", err)
		return
	}
	p.app.ignores.add(key)
	p.recheck()
}

// onceMark begins the stored ignores that are for one finding only.
const onceMark = "once\t"

func onceKey(once string) string { return onceMark + once }

func (s ignoreSet) hasOnce(once string) bool { return once != "" && s.wordSet.has(onceKey(once)) }

// corrector gives the proofreader the instruct model, where one is on this
// machine: it is not worth an offer of its own.
func (a *App) corrector() func(proof.Language) (proof.Corrector, error) {
	return func(l proof.Language) (proof.Corrector, error) {
		if l == proof.Chinese {
			return nil, nil
		}
		if _, err := a.engine.Locate(catalog.RoleInstruct, assist.English); err != nil {
			return nil, nil
		}
		return a.engine.Corrector(context.Background())
	}
}

// gradedBytes bounds the text whose reading level is worked out: beyond it the
// beginning stands for the whole.
const gradedBytes = 512 << 10

// gradeOf gives the school year in which a text is read; 0 where there is too
// little of it to say.
func gradeOf(text string) float64 {
	if len(text) > gradedBytes {
		text = strings.ToValidUTF8(text[:gradedBytes], "")
	}
	a := assist.Measure(text)
	if a.Words < 40 {
		return 0
	}
	return a.ReadingLevel.Grade
}

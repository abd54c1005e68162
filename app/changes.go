package app

import (
	"context"
	"slices"
	"time"

	"inkling/editor"
	"inkling/editor/buffer"
	"inkling/store"
)

// changeMarks shows beside the text which lines have changed since the program
// was started: since the document was opened first, or since the writer said to
// begin anew. Going to another document and back changes nothing about it.
type changeMarks struct {
	page  *editor.Editor
	do    func(func())     // brings work to the toolkit's goroutine
	base  *buffer.Snapshot // the text to compare with
	id    store.ID         // of the open document
	bases []keptBase       // of the documents opened before, most recent last
	on    bool
	timer *time.Timer
	stop  context.CancelFunc // ends the comparison under way
}

// changesRest is how long after an edit the texts are compared. Until then the
// marks there are move with the text.
const changesRest = 250 * time.Millisecond

// keptBase is what the text of a document is compared with.
type keptBase struct {
	id   store.ID
	text *buffer.Snapshot
}

// mostBases is of how many documents the text to compare with is kept.
const mostBases = 64

// opened turns to the document that has come onto the page.
func (c *changeMarks) opened(id store.ID) {
	c.cancel()
	c.page.SetChangedLines(nil)
	c.id = id
	for _, b := range c.bases {
		if b.id == id {
			c.base = b.text
			c.textChanged()
			return
		}
	}
	c.fromHere()
}

// fromHere makes the text that is on the page now the one to compare with.
func (c *changeMarks) fromHere() {
	c.cancel()
	c.page.SetChangedLines(nil)
	c.base = c.page.Buffer().Snapshot()
	c.bases = slices.DeleteFunc(c.bases, func(b keptBase) bool { return b.id == c.id })
	c.bases = newest(append(c.bases, keptBase{c.id, c.base}), mostBases, func(b keptBase) int { return b.text.Len() })
}

// show turns the marks on or off.
func (c *changeMarks) show(on bool) {
	c.on = on
	if !on {
		c.cancel()
		c.page.SetChangedLines(nil)
		return
	}
	c.textChanged()
}

func (c *changeMarks) cancel() {
	if c.timer != nil {
		c.timer.Stop()
	}
	if c.stop != nil {
		c.stop()
	}
}

// textChanged has the texts compared soon, beside the writer's typing.
func (c *changeMarks) textChanged() {
	if !c.on || c.base == nil || c.base.Len() == 0 { // all of a new document is new
		return
	}
	c.cancel()
	ctx, stop := context.WithCancel(context.Background())
	c.stop = stop
	base, now := c.base, c.page.Buffer().Snapshot()
	c.timer = time.AfterFunc(changesRest, func() {
		lines, err := buffer.ChangedLines(ctx, base, now)
		if err != nil {
			return
		}
		c.do(func() {
			if ctx.Err() == nil && c.page.Buffer().Revision() == now.Revision() {
				c.page.SetChangedLines(lines)
			}
		})
	})
}

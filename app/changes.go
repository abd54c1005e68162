package app

import (
	"context"
	"time"

	"inkling/editor"
	"inkling/editor/buffer"
)

// changeMarks shows beside the text which lines have changed since the
// document was opened.
type changeMarks struct {
	page  *editor.Editor
	do    func(func())     // brings work to the toolkit's goroutine
	base  *buffer.Snapshot // the text as it was opened
	on    bool
	timer *time.Timer
	stop  context.CancelFunc // ends the comparison under way
}

// changesRest is how long after an edit the texts are compared. Until then the
// marks there are move with the text.
const changesRest = 250 * time.Millisecond

// opened makes the text that is on the page now the one to compare with.
func (c *changeMarks) opened() {
	c.cancel()
	c.base = c.page.Buffer().Snapshot()
	c.page.SetChangedLines(nil)
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

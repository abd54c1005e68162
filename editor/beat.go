package editor

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// beat makes the caret blink: it stays, fades out in a few steps, fades in. After a while without a key it stays
// lit, so that a page that nobody writes on costs nothing.
type beat struct {
	timer  *time.Timer
	since  time.Time // of the last key
	phase  int
	opaque float32 // from 0 to 1
}

// beatSteps are how opaque the caret is and for how long.
var beatSteps = [...]struct {
	opaque float32
	lasts  time.Duration
}{
	{1, 560 * time.Millisecond}, {0.66, 40 * time.Millisecond}, {0.33, 40 * time.Millisecond},
	{0, 380 * time.Millisecond}, {0.33, 40 * time.Millisecond}, {0.66, 40 * time.Millisecond},
}

// beatRests is how long the caret goes on blinking after the last key.
const beatRests = 10 * time.Second

// restart lights the caret, as every key does.
func (b *beat) restart(e *Editor) {
	b.phase, b.opaque, b.since = 0, 1, time.Now()
	if !e.focused || e.paint == nil {
		return
	}
	if b.timer != nil {
		b.timer.Stop()
	}
	b.timer = after(beatSteps[0].lasts, func() { b.step(e) })
}

// after calls do on the toolkit's goroutine after a time. Drivers without a window, which tests use, have no
// goroutine of their own that could: with them nothing happens, and the timer is nil.
func after(wait time.Duration, do func()) *time.Timer {
	if _, ok := fyne.CurrentApp().Driver().(desktop.Driver); !ok {
		return nil
	}
	return time.AfterFunc(wait, func() { fyne.Do(do) })
}

func (b *beat) step(e *Editor) {
	if !e.focused || b.timer == nil {
		return
	}
	b.phase = (b.phase + 1) % len(beatSteps)
	if b.phase == 1 && time.Since(b.since) > beatRests {
		b.phase, b.opaque = 0, 1
		return
	}
	b.opaque = beatSteps[b.phase].opaque
	b.timer.Reset(beatSteps[b.phase].lasts)
	e.paint.caretOnly()
}

func (b *beat) stop() {
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
}

// glide lets the caret slide to where a key or a click has sent it. While typing it doesn't: there it moves with the
// letters, and a slide would only have more frames drawn.
type glide struct {
	wanted bool // the next move of the caret is one to slide
	shown  bool // the caret was in the window when it was placed last,
	top    place
	dy     float32 // and the window was scrolled to here
	target fyne.Position
	last   time.Time // when it was wanted last
	run    *fyne.Animation
}

// glideTime is how long a slide takes, heldTime how soon another move must follow to be that of a key that is held
// down, where the caret keeps up without sliding.
const (
	glideTime = 90 * time.Millisecond
	heldTime  = 180 * time.Millisecond
)

// to moves the caret to a place in the window.
func (g *glide) to(e *Editor, caret *canvas.Rectangle, at fyne.Position) {
	still := g.shown && g.top == e.view.top && g.dy == e.view.dy
	slides := g.wanted && still && time.Since(g.last) > heldTime && fyne.CurrentApp().Settings().ShowAnimations()
	if g.wanted {
		g.last = time.Now()
	}
	g.wanted, g.shown, g.top, g.dy = false, true, e.view.top, e.view.dy
	if g.run != nil && still && at == g.target {
		return // on its way
	}
	g.end()
	from := caret.Position()
	if !slides || from == at {
		caret.Move(at)
		return
	}
	g.target = at
	g.run = fyne.NewAnimation(glideTime, func(share float32) {
		caret.Move(fyne.NewPos(from.X+(at.X-from.X)*share, from.Y+(at.Y-from.Y)*share))
		if share == 1 {
			g.run = nil
		}
		canvas.Refresh(caret)
	})
	g.run.Curve = fyne.AnimationEaseOut
	g.run.Start()
}

// gone notes that the caret isn't in the window.
func (g *glide) gone() {
	g.end()
	g.shown = false
}

// end stops a slide where it is.
func (g *glide) end() {
	if g.run != nil {
		g.run.Stop()
		g.run = nil
	}
}

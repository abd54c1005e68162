package editor

import (
	"time"

	"fyne.io/fyne/v2"
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

func (b *beat) start(e *Editor) { b.restart(e) }

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

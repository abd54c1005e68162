package editor

import (
	"sort"

	"fyne.io/fyne/v2"
)

const (
	barWidth  = 12 // where the pointer takes it
	barLine   = 4  // as it is drawn
	barShort  = 28 // the least length of the thumb
	barMargin = 2
	barTick   = 2 // the height of a mark
)

// thumb is where the scroll bar's thumb is; ok is false where everything is in the window. The bar measures bytes:
// the height of the document is never known.
func (e *Editor) thumb() (y, height float32, ok bool) {
	if e.paint == nil {
		return 0, 0, false
	}
	length := e.snap.Len()
	start, end := e.paint.from, e.paint.to
	if start == 0 && end == length {
		return 0, 0, false
	}
	track := e.view.height - 2*barMargin
	share := float32(end-start) / float32(length)
	height = min(max(share*track, barShort), track)
	behind := max(length-(end-start), 1)
	y = barMargin + (track-height)*min(float32(start)/float32(behind), 1)
	return y, height, true
}

// overBar says whether a position in the widget is on the scroll bar.
func (e *Editor) overBar(at fyne.Position) bool {
	width := e.Size().Width
	if _, _, ok := e.thumb(); !ok {
		return false
	}
	return at.X >= width-barWidth && at.X <= width && at.Y >= 0 && at.Y <= e.view.height
}

// dragBar scrolls to where the pointer holds the thumb by its middle.
func (e *Editor) dragBar(at fyne.Position) {
	_, height, ok := e.thumb()
	if !ok {
		return
	}
	track := e.view.height - 2*barMargin - height
	share := min(max((at.Y-barMargin-height/2)/max(track, 1), 0), 1)
	// The text at this share of the document comes to this share of the window: at the ends, the ends.
	e.view.scrollTo(int(float64(share)*float64(e.snap.Len())), 0)
	e.view.scroll(-share * max(e.view.height-e.revealMargin(), 0))
	e.update()
}

// barY is where an offset of the text is marked beside the scroll bar.
func (e *Editor) barY(offset int) float32 {
	return barMargin + (e.view.height-2*barMargin)*float32(offset)/float32(max(e.snap.Len(), 1))
}

// ticks draws a tick for each of all, sorted by start; those that lie closer together than a tick are one. It looks at
// as many as there are ticks, however many lie between.
func ticks[T any](e *Editor, all []T, start func(T) int, draw func(x T, y float32)) {
	perPixel := float64(e.snap.Len()) / float64(max(e.view.height-2*barMargin, 1))
	for i := 0; i < len(all); {
		at := start(all[i])
		draw(all[i], e.barY(at))
		next := at + 1 + int(perPixel*barTick)
		i += 1 + sort.Search(len(all)-i-1, func(j int) bool { return start(all[i+1+j]) >= next })
	}
}

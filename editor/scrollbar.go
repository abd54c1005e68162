package editor

import (
	"image/color"

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

// ticks draws the things of a track beside the scroll bar, each at least a tick high; those of one colour that lie
// closer together than a tick are one. It looks at as many as there is room for, however many lie between.
func (p *painter) ticks(count int, at func(i int) int, search func(offset int) int, colour func(i int) color.Color) {
	e := p.e
	x := e.Size().Width - barLine - barMargin
	perPixel := float64(e.snap.Len()) / float64(max(e.view.height-2*barMargin, 1))
	var top, bottom float32
	var ink color.Color
	for i := 0; i < count; {
		offset, own := at(i), colour(i)
		if y := e.barY(offset); own != nil {
			if ink == nil || own != ink || y > bottom+1 {
				if ink != nil {
					p.box(x-2, top, barLine+2, bottom-top, ink)
				}
				ink, top = own, y
			}
			bottom = y + barTick
		}
		i = max(i+1, search(offset+1+int(perPixel*barTick)))
	}
	if ink != nil {
		p.box(x-2, top, barLine+2, bottom-top, ink)
	}
}

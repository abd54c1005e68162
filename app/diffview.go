package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/rivo/uniseg"
)

// diffView shows a text with its difference from another: what goes is struck
// out on the deletion's background, what comes stands on the insertion's.
type diffView struct {
	widget.BaseWidget

	pieces []diffPiece
	most   int // characters shown at most; what follows is left out with an ellipsis
}

func newDiffView(pieces []diffPiece) *diffView {
	v := &diffView{pieces: pieces, most: 3000}
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer implements fyne.Widget.
func (v *diffView) CreateRenderer() fyne.WidgetRenderer {
	r := &diffViewRenderer{view: v}
	r.build()
	return r
}

// diffRun is a piece of one line: its text with a background and a line
// through it where the piece calls for them.
type diffRun struct {
	piece  diffPiece
	line   int
	x, w   float32
	ground *canvas.Rectangle
	text   *canvas.Text
	strike *canvas.Line
}

type diffViewRenderer struct {
	view  *diffView
	runs  []diffRun
	lines int
	width float32
}

const diffTextSize, diffLineHeight = interfaceTextSize + 1, 22

func (r *diffViewRenderer) Destroy() {}

func (r *diffViewRenderer) MinSize() fyne.Size {
	return fyne.NewSize(60, float32(max(r.lines, 1))*diffLineHeight)
}

func (r *diffViewRenderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for _, run := range r.runs {
		if run.ground != nil {
			objects = append(objects, run.ground)
		}
		objects = append(objects, run.text)
		if run.strike != nil {
			objects = append(objects, run.strike)
		}
	}
	return objects
}

func (r *diffViewRenderer) Layout(size fyne.Size) {
	if size.Width == r.width {
		return
	}
	r.width = size.Width
	lines := r.lines
	r.build()
	if r.lines != lines {
		r.view.BaseWidget.Refresh() // the height has changed with the width
	}
}

func (r *diffViewRenderer) Refresh() {
	r.build()
	canvas.Refresh(r.view)
}

// build breaks the pieces into runs of one line each.
func (r *diffViewRenderer) build() {
	r.runs, r.lines = nil, 0
	width := r.width
	if width <= 0 {
		width = assistantPaneWidth - 48
	}
	line, x, left := 0, float32(0), r.view.most
	for _, p := range r.view.pieces {
		for text := p.text; text != "" && left > 0; {
			head, rest, mustBreak := fitting(text, width-x, x == 0)
			if head != "" {
				w := fyne.MeasureText(head, diffTextSize, fyne.TextStyle{}).Width
				r.runs = append(r.runs, newDiffRun(diffPiece{p.kind, head}, line, x, w))
				x += w
			}
			left -= len(head)
			text = rest
			if mustBreak || text != "" {
				line, x = line+1, 0
			}
		}
	}
	r.lines = line + 1
	r.place()
}

// fitting cuts off the part of text that goes onto the rest of a line: up to
// the last place where a line may break, or at the least one character at the
// start of a line. mustBreak says that the text itself ends the line there.
func fitting(text string, width float32, atStart bool) (head, rest string, mustBreak bool) {
	end, used, state := 0, float32(0), -1
	for remaining := text; remaining != ""; {
		var segment string
		var must bool
		segment, remaining, must, state = uniseg.FirstLineSegmentInString(remaining, state)
		shown := trimLineEnd(segment)
		w := fyne.MeasureText(shown, diffTextSize, fyne.TextStyle{}).Width
		if used+w > width && (end > 0 || !atStart) {
			return trimLineEnd(text[:end]), text[end:], false
		}
		end, used = end+len(segment), used+w
		if must && remaining != "" {
			return trimLineEnd(text[:end]), text[end:], true
		}
	}
	return trimLineEnd(text), "", text != trimLineEnd(text)
}

func trimLineEnd(s string) string {
	for s != "" && (s[len(s)-1] == '\n' || s[len(s)-1] == '\r') {
		s = s[:len(s)-1]
	}
	return s
}

func newDiffRun(p diffPiece, line int, x, w float32) diffRun {
	run := diffRun{piece: p, line: line, x: x, w: w}
	palette := currentPalette()
	run.text = canvas.NewText(p.text, palette.text)
	run.text.TextSize = diffTextSize
	switch p.kind {
	case removed:
		run.text.Color = palette.muted
		run.ground = canvas.NewRectangle(palette.deleted)
		run.strike = canvas.NewLine(palette.muted)
		run.strike.StrokeWidth = 1
	case added:
		run.ground = canvas.NewRectangle(palette.inserted)
	}
	return run
}

func (r *diffViewRenderer) place() {
	for _, run := range r.runs {
		y := float32(run.line) * diffLineHeight
		run.text.Move(fyne.NewPos(run.x, y+1))
		run.text.Resize(fyne.NewSize(run.w, diffLineHeight))
		if run.ground != nil {
			run.ground.Move(fyne.NewPos(run.x, y))
			run.ground.Resize(fyne.NewSize(run.w, diffLineHeight-2))
		}
		if run.strike != nil {
			run.strike.Position1 = fyne.NewPos(run.x, y+11)
			run.strike.Position2 = fyne.NewPos(run.x+run.w, y+11)
		}
	}
}

// currentPalette is the palette in force.
func currentPalette() palette {
	settings := fyne.CurrentApp().Settings()
	if t, ok := settings.Theme().(inkTheme); ok {
		return t.palette(settings.ThemeVariant())
	}
	return lightPalette()
}

package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// notice is the strip above the status line that says one thing and offers
// at most two answers. It never takes the keyboard away from the page.
type notice struct {
	box     *fyne.Container
	message *inkText
	bar     *widget.ProgressBar
	answers *fyne.Container

	do func(func()) // brings work to the toolkit's goroutine

	// tag names the matter at hand, so that whoever put it up takes only
	// its own notice down.
	tag   string
	shown int // counts the notices, so that a late end of one takes no other down
}

// answer is a button of a notice.
type answer struct {
	title   string
	primary bool
	run     func()
}

func newNotice(do func(func())) *notice {
	n := &notice{
		do:      do,
		message: newInkText("", colorText, interfaceTextSize),
		bar:     widget.NewProgressBar(),
		answers: container.NewHBox(),
	}
	n.message.shrink = true
	n.bar.TextFormatter = func() string { return "" }
	bar := container.New(&fixedSize{width: 140, height: 6}, n.bar)
	row := container.NewBorder(nil, nil, nil, container.NewHBox(container.NewCenter(bar), n.answers),
		container.New(layout.NewCustomPaddedLayout(8, 8, 0, 12), n.message))
	n.box = container.NewStack(newSurface(colorAccentWash),
		container.New(layout.NewCustomPaddedLayout(2, 2, 14, 10), row))
	n.box.Hide()
	return n
}

// show puts a notice up in place of the one before it.
func (n *notice) show(tag, message string, answers ...answer) {
	n.tag, n.shown = tag, n.shown+1
	n.message.SetText(message)
	n.bar.Hide()
	n.answers.Objects = nil
	for _, a := range answers {
		b := newButton(a.title, a.run)
		b.primary = a.primary
		n.answers.Add(b)
	}
	n.answers.Refresh()
	n.box.Show()
	n.box.Refresh()
}

// flashTime is how long a notice stands that needs no answer.
const flashTime = 6 * time.Second

// flash puts a notice up that goes by itself.
func (n *notice) flash(tag, message string) {
	n.show(tag, message)
	shown := n.shown
	time.AfterFunc(flashTime, func() {
		n.do(func() {
			if n.shown == shown {
				n.hide(tag)
			}
		})
	})
}

// progress shows how far a long task has come; done is from 0 to 1.
func (n *notice) progress(tag, message string, done float64) {
	if n.tag != tag {
		return
	}
	n.message.SetText(message)
	n.bar.SetValue(done)
	if !n.bar.Visible() {
		n.bar.Show()
		n.box.Refresh()
	}
}

// hide takes the notice with this tag down; another's stays.
func (n *notice) hide(tag string) {
	if n.tag != tag {
		return
	}
	n.tag = ""
	n.box.Hide()
}

// fixedSize gives its one child a set size.
type fixedSize struct{ width, height float32 }

func (l *fixedSize) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, l.height)
}

func (l *fixedSize) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos((size.Width-l.width)/2, (size.Height-l.height)/2))
		o.Resize(fyne.NewSize(l.width, l.height))
	}
}

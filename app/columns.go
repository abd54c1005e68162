package app

import (
	"fyne.io/fyne/v2"
)

// Widths of the side panes in device-independent pixels, and the least width
// that the page keeps: in a narrower window the panes fold by themselves.
const (
	documentsPaneWidth = 232
	assistantPaneWidth = 324
	leastPageWidth     = 420
)

// columns lays out the window: documents, page and assistant side by side
// with a hairline between them. A nil pane is absent. Folding is remembered
// by the caller; hiding a pane because the window is narrow is not.
type columns struct {
	left, leftLine   fyne.CanvasObject
	page             fyne.CanvasObject
	rightLine, right fyne.CanvasObject

	leftFolded, rightFolded bool
}

var _ fyne.Layout = (*columns)(nil)

// objects returns the parts in the order that fyne.Container wants.
func (c *columns) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{c.page, c.left, c.leftLine}
	if c.right != nil {
		all = append(all, c.right, c.rightLine)
	}
	return all
}

// MinSize implements fyne.Layout.
func (c *columns) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastPageWidth, 240)
}

// Layout implements fyne.Layout.
func (c *columns) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	showRight := c.right != nil && !c.rightFolded && size.Width >= leastPageWidth+assistantPaneWidth
	rest := size.Width
	if showRight {
		rest -= assistantPaneWidth
	}
	showLeft := !c.leftFolded && rest >= leastPageWidth+documentsPaneWidth

	x := float32(0)
	if showLeft {
		place(c.left, 0, documentsPaneWidth-1, size.Height)
		place(c.leftLine, documentsPaneWidth-1, 1, size.Height)
		x = documentsPaneWidth
	}
	setVisible(showLeft, c.left, c.leftLine)

	end := size.Width
	if showRight {
		end -= assistantPaneWidth
		place(c.rightLine, end, 1, size.Height)
		place(c.right, end+1, assistantPaneWidth-1, size.Height)
	}
	if c.right != nil {
		setVisible(showRight, c.right, c.rightLine)
	}
	place(c.page, x, end-x, size.Height)
}

func place(o fyne.CanvasObject, x, width, height float32) {
	o.Move(fyne.NewPos(x, 0))
	o.Resize(fyne.NewSize(width, height))
}

func setVisible(visible bool, objects ...fyne.CanvasObject) {
	for _, o := range objects {
		if visible && !o.Visible() {
			o.Show()
		} else if !visible && o.Visible() {
			o.Hide()
		}
	}
}

package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// saveState is what the status line says of the open document.
type saveState int

const (
	stateSaved saveState = iota
	stateUnsaved
	stateSaving
	stateFailed
)

func (s saveState) String() string {
	switch s {
	case stateUnsaved:
		return "editing"
	case stateSaving:
		return "saving"
	case stateFailed:
		return "not saved"
	}
	return "saved"
}

// statusLine is the strip at the foot of the window: words, language and
// state of the document at the left, the model at the right.
type statusLine struct {
	box         *fyne.Container
	left, right *inkText
	job, jobEnd *inkText // a long task's name, and how far it is
	bar         *jobBar

	words    int
	chinese  bool
	save     saveState
	model    string
	selected int // words in the selection; 0: none
}

func newStatusLine() *statusLine {
	s := &statusLine{
		left:  newInkText("", colorMuted, interfaceTextSize-1),
		right: newInkText("", colorMuted, interfaceTextSize-1),
	}
	s.job, s.jobEnd = newInkText("", colorMuted, interfaceTextSize-1), newInkText("", colorMuted, interfaceTextSize-1)
	s.bar = newJobBar()
	row := container.NewHBox(s.left, layout.NewSpacer(), s.right, s.job, container.NewCenter(s.bar), s.jobEnd)
	setVisible(false, s.job, s.bar, s.jobEnd)
	s.box = container.New(&stacked{fill: 1}, newSurface(colorLine),
		container.NewStack(newSurface(colorSide), container.New(layout.NewCustomPaddedLayout(6, 6, 14, 14), row)))
	s.refresh()
	return s
}

func (s *statusLine) setWords(words, selected int, chinese bool) {
	s.words, s.selected, s.chinese = words, selected, chinese
	s.refresh()
}

func (s *statusLine) setSave(state saveState) {
	s.save = state
	s.refresh()
}

func (s *statusLine) setModel(text string) {
	s.model = text
	s.refresh()
}

// setJob shows a long task with a bar; part is from 0 to 1. An empty name
// takes it away.
func (s *statusLine) setJob(name string, part float64, end string) {
	if name != "" {
		s.job.SetText("·  " + name)
	}
	s.bar.set(part)
	s.jobEnd.SetText(end)
	setVisible(name != "", s.job, s.bar, s.jobEnd)
	s.box.Refresh()
}

func (s *statusLine) refresh() {
	parts := []string{countText(s.words, s.chinese)}
	if s.selected > 0 {
		parts[0] = fmt.Sprintf("%s of %s selected", grouped(s.selected), parts[0])
	}
	if s.words > 0 {
		language := "English"
		if s.chinese {
			language = "中文"
		}
		parts = append(parts, language)
	}
	parts = append(parts, s.save.String())
	s.left.SetText(strings.Join(parts, "  ·  "))
	s.left.setColor(map[bool]fyne.ThemeColorName{true: colorSpelling, false: colorMuted}[s.save == stateFailed])
	s.right.SetText(s.model)
	s.box.Refresh()
}

// countText gives a length as the writer counts it: words, or characters of
// a Chinese text.
func countText(words int, chinese bool) string {
	if chinese {
		return grouped(words) + " 字"
	}
	if words == 1 {
		return "1 word"
	}
	return grouped(words) + " words"
}

// grouped writes n with commas between thousands.
func grouped(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"inkling/model/catalog"
)

// progressLine shows how far a fetch is: on a terminal one line that is written
// over again and again, elsewhere, as in a log, a plain line now and then.
type progressLine struct {
	w        io.Writer
	terminal bool
	width    int // of the line that stands on the terminal
	stage    catalog.Stage
	tenth    int64     // of the file, in the last plain line
	last     time.Time // of the last plain line
}

// plainEvery is how often a plain line is printed at most, where nothing but
// the number of bytes changed; a tenth of the file more is another reason.
const plainEvery = 20 * time.Second

func newProgressLine(w io.Writer) *progressLine {
	return &progressLine{w: w, terminal: isTerminal(w), stage: -1}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// show reports p.
func (l *progressLine) show(p catalog.Progress) {
	if p.Notice != "" {
		l.end()
		fmt.Fprintln(l.w, p.Notice)
		return
	}
	text := progressText(p)
	if l.terminal {
		if text != "" {
			l.rewrite(text)
		}
		return
	}
	tenth := 10 * p.Done / max(p.Total, 1)
	fetching := p.Stage == catalog.StageFetching
	changed := p.Stage != l.stage || fetching && (tenth > l.tenth || time.Since(l.last) > plainEvery)
	l.stage, l.tenth = p.Stage, tenth
	if changed && text != "" {
		l.last = time.Now()
		fmt.Fprintln(l.w, text)
	}
}

// progressText is p in words; "" where nothing is to be said.
func progressText(p catalog.Progress) string {
	switch p.Stage {
	case catalog.StageWaiting:
		return p.Model + ": another program is fetching it; waiting"
	case catalog.StageConnecting:
		return p.Model + ": asking " + p.Source
	case catalog.StageChecking:
		return p.Model + ": checking"
	case catalog.StageFetching:
		s := fmt.Sprintf("%s: %3d %%, %s of %s", p.Model, 100*p.Done/max(p.Total, 1), catalog.Bytes(p.Done), catalog.Bytes(p.Total))
		if p.Rate > 0 {
			s += fmt.Sprintf(", %s/s, %s left", catalog.Bytes(int64(p.Rate)), span(p.Left))
		}
		return s
	}
	return ""
}

// rewrite puts text over the line that stands on the terminal.
func (l *progressLine) rewrite(text string) {
	fmt.Fprintf(l.w, "\r%s%s", text, strings.Repeat(" ", max(0, l.width-len(text))))
	l.width = len(text)
}

// end clears the line, so that what follows begins at its start.
func (l *progressLine) end() {
	if l.terminal && l.width > 0 {
		fmt.Fprintf(l.w, "\r%s\r", strings.Repeat(" ", l.width))
		l.width = 0
	}
}

// span writes a duration as people say it.
func span(d time.Duration) string {
	switch s := int(d.Round(time.Second).Seconds()); {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return fmt.Sprintf("%d min %d s", s/60, s%60)
	default:
		return fmt.Sprintf("%d h %d min", s/3600, s%3600/60)
	}
}

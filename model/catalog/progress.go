package catalog

import (
	"fmt"
	"time"
)

// A Stage says what a fetch is doing.
type Stage int

// The stages of a fetch, in order.
const (
	StageWaiting    Stage = iota // another program is fetching the same file
	StageConnecting              // asking a source
	StageFetching                // bytes arrive
	StageChecking                // the checksum is computed
	StageDone                    // the file is there and right
)

// Progress is where a fetch has got to. It is reported about four times a
// second, and at every change of stage or source.
type Progress struct {
	Model  string // the entry's name
	Stage  Stage
	Source string        // for people; empty where no source is involved
	Done   int64         // bytes of the file that are on disk (StageChecking: that are checked)
	Total  int64         // bytes of the whole file
	Rate   float64       // bytes per second over the last few seconds; 0 where not known yet
	Left   time.Duration // at that rate; 0 where not known yet
	Notice string        // set once, in the report in which a source is given up for the next one: why
}

const (
	reportEvery = 250 * time.Millisecond
	rateSpan    = 5 * time.Second // the rate is taken over this much of the past
)

// A meter turns counts of bytes into reports with a rate and the time left.
type meter struct {
	report func(Progress)
	state  Progress
	last   time.Time // of the last report
	past   []sample  // within rateSpan, oldest first
}

type sample struct {
	at   time.Time
	done int64
}

// enter begins a stage at done bytes and reports it. The rate goes on from one
// package to the next, and starts anew otherwise.
func (m *meter) enter(stage Stage, source string, done int64) {
	if stage != StageFetching || m.state.Stage != StageFetching || done < m.state.Done {
		m.state.Rate, m.state.Left = 0, 0
		m.past = []sample{{time.Now(), done}}
	}
	m.state.Stage, m.state.Source, m.state.Done = stage, source, done
	m.send()
}

// notice reports that a source was given up.
func (m *meter) notice(why string) {
	m.state.Notice = why
	m.send()
	m.state.Notice = ""
}

// at records that done bytes are there, and reports it when it is time to.
func (m *meter) at(done int64) {
	now := time.Now()
	m.state.Done = done
	if now.Sub(m.last) < reportEvery {
		return
	}
	m.past = append(m.past, sample{now, done})
	for len(m.past) > 2 && now.Sub(m.past[0].at) > rateSpan {
		m.past = m.past[1:]
	}
	first := m.past[0]
	if span := now.Sub(first.at).Seconds(); span > 0 && done > first.done {
		m.state.Rate = float64(done-first.done) / span
		m.state.Left = time.Duration(float64(m.state.Total-done) / m.state.Rate * float64(time.Second))
	} else {
		m.state.Rate, m.state.Left = 0, 0
	}
	m.send()
}

func (m *meter) send() {
	m.last = time.Now()
	if m.report != nil {
		m.report(m.state)
	}
}

// Bytes writes a size for people, in the decimal units of disks and downloads.
func Bytes(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d bytes", n)
}

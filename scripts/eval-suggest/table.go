package main

import (
	"fmt"
	"strings"
)

// columns are what the table shows of each text, in order.
func columns() []string {
	return []string{"saved %", "in pinyin", "first right %", "taken %", "per 100 words", "ms p50", "ms p95", "jump p95", "evals"}
}

// header prints the table's head. Each line is printed when it is known, so the
// widths are fixed.
func header() {
	fmt.Println("saved: keystrokes; first right: suggestions shown whose first word is right; ms: from the pause to the first word")
	fmt.Printf("%-22s %-10s", "model", "text")
	for _, c := range columns() {
		fmt.Printf(" %*s", width(c), c)
	}
	fmt.Println()
}

func width(column string) int { return max(9, len(column)) }

// row prints what a tally of one text says, and of the other columns what is
// known: their cells, from the waiting on.
func row(way, text string, t tally, others ...string) {
	fmt.Printf("%-22s %-10s", way, text)
	cells := []string{number(t.saved()), inPinyin(t), number(t.precision()), number(t.accepted()), number(t.per100())}
	var line strings.Builder
	for i, c := range append(cells, others...) {
		fmt.Fprintf(&line, " %*s", width(columns()[i]), c)
	}
	fmt.Println(strings.TrimRight(line.String(), " "))
}

func number(v float64) string { return fmt.Sprintf("%.1f", v) }

// inPinyin is what is saved of the keys of an input method; empty where none is
// needed.
func inPinyin(t tally) string {
	if t.Letters == t.Characters {
		return ""
	}
	return number(t.spared())
}

// milliseconds is a percentile of the waiting; empty where nothing was waited for.
func (l latencies) milliseconds(p float64) string {
	if len(l) == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f", l.percentile(p))
}

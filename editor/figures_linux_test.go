package editor

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/sys/unix"

	"inkling/editor/buffer"
)

// TestFigures measures the editor, prints a table and writes bench-editor.json into the folder that INKLING_FIGURES
// names. Without that it does nothing: figures are no test.
//
// Times are of the thread's processor, so that other work on the machine doesn't count; the wall clock is beside
// them. A typed character is everything from the key to the objects that the toolkit paints.
func TestFigures(t *testing.T) {
	folder := os.Getenv("INKLING_FIGURES")
	if folder == "" {
		t.Skip("set INKLING_FIGURES to a folder to measure")
	}
	file := filepath.Join(folder, "bench-editor.json")
	f := figures{t: t, out: map[string]float64{}}
	if content, err := os.ReadFile(file); err == nil { // of parts that were measured apart
		if err := json.Unmarshal(content, &f.out); err != nil {
			t.Fatal(err)
		}
	}
	f.fresh = map[string]bool{}
	f.part("typing", f.typing)
	f.part("marked", f.marked)
	f.part("repaint", f.repaint)
	for _, text := range benchTexts {
		f.part("whole_"+text.name, func() { f.whole(text) })
	}
	f.part("memory", f.memory)
	f.part("entry", f.entry)
	content, err := json.MarshalIndent(f.out, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(content, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

type figures struct {
	t     *testing.T
	out   map[string]float64
	fresh map[string]bool // measured in this run
}

// part measures something by itself, which -run can name.
func (f *figures) part(name string, measure func()) {
	f.t.Run(name, func(*testing.T) {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		measure()
	})
}

// sample is how long something took.
type sample struct{ cpu, wall time.Duration }

func threadTime() time.Duration {
	var spec unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &spec); err != nil {
		panic(err)
	}
	return time.Duration(spec.Nano())
}

func measured(do func()) sample {
	wall, cpu := time.Now(), threadTime()
	do()
	return sample{threadTime() - cpu, time.Since(wall)}
}

// percentiles gives the median and the 99th percentile of processor time and the 99th of the wall clock, in ms.
func percentiles(samples []sample) (p50, p99, wall99 float64) {
	at := func(of func(sample) time.Duration, share float64) float64 {
		all := make([]float64, len(samples))
		for i, s := range samples {
			all[i] = float64(of(s)) / 1e6
		}
		slices.Sort(all)
		return all[min(int(share*float64(len(all))), len(all)-1)]
	}
	cpu := func(s sample) time.Duration { return s.cpu }
	return at(cpu, 0.5), at(cpu, 0.99), at(func(s sample) time.Duration { return s.wall }, 0.99)
}

// show opens a text in a window of a usual size.
func (f *figures) show(text string) (*Editor, fyne.Window) {
	e := New(Options{Buffer: buffer.New(text, buffer.Options{})})
	w := test.NewWindow(e)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(900, 800))
	w.Canvas().Focus(e)
	return e, w
}

// typing measures one typed character at the start, in the middle and at the end of texts of all sizes.
func (f *figures) typing() {
	sizes := []struct {
		name string
		size int
		one  bool
	}{
		{"1kb", 1 << 10, false}, {"100kb", 100 << 10, false}, {"1mb", 1 << 20, false}, {"10mb", 10 << 20, false},
		{"1mb_one_paragraph", 1 << 20, true},
	}
	fmt.Printf("%-20s %-8s %-7s %9s %9s %9s\n", "typed character, ms", "text", "at", "median", "p99", "p99 wall")
	for _, size := range sizes {
		for _, text := range benchTexts {
			f.typedEverywhere(size.name, size.name, text, benchText(text.paragraph, size.size, size.one))
		}
	}
	for _, text := range rightTexts {
		f.typedEverywhere("1mb_one_paragraph", "1mb_one_paragraph_from_the_right", text, benchText(text.paragraph, 1<<20, true))
	}
	f.slope()
}

// typedEverywhere measures one typed character at the start, in the middle and at the end of a text.
func (f *figures) typedEverywhere(size, name string, text sampleText, content string) {
	for _, at := range []string{"start", "middle", "end"} {
		p50, p99, wall := percentiles(f.typed(content, at, text.typed))
		fmt.Printf("%-20s %-8s %-7s %9.3f %9.3f %9.3f\n", size, text.name, at, p50, p99, wall)
		f.worst("type_p50_ms_"+name, p50)
		f.worst("type_p99_ms_"+name, p99)
		f.worst("type_p99_wall_ms_"+name, wall)
	}
}

// worst keeps the largest figure of a name.
func (f *figures) worst(name string, value float64) {
	if f.fresh[name] {
		value = max(f.out[name], value)
	}
	f.out[name], f.fresh[name] = value, true
}

func (f *figures) typed(content, at, text string) []sample {
	e, w := f.show(content)
	defer w.Close()
	switch at {
	case "middle":
		_, end := e.snap.WordAt(e.snap.Len() / 2)
		e.SetCaret(end)
	case "end":
		e.SetCaret(e.snap.Len())
	}
	typed := []rune(text)
	runtime.GC()
	samples := make([]sample, 1000)
	for i := range samples {
		samples[i] = measured(func() { e.TypedRune(typed[i%len(typed)]) })
	}
	return samples
}

// whole measures what concerns a whole document, the slowest of the texts counting.
func (f *figures) whole(text sampleText) {
	fmt.Printf("\n%-20s %-8s %9s %9s %9s %9s\n", "ms by the wall", "text", "1kb", "100kb", "1mb", "10mb")
	f.row("open", text, func(content string) sample {
		var w fyne.Window
		s := measured(func() { _, w = f.show(content) })
		w.Close()
		return s
	})
	mega := benchText(text.paragraph, 1<<20, false)
	paste := func(e *Editor) { e.Insert(mega, buffer.Paste) }
	undo := func(e *Editor) { e.Undo() }
	for _, op := range []struct {
		name        string
		prepare, do func(*Editor)
	}{
		{"paste_1mb", nil, paste},
		{"undo_paste_1mb", paste, undo},
		{"page_down", nil, func(e *Editor) { e.Do(MovePageDown) }},
		{"wheel", nil, func(e *Editor) { e.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -120)}) }},
		{"resize", nil, func(e *Editor) { e.Resize(fyne.NewSize(500, 800)) }},
		{"select_all", nil, func(e *Editor) { e.SelectAll() }},
		{"zoom", nil, func(e *Editor) { e.Do(ZoomIn) }},
		{"to_the_end", nil, func(e *Editor) { e.Do(MoveEnd) }},
	} {
		f.row(op.name, text, func(content string) sample { return f.onPage(content, op.prepare, op.do) })
	}
	f.row("software_frame", text, func(content string) sample {
		_, w := f.show(content)
		defer w.Close()
		return measured(func() { w.Canvas().Capture() })
	})
	ten, one := benchText(text.paragraph, 10<<20, false), benchText(text.paragraph, 1<<20, true)
	pasteTen := func(e *Editor) { e.Insert(ten, buffer.Paste) }
	f.median("paste_10mb_ms", text.name, func() sample { return f.onPage("", nil, pasteTen) })
	f.median("undo_paste_10mb_ms", text.name, func() sample { return f.onPage("", pasteTen, undo) })
	f.median("end_of_one_paragraph_ms", text.name, func() sample {
		return f.onPage(one, nil, func(e *Editor) { e.Do(MoveEnd) })
	})
}

// onPage measures one operation on a page that shows content.
func (f *figures) onPage(content string, prepare, do func(*Editor)) sample {
	e, w := f.show(content)
	defer w.Close()
	if prepare != nil {
		prepare(e)
	}
	return measured(func() { do(e) })
}

// row measures an operation at every size and prints one row of the table; name_SIZE_ms goes into the figures, and
// name_ms for 1 MB.
func (f *figures) row(name string, text sampleText, do func(content string) sample) {
	fmt.Printf("%-20s %-8s", name, text.name)
	for _, size := range []struct {
		name string
		size int
	}{{"1kb", 1 << 10}, {"100kb", 100 << 10}, {"1mb", 1 << 20}, {"10mb", 10 << 20}} {
		content := benchText(text.paragraph, size.size, false)
		ms := middle(5, func() sample { return do(content) })
		fmt.Printf(" %9.2f", ms)
		f.worst(name+"_"+size.name+"_ms", ms)
		if size.name == "1mb" {
			f.worst(name+"_ms", ms)
		}
	}
	fmt.Println()
}

// median measures an operation and prints it by itself.
func (f *figures) median(name, text string, do func() sample) {
	ms := middle(5, do)
	fmt.Printf("%-29s %-8s %9.2f\n", name, text, ms)
	f.worst(name, ms)
}

// middle is the median of n measurements by the wall clock, in ms.
func middle(n int, do func() sample) float64 {
	all := make([]float64, n)
	for i := range all {
		runtime.GC()
		all[i] = float64(do().wall) / 1e6
	}
	slices.Sort(all)
	return all[n/2]
}

// marked measures typing where a long document has many findings and search matches.
func (f *figures) marked() {
	fmt.Printf("\n%-29s %9s %9s\n", "typed character, ms", "median", "p99")
	for _, n := range []int{0, 1000, 20_000} {
		content := benchText(benchTexts[0].paragraph, 10<<20, false)
		e, w := f.show(content)
		underlines, matches, marks := make([]Underline, n), make([]Highlight, n), make([]Mark, n)
		for i := range n {
			at := i * (len(content) / n)
			underlines[i] = Underline{Start: at, End: at + 5}
			matches[i] = Highlight{Start: at + 8, End: at + 12}
			marks[i] = Mark{Offset: at}
		}
		e.SetUnderlines(underlines)
		e.SetHighlights(matches)
		e.SetMarks(marks)
		samples := make([]sample, 1000)
		for i := range samples {
			samples[i] = measured(func() { e.TypedRune('a') })
		}
		w.Close()
		p50, p99, _ := percentiles(samples)
		fmt.Printf("10mb, %6d findings, matches %9.3f %9.3f\n", n, p50, p99)
		f.out[fmt.Sprintf("type_p99_ms_10mb_%d_findings", n)] = p99
	}
}

// repaint measures what a typed character has the toolkit draw anew: texts that it has no picture of yet. Everything
// else on the page keeps its picture.
func (f *figures) repaint() {
	fmt.Printf("\n%-29s %9s %9s %9s\n", "a typed character draws", "texts", "of", "ms")
	for _, text := range benchTexts {
		e, w := f.show(benchText(text.paragraph, 1<<20, false))
		typed := []rune(text.typed)
		brush := software.NewTransparentCanvas()
		brush.SetPadded(false)
		var most, all int
		var drawing []sample
		for i := range 200 {
			before := drawnTexts(e)
			e.TypedRune(typed[i%len(typed)])
			var fresh []fyne.CanvasObject
			after := drawnTexts(e)
			for key, o := range after {
				if _, ok := before[key]; !ok {
					fresh = append(fresh, o)
				}
			}
			most, all = max(most, len(fresh)), max(all, len(after))
			drawing = append(drawing, measured(func() {
				for _, o := range fresh {
					brush.SetContent(o)
					brush.Capture()
				}
			}))
		}
		w.Close()
		p50, _, _ := percentiles(drawing)
		fmt.Printf("%-29s %9d %9d %9.2f\n", text.name, most, all, p50)
		f.worst("key_texts_drawn", float64(most))
		f.worst("key_draw_p50_ms", p50)
	}
}

// slope compares typing in the largest text with typing in the smallest.
func (f *figures) slope() {
	f.out["type_p50_10mb_over_1kb"] = f.out["type_p50_ms_10mb"] / f.out["type_p50_ms_1kb"]
	fmt.Printf("\na character typed in 10 MB takes %.2f times as long as in 1 KB (medians, the slowest text and place)\n", f.out["type_p50_10mb_over_1kb"])
}

// memory measures what an open document holds, its text included.
func (f *figures) memory() {
	live := func() float64 {
		runtime.GC()
		debug.FreeOSMemory()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return float64(stats.HeapAlloc)
	}
	fmt.Printf("\n%-20s %-8s\n", "heap over text", "text")
	for _, text := range benchTexts {
		before := live()
		content := benchText(text.paragraph, 10<<20, false)
		e, w := f.show(content)
		for range 20 {
			e.Do(MovePageDown)
		}
		ratio := (live() - before) / float64(len(content))
		runtime.KeepAlive(content)
		w.Close()
		fmt.Printf("%-20s %-8s %9.2f\n", "10mb", text.name, ratio)
		f.worst("heap_over_text", ratio)
	}
}

// entry measures the toolkit's own entry where it comes to an end.
func (f *figures) entry() {
	fmt.Printf("\n%-20s %-8s %9s\n", "the toolkit's entry", "text", "median ms")
	for _, size := range []int{1 << 10, 100 << 10} {
		for _, text := range benchTexts {
			entry := widget.NewMultiLineEntry()
			entry.Wrapping = fyne.TextWrapWord
			w := test.NewWindow(entry)
			w.Resize(fyne.NewSize(900, 800))
			entry.SetText(benchText(text.paragraph, size, false))
			samples := make([]sample, 5)
			for i := range samples {
				samples[i] = measured(func() { entry.TypedRune('a') })
			}
			w.Close()
			p50, _, _ := percentiles(samples)
			fmt.Printf("%-20d %-8s %9.3f\n", size, text.name, p50) // from 1 MB on it comes to no end
			f.worst(fmt.Sprintf("entry_type_ms_%dkb", size>>10), p50)
		}
	}
}

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
	runtime.LockOSThread()
	f := figures{t: t, out: map[string]float64{}}
	f.typing()
	f.whole()
	f.memory()
	f.entry()
	content, err := json.MarshalIndent(f.out, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "bench-editor.json"), append(content, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

type figures struct {
	t   *testing.T
	out map[string]float64
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
			content := benchText(text.paragraph, size.size, size.one)
			for _, at := range []string{"start", "middle", "end"} {
				p50, p99, wall := percentiles(f.typed(content, at, text.name))
				fmt.Printf("%-20s %-8s %-7s %9.3f %9.3f %9.3f\n", size.name, text.name, at, p50, p99, wall)
				f.worst("type_p50_ms_"+size.name, p50)
				f.worst("type_p99_ms_"+size.name, p99)
				f.worst("type_p99_wall_ms_"+size.name, wall)
			}
		}
	}
}

// worst keeps the largest figure of a name.
func (f *figures) worst(name string, value float64) { f.out[name] = max(f.out[name], value) }

func (f *figures) typed(content, at, language string) []sample {
	e, w := f.show(content)
	defer w.Close()
	switch at {
	case "middle":
		_, end := e.snap.WordAt(e.snap.Len() / 2)
		e.SetCaret(end)
	case "end":
		e.SetCaret(e.snap.Len())
	}
	typed := []rune("and then the sea was calm, the islands dark ")
	if language == "chinese" {
		typed = []rune("然后海面平静下来，岛屿暗了。")
	}
	runtime.GC()
	samples := make([]sample, 1000)
	for i := range samples {
		samples[i] = measured(func() { e.TypedRune(typed[i%len(typed)]) })
	}
	return samples
}

// whole measures what concerns a whole document, the slowest of the texts counting.
func (f *figures) whole() {
	fmt.Printf("\n%-20s %-8s %9s %9s\n", "whole document, ms", "text", "median", "wall")
	median := func(name, text string, do func() sample) {
		samples := make([]sample, 5)
		for i := range samples {
			runtime.GC()
			samples[i] = do()
		}
		slices.SortFunc(samples, func(a, b sample) int { return int(a.wall - b.wall) })
		s := samples[len(samples)/2]
		fmt.Printf("%-20s %-8s %9.2f %9.2f\n", name, text, float64(s.cpu)/1e6, float64(s.wall)/1e6)
		f.worst(name, float64(s.wall)/1e6)
	}
	for _, text := range benchTexts {
		content := benchText(text.paragraph, 10<<20, false)
		median("open_10mb_ms", text.name, func() sample {
			var w fyne.Window
			s := measured(func() { _, w = f.show(content) })
			w.Close()
			return s
		})
		onPage := func(name, content string, prepare func(*Editor), do func(*Editor)) {
			median(name, text.name, func() sample {
				e, w := f.show(content)
				defer w.Close()
				prepare(e)
				return measured(func() { do(e) })
			})
		}
		nothing := func(*Editor) {}
		onPage("paste_10mb_ms", "", nothing, func(e *Editor) { e.Insert(content, buffer.Paste) })
		onPage("undo_paste_10mb_ms", "", func(e *Editor) { e.Insert(content, buffer.Paste) }, func(e *Editor) { e.Undo() })
		mega := benchText(text.paragraph, 1<<20, false)
		onPage("paste_1mb_ms", "", nothing, func(e *Editor) { e.Insert(mega, buffer.Paste) })
		onPage("page_down_ms", mega, nothing, func(e *Editor) { e.Do(MovePageDown) })
		onPage("select_all_ms", mega, nothing, func(e *Editor) { e.SelectAll() })
		onPage("resize_ms", mega, nothing, func(e *Editor) { e.Resize(fyne.NewSize(500, 800)) })
		one := benchText(text.paragraph, 1<<20, true)
		onPage("end_of_one_paragraph_ms", one, nothing, func(e *Editor) { e.Do(MoveEnd) })
		median("software_frame_ms", text.name, func() sample {
			_, w := f.show(mega)
			defer w.Close()
			return measured(func() { w.Canvas().Capture() })
		})
	}
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
			fmt.Printf("%-20d %-8s %9.3f\n", size, text.name, p50)
			f.worst(fmt.Sprintf("entry_type_ms_%dkb", size>>10), p50)
		}
	}
}

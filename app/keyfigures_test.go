package app

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestKeyFigures measures, on demand, how late a typed key is with suggestions on
// and with them off, in one run and in turns: from the moment when the key is due
// until the page has dealt with it. With suggestions on, the model is asked at
// every key for a sentence, which no pause spares it and the next key interrupts:
// the worst that can happen. INKLING_FIGURES names the file that the figures go
// into.
func TestKeyFigures(t *testing.T) {
	path := os.Getenv("INKLING_FIGURES")
	if path == "" {
		t.Skip("INKLING_FIGURES is not set")
	}
	w := openTestWindow(t, t.TempDir())
	w.useModel()
	text := strings.Repeat("The harbour lay quiet under a thin fog, and somewhere a bell counted the swell. Mira walked down from the hill. ", 95)
	w.write(text) // about 2,000 words
	w.page.SetCaret(w.desk.buffer.Len())
	if err := w.suggest.continuer.Read(t.Context(), w.suggest.here(asking)); err != nil {
		t.Fatal(err)
	}
	w.gone.Store(true) // nothing is shown: the test driver has no thread of its own for it
	defer w.gone.Store(false)

	late := map[bool][]float64{}
	const turns, keys, interval = 12, 150, 20 * time.Millisecond
	for turn := range turns {
		on := turn%2 == 1
		due := time.Now()
		for i := range keys {
			due = due.Add(interval)
			time.Sleep(time.Until(due))
			w.page.TypedRune(rune("the sea was calm and "[i%21]))
			if on {
				w.suggest.start(resting)
			}
			late[on] = append(late[on], float64(time.Since(due).Microseconds())/1000)
		}
		w.suggest.abandon()
		w.suggest.continuer.Cancel()
		time.Sleep(200 * time.Millisecond)
	}
	figures := map[string]float64{}
	for on, name := range map[bool]string{false: "off", true: "on"} {
		slices.Sort(late[on])
		n := len(late[on])
		figures["key_p50_ms_"+name] = late[on][n/2]
		figures["key_p99_ms_"+name] = late[on][n*99/100]
		fmt.Printf("suggestions %s: a key is dealt with after %.2f ms (median), %.2f ms (99th percentile), %.2f ms at most\n",
			name, late[on][n/2], late[on][n*99/100], late[on][n-1])
	}
	fmt.Printf("%d processors\n", runtime.GOMAXPROCS(0))
	all := map[string]float64{}
	if data, err := os.ReadFile(path); err == nil {
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
	}
	for k, v := range figures {
		all[k] = v
	}
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

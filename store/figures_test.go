package store

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"
)

// TestFigures measures what a writer waits for and writes the figures as a flat JSON object to the file that
// INKLING_FIGURES names. They are printed, never judged.
func TestFigures(t *testing.T) {
	path := os.Getenv("INKLING_FIGURES")
	if path == "" {
		t.Skip("INKLING_FIGURES names no file for the figures")
	}
	median := func(n int, f func()) float64 {
		var all []float64
		for range n {
			start := time.Now()
			f()
			all = append(all, float64(time.Since(start).Microseconds())/1000)
		}
		slices.Sort(all)
		return all[n/2]
	}
	figures := map[string]float64{}
	dir := manyDocuments(t, 20_000)
	var s *Store
	figures["open_20000_docs_ms"] = median(5, func() {
		if s != nil {
			must(t, s.Close())
		}
		var err error
		s, err = Open(dir, Options{})
		must(t, err)
	})
	figures["list_20000_docs_ms"] = median(21, func() {
		_, err := s.List()
		must(t, err)
	})
	figures["backup_20000_docs_ms"] = median(3, func() { must(t, s.Backup(t.Context(), t.TempDir()+"/backup")) })
	for name, size := range map[string]int{"durable_edit_ms": 20 << 10, "durable_edit_1mb_ms": 1 << 20, "durable_edit_10mb_ms": 10 << 20} {
		text := english(size)
		info, err := s.Create(text)
		must(t, err)
		i := 0
		figures[name] = median(51, func() {
			i++
			text = text[:size/2] + string(rune('a'+i%26)) + text[size/2+1:]
			_, err := s.Save(info.ID, text, i, 0)
			must(t, err)
		})
	}
	must(t, s.Close())
	figures["file_over_text"], _, _ = fileOverText(t)
	b, err := json.MarshalIndent(figures, "", "  ")
	must(t, err)
	must(t, os.WriteFile(path, append(b, '\n'), 0o644))
	t.Logf("%s", b)
}

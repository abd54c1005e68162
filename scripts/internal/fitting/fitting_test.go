package fitting

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

type sample struct{ N int }

func sum(samples []sample) map[string]int {
	n := 0
	for _, s := range samples {
		n += s.N
	}
	return map[string]int{"sum": n}
}

// twice gives two samples a sentence.
func twice(i int) ([]sample, error) { return []sample{{i}, {10 * i}}, nil }

// What a run has kept is what a later run fits, to the same weights.
func TestKeptEvidenceIsFittedLater(t *testing.T) {
	o := &Options{keep: filepath.Join(t.TempDir(), "evidence.jsonl")}
	var first, later bytes.Buffer
	if err := Run(o, &first, func() ([]sample, error) { return Collect(o, 60, twice) }, sum); err != nil {
		t.Fatal(err)
	}
	again := &Options{files: o.keep}
	err := Run(again, &later, func() ([]sample, error) { return nil, errors.New("collected anew") }, sum)
	if err != nil || first.String() != later.String() || !strings.Contains(first.String(), "19470") {
		t.Errorf("%s, then %s, %v; want a sum of 19470 twice", first.String(), later.String(), err)
	}
}

func TestCollectEndsInTime(t *testing.T) {
	o := &Options{most: time.Nanosecond}
	got, err := Collect(o, 1_000_000, func(i int) ([]sample, error) {
		time.Sleep(time.Millisecond)
		return twice(i)
	})
	if err != nil || len(got) > 2 {
		t.Errorf("%d samples, %v; want those of one sentence at most", len(got), err)
	}
}

func TestCollectFails(t *testing.T) {
	broken := errors.New("broken")
	_, err := Collect(&Options{}, 3, func(i int) ([]sample, error) {
		if i == 1 {
			return nil, broken
		}
		return twice(i)
	})
	if !errors.Is(err, broken) {
		t.Errorf("%v, want the sentence's error", err)
	}
	if _, err := Collect(&Options{keep: t.TempDir()}, 1, twice); err == nil {
		t.Error("evidence was kept in a folder as if it were a file")
	}
	err = Run(&Options{files: "missing.jsonl"}, &bytes.Buffer{}, func() ([]sample, error) { return nil, nil }, sum)
	if err == nil || !strings.Contains(err.Error(), "missing.jsonl") {
		t.Errorf("%v, want an error that names the file", err)
	}
}

func TestCollectKeepsTheOrder(t *testing.T) {
	got, err := Collect(&Options{}, 3, twice)
	if want := []sample{{0}, {0}, {1}, {10}, {2}, {20}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

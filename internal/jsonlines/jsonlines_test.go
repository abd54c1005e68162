package jsonlines

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

type value struct {
	Name string
	N    []int
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jsonl")
	want := []value{{"one", []int{1}}, {"two\nlines", nil}, {"多", []int{2, 3}}}
	for _, part := range [][]value{want[:1], want[1:]} { // a second writer adds
		w, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range part {
			if err := w.Write(v); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Read[value](path, path)
	if err != nil || !reflect.DeepEqual(got, append(want, want...)) {
		t.Errorf("%+v, %v, want %+v twice", got, err, want)
	}
	data, err := os.ReadFile(path)
	if err != nil || strings.Count(string(data), "\n") != len(want) {
		t.Errorf("%d values stand in %q, want a line for each", len(want), data)
	}
}

func TestFlushBringsItIntoTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jsonl")
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Write(value{Name: "one"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got, err := Read[value](path); err != nil || len(got) != 1 {
		t.Errorf("%v, %v, want one value before the file is closed", got, err)
	}
}

func TestNoFileDropsValues(t *testing.T) {
	w, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{w.Write(value{}), w.Flush(), w.Close()} {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestErrorsNameTheFile(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.jsonl")
	if err := os.WriteFile(bad, []byte("{\"Name\":\"one\"}\n{\"Name\":\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{bad, filepath.Join(dir, "missing.jsonl")} {
		if _, err := Read[value](path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%v, want an error that names %s", err, path)
		}
	}
	if _, err := Open(filepath.Join(dir, "no", "folder.jsonl")); err == nil {
		t.Error("a file in a folder that isn't there was opened")
	}
	w, err := Open(filepath.Join(dir, "a.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Write(make(chan int)); err == nil {
		t.Error("what JSON can't say was written")
	}
}

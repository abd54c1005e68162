//go:build unix

package gguf

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestFileThatShrinks cuts a mapped file short: reading the lost part must give an
// error and not end the process. (Windows lets nobody cut a mapped file short.)
func TestFileThatShrinks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.gguf")
	const size = 1 << 20
	if err := os.WriteFile(path, file(3, 1, 0).tensor("t", F32, 0, size/4).data(32, size).b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tensor, _ := f.Tensor("t")
	sum := 0
	read := func() {
		for _, b := range tensor.Data {
			sum += int(b)
		}
	}
	if err := Guard(read); err != nil || sum == 0 {
		t.Fatalf("whole file: sum %d, %v", sum, err)
	}
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	var format *FormatError
	if err := Guard(read); !errors.As(err, &format) {
		t.Errorf("shrunk file: %v, want a FormatError", err)
	}
	// The header can be cut off between the mapping and the reading, too.
	if _, err := Parse(f.mapping[4096:]); !errors.As(err, &format) {
		t.Errorf("header behind the new end: %v, want a FormatError", err)
	}
}

func TestGuardPassesOtherPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"index out of range": func() { _ = make([]int, 3)[len(os.Args)+10] },
		"nil pointer":        func() { var p *File; _ = p.Path },
		"a value":            func() { panic("mine") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("the panic is gone")
				}
			}()
			_ = Guard(f)
		})
	}
}

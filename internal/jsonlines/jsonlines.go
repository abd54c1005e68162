// Package jsonlines keeps values in files of one JSON value a line: what the
// measuring and fitting programs collect, and fit again later.
package jsonlines

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Read gives the values of all files, in order.
func Read[T any](paths ...string) ([]T, error) {
	var all []T
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		all, err = appendFrom(all, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
	}
	return all, nil
}

func appendFrom[T any](all []T, r io.Reader) ([]T, error) {
	d := json.NewDecoder(bufio.NewReader(r))
	for {
		var v T
		switch err := d.Decode(&v); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, v)
	}
}

// Writer adds values to the end of a file. One without a file, as Open("") gives
// it, drops them.
type Writer struct {
	file *os.File
	buf  *bufio.Writer
}

// Open opens a file for more values, and makes it where there is none.
func Open(path string) (*Writer, error) {
	if path == "" {
		return &Writer{}, nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &Writer{f, bufio.NewWriter(f)}, nil
}

// Write adds a value. It may wait in memory until Flush or Close.
func (w *Writer) Write(v any) error {
	if w.file == nil {
		return nil
	}
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.buf.Write(append(line, '\n'))
	return err
}

// Flush brings what was written into the file, so that it outlives the program.
func (w *Writer) Flush() error {
	if w.file == nil {
		return nil
	}
	return w.buf.Flush()
}

// Close flushes and closes the file.
func (w *Writer) Close() error {
	if w.file == nil {
		return nil
	}
	return errors.Join(w.buf.Flush(), w.file.Close())
}

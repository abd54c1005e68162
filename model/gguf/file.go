package gguf

import (
	"errors"
	"fmt"
	"os"

	"github.com/edsrzf/mmap-go"
)

// Tensor is a named array of numbers in a file.
type Tensor struct {
	Name  string
	Type  Type
	Shape []int  // 1 to 4 lengths; Shape[0] is the length of a row, the dimension that lies together in memory
	Data  []byte // Rows() rows of Type.RowBytes(Shape[0]) bytes; valid until the file is closed, read inside [Guard], never written
}

// Weights is the product of the dimensions.
func (t Tensor) Weights() int {
	n := 1
	for _, d := range t.Shape {
		n *= d
	}
	return n
}

// Rows is the number of rows of Shape[0] weights.
func (t Tensor) Rows() int { return t.Weights() / t.Shape[0] }

// File is an open model file. It may be read by several goroutines at once.
type File struct {
	Path    string // as given to Open; empty for Parse
	Version int    // 2 or 3
	Size    int64  // of the whole file, in bytes

	head    *header
	byName  map[string]int
	mapping mmap.MMap // nil for Parse
}

// Open maps the file at path and reads its header.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open model: %w", err)
	}
	defer f.Close() // the mapping stays valid
	size, err := regularSize(f)
	if err != nil {
		return nil, withPath(err, path)
	}
	mapping, err := mmap.MapRegion(f, int(size), mmap.RDONLY, 0, 0)
	if err != nil {
		return nil, fmt.Errorf("map model %s into memory: %w", path, err)
	}
	file, err := Parse(mapping)
	if err == nil {
		// The header is ours by now; tensors beyond a new end would fault later.
		var now int64
		if now, err = regularSize(f); err == nil && now < size {
			err = Errorf("the file shrank from %d to %d bytes while it was being opened", size, now)
		}
	}
	if err != nil {
		mapping.Unmap()
		return nil, withPath(err, path)
	}
	file.Path, file.mapping = path, mapping
	return file, nil
}

// regularSize gives the size of a file that can be mapped.
func regularSize(f *os.File) (int64, error) {
	st, err := f.Stat()
	switch {
	case err != nil:
		return 0, fmt.Errorf("open model: %w", err)
	case !st.Mode().IsRegular():
		return 0, Errorf("not a regular file")
	case st.Size() == 0:
		return 0, Errorf("the file is empty")
	case int64(int(st.Size())) != st.Size():
		return 0, Errorf("%d bytes are more than this machine can address", st.Size())
	}
	return st.Size(), nil
}

func withPath(err error, path string) error {
	if fe := (*FormatError)(nil); errors.As(err, &fe) {
		fe.Path = path
		return err
	}
	return fmt.Errorf("model %s: %w", path, err)
}

// Parse reads a file that lies in memory. Tensor data stays where it is in data;
// everything else is copied out of it.
func Parse(data []byte) (*File, error) {
	// The header is read twice: first in place, to learn where it ends, then from
	// a copy that nobody else can change between the check of a value and its use.
	var own []byte
	var err error
	fault := Guard(func() {
		var first *header
		if first, err = parseHeader(data); err == nil {
			own = append(make([]byte, 0, first.size), data[:first.size]...)
		}
	})
	if fault != nil {
		return nil, fault
	}
	if err != nil {
		return nil, err
	}
	head, err := parseHeader(own)
	if err != nil {
		return nil, err
	}
	if err := head.place(data); err != nil {
		return nil, err
	}
	f := &File{Version: head.version, Size: int64(len(data)), head: head, byName: make(map[string]int, len(head.tensors))}
	for i, t := range head.tensors {
		f.byName[t.Name] = i
	}
	return f, nil
}

// Close unmaps the file. No Tensor.Data may be touched afterwards.
func (f *File) Close() error {
	if f.mapping == nil {
		return nil
	}
	m := f.mapping
	f.mapping = nil
	if err := m.Unmap(); err != nil {
		return fmt.Errorf("close model: %w", err)
	}
	return nil
}

// Tensors lists the tensors in the file's order. The slice is the file's own.
func (f *File) Tensors() []Tensor { return f.head.tensors }

// Tensor finds a tensor by name.
func (f *File) Tensor(name string) (Tensor, bool) {
	i, ok := f.byName[name]
	if !ok {
		return Tensor{}, false
	}
	return f.head.tensors[i], true
}

// Alignment is what tensor offsets are multiples of, in bytes.
func (f *File) Alignment() int { return f.head.alignment }

package gguf

import (
	"slices"
	"testing"
)

// FuzzParse feeds the reader damaged files. What it accepts must hold together:
// every value can be read, and the tensors lie apart from one another in the file.
// Its corpus in testdata/fuzz holds small files that each reach another branch.
func FuzzParse(f *testing.F) {
	for _, version := range []uint32{2, 3} {
		f.Add(slices.Concat(wellFormed(version), make([]byte, 32)))
	}
	for _, c := range hostile() {
		if len(c.data) < 1<<12 {
			f.Add(c.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(data)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		readAll(t, file)
		total := 0
		for _, tensor := range file.Tensors() {
			if len(tensor.Data) != tensor.Rows()*tensor.Type.RowBytes(tensor.Shape[0]) {
				t.Errorf("%v: %d bytes for shape %v of %v", tensor.Name, len(tensor.Data), tensor.Shape, tensor.Type)
			}
			total += len(tensor.Data)
		}
		if total > len(data) {
			t.Errorf("%d bytes of tensors in a file of %d", total, len(data))
		}
	})
}

// readAll reads every value in every way.
func readAll(t *testing.T, file *File) {
	for _, key := range file.Keys() {
		if !file.Has(key) || file.Describe(key) == "" {
			t.Errorf("key %q has no value", key)
		}
		file.String(key)
		file.Uint(key)
		file.Float(key)
		file.Bool(key)
		strings, _ := file.Strings(key)
		ints, _ := file.Ints(key)
		floats, _ := file.Floats(key)
		if n := len(strings) + len(ints) + len(floats); n > 0 && n != file.Len(key) {
			t.Errorf("key %q has %d elements and says %d", key, n, file.Len(key))
		}
	}
}

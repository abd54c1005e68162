package train

import (
	"fmt"

	"inkling/model"
	"inkling/model/gguf"
	"inkling/model/kernel"
)

// frozen is a weight matrix [rows, cols] of the model's file, which is turned
// into floats piece by piece.
type frozen struct {
	tensor     gguf.Tensor
	rows, cols int
}

// block is the width that pieces of columns are a multiple of.
func (f *frozen) block() int { return f.tensor.Type.BlockSize() }

// read writes rows [r0, r1) of columns [c0, c1) to dst [r1-r0, c1-c0]. Columns
// begin and end at blocks. It is called inside gguf.Guard.
func (f *frozen) read(r0, r1, c0, c1 int, dst []float32) {
	t := f.tensor
	rowBytes, size, bytes := t.Type.RowBytes(f.cols), t.Type.BlockSize(), t.Type.BlockBytes()
	width := c1 - c0
	if width == f.cols {
		mustDequantize(t.Type, t.Data[r0*rowBytes:r1*rowBytes], dst[:(r1-r0)*width])
		return
	}
	for r := r0; r < r1; r++ {
		src := t.Data[r*rowBytes+c0/size*bytes : r*rowBytes+c1/size*bytes]
		mustDequantize(t.Type, src, dst[(r-r0)*width:(r-r0+1)*width])
	}
}

// mustDequantize can't fail: types and sizes were checked when the model was
// loaded.
func mustDequantize(t gguf.Type, src []byte, dst []float32) {
	if err := kernel.Dequantize(t, src, dst); err != nil {
		panic(fmt.Sprintf("train: %v", err))
	}
}

// weights finds the tensors of a model.
type weights struct {
	m   *model.Model
	err error
}

func (w *weights) matrix(name string, cols, rows int) frozen {
	t, ok := w.m.Tensor(name)
	if w.err == nil && (!ok || t.Shape[0] != cols || t.Rows() != rows) {
		w.err = gguf.Errorf("tensor %s is missing or of another shape", name)
	}
	return frozen{tensor: t, rows: rows, cols: cols}
}

// vector reads a small tensor; nil where it is missing and may be.
func (w *weights) vector(name string, n int, optional bool) []float32 {
	t, ok := w.m.Tensor(name)
	if w.err != nil || !ok && optional {
		return nil
	}
	if !ok || t.Weights() != n {
		w.err = gguf.Errorf("tensor %s is missing or of another shape", name)
		return nil
	}
	v := make([]float32, n)
	if err := gguf.Guard(func() { mustDequantize(t.Type, t.Data, v) }); err != nil {
		w.err = err
	}
	return v
}

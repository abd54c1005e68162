package kernel

import (
	"fmt"
	"unsafe"

	"inkling/model/gguf"
)

// Lanes is the number of rows that a kernel computes side by side.
const Lanes = 16

// Matrix is a weight matrix [rows, cols] repacked for the kernels: its rows are
// cut into groups of sixteen, and a group holds the same bits as the file's
// blocks did, transposed so that one 64-byte vector has four weights of each of
// the sixteen rows. It takes the memory that the file's form takes (Q3_K,
// IQ4_NL and IQ4_XS more: they are carried over into a wider form, exactly) and
// is read-only once packed.
type Matrix struct {
	Rows, Cols int
	Source     gguf.Type // the type in the file

	form *form
	data []byte // ceil(rows/16) groups of groupBytes
}

// form is one packed layout: how a group of sixteen rows lies in memory.
type form struct {
	name       string
	block      int // columns in a block
	blockBytes int // bytes that a block takes for all sixteen rows
	// pack turns one block of sixteen rows, given as the file has it, into dst.
	pack func(dst []byte, rows *[Lanes][]byte)
	// unpack is the reference that gives back the weights of 32 columns: sub
	// counts them within the block. It is nil for forms of floats.
	unpack func(block []byte, sub int, w *weights)
	// float gives weight number col of lane in a block, for forms of floats.
	float func(block []byte, lane int) float32
	kind  formKind
}

// formKind numbers the forms: an index into the tables of kernels.
type formKind int

const (
	kindQ40 formKind = iota
	kindQ41
	kindQ50
	kindQ51
	kindQ80
	kindQ4K
	kindQ5K
	kindQ6K
	kindLUT // sixteen values looked up by four bits, for IQ4_NL and IQ4_XS
	kindF32
	kindF16
	kindBF16
	kindQ2K
	kinds
)

// quantised tells whether the form is multiplied by int8 activations.
func (f *form) quantised() bool { return f.unpack != nil }

// formOf finds the form that a tensor type is packed into.
func formOf(t gguf.Type) (*form, error) {
	for i := range forms {
		if forms[i].name == t.String() {
			return &forms[i], nil
		}
	}
	return nil, fmt.Errorf("no kernel for tensor type %s", t)
}

// PackedBytes is the room that NewMatrix needs for a matrix of the given type
// and size.
func PackedBytes(t gguf.Type, rows, cols int) (int, error) {
	f, err := formOf(t)
	if err != nil {
		return 0, err
	}
	if rows < 1 || cols < 1 || cols%f.block != 0 || cols%t.BlockSize() != 0 {
		return 0, fmt.Errorf("a %s matrix can't have %d rows of %d columns", t, rows, cols)
	}
	return (rows + Lanes - 1) / Lanes * (cols / f.block) * f.blockBytes, nil
}

// NewMatrix makes a matrix whose packed data will lie in room, which is at
// least PackedBytes long. Its content comes from calls of Pack.
func NewMatrix(t gguf.Type, rows, cols int, room []byte) (*Matrix, error) {
	n, err := PackedBytes(t, rows, cols)
	if err != nil {
		return nil, err
	}
	f, _ := formOf(t)
	return &Matrix{Rows: rows, Cols: cols, Source: t, form: f, data: room[:n:n]}, nil
}

// Groups is the number of groups of sixteen rows, the last one filled up with
// rows of zero weights.
func (m *Matrix) Groups() int { return (m.Rows + Lanes - 1) / Lanes }

// group is the packed data of one group.
func (m *Matrix) group(g int) []byte {
	n := m.Cols / m.form.block * m.form.blockBytes
	return m.data[g*n : (g+1)*n]
}

// Pack fills group g from the file's form of the whole matrix. order, if not
// nil, tells which row of src becomes row i of the matrix.
func (m *Matrix) Pack(g int, src []byte, order func(row int) int) {
	rowBytes := m.Source.RowBytes(m.Cols)
	var rows [Lanes][]byte
	zero := []byte(nil)
	for lane := range rows {
		row := g*Lanes + lane
		if row >= m.Rows {
			if zero == nil {
				zero = make([]byte, rowBytes)
			}
			rows[lane] = zero
			continue
		}
		if order != nil {
			row = order(row)
		}
		rows[lane] = src[row*rowBytes : (row+1)*rowBytes]
	}
	dst := m.group(g)
	packed, file := m.form.blockBytes, m.form.block/m.Source.BlockSize()*m.Source.BlockBytes()
	for b := range m.Cols / m.form.block {
		m.form.pack(dst[b*packed:(b+1)*packed:(b+1)*packed], &rows)
		for lane := range rows {
			rows[lane] = rows[lane][file:]
		}
	}
}

// Mul computes the products of the rows of groups [from, to) with all vectors
// of a: out[token*stride+row] = sum over col of m[row, col] * x[token, col].
// Rows up to the end of the last group are written, so stride is at least the
// number of rows rounded up to a multiple of sixteen.
func (m *Matrix) Mul(a *Activations, from, to int, out []float32, stride int) {
	if a.cols != m.Cols {
		panic(fmt.Sprintf("kernel: %d columns of activations for a matrix of %d", a.cols, m.Cols))
	}
	if need := (a.tokens-1)*stride + to*Lanes; len(out) < need {
		panic(fmt.Sprintf("kernel: room for %d results where %d are needed", len(out), need))
	}
	if !m.form.quantised() {
		m.mulFloats(a, from, to, out, stride)
		return
	}
	packed := a.packed[m.scaling()]
	if len(packed) == 0 {
		panic(fmt.Sprintf("kernel: activations that weren't made for a matrix of %s", m.Source))
	}
	// Activations that exceed the cache are taken in stretches that don't.
	perToken := m.Cols / actBlock * actBytes
	stretch := max(maxTile, actCacheBytes/perToken&^(maxTile-1))
	for first := 0; first < a.tokens; first += stretch {
		end := min(a.tokens, first+stretch)
		for g := from; g < to; g++ {
			group := m.group(g)
			for t := first; t < end; {
				size := tileSize(a.tokens, t)
				selected.mul[m.form.kind].run(m, size, group, packed[t*perToken:], out[t*stride+g*Lanes:], stride)
				t += size
			}
		}
	}
}

// actCacheBytes is how much of a core's second-level cache activations may
// take: half of the megabyte that current cores have at the least.
const actCacheBytes = 384 << 10

// tileKernel computes sixteen rows for a tile of tokens.
//
//	w: blocks of the group; act: the tile; out [tile, stride]
type tileKernel func(w, act *byte, out *float32, blocks, stride int)

// tileKernels has one kernel for each tile size; nil means the Go reference.
type tileKernels struct{ t1, t2, t4, t8 tileKernel }

func (k *tileKernels) run(m *Matrix, size int, group, act []byte, out []float32, stride int) {
	var f tileKernel
	switch size {
	case 1:
		f = k.t1
	case 2:
		f = k.t2
	case 4:
		f = k.t4
	default:
		f = k.t8
	}
	if f == nil {
		mulTileGo(m.form, size, group, act, out, stride)
		return
	}
	blocks := m.Cols / m.form.block
	if m.form.kind == kindLUT {
		blocks = m.Cols / actBlock // however many of them the file counts as one
	}
	f(unsafe.SliceData(group), unsafe.SliceData(act), unsafe.SliceData(out), blocks, stride)
}

// Quantised tells whether the matrix is multiplied by int8 activations; else it
// needs those given to SetFloats.
func (m *Matrix) Quantised() bool { return m.form.quantised() }

// MulPart is Mul with results counted from row 16*from: out has to-from groups
// of columns.
func (m *Matrix) MulPart(a *Activations, from, to int, out []float32, stride int) {
	part := *m
	n := m.Cols / m.form.block * m.form.blockBytes
	part.data = m.data[from*n : to*n]
	part.Rows = (to - from) * Lanes
	part.Mul(a, 0, to-from, out, stride)
}

// Wide tells whether the matrix is multiplied by activations with one scale for
// 256 values, as those types are that have blocks of so many.
func (m *Matrix) Wide() bool { return m.form.quantised() && m.Source.BlockSize() == 256 }

// Activations have a scale for each 32 or for each 256 values: an index into what
// Activations holds.
const (
	scaleEach32 = iota
	scaleEach256
)

// scaling tells which of the two the matrix is multiplied by.
func (m *Matrix) scaling() int {
	if m.Wide() {
		return scaleEach256
	}
	return scaleEach32
}

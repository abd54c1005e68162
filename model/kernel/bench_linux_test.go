package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"inkling/model/gguf"
)

// What decoding costs: products of one vector with matrices that no cache holds,
// in bytes of weights a second, beside what a plain read of memory reaches.
//
//	go test -bench Decode -run '^$' ./model/kernel
func BenchmarkDecode(b *testing.B) {
	const rows, cols = 8960, 1536
	for _, threads := range []int{1, 2} {
		pool := NewPool(threads)
		b.Run(fmt.Sprintf("read/%d", threads), func(b *testing.B) {
			x := unsafe.Slice((*float32)(unsafe.Pointer(&largePages(b, 256<<20)[0])), 64<<20)
			t := &readTask{x: x, part: 64 << 10}
			b.SetBytes(int64(4 * len(x)))
			for b.Loop() {
				pool.Run(len(x)/t.part, t)
			}
		})
		for _, typ := range []gguf.Type{gguf.Q4_K, gguf.Q5_K, gguf.Q6_K, gguf.Q8_0, gguf.Q4_0, gguf.Q4_1, gguf.Q5_0} {
			b.Run(fmt.Sprintf("%s/%d", typ, threads), func(b *testing.B) {
				src := randomBlocks(rand.New(rand.NewPCG(1, 2)), typ, rows*cols)
				first := packed(b, typ, rows, cols, src)
				size := (len(first.data) + 63) &^ 63
				room := largePages(b, 20*size)
				matrices := make([]*Matrix, 20)
				for i := range matrices {
					m := *first
					m.data = room[i*size : i*size+len(first.data)]
					copy(m.data, first.data)
					matrices[i] = &m
				}
				t := &mulTask{out: make([]float32, rows)}
				t.a.Reset(1, cols, matrices[0])
				x := make([]float32, cols)
				for i := range x {
					x[i] = float32(i%17) - 8
				}
				t.a.Quantize(0, 0, x)
				b.SetBytes(int64(20 * len(first.data)))
				for b.Loop() {
					for _, t.m = range matrices {
						pool.Run(t.m.Groups()/2, t)
					}
				}
			})
		}
		pool.Close()
	}
}

// largePages gives memory as the engine reserves it for weights.
func largePages(b *testing.B, n int) []byte {
	room, err := unix.Mmap(-1, 0, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		b.Fatal(err)
	}
	_ = unix.Madvise(room, unix.MADV_HUGEPAGE)
	for i := 0; i < n; i += 4096 {
		room[i] = 1
	}
	b.Cleanup(func() { _ = unix.Munmap(room) })
	return room
}

type readTask struct {
	x    []float32
	part int
}

func (t *readTask) Do(_, i int) { selected.peak(t.x[i*t.part : (i+1)*t.part]) }

type mulTask struct {
	m   *Matrix
	a   Activations
	out []float32
}

func (t *mulTask) Do(_, i int) { t.m.Mul(&t.a, 2*i, 2*i+2, t.out, t.m.Rows) }

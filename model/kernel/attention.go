package kernel

import "fmt"

// KeyBlock is the number of keys that lie transposed together in a cache.
const KeyBlock = 16

// Cache holds the keys and values of one attention head of one layer as half
// floats. Keys are kept in blocks of sixteen, transposed, so that a vector
// register holds one dimension of sixteen keys; values lie one after another.
type Cache struct {
	dim  int
	keys []uint16 // [slots/16, dim, 16]
	vals []uint16 // [slots, dim]
}

// CacheSize is the number of half floats that a cache of the given number of
// slots needs for heads of dim values.
func CacheSize(slots, dim int) int { return 2 * roundUp(slots, KeyBlock) * dim }

func roundUp(n, to int) int { return (n + to - 1) / to * to }

// NewCache makes a cache in room, which is CacheSize(slots, dim) long.
// dim is a multiple of 16.
func NewCache(slots, dim int, room []uint16) Cache {
	if dim%16 != 0 {
		panic(fmt.Sprintf("kernel: heads of %d values, not a multiple of 16", dim))
	}
	n := roundUp(slots, KeyBlock) * dim
	return Cache{dim: dim, keys: room[:n:n], vals: room[n : 2*n : 2*n]}
}

// Put stores key and value [dim] in a slot. scratch is dim long.
func (c *Cache) Put(slot int, key, value []float32, scratch []uint16) {
	scratch = scratch[:c.dim]
	selected.toHalf(value[:c.dim], c.vals[slot*c.dim:(slot+1)*c.dim])
	selected.toHalf(key[:c.dim], scratch)
	block := c.keys[slot/KeyBlock*c.dim*KeyBlock+slot%KeyBlock:]
	for i, h := range scratch {
		block[i*KeyBlock] = h
	}
}

// Move copies the content of slot from to slot to.
func (c *Cache) Move(from, to int) {
	copy(c.vals[to*c.dim:(to+1)*c.dim], c.vals[from*c.dim:])
	a := c.keys[from/KeyBlock*c.dim*KeyBlock+from%KeyBlock:]
	b := c.keys[to/KeyBlock*c.dim*KeyBlock+to%KeyBlock:]
	for i := 0; i < c.dim*KeyBlock; i += KeyBlock {
		b[i] = a[i]
	}
}

// Scores computes the products of n queries, one every qStride values, with
// the keys of the blocks that hold slots [from, to):
//
//	out[i*outStride + slot - from&^15] = sum over d of q[i, d] * key[slot, d]
//
// Whole blocks are written.
func (c *Cache) Scores(q []float32, n, qStride, from, to int, out []float32, outStride int) {
	first, last := from/KeyBlock, roundUp(to, KeyBlock)/KeyBlock
	keys := c.keys[first*c.dim*KeyBlock : last*c.dim*KeyBlock]
	selected.scores(q, n, qStride, keys, c.dim, out, outStride)
}

// Mix adds to n outputs, one every outStride values, the values of slots
// [from, to) weighted by p: out[i, d] += sum over s of p[i, s] * value[from+s, d].
func (c *Cache) Mix(p []float32, n, pStride, from, to int, out []float32, outStride int) {
	selected.mix(p, n, pStride, c.vals[from*c.dim:to*c.dim], c.dim, out, outStride)
}

type scoresKernel func(q []float32, n, qStride int, keys []uint16, dim int, out []float32, outStride int)

type mixKernel func(p []float32, n, pStride int, vals []uint16, dim int, out []float32, outStride int)

func scoresGo(q []float32, n, qStride int, keys []uint16, dim int, out []float32, outStride int) {
	for i := range n {
		query := q[i*qStride : i*qStride+dim]
		for b := 0; b < len(keys)/dim; b += KeyBlock {
			o := (*[KeyBlock]float32)(out[i*outStride+b:])
			clear(o[:])
			for d, v := range query {
				for lane, h := range keys[b*dim+d*KeyBlock : b*dim+(d+1)*KeyBlock] {
					o[lane] += v * Half(h)
				}
			}
		}
	}
}

func mixGo(p []float32, n, pStride int, vals []uint16, dim int, out []float32, outStride int) {
	for i := range n {
		o := out[i*outStride : i*outStride+dim]
		for s := range len(vals) / dim {
			weight := p[i*pStride+s]
			for d, h := range vals[s*dim : (s+1)*dim] {
				o[d] += weight * Half(h)
			}
		}
	}
}

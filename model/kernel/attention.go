package kernel

import "fmt"

// KeyBlock is the number of keys that lie transposed together in a cache.
const KeyBlock = 16

// Cache holds the keys and values of one attention head of one layer as half
// floats. Keys are kept in blocks of sixteen, transposed, so that a vector
// register holds one dimension of sixteen keys; values lie one after another.
type Cache struct {
	dim   int
	keys  []uint16 // [slots/16, dim, 16]
	vals  []uint16 // [slots, dim]
	exact *exactCache
}

// exactCache keeps float32 numbers instead, for checking.
type exactCache struct{ keys, vals []float32 } // [slots, dim]

// NewExactCache makes a cache that loses nothing, and that only the Go kernels
// read.
func NewExactCache(slots, dim int) Cache {
	n := roundUp(slots, KeyBlock) * dim
	return Cache{dim: dim, exact: &exactCache{keys: make([]float32, n), vals: make([]float32, n)}}
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
	if c.exact != nil {
		copy(c.exact.keys[slot*c.dim:], key[:c.dim])
		copy(c.exact.vals[slot*c.dim:], value[:c.dim])
		return
	}
	scratch = scratch[:c.dim]
	selected.toHalf(value[:c.dim], c.vals[slot*c.dim:(slot+1)*c.dim])
	selected.toHalf(key[:c.dim], scratch)
	block := c.keys[slot/KeyBlock*c.dim*KeyBlock+slot%KeyBlock:]
	for i, h := range scratch {
		block[i*KeyBlock] = h
	}
}

// Scores computes the products of n queries, one every qStride values, with
// the keys of the blocks that hold slots [from, to):
//
//	out[i*outStride + slot - from&^15] = sum over d of q[i, d] * key[slot, d]
//
// Whole blocks are written.
func (c *Cache) Scores(q []float32, n, qStride, from, to int, out []float32, outStride int) {
	if c.exact != nil {
		c.exact.scores(q, n, qStride, from&^(KeyBlock-1), roundUp(to, KeyBlock), c.dim, out, outStride)
		return
	}
	first, last := from/KeyBlock, roundUp(to, KeyBlock)/KeyBlock
	keys := c.keys[first*c.dim*KeyBlock : last*c.dim*KeyBlock]
	selected.scores(q, n, qStride, keys, c.dim, out, outStride)
}

// Mix adds to n outputs, one every outStride values, the values of slots
// [from, to) weighted by p: out[i, d] += sum over s of p[i, s] * value[from+s, d].
func (c *Cache) Mix(p []float32, n, pStride, from, to int, out []float32, outStride int) {
	if c.exact != nil {
		c.exact.mix(p, n, pStride, from, to, c.dim, out, outStride)
		return
	}
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

func (c *exactCache) scores(q []float32, n, qStride, from, to, dim int, out []float32, outStride int) {
	for i := range n {
		query := q[i*qStride : i*qStride+dim]
		for slot := from; slot < to; slot++ {
			sum := float32(0)
			for d, k := range c.keys[slot*dim : (slot+1)*dim] {
				sum += query[d] * k
			}
			out[i*outStride+slot-from] = sum
		}
	}
}

func (c *exactCache) mix(p []float32, n, pStride, from, to, dim int, out []float32, outStride int) {
	for i := range n {
		o := out[i*outStride : i*outStride+dim]
		for slot := from; slot < to; slot++ {
			weight := p[i*pStride+slot-from]
			for d, v := range c.vals[slot*dim : (slot+1)*dim] {
				o[d] += weight * v
			}
		}
	}
}

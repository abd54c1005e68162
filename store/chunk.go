package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// Chunk sizes in bytes. Small chunks make edits cheap, large ones make manifests short.
const (
	minChunk  = 1 << 10
	normChunk = 4 << 10
	maxChunk  = 16 << 10
)

// chunkID names a chunk by its content: the first half of its SHA-256.
type chunkID [16]byte

func idOf(chunk string) chunkID {
	sum := sha256.Sum256([]byte(chunk))
	return chunkID(sum[:16])
}

// chunkRef is a manifest's entry.
type chunkRef struct {
	id   chunkID
	size int
}

// manifest lists the chunks of a text in order.
type manifest []chunkRef

// size is the length of the text in bytes.
func (m manifest) size() int {
	n := 0
	for _, c := range m {
		n += c.size
	}
	return n
}

// without is the number of bytes in chunks of m that other lacks.
func (m manifest) without(other manifest) int {
	there := make(map[chunkID]bool, len(other))
	for _, c := range other {
		there[c.id] = true
	}
	n := 0
	for _, c := range m {
		if !there[c.id] {
			n += c.size
		}
	}
	return n
}

// encode appends the manifest to dst: a uvarint count, then id and uvarint size of each chunk.
func (m manifest) encode(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(m)))
	for _, c := range m {
		dst = append(dst, c.id[:]...)
		dst = binary.AppendUvarint(dst, uint64(c.size))
	}
	return dst
}

var errManifest = errors.New("unreadable list of passages")

func decodeManifest(b []byte) (manifest, error) {
	n, w := binary.Uvarint(b)
	if w <= 0 || n > uint64(len(b)) {
		return nil, errManifest
	}
	b = b[w:]
	m := make(manifest, 0, n)
	for range n {
		if len(b) < 17 {
			return nil, errManifest
		}
		id := chunkID(b)
		size, w := binary.Uvarint(b[16:])
		if w <= 0 || size > maxChunk {
			return nil, errManifest
		}
		m = append(m, chunkRef{id, int(size)})
		b = b[16+w:]
	}
	if len(b) != 0 {
		return nil, errManifest
	}
	return m, nil
}

// chunker cuts texts at places that the bytes just before decide, with a rolling gear hash and normalized chunk
// sizes: Xia et al., "FastCDC: a Fast and Efficient Content-Defined Chunking Approach", USENIX ATC 2016.
// The table is part of the file format only in so far as another one would store unchanged text again.
type chunker struct {
	gear [256]uint64
}

func newChunker() *chunker {
	c := new(chunker)
	x := uint64(0)
	for i := range c.gear { // SplitMix64
		x += 0x9e3779b97f4a7c15
		z := x
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		c.gear[i] = z ^ z>>31
	}
	return c
}

// next gives the length of the first chunk of text.
func (c *chunker) next(text string) int {
	const (
		strict = uint64(1<<14-1) << 50 // before the normal size: rare cuts
		loose  = uint64(1<<10-1) << 54 // after it: frequent ones
	)
	if len(text) <= minChunk {
		return len(text)
	}
	end := min(len(text), maxChunk)
	norm := min(end, normChunk)
	h, i := uint64(0), minChunk
	for ; i < norm; i++ {
		h = h<<1 + c.gear[text[i]]
		if h&strict == 0 {
			return i + 1
		}
	}
	for ; i < end; i++ {
		h = h<<1 + c.gear[text[i]]
		if h&loose == 0 {
			return i + 1
		}
	}
	return end
}

// cut gives the manifest of text and calls piece with each chunk and where in the text it begins.
func (c *chunker) cut(text string, piece func(at int, id chunkID, text string)) manifest {
	m := make(manifest, 0, len(text)/normChunk+1)
	for at := 0; at < len(text); {
		n := c.next(text[at:])
		id := idOf(text[at : at+n])
		piece(at, id, text[at:at+n])
		m = append(m, chunkRef{id, n})
		at += n
	}
	return m
}

// recut gives what cut gives, for a text that shares a prefix and a suffix with one of oldSize bytes whose manifest
// is known. It calls piece only with chunks around what changed: where a chunk ends depends on nothing before it,
// so once an old end is met in the suffix the rest is as it was.
func (c *chunker) recut(old manifest, oldSize int, text string, prefix, suffix int, piece func(at int, id chunkID, text string)) manifest {
	m := make(manifest, 0, len(old)+8)
	at, next := 0, 0 // the end of what is cut, the number of old chunks before that place
	for next < len(old)-1 && at+old[next].size <= prefix {
		m = append(m, old[next])
		at += old[next].size
		next++
	}
	oldAt := at
	for at < len(text) {
		n := c.next(text[at:])
		id := idOf(text[at : at+n])
		piece(at, id, text[at:at+n])
		m = append(m, chunkRef{id, n})
		at += n
		same := at - len(text) + oldSize // this place in the old text, if it lies in the suffix
		for next < len(old) && oldAt < same {
			oldAt += old[next].size
			next++
		}
		if at >= len(text)-suffix && oldAt == same {
			return append(m, old[next:]...)
		}
	}
	return m
}

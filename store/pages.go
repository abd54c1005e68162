package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// This file reads bbolt's file format (version 2) without bbolt: with bounds checked and without a memory map, so
// that nothing in a file can stop the program. It serves the check before a file is opened, and the rescue.
//
// A file is a row of pages of equal size. Pages 0 and 1 hold the two newest states (metas), each with a checksum.
// A meta names the root of a tree of buckets and the page that lists the free pages. A page begins with its number,
// its type, the count of its elements and the number of further pages it runs on over.

type pageID uint64

const (
	pageHeadSize = 16
	elementSize  = 16 // of leaves and of branches
	metaSize     = 64

	branchPage   = 0x01
	leafPage     = 0x02
	metaPage     = 0x04
	freelistPage = 0x10

	bucketElement = 0x01

	metaMagic   = 0xED0CDAED
	metaVersion = 2

	noFreelist = ^pageID(0)
)

// pageMeta is one of the two metas.
type pageMeta struct {
	pageSize int
	root     pageID
	freelist pageID
	end      pageID // the number after the last page in use
	txid     uint64
}

var (
	errNotDatabase = errors.New("this isn't a database of this program")
	errMetaSum     = errors.New("the checksum of its first pages doesn't fit")
)

// parseMeta reads a meta page's first 80 bytes.
func parseMeta(page []byte) (pageMeta, error) {
	u32 := func(at int) uint32 { return binary.NativeEndian.Uint32(page[pageHeadSize+at:]) }
	u64 := func(at int) uint64 { return binary.NativeEndian.Uint64(page[pageHeadSize+at:]) }
	switch {
	case len(page) < pageHeadSize+metaSize:
		return pageMeta{}, io.ErrUnexpectedEOF
	case u32(0) != metaMagic:
		return pageMeta{}, errNotDatabase
	}
	sum := fnv.New64a()
	sum.Write(page[pageHeadSize : pageHeadSize+metaSize-8])
	if sum.Sum64() != u64(56) {
		return pageMeta{}, errMetaSum
	}
	if v := u32(4); v != metaVersion {
		return pageMeta{}, fmt.Errorf("version %d of the file format isn't known", v)
	}
	m := pageMeta{pageSize: int(u32(8)), root: pageID(u64(16)), freelist: pageID(u64(32)), end: pageID(u64(40)), txid: u64(48)}
	if m.pageSize < 512 || m.pageSize > 1<<20 || m.pageSize&(m.pageSize-1) != 0 {
		return pageMeta{}, fmt.Errorf("a page size of %d bytes isn't possible", m.pageSize)
	}
	return m, nil
}

// pageFile is a file of pages, open for reading.
type pageFile struct {
	file *os.File
	size int64
	pageMeta
	faults [2]error // what is wrong with each meta

	healing bool
	healed  int // metas put right
}

// openPages opens a file and picks its newest sound meta. If there is none the error says why, and the pageFile is
// there all the same, without root. With healing a meta in which one byte changed is put right in memory.
func openPages(path string, healing bool) (*pageFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, err
	}
	f := &pageFile{file: file, size: info.Size(), healing: healing}
	return f, f.readMetas()
}

func (f *pageFile) Close() error { return f.file.Close() }

func (f *pageFile) readMetas() error {
	head := make([]byte, pageHeadSize+metaSize)
	read := func(at int64) (pageMeta, error) {
		clear(head)
		if _, err := f.file.ReadAt(head, at); err != nil {
			return pageMeta{}, err
		}
		m, err := parseMeta(head)
		if err != nil && f.healing && healMeta(head) {
			f.healed++
			return parseMeta(head)
		}
		return m, err
	}
	var first, second pageMeta
	first, f.faults[0] = read(0)
	if f.faults[0] == nil {
		second, f.faults[1] = read(int64(first.pageSize))
		if f.faults[1] == nil && second.pageSize != first.pageSize {
			f.faults[1] = errors.New("its two states have different page sizes")
		}
	} else { // where the second begins depends on what the first would say
		f.faults[1] = errMetaSum
		for size := int64(512); size <= 1<<20 && f.faults[1] != nil; size *= 2 {
			if m, err := read(size); err == nil && int64(m.pageSize) == size {
				second, f.faults[1] = m, nil
			}
		}
	}
	switch {
	case f.faults[0] == nil && (f.faults[1] != nil || first.txid > second.txid):
		f.pageMeta = first
	case f.faults[1] == nil:
		f.pageMeta = second
	default:
		return f.faults[0]
	}
	return nil
}

// page is one page with the pages it runs on over.
type page struct {
	id   pageID
	kind uint16
	data []byte // from its head on

	sound bool // set by loosePage: number and type are as they should be
}

// read reads a page into buf, which it grows as needed.
func (f *pageFile) read(id pageID, buf *[]byte) (page, error) {
	if id >= f.end {
		return page{}, fmt.Errorf("page %d of %d", id, f.end)
	}
	at := int64(id) * int64(f.pageSize)
	*buf = grown(*buf, f.pageSize)
	if _, err := f.file.ReadAt(*buf, at); err != nil {
		return page{}, fmt.Errorf("page %d: %w", id, err)
	}
	p := page{id: id, kind: binary.NativeEndian.Uint16((*buf)[8:]), data: *buf}
	if self := pageID(binary.NativeEndian.Uint64(*buf)); self != id {
		return p, fmt.Errorf("page %d says it is page %d", id, self)
	}
	more := pageID(binary.NativeEndian.Uint32((*buf)[12:]))
	if more == 0 {
		return p, nil
	}
	if more >= f.end-id {
		return p, fmt.Errorf("page %d runs on over %d pages of %d", id, more, f.end)
	}
	*buf = grown(*buf, int(more+1)*f.pageSize)
	if _, err := f.file.ReadAt((*buf)[f.pageSize:], at+int64(f.pageSize)); err != nil {
		return p, fmt.Errorf("page %d: %w", id, err)
	}
	p.data = *buf
	return p, nil
}

// grown gives buf with n bytes, keeping what it holds.
func grown(buf []byte, n int) []byte {
	if cap(buf) < n {
		return append(make([]byte, 0, n), buf...)[:n]
	}
	return buf[:n]
}

// span is the number of pages that the page takes.
func (p page) span() pageID { return pageID(binary.NativeEndian.Uint32(p.data[12:])) + 1 }

func (p page) count() int { return int(binary.NativeEndian.Uint16(p.data[10:])) }

// element is one entry of a leaf (key, value) or of a branch (key, child).
type element struct {
	flags      uint32
	key, value []byte
	at         int // where value begins in the page
	child      pageID
}

// elements gives the entries of a leaf or branch, and the fault that ended them. bbolt writes keys and values
// without gaps behind the table of elements; anything else is damage. Keys must rise.
func (p page) elements() ([]element, error) {
	n := p.count()
	data := pageHeadSize + n*elementSize // where the next key begins
	if p.kind != branchPage && p.kind != leafPage {
		return nil, fmt.Errorf("page %d is of an unexpected type %#x", p.id, p.kind)
	}
	if data > len(p.data) {
		return nil, fmt.Errorf("page %d: %d elements in %d bytes", p.id, n, len(p.data))
	}
	elements := make([]element, 0, n)
	for i := range n {
		at := pageHeadSize + i*elementSize
		entry := p.data[at:]
		var e element
		var pos, keySize, valueSize uint32
		if p.kind == branchPage {
			pos, keySize = binary.NativeEndian.Uint32(entry), binary.NativeEndian.Uint32(entry[4:])
			e.child = pageID(binary.NativeEndian.Uint64(entry[8:]))
		} else {
			e.flags, pos = binary.NativeEndian.Uint32(entry), binary.NativeEndian.Uint32(entry[4:])
			keySize, valueSize = binary.NativeEndian.Uint32(entry[8:]), binary.NativeEndian.Uint32(entry[12:])
		}
		end := uint64(data) + uint64(keySize) + uint64(valueSize)
		if uint64(at)+uint64(pos) != uint64(data) || end > uint64(len(p.data)) || keySize == 0 {
			return elements, fmt.Errorf("page %d: element %d lies where none can", p.id, i)
		}
		e.key = p.data[data : data+int(keySize) : data+int(keySize)]
		e.at = data + int(keySize)
		e.value = p.data[e.at:end:end]
		if i > 0 && string(elements[i-1].key) >= string(e.key) {
			return elements, fmt.Errorf("page %d: element %d is out of order", p.id, i)
		}
		elements = append(elements, e)
		data = int(end)
	}
	return elements, nil
}

// freePages gives the numbers in a page that lists free pages.
func (p page) freePages() ([]pageID, error) {
	if p.kind != freelistPage {
		return nil, fmt.Errorf("page %d is of type %#x, not a list of free pages", p.id, p.kind)
	}
	ids, n := p.data[pageHeadSize:], uint64(p.count())
	if n == 0xFFFF { // then the count is the first entry
		n, ids = binary.NativeEndian.Uint64(ids), ids[8:]
	}
	if n > uint64(len(ids)/8) {
		return nil, fmt.Errorf("page %d: %d free pages in %d bytes", p.id, n, len(ids))
	}
	free := make([]pageID, n)
	for i := range free {
		free[i] = pageID(binary.NativeEndian.Uint64(ids[8*i:]))
	}
	return free, nil
}

// bucketRoot reads a bucket's entry: the root of its tree, or, for a small bucket, the page inside the entry.
func (e element) bucketRoot() (root pageID, inside page, err error) {
	if e.flags != bucketElement || len(e.value) < 16 {
		return 0, page{}, errors.New("an entry that should be a part of the database isn't")
	}
	if root = pageID(binary.NativeEndian.Uint64(e.value)); root != 0 {
		if len(e.value) != 16 {
			return 0, page{}, errors.New("an entry of a part of the database is too long")
		}
		return root, page{}, nil
	}
	inside.data = e.value[16:]
	if len(inside.data) < pageHeadSize {
		return 0, page{}, errors.New("an entry of a part of the database is cut off")
	}
	inside.kind = binary.NativeEndian.Uint16(inside.data[8:])
	if inside.kind != leafPage {
		return 0, page{}, fmt.Errorf("an entry of a part of the database is of type %#x", inside.kind)
	}
	if inside.count() == 0 && len(inside.data) != pageHeadSize {
		return 0, page{}, errors.New("an entry of a part of the database says that it is empty, but isn't")
	}
	return 0, inside, nil
}

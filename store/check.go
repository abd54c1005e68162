package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
)

// checkFile reads a whole file and tells whether it is sound: every page is where it belongs and every record is
// what was written. Only then may bbolt map it. known is the newest format that the program reads.
func checkFile(path string, known int) error {
	f, err := openPages(path, false)
	if f == nil {
		return fmt.Errorf("the file of the documents can't be opened: %w", err)
	}
	defer f.Close()
	damage := func(what string, err error) error { return &DamagedError{Path: path, What: what, Err: err} }
	switch {
	case f.size == 0:
		return damage("it is empty", err)
	case errors.Is(err, errNotDatabase):
		return damage("its beginning isn't that of a database", err)
	case err != nil:
		return damage("both descriptions of its content at its beginning are broken", err)
	case int64(f.end) > f.size/int64(f.pageSize):
		what := fmt.Sprintf("its end is missing: %d bytes are there, %d are needed", f.size, int64(f.end)*int64(f.pageSize))
		return damage(what, io.ErrUnexpectedEOF)
	}
	schema, schemaErr := f.schema()
	if schemaErr == nil && schema > known {
		return &NewerError{Path: path, Schema: schema, Known: known}
	}
	if err := errors.Join(f.faults[0], f.faults[1]); err != nil {
		return damage("one of the two descriptions of its content at its beginning is broken; the last change may be missing", err)
	}
	defer f.prefetch()()
	c := newChecker(f)
	c.older = schemaErr == nil && schema < known
	if err := c.run(); err != nil {
		return damage(c.what, err)
	}
	return nil
}

// prefetch has the system read the file ahead in one go, since the check follows the tree, until stop is called.
func (f *pageFile) prefetch() (stop func()) {
	var stopped atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1<<20)
		for at := int64(0); at < f.size && !stopped.Load(); at += int64(len(buf)) {
			if _, err := f.file.ReadAt(buf, at); err != nil {
				return
			}
		}
	}()
	return func() {
		stopped.Store(true)
		<-done
	}
}

// schema looks up the number of the file's format.
func (f *pageFile) schema() (int, error) {
	version, found := 0, false
	c := newChecker(f)
	c.only = bucketMeta
	c.visit = func(_ string, key, payload []byte) error {
		if bytes.Equal(key, keySchema) {
			found = true
			return json.Unmarshal(payload, &version)
		}
		return nil
	}
	if err := c.buckets(); err != nil {
		return 0, err
	}
	if !found {
		return 0, errNotDatabase
	}
	return version, nil
}

// checker follows every page from the root.
type checker struct {
	file  *pageFile
	used  []bool // pages met
	what  string // is affected if run fails
	only  string // bucket to visit; empty means all
	older bool   // the file's format is an older one, which may lack buckets
	visit func(bucket string, key, payload []byte) error
	bufs  [][]byte // one for each depth of the tree
}

func newChecker(f *pageFile) *checker {
	return &checker{file: f, what: "its inner structure is broken"}
}

// run checks that every page belongs to exactly one place, that keys lie where a search finds them, and that every
// record's checksums fit.
func (c *checker) run() error {
	c.used = make([]bool, c.file.end)
	if err := c.mark(0, 2); err != nil {
		return err
	}
	if err := c.buckets(); err != nil {
		return err
	}
	c.what = "its inner structure is broken"
	if err := c.freelist(); err != nil {
		return err
	}
	for id, used := range c.used {
		if !used {
			return fmt.Errorf("page %d belongs nowhere", id)
		}
	}
	return nil
}

func (c *checker) mark(id, span pageID) error {
	if c.used == nil {
		return nil
	}
	if id >= c.file.end || span > c.file.end-id {
		return fmt.Errorf("page %d of %d", id, c.file.end)
	}
	for i := id; i < id+span; i++ {
		if c.used[i] {
			return fmt.Errorf("page %d belongs to two places", i)
		}
		c.used[i] = true
	}
	return nil
}

func (c *checker) freelist() error {
	if c.file.pageMeta.freelist == noFreelist {
		return errors.New("the list of free pages is missing")
	}
	p, err := c.file.read(c.file.pageMeta.freelist, c.buf(0))
	if err != nil {
		return err
	}
	if err := c.mark(p.id, p.span()); err != nil {
		return err
	}
	free, err := p.freePages()
	if err != nil {
		return err
	}
	for _, id := range free {
		if err := c.mark(id, 1); err != nil {
			return err
		}
	}
	return nil
}

// buckets visits the buckets, which all must be there if the format is the program's.
func (c *checker) buckets() error {
	missing := map[string]bool{}
	for _, name := range buckets() {
		missing[name] = true
	}
	err := c.tree(c.file.root, 0, nil, nil, func(e element) error {
		name := string(e.key)
		delete(missing, name)
		if c.only != "" && c.only != name {
			return nil
		}
		c.what = "the part that holds the " + name + " is broken"
		root, inside, err := e.bucketRoot()
		if err != nil {
			return err
		}
		record := func(e element) error { return c.record(name, e) }
		if root != 0 {
			return c.tree(root, maxDepth, nil, nil, record)
		}
		elements, err := inside.elements()
		if err != nil {
			return err
		}
		for _, e := range elements {
			if err := record(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for name := range missing {
		if c.older || c.only != "" {
			continue
		}
		return fmt.Errorf("the %s are missing", name)
	}
	return nil
}

func (c *checker) record(bucket string, e element) error {
	if e.flags != 0 {
		return fmt.Errorf("a record of the %s is marked as something else", bucket)
	}
	payload, err := unseal(bucket, e.key, e.value)
	if err != nil || c.visit == nil {
		return err
	}
	return c.visit(bucket, e.key, payload)
}

// maxDepth bounds a tree: with two children to a branch it is more than any file's.
const maxDepth = 48

// tree visits the leaves' elements below a page. Keys lie in [low, high); nil is unbounded. depth tells the buffers
// of nested trees apart.
func (c *checker) tree(id pageID, depth int, low, high []byte, visit func(element) error) error {
	if depth%maxDepth == maxDepth-1 {
		return errors.New("its tree is too deep")
	}
	p, err := c.file.read(id, c.buf(depth))
	if err != nil {
		return err
	}
	if err := c.mark(p.id, p.span()); err != nil {
		return err
	}
	elements, err := p.elements()
	if err != nil {
		return err
	}
	if len(elements) == 0 {
		return fmt.Errorf("page %d is empty", p.id)
	}
	for i, e := range elements {
		if low != nil && bytes.Compare(e.key, low) < 0 || high != nil && bytes.Compare(e.key, high) >= 0 {
			return fmt.Errorf("page %d: a key lies where a search doesn't look", p.id)
		}
		if p.kind == leafPage {
			if err := visit(e); err != nil {
				return err
			}
			continue
		}
		next := high
		if i+1 < len(elements) {
			next = elements[i+1].key
		}
		first := e.key
		if i == 0 && low == nil {
			first = nil // a search for a smaller key ends in the first child
		}
		if err := c.tree(e.child, depth+1, first, next, visit); err != nil {
			return err
		}
	}
	return nil
}

// buf is the buffer for pages at a depth of the tree.
func (c *checker) buf(depth int) *[]byte {
	for len(c.bufs) <= depth {
		c.bufs = append(c.bufs, nil)
	}
	return &c.bufs[depth]
}

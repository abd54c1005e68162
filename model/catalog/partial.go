package catalog

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A diskError is a failure of this machine's disk, for which another source is
// no remedy.
type diskError struct{ err error }

func (e *diskError) Error() string {
	return "writing the model: " + e.err.Error() + "; what was fetched so far is kept"
}
func (e *diskError) Unwrap() error { return e.err }

// A partial is the beginning of a file that is being fetched.
type partial struct {
	path string
	file *os.File
	size int64
	kept int64 // bytes at the beginning that the source at work did not bring
}

// openPartial opens what an earlier fetch left at path, or begins anew. A partial
// that is longer than the whole can't be its beginning and is emptied.
func openPartial(path string, whole int64) (*partial, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, &diskError{err}
	}
	p := &partial{path: path, file: file}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, &diskError{err}
	}
	p.size = info.Size()
	p.kept = p.size
	if p.size > whole {
		if err := p.truncate(0); err != nil {
			file.Close()
			return nil, err
		}
	}
	return p, nil
}

// Write appends b.
func (p *partial) Write(b []byte) (int, error) {
	n, err := p.file.WriteAt(b, p.size)
	p.size += int64(n)
	if err != nil {
		return n, &diskError{err}
	}
	return n, nil
}

func (p *partial) truncate(size int64) error {
	if err := p.file.Truncate(size); err != nil {
		return &diskError{err}
	}
	p.size = size
	p.kept = min(p.kept, size)
	return nil
}

// close keeps a beginning for the next fetch, and removes an empty one.
func (p *partial) close() {
	if p.file == nil {
		return
	}
	p.file.Close()
	if p.size == 0 {
		os.Remove(p.path)
	}
}

// commit gives the finished file its name. The bytes are on the disk before the
// name is, and the name is before commit returns.
func (p *partial) commit(path string) error {
	err := p.file.Sync()
	if cerr := p.file.Close(); err == nil {
		err = cerr
	}
	p.file = nil
	if err == nil {
		err = os.Rename(p.path, path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return &diskError{err}
	}
	return nil
}

// syncDir makes a rename in dir durable where the system lets a folder be
// synced; elsewhere (Windows) the file system's journal does it.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

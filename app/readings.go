package app

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"inkling/store"
)

// readings are files beside the documents that hold what the model has read of
// each: with them the first suggestion in a document that is opened again doesn't
// wait for the model to read it anew. A reading holds the document's words, so it
// is kept as the document is and erased with it. Nothing depends on a reading: one
// that is missing, damaged or out of date costs that wait and no more.
type readings struct {
	dir  string
	most int64 // bytes of all files together; those unused for longest go first
}

// mostReadings bounds the disk that readings take.
const mostReadings = 256 << 20

// Names of the files: the document's number, and whatever was not finished.
const (
	readingSuffix    = ".reading"
	unfinishedSuffix = ".part"
)

// readingsIn are the readings beside the documents in a data folder.
func readingsIn(dataDir string) readings {
	return readings{dir: filepath.Join(dataDir, "readings"), most: mostReadings}
}

func (r readings) path(id store.ID) string { return filepath.Join(r.dir, id.String()+readingSuffix) }

// keep writes a document's reading in place of the older one. write reports
// whether there was anything to write.
func (r readings) keep(id store.ID, write func(io.Writer) (bool, error)) error {
	if err := os.MkdirAll(r.dir, 0o700); err != nil {
		return fmt.Errorf("keeping what was read: %w", err)
	}
	f, err := os.CreateTemp(r.dir, id.String()+".*"+unfinishedSuffix)
	if err != nil {
		return fmt.Errorf("keeping what was read: %w", err)
	}
	defer os.Remove(f.Name()) // nothing is there any more once it was renamed
	w := bufio.NewWriterSize(f, 1<<20)
	wrote, err := write(w)
	if err = errors.Join(err, w.Flush(), f.Close()); err != nil {
		return fmt.Errorf("keeping what was read: %w", err)
	}
	if !wrote {
		return nil
	}
	// Not forced to the disk: what a power cut spoils the checksum tells.
	if err := os.Rename(f.Name(), r.path(id)); err != nil {
		return fmt.Errorf("keeping what was read: %w", err)
	}
	return nil
}

// open opens a document's reading; the error is fs.ErrNotExist where there is
// none.
func (r readings) open(id store.ID) (io.ReadCloser, error) { return os.Open(r.path(id)) }

// erase removes a document's reading.
func (r readings) erase(id store.ID) { _ = os.Remove(r.path(id)) }

// eraseAll removes every reading.
func (r readings) eraseAll() error { return os.RemoveAll(r.dir) }

// tidy removes the readings of documents that are gone, what was not finished,
// and the oldest of what is more than there may be.
func (r readings) tidy(there func(store.ID) bool) error {
	entries, err := os.ReadDir(r.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var kept []fs.FileInfo
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), readingSuffix)
		id, err := store.ParseID(name)
		info, infoErr := e.Info()
		if !ok || err != nil || infoErr != nil || !there(id) {
			_ = os.Remove(filepath.Join(r.dir, e.Name()))
			continue
		}
		kept = append(kept, info)
	}
	slices.SortFunc(kept, func(a, b fs.FileInfo) int { return cmp.Compare(b.ModTime().UnixNano(), a.ModTime().UnixNano()) })
	var all int64
	for _, info := range kept {
		if all += info.Size(); all > r.most {
			_ = os.Remove(filepath.Join(r.dir, info.Name()))
		}
	}
	return nil
}

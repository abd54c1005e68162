package catalog

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Fetcher brings models onto this machine. Its zero value is ready to use.
//
// While a fetch runs, and after it broke off, what has arrived lies beside the
// place of the model as .NAME.gguf.part, always a prefix of the file. Any source can
// therefore go on where another stopped, in this run or a later one.
type Fetcher struct {
	// Client makes the HTTPS requests. Nil: one with ConnectTimeout that follows
	// redirects to HTTPS addresses only.
	Client *http.Client
	// ConnectTimeout bounds finding and greeting a server, each. 0: 5 seconds.
	ConnectTimeout time.Duration
	// StallTimeout is how long a server may send nothing, and a package's
	// download make no progress. 0: 30 seconds.
	StallTimeout time.Duration
	// Attempts is how often in a row a source may bring nothing before the next
	// one is tried. 0: 3.
	Attempts int
	// RetryWait is the pause before the second attempt; it doubles with each
	// further one. 0: 1 second.
	RetryWait time.Duration
	// FreeSpace returns the bytes that can be written to the folder dir. Nil:
	// asks the system.
	FreeSpace func(dir string) (int64, error)
}

// A SpaceError says that a disk has no room for a model.
type SpaceError struct {
	Model string
	Dir   string
	Need  int64 // bytes still to be written
	Free  int64 // bytes there are
}

func (e *SpaceError) Error() string {
	return fmt.Sprintf("%s needs %s more in %s, but only %s are free there; make room or choose another folder",
		e.Model, Bytes(e.Need), e.Dir, Bytes(e.Free))
}

// A FetchError says that no source gave the model. What had arrived is kept, and
// the next fetch goes on from there.
type FetchError struct {
	Model   string
	Sources []SourceError
}

// A SourceError is why one source of a model failed.
type SourceError struct {
	Source string
	Err    error
}

func (e *FetchError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s could not be fetched; nothing on this machine was changed, and trying again goes on where this stopped", e.Model)
	for _, s := range e.Sources {
		fmt.Fprintf(&b, "\n  %s: %v", s.Source, s.Err)
	}
	return b.String()
}

// Unwrap returns the errors of the sources.
func (e *FetchError) Unwrap() []error {
	var errs []error
	for _, s := range e.Sources {
		errs = append(errs, s.Err)
	}
	return errs
}

// Fetch puts the file of e into the folder dir, which it makes where needed, and
// returns the file's path. A file of the right size that is already there is
// left as it is. The file appears under its name only whole, with the right
// checksum, and flushed to the disk.
//
// Two programs that fetch the same file take turns: the second waits, and finds
// it there. Cancelling ctx ends the fetch and keeps what has arrived. progress may
// be nil; it is called from one goroutine at a time.
//
// The error is ctx's, a [*SpaceError], a [*FetchError], or one of the disk.
func (f *Fetcher) Fetch(ctx context.Context, e Entry, dir string, progress func(Progress)) (string, error) {
	path := filepath.Join(dir, e.File)
	m := &meter{report: progress, state: Progress{Model: e.Name, Total: e.Size}}
	if isWhole(path, e) {
		m.enter(StageDone, "", e.Size)
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("making the folder for models: %w", err)
	}
	lock, err := acquire(ctx, filepath.Join(dir, "."+e.File+".lock"), func() { m.enter(StageWaiting, "", 0) })
	if err != nil {
		return "", err
	}
	defer lock.release()
	if isWhole(path, e) { // the other program fetched it
		m.enter(StageDone, "", e.Size)
		return path, nil
	}
	part, err := openPartial(filepath.Join(dir, "."+e.File+".part"), e.Size)
	if err != nil {
		return "", err
	}
	defer part.close()
	if err := f.checkSpace(e, dir, part.size); err != nil {
		return "", err
	}
	if err := f.fill(ctx, e, part, m); err != nil {
		return "", err
	}
	if err := part.commit(path); err != nil {
		return "", err
	}
	m.enter(StageDone, "", e.Size)
	return path, nil
}

// FetchFirst fetches the first of choice that can be had, and returns which it
// was. Only the lack of a source leads on to the next: where the disk refused one,
// or ctx ended, the others aren't tried.
func (f *Fetcher) FetchFirst(ctx context.Context, choice []Entry, dir string, progress func(Progress)) (Entry, string, error) {
	var failed error
	for _, e := range choice {
		path, err := f.Fetch(ctx, e, dir, progress)
		if err == nil {
			return e, path, nil
		}
		var unavailable *FetchError
		if !errors.As(err, &unavailable) {
			return e, "", err
		}
		failed = errors.Join(failed, err)
	}
	return Entry{}, "", failed
}

// isWhole reports whether the file of e is at path, by its size: only a file
// whose checksum was right was ever put there, and Verify reads it all again.
func isWhole(path string, e Entry) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Size() == e.Size
}

func (f *Fetcher) checkSpace(e Entry, dir string, have int64) error {
	free := f.FreeSpace
	if free == nil {
		free = freeSpace
	}
	n, err := free(dir)
	if err != nil {
		return fmt.Errorf("asking for the free space of %s: %w", dir, err)
	}
	// A package lies on the disk beside the part that is copied out of it.
	need := e.Size - have + e.largestPackage()
	if n < need {
		return &SpaceError{Model: e.Title, Dir: dir, Need: need, Free: n}
	}
	return nil
}

func (e Entry) largestPackage() int64 {
	var n int64
	for _, s := range e.Sources {
		for _, p := range s.Packages {
			n = max(n, p.Size)
		}
	}
	return n
}

// errWrongBytes says that what arrived is not the file of the catalogue.
var errWrongBytes = errors.New("what it sent is not the file that was asked for (its checksum differs)")

// fill tries the sources in order until part holds the file with the right
// checksum.
func (f *Fetcher) fill(ctx context.Context, e Entry, part *partial, m *meter) error {
	failed := &FetchError{Model: e.Title}
	for i, s := range e.Sources {
		err := f.fillFrom(ctx, e, s, part, m)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		var disk *diskError
		if errors.As(err, &disk) {
			return err
		}
		failed.Sources = append(failed.Sources, SourceError{s.String(), err})
		if i+1 < len(e.Sources) {
			m.notice(fmt.Sprintf("%s: %v", s, err))
		}
	}
	return failed
}

// fillFrom completes part from one source and checks it. Where the beginning of
// a wrong file came from elsewhere, the source gets a second chance from zero.
func (f *Fetcher) fillFrom(ctx context.Context, e Entry, s Source, part *partial, m *meter) error {
	for {
		part.kept = part.size
		if part.size < e.Size {
			m.enter(StageConnecting, s.String(), part.size)
			fill := f.fillPackages
			if s.Kind == KindHTTPS {
				fill = f.fillHTTPS
			}
			err := fill(ctx, e, s, part, m)
			if errors.Is(err, errWrongLength) { // then its bytes are another file's
				err = errors.Join(err, part.truncate(part.kept))
			}
			if err != nil {
				return err
			}
		}
		m.enter(StageChecking, "", 0)
		sum, err := hashFile(ctx, part.path, m.at)
		if err != nil {
			return err
		}
		if sum == e.SHA256 {
			return nil
		}
		kept := part.kept
		if err := part.truncate(0); err != nil {
			return err
		}
		if kept == 0 {
			return errWrongBytes
		}
	}
}

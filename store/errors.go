package store

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

var (
	// ErrInUse reports that another program, or another Store of this one, has the folder open.
	ErrInUse = errors.New("another Inkling has these documents open; close it first, nothing was changed")

	// ErrNotFound reports a document, revision or sample that doesn't exist (any more).
	ErrNotFound = errors.New("not found")

	// ErrMoved reports that the file of the documents was moved or deleted while it was open. What was written since
	// is not where the next start will look for it; when the file is back, saving works again.
	ErrMoved = errors.New("the file of the documents was moved or deleted while Inkling has it open; " +
		"put it back, or keep the text elsewhere before closing")

	// ErrClosed reports the use of a Store after Close.
	ErrClosed = errors.New("the documents are closed")
)

// DamagedError reports stored bytes that aren't what was written. Nothing is changed or deleted when it is returned;
// [Rescue] saves what is readable.
type DamagedError struct {
	// Path of the database file.
	Path string
	// What is affected, in words.
	What string
	// Err is the cause, if there is one beneath.
	Err error
}

func (e *DamagedError) Error() string {
	s := "the file that holds the documents is damaged: " + e.What
	if e.Path != "" {
		s += " (" + e.Path + ")"
	}
	return s + "; nothing was changed, and a rescue copies everything readable into a new file"
}

func (e *DamagedError) Unwrap() error { return e.Err }

// NewerError reports a database written by a later version of the program.
type NewerError struct {
	Path string
	// Schema is the file's version, Known the newest that this program reads.
	Schema, Known int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the documents were written by a newer Inkling (format %d, this one knows up to %d): "+
		"please update the program; nothing was changed (%s)", e.Schema, e.Known, e.Path)
}

// folderError puts a failure to use the data folder into words.
func folderError(dir string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the folder %s can't be written to; choose another or change its permissions: %w", dir, err)
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s is needed as a folder for the documents, but a file is in its place: %w", dir, err)
	default:
		return fmt.Errorf("the folder %s can't be used for the documents: %w", dir, err)
	}
}

// saveError puts a failed transaction into words.
func saveError(err error) error {
	var damaged *DamagedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &damaged), errors.Is(err, ErrNotFound), errors.Is(err, ErrClosed):
		return err
	case isFull(err):
		return fmt.Errorf("not saved, the disk is full; what was saved before is intact: %w", err)
	default:
		return fmt.Errorf("not saved; what was saved before is intact: %w", err)
	}
}

// isFull tells whether a write failed for want of space. bbolt passes some causes on as text alone.
func isFull(err error) bool {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) || strings.Contains(err.Error(), full.Error()) {
			return true
		}
	}
	return false
}

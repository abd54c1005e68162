package catalog

import (
	"context"
	"fmt"
	"os"
	"time"
)

// A fileLock keeps other programs from doing the same work at the same time.
type fileLock struct {
	path string
	file *os.File
}

const lockPoll = 200 * time.Millisecond

// acquire takes the lock at path and waits for it where another has it, after
// calling waiting once.
func acquire(ctx context.Context, path string, waiting func()) (*fileLock, error) {
	for told := false; ; {
		lock, err := tryAcquire(path)
		if err != nil {
			return nil, fmt.Errorf("locking the folder for models: %w", err)
		}
		if lock != nil {
			return lock, nil
		}
		if !told {
			waiting()
			told = true
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(lockPoll):
		}
	}
}

// tryAcquire returns nil where another has the lock.
func tryAcquire(path string) (*fileLock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	ok, err := tryLock(file)
	if err != nil || !ok {
		file.Close()
		return nil, err
	}
	// The last holder may have removed the file after it was opened here: then
	// this lock is on a file that nobody else will find.
	mine, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, err
	}
	there, err := os.Stat(path)
	if err != nil || !os.SameFile(mine, there) {
		file.Close()
		return nil, nil
	}
	return &fileLock{path, file}, nil
}

// release removes the lock's file before it frees the lock, so that no other
// program's file is removed. Windows removes no open file: there it stays.
func (l *fileLock) release() {
	os.Remove(l.path)
	l.file.Close()
}

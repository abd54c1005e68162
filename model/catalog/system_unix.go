//go:build unix

package catalog

import (
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the lock on file if nobody has it. The system frees it when the
// program ends, however it ends.
func tryLock(file *os.File) (bool, error) {
	err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == unix.EWOULDBLOCK || err == unix.EINTR {
		return false, nil
	}
	return err == nil, err
}

// freeSpace returns the bytes that this user may still write to dir.
func freeSpace(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}

// interrupt asks a process to clean up and end.
func interrupt(p *os.Process) error { return p.Signal(os.Interrupt) }

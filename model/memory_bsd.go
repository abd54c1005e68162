//go:build unix && !linux

package model

import (
	"runtime"

	"golang.org/x/sys/unix"
)

func adviseHuge([]byte) {}

func forget([]byte) {}

// PeakRSS is the most memory that the process has had at once, in bytes.
func PeakRSS() int64 {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss)
	}
	return int64(u.Maxrss) * 1024
}

//go:build unix

package model

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// reserve gives zeroed memory outside the garbage collector's account: weights
// would otherwise double what it lets garbage grow to. It ends on a page
// boundary and is given back by release.
func reserve(n int) ([]byte, error) {
	b, err := unix.Mmap(-1, 0, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil, fmt.Errorf("no memory for %d bytes of weights: %w", n, err)
	}
	adviseHuge(b)
	return b, nil
}

func release(b []byte) error { return unix.Munmap(b) }

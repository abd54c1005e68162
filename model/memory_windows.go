package model

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// reserve gives zeroed memory outside the garbage collector's account: weights
// would otherwise double what it lets garbage grow to. It is given back by
// release.
func reserve(n int) ([]byte, error) {
	p, err := windows.VirtualAlloc(0, uintptr(n), windows.MEM_RESERVE|windows.MEM_COMMIT, windows.PAGE_READWRITE)
	if err != nil {
		return nil, fmt.Errorf("no memory for %d bytes of weights: %w", n, err)
	}
	return unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&p))), n), nil
}

func release(b []byte) error {
	return windows.VirtualFree(uintptr(unsafe.Pointer(unsafe.SliceData(b))), 0, windows.MEM_RELEASE)
}

func forget([]byte) {}

// PeakRSS isn't known on Windows.
func PeakRSS() int64 { return 0 }

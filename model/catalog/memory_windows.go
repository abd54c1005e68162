package catalog

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// memoryStatus is MEMORYSTATUSEX of the Windows API.
type memoryStatus struct {
	length                                                uint32
	load                                                  uint32
	totalPhys, availPhys, totalPageFile, availPageFile    uint64
	totalVirtual, availVirtual, availExtendedVirtualBytes uint64
}

// Memory returns the memory of this machine in bytes, or 0 where the system
// doesn't say.
func Memory() int64 {
	status := memoryStatus{}
	status.length = uint32(unsafe.Sizeof(status))
	call := windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")
	if ok, _, _ := call.Call(uintptr(unsafe.Pointer(&status))); ok == 0 {
		return 0
	}
	return int64(status.totalPhys)
}

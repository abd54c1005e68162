package catalog

import "golang.org/x/sys/unix"

// Memory returns the memory of this machine in bytes, or 0 where the system
// doesn't say.
func Memory() int64 {
	n, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return int64(n)
}

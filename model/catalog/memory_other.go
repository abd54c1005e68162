//go:build !linux && !darwin && !windows

package catalog

// Memory returns 0: this system isn't asked.
func Memory() int64 { return 0 }

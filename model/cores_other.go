//go:build !linux

package model

import "runtime"

// physicalCores counts what the system calls processors.
func physicalCores() int { return runtime.NumCPU() }

package model

import (
	"os"
	"path/filepath"
	"runtime"
)

// physicalCores counts cores rather than the threads that they show as several
// processors: two on one core hinder each other here.
func physicalCores() int {
	lists, _ := filepath.Glob("/sys/devices/system/cpu/cpu[0-9]*/topology/thread_siblings_list")
	siblings := map[string]bool{}
	for _, name := range lists {
		if list, err := os.ReadFile(name); err == nil {
			siblings[string(list)] = true
		}
	}
	if n := len(siblings); n > 0 {
		return min(n, runtime.NumCPU())
	}
	return runtime.NumCPU()
}

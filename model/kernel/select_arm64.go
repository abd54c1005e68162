package kernel

import (
	"runtime"

	"golang.org/x/sys/cpu"
)

// kernelSets lists the sets that this processor can run, the best one last.
func kernelSets() []kernelSet {
	sets := []kernelSet{goSet}
	// Every Apple processor that runs macOS has dot products, whatever an old
	// system says when asked.
	if cpu.ARM64.HasASIMDDP || runtime.GOOS == "darwin" {
		sets = append(sets, neonSet())
	}
	return sets
}

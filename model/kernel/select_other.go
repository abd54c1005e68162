//go:build !amd64 && !arm64

package kernel

func kernelSets() []kernelSet { return []kernelSet{goSet} }

// pause waits for some tens of nanoseconds.
func pause() {
	for range 32 {
	}
}

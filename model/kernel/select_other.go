package kernel

func selectSet() kernelSet { return goSet }

// pause waits for some tens of nanoseconds.
func pause() {
	for range 32 {
	}
}

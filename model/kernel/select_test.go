package kernel

import (
	"os"
	"testing"
)

// Where a run is meant for one set of kernels, as those under an emulator are,
// that set is what the processor's features lead to.
func TestSelectedSet(t *testing.T) {
	want := os.Getenv("INKLING_KERNELS")
	if want == "" {
		t.Skip("INKLING_KERNELS names no set that this processor must select")
	}
	if Name() != want {
		t.Errorf("the %s kernels were selected, want %s", Name(), want)
	}
}

package store

import (
	"maps"
	"os"
	"testing"
)

// TestMain lets the tests run this binary again as a child that may be killed, or that has limits of its own.
func TestMain(m *testing.M) {
	if child := children()[os.Getenv("INKLING_STORE_CHILD")]; child != nil {
		os.Exit(child(os.Getenv("INKLING_STORE_DIR")))
	}
	os.Exit(m.Run())
}

// children are what a child may do in a folder; they give its exit status.
func children() map[string]func(dir string) int {
	all := map[string]func(string) int{"writer": childWriter, "flipped": childFlipped}
	maps.Copy(all, unixChildren())
	return all
}

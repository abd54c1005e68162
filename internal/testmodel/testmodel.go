// Package testmodel finds the model files that tests run on. Tests never fetch
// a model themselves: `make test` does so beforehand and then requires it.
package testmodel

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Path returns the file of the model called name, such as "smollm2-135m". It
// looks in the folder named by INKLING_MODELS, or where that is not set in
// assets/models at the root of the module.
//
// A missing model skips the test, so that the suite runs on a machine without
// models; it fails the test where INKLING_REQUIRE_MODELS is 1, as it is under
// `make test`, so that a check is never left out unseen.
func Path(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("INKLING_MODELS")
	if dir == "" {
		root, err := moduleRoot()
		if err != nil {
			t.Fatalf("finding the model %s: %v", name, err)
		}
		dir = filepath.Join(root, "assets", "models")
	}
	path := filepath.Join(dir, name+".gguf")
	info, err := os.Stat(path)
	switch {
	case err == nil && info.Mode().IsRegular():
		return path
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		t.Fatalf("finding the model %s: %v", name, err)
	case os.Getenv("INKLING_REQUIRE_MODELS") == "1":
		t.Fatalf("the model %s is not in %s; `make models-test` fetches it", name, dir)
	}
	t.Skipf("the model %s is not in %s; `make models-test` fetches it", name, dir)
	return ""
}

// moduleRoot walks up from the test's folder to the one that holds go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod above the test's folder")
		}
		dir = parent
	}
}

package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, path string, size int64) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLocatorOrder(t *testing.T) {
	root := t.TempDir()
	e := entryFor(content(100, 1), Source{})
	join := filepath.Join
	l := Locator{Explicit: join(root, "mine"), Data: join(root, "data", "models"), Executable: join(root, "build", "inkling")}
	want := []string{join(root, "mine"), join(root, "data", "models"), join(root, "build", "assets", "models"), join(root, "assets", "models")}
	if got := l.Dirs(); !slices.Equal(got, want) {
		t.Errorf("Dirs = %q, want %q", got, want)
	}
	if got := (Locator{Executable: join(root, "bin", "inkling")}).Dirs(); !slices.Equal(got, []string{join(root, "bin", "assets", "models")}) {
		t.Errorf("beside a program that isn't in build: %q", got)
	}
	if got, ok := l.Find(e); ok {
		t.Errorf("found %q where no model is", got)
	}
	// Each folder comes before those that were filled earlier.
	for _, dir := range slices.Backward(want) {
		path := write(t, join(dir, e.File), e.Size)
		if got, ok := l.Find(e); !ok || got != path {
			t.Errorf("Find = %q, %v, want %q", got, ok, path)
		}
	}
	// A damaged file is passed over.
	write(t, join(want[0], e.File), e.Size-1)
	if got, ok := l.Find(e); !ok || got != join(want[1], e.File) {
		t.Errorf("with a damaged file first, Find = %q, %v", got, ok)
	}
	if got := l.FetchDir(); got != want[0] {
		t.Errorf("FetchDir = %q, want the explicit folder", got)
	}
	l.Explicit = ""
	if got := l.FetchDir(); got != want[1] {
		t.Errorf("FetchDir = %q, want the data folder", got)
	}
}

// TestLocatorFollowsLink finds the models of a program that was linked into a
// folder of the PATH.
func TestLocatorFollowsLink(t *testing.T) {
	root := t.TempDir()
	program := write(t, filepath.Join(root, "app", "inkling"), 0)
	link := filepath.Join(root, "inkling")
	if err := os.Symlink(program, link); err != nil {
		t.Skip("this system makes no symbolic links for this user:", err)
	}
	e := entryFor(content(100, 1), Source{})
	write(t, filepath.Join(root, "app", "assets", "models", e.File), e.Size)
	if _, ok := (Locator{Executable: link}).Find(e); !ok {
		t.Error("the model beside the linked program wasn't found")
	}
}

func TestResolve(t *testing.T) {
	root := t.TempDir()
	e := entryFor(content(100, 1), Source{})
	absent := e
	absent.Name, absent.File = "absent", "absent.gguf"
	c := &Catalogue{Models: []Entry{e, absent}}
	listed := write(t, filepath.Join(root, e.File), e.Size)
	own := write(t, filepath.Join(root, "My Model.gguf"), 7)
	l := Locator{Explicit: root}

	for give, want := range map[string]string{"tiny": listed, "My Model": own, own: own, root + "/tiny.gguf": root + "/tiny.gguf"} {
		if got, err := l.Resolve(c, give); err != nil || got != want {
			t.Errorf("Resolve(%q) = %q, %v, want %q", give, got, err, want)
		}
	}
	var missing *MissingError
	if _, err := l.Resolve(c, "absent"); !errors.As(err, &missing) || missing.Entry.Name != "absent" ||
		!strings.Contains(err.Error(), "inkling model fetch absent") {
		t.Errorf("of a listed model that isn't here the error is %v", err)
	}
	var unknown *UnknownError
	if _, err := l.Resolve(c, "tinny"); !errors.As(err, &unknown) || !strings.Contains(err.Error(), "tiny, absent") {
		t.Errorf("of an unlisted name the error is %v", err)
	}
	if _, err := l.Resolve(c, filepath.Join(root, "no.gguf")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("of a path where no file is the error is %v", err)
	}
	if _, err := l.Resolve(c, root+"/"); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("of a folder the error is %v", err)
	}
}

func TestInstalled(t *testing.T) {
	root := t.TempDir()
	e := entryFor(content(100, 1), Source{})
	c := &Catalogue{Models: []Entry{e}}
	first, second := filepath.Join(root, "first"), filepath.Join(root, "second")
	write(t, filepath.Join(first, e.File), 3) // damaged
	write(t, filepath.Join(first, "own.gguf"), 5)
	write(t, filepath.Join(first, ".own.gguf.part"), 5)
	write(t, filepath.Join(first, "notes.txt"), 5)
	write(t, filepath.Join(first, "folder.gguf", "x"), 5)
	write(t, filepath.Join(second, e.File), e.Size)
	write(t, filepath.Join(second, "own.gguf"), 9)
	want := []Installed{
		{Name: "own", Path: filepath.Join(first, "own.gguf"), Size: 5},
		{Name: "tiny", Path: filepath.Join(second, e.File), Size: 100, Known: true},
	}
	if got := (Locator{Explicit: first, Data: second}).Installed(c); !slices.Equal(got, want) {
		t.Errorf("Installed = %+v, want %+v", got, want)
	}
	if got := (Locator{Explicit: filepath.Join(root, "none")}).Installed(c); len(got) != 0 {
		t.Errorf("in a folder that isn't there: %+v", got)
	}
}

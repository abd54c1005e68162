//go:build unix

package catalog

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// pipDouble stands for pip, an external program: it copies the wheel of the
// requested package out of a folder, and writes down what it was asked for.
const pipDouble = `#!/bin/sh
[ "$1" = --version ] && exit 0
for last; do :; done
while [ "$1" != --dest ]; do shift; done
dest=$2
echo "$last" >> "$PIP_DOUBLE/asked"
name=${last%%==*}
[ -e "$PIP_DOUBLE/hangs-at-$name" ] && exec sleep 60
[ -e "$PIP_DOUBLE/breaks-at-$name" ] && { echo "ERROR: half of it"; echo "ERROR: No matching distribution found for $last" >&2; exit 1; }
cp "$PIP_DOUBLE/$name.whl" "$dest/"
`

// installPip puts the double on the path under the given name and returns its
// folder.
func installPip(t *testing.T, name string) string {
	t.Helper()
	dir, bin := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, name), []byte(pipDouble), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PIP_DOUBLE", dir)
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	return dir
}

// asked returns the packages that the double was asked for.
func asked(t *testing.T, pip string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(pip, "asked"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Fields(string(b))
}

func mark(t *testing.T, pip, name string) (unmark func()) {
	t.Helper()
	path := filepath.Join(pip, name)
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return func() { os.Remove(path) }
}

// wheels writes file as n packages of equal parts and returns their source.
func wheels(t *testing.T, pip string, file []byte, n int) Source {
	t.Helper()
	s := Source{Kind: KindPyPI, Version: "1.2.3"}
	size := (len(file) + n - 1) / n
	for i := range n {
		part := file[i*size : min((i+1)*size, len(file))]
		p := Package{Name: fmt.Sprintf("tiny-part%d", i+1), Member: fmt.Sprintf("tiny_part%d/data/part.bin", i+1), Size: int64(len(part))}
		writeWheel(t, pip, p, part)
		s.Packages = append(s.Packages, p)
	}
	return s
}

func writeWheel(t *testing.T, pip string, p Package, data []byte) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range map[string][]byte{filepath.Dir(p.Member) + "/__init__.py": []byte("x = 1\n"), p.Member: data} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(data)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(pip, p.Name+".whl"), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

var allParts = []string{"tiny-part1==1.2.3", "tiny-part2==1.2.3", "tiny-part3==1.2.3"}

// TestFetchPackages joins the parts in order and asks only for those that an
// earlier fetch left out.
func TestFetchPackages(t *testing.T) {
	file := content(300_000, 1)
	tests := []struct {
		name   string
		before []byte
		asked  []string
	}{
		{"from nothing", nil, allParts},
		{"resumed between parts", file[:100_000], allParts[1:]},
		{"resumed within a part", file[:250_000], allParts[2:]},
		{"resumed with another file's beginning", content(150_000, 2), slices.Concat(allParts[1:], allParts)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pip := installPip(t, "pip3")
			e := entryFor(file, wheels(t, pip, file, 3))
			dir := modelDir(t, e)
			if test.before != nil {
				leave(t, dir, e, test.before)
				// and a package, where the earlier fetch was killed
				write(t, filepath.Join(partPath(dir, e)+".package", "tiny.whl"), 1000)
			}
			path, err := new(Fetcher).Fetch(context.Background(), e, dir, nil)
			if err != nil {
				t.Fatal(err)
			}
			mustHold(t, path, file)
			if got := asked(t, pip); !slices.Equal(got, test.asked) {
				t.Errorf("pip was asked for %q, want %q", got, test.asked)
			}
		})
	}
}

func TestFetchPackagesThatFail(t *testing.T) {
	file := content(300_000, 1)
	tests := []struct {
		name string
		spy  func(t *testing.T, pip string, s *Source)
		kept int
		says string
	}{
		{"pip fails at the second part", func(t *testing.T, pip string, s *Source) { mark(t, pip, "breaks-at-tiny-part2") },
			100_000, "No matching distribution found for tiny-part2==1.2.3"},
		{"pip hangs at the second part", func(t *testing.T, pip string, s *Source) { mark(t, pip, "hangs-at-tiny-part2") },
			100_000, "it stopped sending"},
		{"a package without the part", func(t *testing.T, pip string, s *Source) { s.Packages[1].Member = "tiny_part2/other.bin" },
			100_000, "does not hold the file tiny_part2/other.bin"},
		{"a part of another length", func(t *testing.T, pip string, s *Source) { writeWheel(t, pip, s.Packages[1], file[:5]) },
			0, "another length"},
		{"a package that is no zip", func(t *testing.T, pip string, s *Source) {
			os.WriteFile(filepath.Join(pip, "tiny-part2.whl"), file[:1000], 0o644)
		}, 100_000, "not a valid zip file"},
		{"a part with other bytes", func(t *testing.T, pip string, s *Source) {
			writeWheel(t, pip, s.Packages[1], content(100_000, 2))
		}, 0, "checksum differs"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pip := installPip(t, "pip3")
			s := wheels(t, pip, file, 3)
			test.spy(t, pip, &s)
			e := entryFor(file, s)
			dir := modelDir(t, e)
			f := Fetcher{StallTimeout: patience}
			_, err := f.Fetch(context.Background(), e, dir, nil)
			var failed *FetchError
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("the error is %v; it should be a FetchError that says %q", err, test.says)
			}
			if got := len(kept(t, dir, e)); got != test.kept {
				t.Errorf("%d bytes are kept, want %d", got, test.kept)
			}
		})
	}
}

// TestPackagesGoOnWhereAServerStopped takes the beginning from one kind of
// source and the rest from the other.
func TestPackagesGoOnWhereAServerStopped(t *testing.T) {
	file := content(300_000, 1)
	pip := installPip(t, "pip3")
	s := newServer(t, file, cutsAfter(150_000), status(404))
	e := entryFor(file, s.source(), wheels(t, pip, file, 3))
	path, err := s.fetcher().Fetch(context.Background(), e, modelDir(t, e), nil)
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, path, file)
	if got := asked(t, pip); !slices.Equal(got, allParts[1:]) {
		t.Errorf("pip was asked for %q, want %q", got, allParts[1:])
	}
}

func TestCancelEndsPip(t *testing.T) {
	file := content(300_000, 1)
	pip := installPip(t, "pip3")
	e := entryFor(file, wheels(t, pip, file, 3))
	dir := modelDir(t, e)
	free := mark(t, pip, "hangs-at-tiny-part2")
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for len(asked(t, pip)) < 2 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	began := time.Now()
	if _, err := new(Fetcher).Fetch(ctx, e, dir, nil); !errors.Is(err, context.Canceled) {
		t.Fatalf("the error is %v, want that of the context", err)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("the fetch ended %v after it was cancelled: it waited for pip", took)
	}
	free()
	path, err := new(Fetcher).Fetch(context.Background(), e, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, path, file)
	want := slices.Concat(allParts[:2], allParts[1:])
	if got := asked(t, pip); !slices.Equal(got, want) {
		t.Errorf("pip was asked for %q, want %q", got, want)
	}
}

// TestPipByOtherNames finds pip however a system calls it.
func TestPipByOtherNames(t *testing.T) {
	for _, name := range []string{"pip3", "pip"} {
		t.Run(name, func(t *testing.T) {
			installPip(t, name)
			bin, _, _ := strings.Cut(os.Getenv("PATH"), ":")
			t.Setenv("PATH", bin+":"+onlyShell(t))
			got, err := findPip(context.Background())
			if err != nil || !slices.Equal(got, []string{name}) {
				t.Errorf("findPip = %q, %v", got, err)
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		file := content(1000, 1)
		e := entryFor(file, wheels(t, t.TempDir(), file, 1))
		_, err := new(Fetcher).Fetch(context.Background(), e, modelDir(t, e), nil)
		if !errors.Is(err, ErrNoPip) || !strings.Contains(err.Error(), "apt install python3-pip") {
			t.Errorf("the error is %v; it should be ErrNoPip and say what to install", err)
		}
	})
	t.Run("a wrapper without a Python", func(t *testing.T) {
		bin := t.TempDir()
		if err := os.WriteFile(filepath.Join(bin, "pip3"), []byte("#!/bin/sh\nexit 127\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", bin)
		if got, err := findPip(context.Background()); !errors.Is(err, ErrNoPip) {
			t.Errorf("findPip = %q, %v", got, err)
		}
	})
}

// onlyShell returns a folder with sh alone in it.
func onlyShell(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Symlink("/bin/sh", filepath.Join(dir, "sh")); err != nil {
		t.Fatal(err)
	}
	return dir
}

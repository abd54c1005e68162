//go:build unix

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
)

func unixChildren() map[string]func(dir string) int {
	return map[string]func(string) int{"full-disk": childFullDisk, "read-only": childReadOnly}
}

// childFullDisk lives with a greatest file size, which fails writes as a full disk does.
func childFullDisk(dir string) int {
	signal.Ignore(syscall.SIGXFSZ)
	var whole syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &whole); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	small := whole
	small.Cur = 3 << 20
	err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small)
	if err == nil {
		err = fillDisk(dir, func() error { return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &whole) })
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		return 1
	}
	return 0
}

func TestFileThatMayNotGrow(t *testing.T) {
	if err := child("full-disk", t.TempDir()).Run(); err != nil {
		t.Error(err)
	}
}

// nobody is a user without rights, for tests that run as root, who may write anywhere.
const nobody = 65534

func childReadOnly(dir string) int {
	for range 2 { // the second time the database is there too
		_, err := Open(dir, Options{})
		if !errors.Is(err, fs.ErrPermission) {
			fmt.Fprintln(os.Stderr, "child: Open gave", err)
			return 1
		}
		dir = filepath.Join(dir, "library")
	}
	return 0
}

func TestReadOnlyFolder(t *testing.T) {
	base, err := os.MkdirTemp("", "inkling-store-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(base) })
	library := filepath.Join(base, "library")
	s, err := Open(library, Options{})
	must(t, err)
	_, err = s.Create("text")
	must(t, err)
	must(t, s.Close())
	cmd := child("read-only", base)
	if os.Getuid() == 0 {
		// The test binary lies where only root may look, so the child gets a copy.
		exe := filepath.Join(base, "child")
		must(t, exec.Command("cp", os.Args[0], exe).Run())
		must(t, os.Chmod(exe, 0o755))
		cmd.Path = exe
		cmd.Dir = base
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	must(t, os.Chmod(library, 0o555))
	must(t, os.Chmod(base, 0o555))
	t.Cleanup(func() { os.Chmod(base, 0o755); os.Chmod(library, 0o755) })
	if err := cmd.Run(); err != nil {
		t.Error(err)
	}
}

package store

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=12m"); err != nil {
		t.Skipf("needs the right to mount; TestFileThatMayNotGrow tests the same with a limit: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(disk, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 8<<20), 0o600))
	if err := fillDisk(filepath.Join(disk, "data"), func() error { return os.Truncate(ballast, 0) }); err != nil {
		t.Error(err)
	}
}

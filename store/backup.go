package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes everything as it is at the moment of the call into one file at path, while the program goes on. The
// file is read back and checked before it gets its name, so that an older backup is only replaced by a sound one.
func (s *Store) Backup(ctx context.Context, path string) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("backing up: %w", err)
	}
	err := s.view(func(t *txn) error { return copyRecords(ctx, t, part, nil) })
	if err == nil {
		err = checkFile(part, currentSchema().version)
	}
	if err == nil {
		err = replaceFile(part, path)
	}
	if err != nil {
		os.Remove(part)
		return fmt.Errorf("backing up: %w", err)
	}
	return nil
}

// RestoreBackup puts the content of a backup into dir, where no Store may be open. Documents that are there are kept
// in a file beside; kept is its path, or empty if there were none. A backup that isn't sound changes nothing.
func RestoreBackup(path, dir string, options Options) (kept string, err error) {
	known := currentSchema().version
	if err := checkFile(path, known); err != nil {
		return "", fmt.Errorf("the backup can't be used: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", folderError(dir, err)
	}
	lock, err := takeLock(dir)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	fresh, target := filepath.Join(dir, newName), filepath.Join(dir, fileName)
	if err := copyFile(path, fresh); err != nil {
		return "", fmt.Errorf("restoring the backup: %w", err)
	}
	err = checkFile(fresh, known)
	if _, missing := os.Lstat(target); err == nil && missing == nil {
		kept, err = keepBeside(target, "replaced", options.withDefaults().Now())
	}
	if err == nil {
		err = replaceFile(fresh, target)
	}
	if err != nil {
		os.Remove(fresh)
		return "", fmt.Errorf("restoring the backup: %w", err)
	}
	return kept, nil
}

// Verify reads everything and gives a DamagedError if anything isn't what was written. It sees the state at the
// moment of the call.
func (s *Store) Verify(ctx context.Context) error {
	return s.view(func(t *txn) error {
		for _, name := range buckets() {
			err := t.scan(name, nil, func(_, _ []byte) error { return ctx.Err() })
			if err != nil {
				return err
			}
		}
		return nil
	})
}

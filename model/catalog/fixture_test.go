package catalog

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// content returns n bytes that look like no other content's.
func content(n int, seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, seed))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// entryFor describes a model whose file is want.
func entryFor(want []byte, sources ...Source) Entry {
	sum := sha256.Sum256(want)
	return Entry{
		Name: "tiny", Title: "Tiny", File: "tiny.gguf", Size: int64(len(want)), SHA256: hex.EncodeToString(sum[:]),
		Licence: "Apache-2.0", Languages: []string{"en"}, Roles: []Role{RoleProse}, Memory: 1, Sources: sources,
	}
}

// An answer is what a server does with one request; rest is the part of the
// file that was asked for and begins at from.
type answer func(w http.ResponseWriter, r *http.Request, file []byte, from int)

// A server is a file server on the loopback interface that follows a script: one
// answer for each request, the last one again for all further requests.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	script   []answer
	requests []string // the Range header of each request
}

func newServer(t *testing.T, file []byte, script ...answer) *server {
	t.Helper()
	s := &server{script: script}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		n := len(s.requests)
		s.requests = append(s.requests, r.Header.Get("Range"))
		do := s.script[min(n, len(s.script)-1)]
		s.mu.Unlock()
		from, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.Header.Get("Range"), "bytes="), "-"))
		do(w, r, file, from)
	}))
	s.Client().CheckRedirect = secureRedirect
	t.Cleanup(s.CloseClientConnections)
	t.Cleanup(s.Close)
	return s
}

func (s *server) source() Source { return Source{Kind: KindHTTPS, URL: s.URL + "/tiny.gguf"} }

func (s *server) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.requests...)
}

// fetcher trusts the server's certificate, and waits for nothing but a stalled
// server: for that long enough that a busy machine isn't taken for one.
func (s *server) fetcher() *Fetcher {
	return &Fetcher{Client: s.Client(), StallTimeout: patience, RetryWait: time.Millisecond}
}

const patience = 3 * time.Second

func honest(w http.ResponseWriter, r *http.Request, file []byte, from int) {
	http.ServeContent(w, r, "tiny.gguf", time.Time{}, bytes.NewReader(file))
}

func ignoresRange(w http.ResponseWriter, r *http.Request, file []byte, from int) {
	w.Header().Set("Content-Length", strconv.Itoa(len(file)))
	w.Write(file)
}

// head begins an honest answer of the bytes from from on.
func head(w http.ResponseWriter, file []byte, from int) {
	w.Header().Set("Content-Length", strconv.Itoa(len(file)-from))
	if from > 0 {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(file)-1, len(file)))
		w.WriteHeader(http.StatusPartialContent)
	}
}

// stallsAfter sends n bytes and then nothing, without closing the connection.
func stallsAfter(n int) answer {
	return func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
		head(w, file, from)
		w.Write(file[from : from+n])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
}

// cutsAfter sends n bytes and closes the connection.
func cutsAfter(n int) answer {
	return func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
		head(w, file, from)
		w.Write(file[from : from+n])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

func status(code int) answer {
	return func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
		http.Error(w, http.StatusText(code), code)
	}
}

func serves(other []byte) answer {
	return func(w http.ResponseWriter, r *http.Request, file []byte, from int) { honest(w, r, other, from) }
}

// modelDir returns an empty folder for models, and checks at the end of the test
// what always holds: the file is under its name only if it is the right one, and
// nothing lies beside it but the beginning of a broken fetch.
func modelDir(t *testing.T, e Entry) string {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() {
		names, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			switch n.Name() {
			case e.File:
				if err := Verify(context.Background(), filepath.Join(dir, e.File), e, nil); err != nil {
					t.Errorf("a wrong file lies under the model's name: %v", err)
				}
			case "." + e.File + ".part":
			default:
				t.Errorf("the fetch left %s behind", n.Name())
			}
		}
	})
	return dir
}

// leave puts the beginning of a file where an earlier fetch would have left it.
func leave(t *testing.T, dir string, e Entry, beginning []byte) {
	t.Helper()
	if err := os.WriteFile(partPath(dir, e), beginning, 0o644); err != nil {
		t.Fatal(err)
	}
}

func partPath(dir string, e Entry) string { return filepath.Join(dir, "."+e.File+".part") }

// kept returns what lies on the disk for the next fetch to go on from.
func kept(t *testing.T, dir string, e Entry) []byte {
	t.Helper()
	b, err := os.ReadFile(partPath(dir, e))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return b
}

func mustHold(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s holds %d bytes that are not the model's %d", path, len(got), len(want))
	}
}

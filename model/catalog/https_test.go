package catalog

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFetchOverHTTPS goes through what servers do. Where the first server
// doesn't do, the second one, which is honest, must be asked, and for no more
// than what is missing.
func TestFetchOverHTTPS(t *testing.T) {
	file := content(300_000, 1)
	wrong := content(300_000, 2)
	longer := append(slices.Clone(file), 'x')
	const half = 150_000
	tests := []struct {
		name   string
		before []byte // left by an earlier fetch
		script []answer
		asked  []string // the ranges that the first server was asked for
		second []string // the same of the second server; nil: it wasn't asked
	}{
		{"gives the file", nil, []answer{honest}, []string{""}, nil},
		{"resumes an earlier fetch", file[:half], []answer{honest}, []string{"bytes=150000-"}, nil},
		{"ignores ranges", file[:half], []answer{ignoresRange}, []string{"bytes=150000-"}, nil},
		{"nothing is missing", file, []answer{honest}, nil, nil},
		{"the earlier fetch was of another file", wrong[:half], []answer{honest}, []string{"bytes=150000-", ""}, nil},
		{"the earlier fetch was whole but wrong", wrong, []answer{honest}, []string{""}, nil},
		{"the earlier fetch was too long", longer, []answer{honest}, []string{""}, nil},
		{"stalls once", nil, []answer{stallsAfter(half), honest}, []string{"", "bytes=150000-"}, nil},
		{"cuts once", nil, []answer{cutsAfter(half), honest}, []string{"", "bytes=150000-"}, nil},
		{"cuts often, but gives something each time", nil,
			[]answer{cutsAfter(50_000), cutsAfter(50_000), cutsAfter(50_000), cutsAfter(50_000), honest},
			[]string{"", "bytes=50000-", "bytes=100000-", "bytes=150000-", "bytes=200000-"}, nil},
		{"cuts at once, always", nil, []answer{cutsAfter(0)}, []string{"", "", ""}, []string{""}},
		{"stalls for good", nil, []answer{stallsAfter(half), stallsAfter(0)},
			[]string{"", "bytes=150000-", "bytes=150000-", "bytes=150000-"}, []string{"bytes=150000-"}},
		{"is too busy for a moment", nil, []answer{status(503), status(429), honest}, []string{"", "", ""}, nil},
		{"fails", nil, []answer{status(500)}, []string{"", "", ""}, []string{""}},
		{"has not got it", nil, []answer{status(404)}, []string{""}, []string{""}},
		{"refuses", nil, []answer{status(403)}, []string{""}, []string{""}},
		{"has a shorter file", file[:half], []answer{status(416)}, []string{"bytes=150000-"}, []string{"bytes=150000-"}},
		{"has a longer file", nil, []answer{serves(longer)}, []string{""}, []string{""}},
		{"has a longer file and resumes", file[:half], []answer{serves(longer)}, []string{"bytes=150000-"}, []string{"bytes=150000-"}},
		{"sends the wrong bytes", nil, []answer{serves(wrong)}, []string{""}, []string{""}},
		{"sends the wrong bytes after another's right ones", file[:half], []answer{serves(wrong)}, []string{"bytes=150000-", ""}, []string{""}},
		{"promises too much", nil, []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			w.Header().Set("Content-Length", "999999")
			w.Write(file)
		}}, []string{""}, []string{""}},
		{"sends more than the file", nil, []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			w.(http.Flusher).Flush() // without a length
			w.Write(longer)
		}}, []string{""}, []string{""}},
		{"sends an earlier range than asked", file[:half], []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			head(w, file, 1000)
			w.Write(file[1000:])
		}}, []string{"bytes=150000-"}, nil},
		{"sends a later range than asked", file[:half], []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			head(w, file, half+1)
			w.Write(file[half+1:])
		}}, []string{"bytes=150000-", "bytes=150000-", "bytes=150000-"}, []string{"bytes=150000-"}},
		{"sends a range that can't be read", file[:half], []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			w.Header().Set("Content-Range", "bytes all/most")
			w.WriteHeader(http.StatusPartialContent)
		}}, []string{"bytes=150000-", "bytes=150000-", "bytes=150000-"}, []string{"bytes=150000-"}},
		{"redirects", nil, []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		}, honest}, []string{"", ""}, nil},
		{"redirects a resumed fetch", file[:half], []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		}, honest}, []string{"bytes=150000-", "bytes=150000-"}, nil},
		{"redirects to an address that isn't HTTPS", nil, []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			http.Redirect(w, r, "http://"+r.Host+"/", http.StatusFound)
		}}, []string{""}, []string{""}},
		{"redirects without end", nil, []answer{func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
			http.Redirect(w, r, "/again", http.StatusFound)
		}}, slices.Repeat([]string{""}, 10), []string{""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			first, second := newServer(t, file, test.script...), newServer(t, file, honest)
			e := entryFor(file, first.source(), second.source())
			dir := modelDir(t, e)
			if test.before != nil {
				leave(t, dir, e, test.before)
			}
			path, err := first.fetcher().Fetch(context.Background(), e, dir, nil)
			if err != nil {
				t.Fatal(err)
			}
			if want := filepath.Join(dir, "tiny.gguf"); path != want {
				t.Errorf("the path is %s, want %s", path, want)
			}
			mustHold(t, path, file)
			if got := first.asked(); !slices.Equal(got, test.asked) {
				t.Errorf("the first server was asked for %q, want %q", got, test.asked)
			}
			if got := second.asked(); !slices.Equal(got, test.second) {
				t.Errorf("the second server was asked for %q, want %q", got, test.second)
			}
		})
	}
}

func TestFetchThatFails(t *testing.T) {
	file := content(300_000, 1)
	tests := []struct {
		name   string
		script []answer
		kept   int    // bytes kept for the next fetch
		says   string // part of the message
	}{
		{"not there", []answer{status(404)}, 0, "the file is not there any more (404 Not Found)"},
		{"refused", []answer{status(403)}, 0, "refuses to give the file"},
		{"stalls", []answer{stallsAfter(1000), stallsAfter(0)}, 1000, "it stopped sending"},
		{"cuts", []answer{cutsAfter(1000), cutsAfter(0)}, 1000, "unexpected EOF"},
		{"wrong bytes", []answer{serves(content(300_000, 2))}, 0, "checksum differs"},
		{"wrong length", []answer{serves(file[1:])}, 0, "another length"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, file, test.script...)
			e := entryFor(file, s.source())
			dir := modelDir(t, e)
			_, err := s.fetcher().Fetch(context.Background(), e, dir, nil)
			var failed *FetchError
			if !errors.As(err, &failed) || len(failed.Sources) != 1 {
				t.Fatalf("the error is %v, want a FetchError of one source", err)
			}
			if !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "127.0.0.1") {
				t.Errorf("the message is %q; it should name the server and say %q", err, test.says)
			}
			if got := len(kept(t, dir, e)); got != test.kept {
				t.Errorf("%d bytes are kept, want %d", got, test.kept)
			}
		})
	}
}

// TestServerThatIsNotThere gives up on an address where nobody listens.
func TestServerThatIsNotThere(t *testing.T) {
	file := content(1000, 1)
	gone := newServer(t, file, honest)
	gone.Close()
	second := newServer(t, file, honest)
	e := entryFor(file, gone.source(), second.source())
	var notices []string
	path, err := second.fetcher().Fetch(context.Background(), e, modelDir(t, e), func(p Progress) {
		if p.Notice != "" {
			notices = append(notices, p.Notice)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, path, file)
	if len(notices) != 1 || !strings.Contains(notices[0], "connection refused") {
		t.Errorf("the notices are %q, want one that says why the first source was given up", notices)
	}
}

func TestCancelKeepsWhatArrived(t *testing.T) {
	file := content(300_000, 1)
	s := newServer(t, file, stallsAfter(100_000), honest)
	e := entryFor(file, s.source())
	dir := modelDir(t, e)
	ctx, cancel := context.WithCancel(context.Background())
	f := s.fetcher()
	f.StallTimeout = time.Minute
	go func() {
		for len(kept(t, dir, e)) < 100_000 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	if _, err := f.Fetch(ctx, e, dir, nil); !errors.Is(err, context.Canceled) {
		t.Fatalf("the error is %v, want that of the context", err)
	}
	if got := len(kept(t, dir, e)); got != 100_000 {
		t.Fatalf("%d bytes are kept, want 100000", got)
	}
	path, err := f.Fetch(context.Background(), e, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, path, file)
	if want := []string{"", "bytes=100000-"}; !slices.Equal(s.asked(), want) {
		t.Errorf("the server was asked for %q, want %q", s.asked(), want)
	}
}

func TestProgress(t *testing.T) {
	file := content(2_000_000, 1)
	slow := func(w http.ResponseWriter, r *http.Request, file []byte, from int) {
		head(w, file, from)
		for b := range slices.Chunk(file[from:], 100_000) {
			w.Write(b)
			w.(http.Flusher).Flush()
			time.Sleep(50 * time.Millisecond)
		}
	}
	s := newServer(t, file, slow)
	e := entryFor(file, s.source())
	var stages []Stage
	var last Progress
	var rated bool
	_, err := s.fetcher().Fetch(context.Background(), e, modelDir(t, e), func(p Progress) {
		if len(stages) == 0 || stages[len(stages)-1] != p.Stage {
			stages = append(stages, p.Stage)
		} else if p.Done < last.Done {
			t.Errorf("progress went back from %d to %d bytes", last.Done, p.Done)
		}
		if p.Total != e.Size || p.Done > p.Total {
			t.Errorf("progress is %d of %d bytes", p.Done, p.Total)
		}
		rated = rated || p.Rate > 0 && p.Left > 0
		last = p
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []Stage{StageConnecting, StageFetching, StageChecking, StageDone}; !slices.Equal(stages, want) {
		t.Errorf("the stages are %v, want %v", stages, want)
	}
	if !rated {
		t.Error("no report had a rate and the time left")
	}
	if last.Done != e.Size {
		t.Errorf("the last report is of %d bytes, want %d", last.Done, e.Size)
	}
}

func TestContentRange(t *testing.T) {
	tests := []struct {
		header       string
		first, total int64
		bad          bool
	}{
		{"bytes 0-9/10", 0, 10, false},
		{"bytes 5-9/*", 5, -1, false},
		{"bytes 5-9", 0, 0, true},
		{"bytes -9/10", 0, 0, true},
		{"bytes */10", 0, 0, true},
		{"bytes -1-9/10", 0, 0, true},
		{"lines 0-9/10", 0, 0, true},
		{"bytes 99999999999999999999-1/2", 0, 0, true},
		{"", 0, 0, true},
	}
	for _, test := range tests {
		first, total, err := contentRange(test.header)
		if first != test.first || total != test.total || (err != nil) != test.bad {
			t.Errorf("contentRange(%q) = %d, %d, %v", test.header, first, total, err)
		}
	}
}

func ExampleFetchError() {
	fmt.Println(&FetchError{Model: "Tiny", Sources: []SourceError{
		{"example.org", &statusError{404, "404 Not Found"}},
		{"package tiny", ErrNoPip},
	}})
	// Output:
	// Tiny could not be fetched; nothing on this machine was changed, and trying again goes on where this stopped
	//   example.org: the file is not there any more (404 Not Found)
	//   package tiny: it comes as a Python package, and pip, which fetches those, is not installed; install it (Debian and Ubuntu: apt install python3-pip; macOS: brew install python; Windows: winget install Python.Python.3) and try again
}

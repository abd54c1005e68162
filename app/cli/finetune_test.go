package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inkling/app/learn"
	"inkling/internal/testmodel"
	"inkling/store"
)

// song is a text of one's own that a tiny model can learn.
func song(verses int) string {
	var b strings.Builder
	for i := range verses {
		fmt.Fprintf(&b, "Verse %d: the clock says tick, the clock says tock, and %d times the mouse runs up the clock.\n\n", i, i*i)
	}
	return b.String()
}

// tinyProgram gives a function that runs commands with a tiny model on one data
// folder.
func tinyProgram(t *testing.T) (data string, run func(args ...string) (stdout, stderr string, exit int)) {
	t.Helper()
	data = t.TempDir()
	path := testmodel.TinyLlama().Write(t)
	return data, func(args ...string) (string, string, int) {
		var stdout, stderr bytes.Buffer
		p := Program{Version: "test", In: strings.NewReader(""), Out: &stdout, Err: &stderr}
		exit := p.Run(t.Context(), append([]string{"--data", data, "--model", path, "--threads", "2"}, args...))
		return stdout.String(), stderr.String(), exit
	}
}

func perplexity(t *testing.T, run func(...string) (string, string, int), args ...string) float64 {
	t.Helper()
	out, stderr, exit := run(append([]string{"perplexity", "--json"}, args...)...)
	var p struct {
		Bits float64 `json:"bits_per_byte"`
	}
	if err := json.Unmarshal([]byte(out), &p); err != nil || exit != 0 {
		t.Fatalf("perplexity: status %d, %v: %s", exit, err, stderr)
	}
	return p.Bits
}

// Learning from a file or from the stored documents says in JSON what came of
// it and keeps the adapter, which is used only if it is good.
func TestFinetune(t *testing.T) {
	text := song(130)
	for name, stored := range map[string]bool{"a file": false, "the stored documents": true} {
		t.Run(name, func(t *testing.T) {
			data, run := tinyProgram(t)
			file := filepath.Join(t.TempDir(), "song.txt")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			args := []string{"finetune", "--json", "--steps", "12", "--name", "mine"}
			if stored {
				s, err := store.Open(data, store.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Create(text); err != nil {
					t.Fatal(err)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			} else {
				args = append(args, file)
			}
			out, stderr, exit := run(args...)
			if exit != 0 {
				t.Fatalf("status %d: %s", exit, stderr)
			}
			var r Finetune
			if err := json.Unmarshal([]byte(out), &r); err != nil {
				t.Fatalf("%q: %v", out, err)
			}
			if r.Steps != 12 || r.TrainTokens < 2000 || r.TokensPerS <= 0 || r.Before <= 0 || r.After >= r.Before || r.Reason == "" {
				t.Errorf("unlikely: %+v", r)
			}
			if !strings.Contains(stderr, "step 12 of 12") {
				t.Errorf("no progress on standard error: %q", stderr)
			}
			want := "mine"
			if !r.Applied {
				want = "mine" + aside
			}
			if names, err := learn.List(data); err != nil || len(names) != 1 || names[0] != want || r.Adapter != want {
				t.Errorf("adapters %q and %q, want %q (%v)", names, r.Adapter, want, err)
			}
			s, err := store.Open(data, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var chosen string
			if ok, err := s.Get(learn.Setting, &chosen); err != nil || ok != r.Applied || ok && chosen != "mine" {
				t.Errorf("the chosen adapter is %q (%v)", chosen, err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			before, after := perplexity(t, run, file), perplexity(t, run, file, "--adapter", want)
			if after >= before {
				t.Errorf("%.4f bits per byte with the adapter, %.4f without", after, before)
			}
			if _, stderr, exit := run("complete", file, "-n", "4"); exit != 0 || stderr != "" {
				t.Errorf("complete with what was learned: status %d: %s", exit, stderr)
			}
		})
	}
}

func TestFinetuneRefuses(t *testing.T) {
	data, run := tinyProgram(t)
	file := filepath.Join(t.TempDir(), "short.txt")
	if err := os.WriteFile(file, []byte(song(5)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		exit int
		says string
	}{
		"too little text":         {[]string{file}, 1, "write"},
		"no stored text at all":   {nil, 1, "there are 0 words"},
		"a file that isn't there": {[]string{filepath.Join(data, "none.txt")}, 1, "no file"},
		"a name that is a path":   {[]string{file, "--name", "../mine"}, 2, "name"},
		"negative steps":          {[]string{file, "--steps=-1"}, 2, "--steps"},
	} {
		t.Run(name, func(t *testing.T) {
			out, stderr, exit := run(append([]string{"finetune"}, c.args...)...)
			if exit != c.exit || !strings.Contains(stderr, c.says) || out != "" {
				t.Errorf("status %d, %q, %q; want status %d and %q", exit, out, stderr, c.exit, c.says)
			}
		})
	}
	if names, _ := learn.List(data); len(names) > 0 {
		t.Errorf("adapters were kept: %q", names)
	}
}

package cli

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"inkling/internal/testmodel"
)

var update = flag.Bool("update", false, "write what the commands print into the transcripts")

// TestTranscripts runs the command lines of testdata/*.txt and compares what
// they print. In a transcript a line that begins with
//
//	$  is a command line; words are separated by spaces, "..." quotes
//	<  goes to standard input of the command below it
//	!  is expected on standard error of the command above it
//	?  is its expected exit status, where it isn't 0
//	#  is a remark
//
// and all other lines are expected on standard output. $MODEL is the small
// model's file; a transcript that names it needs that model. $EMPTY is an empty
// folder.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { runTranscript(t, file) })
	}
}

func runTranscript(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"$EMPTY": t.TempDir()}
	if strings.Contains(string(data), "$MODEL") {
		names["$MODEL"] = testmodel.Path(t, "smollm2-135m")
	}
	t.Setenv("INKLING_MODELS", names["$EMPTY"])
	var got bytes.Buffer
	var stdin strings.Builder
	for line := range strings.Lines(string(data)) {
		switch {
		case strings.HasPrefix(line, "#"), strings.TrimSpace(line) == "":
			got.WriteString(line)
		case strings.HasPrefix(line, "<"):
			got.WriteString(line)
			stdin.WriteString(strings.TrimPrefix(strings.TrimPrefix(line, "<"), " "))
		case strings.HasPrefix(line, "$"):
			got.WriteString(line)
			runLine(t, &got, strings.TrimSpace(line[1:]), stdin.String(), names)
			stdin.Reset()
		}
	}
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(data) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got.String(), data)
	}
}

// runLine runs one command line and writes what a transcript has below it.
func runLine(t *testing.T, out *bytes.Buffer, line, stdin string, names map[string]string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := splitLine(t, line)
	if len(args) == 0 || args[0] != "inkling" {
		t.Fatalf("not a command line: %s", line)
	}
	for i, arg := range args {
		if value, ok := names[arg]; ok {
			args[i] = value
		}
	}
	program := Program{
		Version: "test", In: strings.NewReader(stdin), Out: &stdout, Err: &stderr,
		Window: func(_ context.Context, w Window) int {
			fmt.Fprintf(&stdout, "window: file %q, model %q, threads %d\n", w.File, w.Flags.Model, w.Flags.Threads)
			if w.Fetch {
				stdout.WriteString("it fetches what models are missing\n")
			}
			return 0
		},
	}
	exit := program.Run(t.Context(), append([]string{"--data", names["$EMPTY"]}, args[1:]...))
	clean := func(s string) string {
		for name, value := range names {
			s = strings.ReplaceAll(s, value, name)
		}
		return s
	}
	out.WriteString(clean(stdout.String()))
	for l := range strings.Lines(clean(stderr.String())) {
		out.WriteString("! " + l)
	}
	if exit != 0 {
		fmt.Fprintf(out, "? %d\n", exit)
	}
}

// splitLine cuts a command line into words as a simple shell would.
func splitLine(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		if line[0] == '"' {
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				t.Fatalf("bad quotes: %s", line)
			}
			word, _ := strconv.Unquote(quoted)
			words = append(words, word)
			line = line[len(quoted):]
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		words = append(words, word)
		line = rest
	}
	return words
}

package textfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadTakesUTF8TextOnly(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		name, content, want string
		refused             string // a part of the message; empty: it is read
	}{
		{"plain.txt", "one\ntwo", "one\ntwo", ""},
		{"mark.md", "\ufeff文字\r\n", "文字\r\n", ""},
		{"empty.txt", "", "", ""},
		{"latin1.txt", "caf\xe9", "", "not a text in UTF-8"},
		{"binary.txt", "a\x00b", "", "not a text in UTF-8"},
	} {
		path := filepath.Join(dir, test.name)
		if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Read(path)
		switch {
		case test.refused == "" && (err != nil || got != test.want):
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		case test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused)):
			t.Errorf("%s: error %v; want one that says %q", test.name, err, test.refused)
		}
	}
	for _, path := range []string{dir, filepath.Join(dir, "missing.txt")} {
		if _, err := Read(path); err == nil {
			t.Errorf("%s was read", path)
		}
	}
}

func TestWriteLeavesTheNewFileOrTheOldOne(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "copy.md")
	for _, text := range []string{"one", "two"} {
		if err := Write(path, text); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := os.ReadFile(path); string(got) != "two" {
		t.Errorf("file holds %q, want %q", got, "two")
	}
	if err := Write(filepath.Join(dir, "no", "folder.md"), "x"); err == nil {
		t.Error("writing into a missing folder reported success")
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(dir, "taken"), "x"); err == nil {
		t.Error("a folder was overwritten")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".inkling-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

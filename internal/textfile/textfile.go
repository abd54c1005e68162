// Package textfile reads and writes the text files that a writer brings in
// and takes away. Read refuses what is not text, in the writer's words; Write
// leaves either the new file or the old one, never a half.
package textfile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// Largest is how large a file Read takes, in bytes.
const Largest = 64 << 20

// Read gives the text of a UTF-8 file. A byte order mark is dropped, line ends
// are kept.
func Read(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a file", path)
	}
	if info.Size() > Largest {
		return "", fmt.Errorf("%s is larger than %d MB", path, Largest>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return "", fmt.Errorf("%s is not a text in UTF-8; save it as plain text or Markdown in UTF-8 first", filepath.Base(path))
	}
	return string(bytes.TrimPrefix(data, []byte("\ufeff"))), nil
}

// Write puts text into the file at path, durably.
func Write(path, text string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".inkling-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}

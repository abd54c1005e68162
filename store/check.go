package store

import "os"

// checkFile tells whether a file can be opened without danger.
func checkFile(path string, known int) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return &DamagedError{Path: path, What: "it is empty"}
	}
	return nil
}

package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// asideName is the folder, in the data folder, of texts that couldn't be saved because the database turned out to be
// damaged: one plain file each, ID.txt. The next Open takes them in.
const asideName = "unsaved"

// putAside writes a text that a damaged database can't take to a file of its own, and adds its place to the error.
// The caller holds s.write.
func (s *Store) putAside(id ID, text string, cause error) error {
	var damaged *DamagedError
	if !errors.As(cause, &damaged) {
		return cause
	}
	folder := filepath.Join(s.dir, asideName)
	path := filepath.Join(folder, id.String()+".txt")
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		err = os.WriteFile(path+".part", []byte(text), 0o600)
	}
	if err == nil {
		err = replaceFile(path+".part", path)
	}
	if err != nil {
		return errors.Join(cause, fmt.Errorf("the text couldn't be put aside either: %w", err))
	}
	s.aside[id] = path
	return fmt.Errorf("%w; the text itself was put aside in %s and is taken in at the next start", cause, path)
}

// dropAside removes what putAside wrote for a document, once a newer text is saved.
func (s *Store) dropAside(id ID) {
	if path, ok := s.aside[id]; ok && os.Remove(path) == nil {
		delete(s.aside, id)
	}
}

// takeAside makes the texts that were put aside the current ones of their documents; what they replace becomes a
// revision. A document that is gone comes back as a new one.
func (s *Store) takeAside() error {
	folder := filepath.Join(s.dir, asideName)
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".txt")
		id, err := ParseID(name)
		if !ok || err != nil {
			continue // not ours, or half written
		}
		path := filepath.Join(folder, entry.Name())
		text, err := os.ReadFile(path)
		if err == nil {
			err = s.takeIn(id, string(text))
		}
		if err == nil {
			err = os.Remove(path)
		}
		if err != nil {
			return fmt.Errorf("taking in the text put aside in %s: %w", path, err)
		}
	}
	return nil
}

func (s *Store) takeIn(id ID, text string) error {
	d, err := s.Load(id)
	switch {
	case errors.Is(err, ErrNotFound):
		_, err = s.Create(text)
		return err
	case err != nil || d.Text == text:
		return err
	}
	if err := s.KeepRevision(id, "before the repair"); err != nil {
		return err
	}
	_, err = s.Save(id, text, min(d.Caret, len(text)), d.Scroll)
	return err
}

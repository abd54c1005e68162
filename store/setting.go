package store

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

var errNoName = errors.New("a setting needs a name")

// Get decodes the setting name into v, a pointer; ok is false, and v untouched, if it was never set.
func (s *Store) Get(name string, v any) (ok bool, err error) {
	if name == "" {
		return false, errNoName
	}
	err = s.view(func(t *txn) error {
		var err error
		ok, err = t.getJSON(bucketSettings, []byte(name), v)
		return err
	})
	return ok, err
}

// Set stores a value that encoding/json can encode under a name of at most 1,000 bytes.
func (s *Store) Set(name string, v any) error {
	switch {
	case name == "":
		return errNoName
	case len(name) > 1000:
		return fmt.Errorf("the setting's name is too long: %d bytes", len(name))
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("setting %s: %w", name, err)
	}
	return s.update(func(t *txn) error { return t.put(bucketSettings, []byte(name), b) })
}

// Unset removes a setting.
func (s *Store) Unset(name string) error {
	if name == "" {
		return errNoName
	}
	return s.update(func(t *txn) error { return t.delete(bucketSettings, []byte(name)) })
}

// DocumentSetting names a setting that belongs to a document: it is purged with the document.
func DocumentSetting(id ID, name string) string { return documentSettings(id) + name }

func documentSettings(id ID) string { return fmt.Sprintf("document.%d.", uint64(id)) }

const settingLastOpen = "document.last-open"

// LastOpen gives the document that was open last; ok is false if there is none, or it is gone or in the trash.
func (s *Store) LastOpen() (id ID, ok bool, err error) {
	ok, err = s.Get(settingLastOpen, &id)
	if !ok || err != nil {
		return 0, false, err
	}
	info, err := s.Info(id)
	if errors.Is(err, ErrNotFound) || err == nil && info.Deleted {
		return 0, false, nil
	}
	return id, err == nil, err
}

// SetLastOpen remembers the document to open at the next start.
func (s *Store) SetLastOpen(id ID) error { return s.Set(settingLastOpen, id) }

// AddWord puts a word into the writer's dictionary.
func (s *Store) AddWord(word string) error { return s.addTo(bucketWords, word) }

// RemoveWord takes a word out of the writer's dictionary.
func (s *Store) RemoveWord(word string) error { return s.removeFrom(bucketWords, word) }

// Words gives the writer's dictionary in order.
func (s *Store) Words() ([]string, error) { return s.all(bucketWords) }

// AddIgnore remembers that the writer doesn't want to hear of an issue again; what identifies an issue is up to
// the caller.
func (s *Store) AddIgnore(issue string) error { return s.addTo(bucketIgnores, issue) }

// RemoveIgnore takes an AddIgnore back.
func (s *Store) RemoveIgnore(issue string) error { return s.removeFrom(bucketIgnores, issue) }

// Ignores gives what AddIgnore remembers, in order.
func (s *Store) Ignores() ([]string, error) { return s.all(bucketIgnores) }

// setKey is a hash, since a key has a greatest length and mustn't be empty.
func setKey(member string) []byte {
	sum := sha256.Sum256([]byte(member))
	return sum[:16]
}

func (s *Store) addTo(bucket, member string) error {
	return s.update(func(t *txn) error { return t.put(bucket, setKey(member), []byte(member)) })
}

func (s *Store) removeFrom(bucket, member string) error {
	return s.update(func(t *txn) error { return t.delete(bucket, setKey(member)) })
}

func (s *Store) all(bucket string) ([]string, error) {
	var members []string
	err := s.view(func(t *txn) error {
		return t.scan(bucket, nil, func(_, payload []byte) error {
			members = append(members, string(payload))
			return nil
		})
	})
	slices.Sort(members)
	return members, err
}

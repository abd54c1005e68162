package store

import (
	"fmt"
	"io"
	"os"
)

// schema is the newest format a program knows and the steps that lead to it: steps[i] turns format i+1 into i+2.
// A step runs in one transaction with the entry of the new number, so that a fault leaves the old format.
type schema struct {
	version int
	steps   []func(*txn) error
}

// currentSchema is this program's. Whoever changes what a record holds, or how, adds a step and a test: an older
// program must refuse what it can't read as newer, not as damaged. So the record of the format's number, and where it
// lies, stay as they are for ever.
//
//	1  chunks without their places, some as bare text
//	2  chunks as splitChunk reads them
func currentSchema() schema { return schema{version: 2, steps: []func(*txn) error{placeChunks}} }

// placeChunks writes the chunks of format 1 anew. What can't be read stays as it is, and is reported when its document
// is opened.
func placeChunks(t *txn) error {
	placed := map[string][]byte{}
	err := t.scan(bucketChunks, nil, func(key, payload []byte) error {
		if len(key) != 24 {
			return nil
		}
		id := chunkID(key[8:])
		if text, err := decodeChunk(payload); err == nil && idOf(string(text)) == id {
			return nil
		}
		if text, ok := earlierChunk(payload, id); ok {
			placed[string(key)] = encodeChunk(0, string(text))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key, payload := range placed {
		if err := t.put(bucketChunks, []byte(key), payload); err != nil {
			return err
		}
	}
	return nil
}

// earlierChunk reads a chunk of format 1; its name tells whether it was read rightly.
func earlierChunk(payload []byte, id chunkID) (text []byte, ok bool) {
	if idOf(string(payload)) == id {
		return payload, true
	}
	if len(payload) == 0 {
		return nil, false
	}
	// A place of 0 between the kind and the text makes it one of format 2.
	text, err := decodeChunk(append([]byte{payload[0], 0}, payload[1:]...))
	return text, err == nil && idOf(string(text)) == id
}

// migrate brings an older file to the newest format. The old file is copied beside it first.
func (s *Store) migrate(to schema) error {
	var version int
	err := s.view(func(t *txn) error {
		ok, err := t.getJSON(bucketMeta, keySchema, &version)
		if err == nil && !ok {
			return t.damaged("the number of its format is missing", nil)
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case version > to.version:
		return &NewerError{Path: s.path(), Schema: version, Known: to.version}
	case version == to.version:
		return nil
	}
	if err := s.copyBeside(fmt.Sprintf(".format-%d", version)); err != nil {
		return fmt.Errorf("copying the documents before their format changes: %w", err)
	}
	for ; version < to.version; version++ {
		err := s.update(func(t *txn) error {
			if err := to.steps[version-1](t); err != nil {
				return err
			}
			return t.putJSON(bucketMeta, keySchema, version+1)
		})
		if err != nil {
			return fmt.Errorf("changing the documents from format %d to %d: %w", version, version+1, err)
		}
	}
	return nil
}

// copyBeside copies the file as it is to its name with a suffix.
func (s *Store) copyBeside(suffix string) error {
	fresh := s.path() + suffix + ".new"
	f, err := os.OpenFile(fresh, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = s.view(func(t *txn) error {
		_, err := t.tx.WriteTo(io.Writer(f))
		return err
	})
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(fresh)
		return err
	}
	return replaceFile(fresh, s.path()+suffix)
}

package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
)

// guard runs fn and turns a panic of bbolt on a trashed page, or a fault of the memory map (the file was cut under
// the running program), into a DamagedError.
func guard(path string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			cause, ok := p.(error)
			if !ok {
				cause = fmt.Errorf("%v", p)
			}
			err = &DamagedError{Path: path, What: "its inner structure can't be followed", Err: cause}
		}
	}()
	return fn()
}

// txn is a transaction that seals what it writes and checks what it reads.
type txn struct {
	tx   *bolt.Tx
	path string

	// listed gives the title of a document that the list shows.
	listed  func(ID) (title string, ok bool)
	changed map[ID]*infoRecord // for the list, once the transaction is durable; nil is gone
}

// view runs fn on one consistent state.
func (s *Store) view(fn func(*txn) error) error {
	s.swap.RLock()
	defer s.swap.RUnlock()
	if s.db == nil {
		return ErrClosed
	}
	return guard(s.path(), func() error {
		return s.db.View(func(tx *bolt.Tx) error { return fn(&txn{tx: tx, path: s.path(), listed: s.titleOf}) })
	})
}

// update runs fn in a transaction that is durable, or undone, on return.
func (s *Store) update(fn func(*txn) error) error {
	s.write.Lock()
	defer s.write.Unlock()
	return s.updateLocked(fn)
}

func (s *Store) updateLocked(fn func(*txn) error) error {
	s.swap.RLock()
	defer s.swap.RUnlock()
	if s.db == nil {
		return ErrClosed
	}
	if s.broken != nil {
		return s.broken
	}
	t := &txn{path: s.path(), listed: s.titleOf, changed: map[ID]*infoRecord{}}
	finished := false
	err := guard(s.path(), func() error {
		err := s.db.Update(func(tx *bolt.Tx) error {
			t.tx = tx
			return fn(t)
		})
		finished = true
		return err
	})
	if !finished {
		s.broken = err
	}
	if err != nil {
		return saveError(err)
	}
	s.listed.Lock()
	defer s.listed.Unlock()
	for id, info := range t.changed {
		if info == nil {
			delete(s.infos, id)
		} else {
			s.infos[id] = info
		}
	}
	return s.present()
}

// present tells whether the file that was written to is still the one that the next start will open: a folder that
// was deleted or moved goes on taking writes.
func (s *Store) present() error {
	info, err := os.Stat(s.path())
	if err == nil && !os.SameFile(info, s.file) {
		err = errors.New("another file is in its place")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMoved, err)
	}
	return nil
}

func (t *txn) bucket(name string) (*bolt.Bucket, error) {
	b := t.tx.Bucket([]byte(name))
	if b == nil {
		return nil, t.damaged("the part that holds the "+name+" is missing", nil)
	}
	return b, nil
}

func (t *txn) damaged(what string, err error) error {
	return &DamagedError{Path: t.path, What: what, Err: err}
}

// get gives a record's payload, valid during the transaction; nil if there is none.
func (t *txn) get(bucket string, key []byte) ([]byte, error) {
	b, err := t.bucket(bucket)
	if err != nil {
		return nil, err
	}
	record := b.Get(key)
	if record == nil {
		return nil, nil
	}
	payload, err := unseal(bucket, key, record)
	if err != nil {
		return nil, t.damaged("a record of the "+bucket+" isn't what was written", err)
	}
	return payload, nil
}

func (t *txn) put(bucket string, key, payload []byte) error {
	b, err := t.bucket(bucket)
	if err != nil {
		return err
	}
	return b.Put(key, seal(bucket, key, payload))
}

func (t *txn) delete(bucket string, key []byte) error {
	b, err := t.bucket(bucket)
	if err != nil {
		return err
	}
	return b.Delete(key)
}

// errStop ends a scan early.
var errStop = errors.New("stop")

// scan calls fn with the records whose key has the prefix, in order of keys.
func (t *txn) scan(bucket string, prefix []byte, fn func(key, payload []byte) error) error {
	return t.scanFrom(bucket, prefix, prefix, fn)
}

// scanFrom is scan from the key start on.
func (t *txn) scanFrom(bucket string, start, prefix []byte, fn func(key, payload []byte) error) error {
	b, err := t.bucket(bucket)
	if err != nil {
		return err
	}
	c := b.Cursor()
	for k, record := c.Seek(start); k != nil && bytes.HasPrefix(k, prefix); k, record = c.Next() {
		payload, err := unseal(bucket, k, record)
		if err != nil {
			return t.damaged("a record of the "+bucket+" isn't what was written", err)
		}
		if err := fn(k, payload); errors.Is(err, errStop) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// deletePrefix deletes the records whose key has the prefix.
func (t *txn) deletePrefix(bucket string, prefix []byte) error {
	var keys [][]byte
	b, err := t.bucket(bucket)
	if err != nil {
		return err
	}
	c := b.Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) putJSON(bucket string, key []byte, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return t.put(bucket, key, b)
}

// getJSON decodes a record into v; ok is false if there is none.
func (t *txn) getJSON(bucket string, key []byte, v any) (ok bool, err error) {
	b, err := t.get(bucket, key)
	if b == nil || err != nil {
		return false, err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return false, fmt.Errorf("reading a record of the %s: %w", bucket, err)
	}
	return true, nil
}

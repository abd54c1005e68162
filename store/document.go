package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Document is a text with what belongs to it.
type Document struct {
	Info
	Text   string
	Notes  string  // the writer's notes beside the text
	Caret  int     // byte offset into Text
	Scroll float64 // in the units of whoever saved it
}

// stateRecord is a document's current state as stored; its manifest follows the JSON.
type stateRecord struct {
	Info      infoRecord
	Notes     string `json:",omitempty"`
	Caret     int
	Scroll    float64
	Revision  uint64 // number of the newest revision
	RevisedAt int64  // its time, Unix milliseconds
	Version   uint64 // grows with every change of this record
	manifest  manifest
}

var (
	keySchema = []byte("schema")
	keyNextID = []byte("next-id")
)

// encode gives uvarint length, JSON, manifest.
func (r *stateRecord) encode() ([]byte, error) { return encodeWithManifest(r, r.manifest) }

func encodeWithManifest(v any, m manifest) ([]byte, error) {
	head, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	b := binary.AppendUvarint(make([]byte, 0, len(head)+len(m)*18+16), uint64(len(head)))
	return m.encode(append(b, head...)), nil
}

func decodeWithManifest(b []byte, v any) (manifest, error) {
	n, w := binary.Uvarint(b)
	if w <= 0 || n > uint64(len(b)-w) {
		return nil, errManifest
	}
	if err := json.Unmarshal(b[w:w+int(n)], v); err != nil {
		return nil, err
	}
	return decodeManifest(b[w+int(n):])
}

func (t *txn) state(id ID) (*stateRecord, error) {
	b, err := t.get(bucketStates, id.key())
	if err != nil {
		return nil, err
	}
	if b == nil {
		if title, ok := t.listed(id); ok {
			return nil, t.damaged(fmt.Sprintf("the document %q isn't where it should be", title), nil)
		}
		return nil, fmt.Errorf("document %s: %w", id, ErrNotFound)
	}
	r := new(stateRecord)
	if r.manifest, err = decodeWithManifest(b, r); err != nil {
		return nil, fmt.Errorf("document %s: %w", id, err)
	}
	return r, nil
}

func (t *txn) putState(r *stateRecord) error {
	r.Version++
	b, err := r.encode()
	if err != nil {
		return err
	}
	id := r.Info.ID
	if err := t.put(bucketStates, id.key(), b); err != nil {
		return err
	}
	info := r.Info
	t.changed[id] = &info
	return t.putJSON(bucketInfos, id.key(), info)
}

// Create makes a document with a text, which may be empty.
func (s *Store) Create(text string) (Info, error) {
	var info Info
	var written *writtenText
	s.write.Lock()
	defer s.write.Unlock()
	err := s.updateLocked(func(t *txn) error {
		id, err := t.nextID()
		if err != nil {
			return err
		}
		now := s.now()
		r := &stateRecord{Info: infoRecord{Info: Info{ID: id, Created: now}}}
		if written, err = s.putText(t, id, nil, text); err != nil {
			return err
		}
		s.describe(r, written)
		info = r.Info.Info
		return t.putState(r)
	})
	if err != nil {
		return Info{}, err
	}
	s.last = written
	return info, nil
}

// nextID takes a number that no document had before.
func (t *txn) nextID() (ID, error) {
	id := ID(1)
	if _, err := t.getJSON(bucketMeta, keyNextID, &id); err != nil {
		return 0, err
	}
	b, err := t.bucket(bucketStates)
	if err != nil {
		return 0, err
	}
	if last, _ := b.Cursor().Last(); len(last) == 8 {
		id = max(id, ID(binary.BigEndian.Uint64(last))+1)
	}
	return id, t.putJSON(bucketMeta, keyNextID, id+1)
}

// describe makes a text the current one and sets what the list shows of it.
func (s *Store) describe(r *stateRecord, w *writtenText) {
	r.manifest = w.manifest
	r.Info.Modified = s.now()
	r.Info.Change = s.nextChange()
	r.Info.Bytes = len(w.text)
	r.Info.Words = w.words
	if !r.Info.Named {
		r.Info.Title = titleOf(w.text)
	}
}

// Load reads a document, also from the trash.
func (s *Store) Load(id ID) (Document, error) {
	var d Document
	err := s.view(func(t *txn) error {
		r, err := t.state(id)
		if err != nil {
			return err
		}
		text, err := t.text(id, r.Info.Title, r.manifest)
		if err != nil {
			return err
		}
		d = Document{Info: r.Info.Info, Text: text, Notes: r.Notes, Caret: r.Caret, Scroll: r.Scroll}
		return nil
	})
	return d, err
}

// Save sets a document's text, with caret (byte offset) and scroll position, and adds samples, in one transaction.
// It is durable on return. The replaced text may become a revision (see the package comment).
//
// If the database turns out to be damaged, the error is a DamagedError, and the text lies in a file of its own, which
// the next Open takes in, after a Rescue if need be.
func (s *Store) Save(id ID, text string, caret int, scroll float64, samples ...Sample) (Info, error) {
	var info Info
	var written *writtenText
	s.write.Lock()
	defer s.write.Unlock()
	err := s.updateLocked(func(t *txn) error {
		r, err := t.state(id)
		if err != nil {
			return err
		}
		if written, err = s.putText(t, id, r.manifest, text); err != nil {
			return err
		}
		r.Caret, r.Scroll = caret, scroll
		if !equalManifests(r.manifest, written.manifest) {
			if err := s.reviseBefore(t, r, written.replaced); err != nil {
				return err
			}
			s.describe(r, written)
			s.sweeps[id] += written.fresh
		}
		for _, sample := range samples {
			if _, err := s.putSample(t, sample); err != nil {
				return err
			}
		}
		info = r.Info.Info
		if err := t.putState(r); err != nil {
			return err
		}
		return s.sweepIfDue(t, r)
	})
	if err != nil {
		return Info{}, s.putAside(id, text, err)
	}
	s.last = written
	s.dropAside(id)
	return info, nil
}

func equalManifests(a, b manifest) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// change alters a document's state without touching its text.
func (s *Store) change(id ID, alter func(*stateRecord)) error {
	return s.update(func(t *txn) error {
		r, err := t.state(id)
		if err != nil {
			return err
		}
		alter(r)
		return t.putState(r)
	})
}

// SaveView sets caret and scroll position alone.
func (s *Store) SaveView(id ID, caret int, scroll float64) error {
	return s.change(id, func(r *stateRecord) { r.Caret, r.Scroll = caret, scroll })
}

// SaveNotes sets the writer's notes beside a text.
func (s *Store) SaveNotes(id ID, notes string) error {
	return s.change(id, func(r *stateRecord) { r.Notes = notes })
}

// Rename gives a document a title of its own; an empty one makes the title follow the text again.
func (s *Store) Rename(id ID, title string) error {
	return s.update(func(t *txn) error {
		r, err := t.state(id)
		if err != nil {
			return err
		}
		r.Info.Title, r.Info.Named = strings.ToValidUTF8(title, "\ufffd"), title != ""
		if title == "" {
			text, err := t.text(id, r.Info.Title, r.manifest)
			if err != nil {
				return err
			}
			r.Info.Title = titleOf(text)
		}
		r.Info.Modified, r.Info.Change = s.now(), s.nextChange()
		return t.putState(r)
	})
}

// Delete moves a document to the trash, where it keeps its text and history until Purge.
func (s *Store) Delete(id ID) error {
	return s.change(id, func(r *stateRecord) { r.Info.Deleted, r.Info.DeletedAt = true, s.now() })
}

// Restore takes a document out of the trash.
func (s *Store) Restore(id ID) error {
	return s.change(id, func(r *stateRecord) { r.Info.Deleted, r.Info.DeletedAt = false, time.Time{} })
}

// ErrNotInTrash reports a Purge of a document that wasn't deleted first.
var ErrNotInTrash = errors.New("the document isn't in the trash")

// Purge deletes a document in the trash with its history and its settings, for good. Its bytes leave the file when the store is
// closed, or with the next Compact.
func (s *Store) Purge(id ID) error {
	return s.update(func(t *txn) error {
		r, err := t.state(id)
		if err != nil {
			return err
		}
		if !r.Info.Deleted {
			return fmt.Errorf("document %s: %w", id, ErrNotInTrash)
		}
		for _, bucket := range []string{bucketChunks, bucketRevisions, bucketStates, bucketInfos} {
			if err := t.deletePrefix(bucket, id.key()); err != nil {
				return err
			}
		}
		if err := t.deletePrefix(bucketSettings, []byte(documentSettings(id))); err != nil {
			return err
		}
		t.changed[id] = nil
		delete(s.sweeps, id)
		return t.putJSON(bucketMeta, keyCompact, true)
	})
}

package store

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"time"
)

// Revision is an earlier state of a document.
type Revision struct {
	Number uint64    // grows with every revision of the document, whatever the clock does
	Time   time.Time // when the state was written
	Title  string
	Words  int
	Bytes  int
	Label  string `json:",omitempty"` // why it was kept; labelled revisions are never thinned
}

// Thinning keeps the newest keepAll revisions, and about keepAll/2 for every doubling of the age beyond.
const keepAll = 64

// largeChange tells whether a save that took replaced bytes out of a text of that many should keep it: more than a
// fifth and more than a paragraph's beginning, or half of a short text.
func largeChange(replaced, bytes int) bool {
	return replaced > 200 && replaced > bytes/5 || replaced >= 16 && replaced >= bytes/2
}

func revisionKey(id ID, number uint64) []byte { return binary.BigEndian.AppendUint64(id.key(), number) }

// reviseBefore keeps the state in r as a revision, if it is time to, before a text takes its place that lacks
// replaced bytes of it.
func (s *Store) reviseBefore(t *txn, r *stateRecord, replaced int) error {
	if len(r.manifest) == 0 {
		return nil
	}
	now := s.now()
	sinceRevision := now.Sub(time.UnixMilli(r.RevisedAt))
	sinceChange := now.Sub(r.Info.Modified)
	due := sinceRevision >= s.options.RevisionInterval || sinceChange >= s.options.RevisionInterval ||
		sinceRevision < 0 || // the clock went back: better one revision too many
		largeChange(replaced, r.Info.Bytes)
	if !due {
		return nil
	}
	return s.revise(t, r, "")
}

// revise keeps the state in r as the newest revision and thins the older ones.
func (s *Store) revise(t *txn, r *stateRecord, label string) error {
	id := r.Info.ID
	r.Revision++
	r.RevisedAt = s.now().UnixMilli()
	rev := Revision{Number: r.Revision, Time: r.Info.Modified, Title: r.Info.Title, Words: r.Info.Words,
		Bytes: r.Info.Bytes, Label: label}
	b, err := encodeWithManifest(rev, r.manifest)
	if err != nil {
		return err
	}
	if err := t.put(bucketRevisions, revisionKey(id, rev.Number), b); err != nil {
		return err
	}
	return t.thin(id, rev.Number)
}

// kept tells whether a revision stays when newest is the last: of age d >= 64, those whose number is divisible by
// the power of two at or below d/64 times two.
func kept(number, newest uint64) bool {
	age := newest - number
	if age < keepAll {
		return true
	}
	step := uint64(2) << (bits.Len64(age/keepAll) - 1)
	return number%step == 0
}

// thin deletes the revisions that the policy doesn't keep. Their chunks go with the next sweep.
func (t *txn) thin(id ID, newest uint64) error {
	var drop [][]byte
	err := t.revisions(id, func(rev Revision, _ manifest) error {
		if rev.Label == "" && !kept(rev.Number, newest) {
			drop = append(drop, revisionKey(id, rev.Number))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, key := range drop {
		if err := t.delete(bucketRevisions, key); err != nil {
			return err
		}
	}
	return nil
}

// revisions calls fn with the revisions of a document, oldest first.
func (t *txn) revisions(id ID, fn func(Revision, manifest) error) error {
	return t.scan(bucketRevisions, id.key(), func(_, payload []byte) error {
		var rev Revision
		m, err := decodeWithManifest(payload, &rev)
		if err != nil {
			return fmt.Errorf("document %s, history: %w", id, err)
		}
		return fn(rev, m)
	})
}

// History gives the revisions of a document, newest first. The current text isn't among them.
func (s *Store) History(id ID) ([]Revision, error) {
	var revs []Revision
	err := s.view(func(t *txn) error {
		if _, err := t.state(id); err != nil {
			return err
		}
		return t.revisions(id, func(rev Revision, _ manifest) error {
			revs = append(revs, rev)
			return nil
		})
	})
	slices.Reverse(revs)
	return revs, err
}

// LoadRevision gives the text of a revision.
func (s *Store) LoadRevision(id ID, number uint64) (string, error) {
	var text string
	err := s.view(func(t *txn) error {
		rev, m, err := t.revision(id, number)
		if err != nil {
			return err
		}
		text, err = t.text(id, rev.Title, m)
		return err
	})
	return text, err
}

func (t *txn) revision(id ID, number uint64) (rev Revision, m manifest, err error) {
	b, err := t.get(bucketRevisions, revisionKey(id, number))
	if err != nil {
		return rev, nil, err
	}
	if b == nil {
		return rev, nil, fmt.Errorf("revision %d of document %s: %w", number, id, ErrNotFound)
	}
	m, err = decodeWithManifest(b, &rev)
	return rev, m, err
}

// KeepRevision keeps the current state of a document as a labelled revision, which is never thinned.
func (s *Store) KeepRevision(id ID, label string) error {
	return s.update(func(t *txn) error {
		r, err := t.state(id)
		if err != nil {
			return err
		}
		if err := s.revise(t, r, label); err != nil {
			return err
		}
		return t.putState(r)
	})
}

// RestoreRevision makes a revision the current text. The text that it replaces becomes a revision first, so that
// restoring can be undone.
func (s *Store) RestoreRevision(id ID, number uint64) error {
	return s.update(func(t *txn) error {
		r, err := t.state(id)
		if err != nil {
			return err
		}
		rev, m, err := t.revision(id, number)
		if err != nil {
			return err
		}
		text, err := t.text(id, rev.Title, m)
		if err != nil {
			return err
		}
		if equalManifests(r.manifest, m) {
			return nil
		}
		if err := s.revise(t, r, ""); err != nil {
			return err
		}
		r.Caret = min(r.Caret, len(text))
		s.describe(r, &writtenText{text: text, manifest: m, words: rev.Words})
		return t.putState(r)
	})
}

package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

var keyCompact = []byte("compact") // set while erased bytes may still be in the file

// Compact rewrites the file without its free pages. Changes wait meanwhile.
func (s *Store) Compact(ctx context.Context) error {
	s.write.Lock()
	defer s.write.Unlock()
	return s.compactLocked(ctx)
}

func (s *Store) compactLocked(ctx context.Context) error {
	if s.broken != nil {
		return s.broken
	}
	fresh := filepath.Join(s.dir, newName)
	err := s.view(func(t *txn) error { return copyRecords(ctx, t, fresh, keyCompact) })
	if err == nil {
		err = s.exchange(fresh)
	}
	if err != nil {
		os.Remove(fresh)
		return fmt.Errorf("rewriting the file of the documents: %w", err)
	}
	return nil
}

// compactIfLoose rewrites a file that still holds erased bytes, or of which more than half, and more than 16 MiB, is
// free: bbolt never gives space back. The caller holds s.write. What fails is left for another time.
func (s *Store) compactIfLoose() {
	stats := s.db.Stats()
	free := int64(stats.FreePageN+stats.PendingPageN) * int64(s.db.Info().PageSize)
	info, err := os.Stat(s.path())
	if err == nil && free > 16<<20 && free > info.Size()/2 || s.erasing() {
		_ = s.compactLocked(context.Background())
	}
}

// erasing tells whether what was erased may still be in the free pages of the file.
func (s *Store) erasing() bool {
	pending := false
	err := s.view(func(t *txn) error {
		_, err := t.getJSON(bucketMeta, keyCompact, &pending)
		return err
	})
	return err == nil && pending
}

// finishErasing rewrites the file if an earlier run didn't come to it.
func (s *Store) finishErasing() {
	if s.erasing() {
		_ = s.Compact(context.Background())
	}
}

// exchange puts a finished file in the place of the open one. The caller holds s.write.
func (s *Store) exchange(fresh string) error {
	s.swap.Lock()
	defer s.swap.Unlock()
	if s.db == nil {
		return ErrClosed
	}
	if err := guard(s.path(), s.db.Close); err != nil {
		return err
	}
	renamed := replaceFile(fresh, s.path())
	s.db = nil
	if err := s.openChecked(); err != nil { // the new one, or the old one if it couldn't be replaced
		s.broken = err
		return errors.Join(renamed, err)
	}
	return renamed
}

// copyRecords writes every record of a transaction, checked, into a new file at path. The record of meta under
// leaveOut is left out.
func copyRecords(ctx context.Context, t *txn, path string, leaveOut []byte) (err error) {
	db, err := createBolt(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	w := batchWriter{db: db}
	for _, name := range buckets() {
		err := t.scan(name, nil, func(key, payload []byte) error {
			if name == bucketMeta && string(key) == string(leaveOut) {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			return w.put(name, key, payload)
		})
		if err != nil {
			w.rollback()
			return err
		}
	}
	return w.commit()
}

// batchWriter writes records in transactions of bounded size.
type batchWriter struct {
	db   *bolt.DB
	tx   *bolt.Tx
	size int
}

const batchBytes = 16 << 20

func (w *batchWriter) put(bucket string, key, payload []byte) error {
	if w.tx == nil {
		tx, err := w.db.Begin(true)
		if err != nil {
			return err
		}
		w.tx = tx
	}
	b := w.tx.Bucket([]byte(bucket))
	b.FillPercent = 0.9 // keys come in order
	if err := b.Put(key, seal(bucket, key, payload)); err != nil {
		return err
	}
	if w.size += len(key) + len(payload); w.size < batchBytes {
		return nil
	}
	return w.commit()
}

func (w *batchWriter) commit() error {
	if w.tx == nil {
		return nil
	}
	tx := w.tx
	w.tx, w.size = nil, 0
	return tx.Commit()
}

func (w *batchWriter) rollback() {
	if w.tx != nil {
		w.tx.Rollback()
		w.tx = nil
	}
}

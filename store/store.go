package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Names of the files in the data folder.
const (
	fileName = "inkling.db"
	lockName = "inkling.lock"
	newName  = "inkling.db.new" // being written; of no worth until it is renamed
)

// Buckets of the file. A record's checksum covers the name of its bucket.
const (
	bucketMeta      = "meta"      // schema, counters
	bucketInfos     = "infos"     // document -> info, for the list
	bucketStates    = "states"    // document -> info, view and manifest of the current text
	bucketChunks    = "chunks"    // document, chunk id -> bytes
	bucketRevisions = "revisions" // document, number -> revision and manifest
	bucketSamples   = "samples"   // number, kind -> sample
	bucketSettings  = "settings"  // name -> JSON
	bucketWords     = "words"     // hash of a word -> word: the writer's dictionary
	bucketIgnores   = "ignores"   // hash of an ignore -> ignore
)

func buckets() []string {
	return []string{bucketMeta, bucketInfos, bucketStates, bucketChunks, bucketRevisions, bucketSamples,
		bucketSettings, bucketWords, bucketIgnores}
}

// Options of a Store. The zero value is right for the program.
type Options struct {
	// Now tells the time. Nil means time.Now.
	Now func() time.Time
	// RevisionInterval is the shortest time between two revisions that saving keeps. 0 means 2 minutes; a negative
	// value keeps every replaced state.
	RevisionInterval time.Duration
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.RevisionInterval == 0 {
		o.RevisionInterval = 2 * time.Minute
	}
	return o
}

// Store is an open library of documents. Its methods may be called from several goroutines; changes run one after
// another, reads don't wait for them.
type Store struct {
	dir     string
	options Options
	chunker *chunker

	swap sync.RWMutex // held for writing while db is replaced or closed
	db   *bolt.DB     // nil after Close
	file os.FileInfo  // that db has open
	lock *os.File

	write      sync.Mutex    // one change at a time, from its first read to its entry in infos
	broken     error         // set when bbolt failed in the middle of a change; guarded by write
	sweeps     map[ID]int    // bytes of chunks written since the document's last sweep; guarded by write
	lastChange uint64        // number of the last change; guarded by write
	last       *writtenText  // guarded by write
	aside      map[ID]string // texts put aside and their files; guarded by write

	listed sync.Mutex
	infos  map[ID]*infoRecord // what List shows: the infos bucket, read once
}

// Open opens the documents in dir, which is made (0700) if it doesn't exist. Errors a caller may tell apart:
// [ErrInUse], [*DamagedError] (offer [Rescue] or a backup), [*NewerError], and fs.ErrPermission.
func Open(dir string, options Options) (*Store, error) {
	return open(dir, options, currentSchema())
}

func open(dir string, options Options, schema schema) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, folderError(dir, err)
	}
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, options: options.withDefaults(), chunker: newChunker(), lock: lock, sweeps: map[ID]int{}, aside: map[ID]string{}}
	if err := s.openFile(schema); err != nil {
		lock.Close()
		return nil, err
	}
	return s, nil
}

// takeLock makes this program the only one that uses the folder. The lock is apart from the database file, so that
// it holds while that file is checked before it is opened, and while it is replaced.
func takeLock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, folderError(dir, err)
	}
	ok, err := lockFile(f)
	if err != nil {
		f.Close()
		return nil, folderError(dir, err)
	}
	if !ok {
		f.Close()
		return nil, ErrInUse
	}
	return f, nil
}

func (s *Store) path() string { return filepath.Join(s.dir, fileName) }

// openFile checks, opens and, where needed, makes or migrates the database file.
func (s *Store) openFile(schema schema) error {
	if err := s.makeFile(schema.version); err != nil {
		return err
	}
	if err := checkFile(s.path(), schema.version); err != nil {
		return err
	}
	err := s.openChecked()
	if err == nil {
		err = s.migrate(schema)
	}
	if err == nil {
		err = s.loadInfos()
	}
	if err == nil {
		err = s.takeAside()
	}
	if err != nil {
		if s.db != nil {
			s.db.Close()
		}
		return err
	}
	s.finishErasing()
	return nil
}

// openChecked opens the file, which was checked.
func (s *Store) openChecked() error {
	db, err := openBolt(s.path())
	if err != nil {
		return err
	}
	s.db = db
	s.file, err = os.Stat(s.path())
	return err
}

// makeFile makes an empty database if there is none: under another name first, so that a power cut leaves none or
// a whole one.
func (s *Store) makeFile(version int) error {
	fresh := filepath.Join(s.dir, newName)
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return folderError(s.dir, err)
	}
	_, err := os.Lstat(s.path())
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return err
	}
	db, err := createBolt(fresh)
	if err != nil {
		return folderError(s.dir, err)
	}
	err = db.Update(func(tx *bolt.Tx) error { return (&txn{tx: tx}).putJSON(bucketMeta, keySchema, version) })
	if err := errors.Join(err, db.Close()); err != nil {
		return folderError(s.dir, err)
	}
	return replaceFile(fresh, s.path())
}

// createBolt makes a file with all buckets.
func createBolt(path string) (*bolt.DB, error) {
	db, err := openBolt(path)
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range buckets() {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// openBolt opens a file that was checked, or makes one.
func openBolt(path string) (db *bolt.DB, err error) {
	err = guard(path, func() error {
		db, err = bolt.Open(path, 0o600, &bolt.Options{
			Timeout:         200 * time.Millisecond,
			FreelistType:    bolt.FreelistMapType,
			InitialMmapSize: initialMap(),
		})
		if db != nil {
			db.AllocSize = 128 << 10 // what the file grows by beyond need
		}
		return err
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, ErrInUse
	}
	return db, err
}

// initialMap is how much of the address space a file gets at first, in bytes: a change that outgrows it waits for
// all readers, such as a backup. Windows would make the file that large, and small machines lack the addresses.
func initialMap() int {
	if runtime.GOOS == "windows" || strconv.IntSize < 64 {
		return 0
	}
	return 1 << 30
}

// replaceFile puts a finished file under its name, durably.
func replaceFile(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// now is the time as it is stored.
func (s *Store) now() time.Time { return s.options.Now().UTC().Truncate(time.Millisecond) }

// Dir is the data folder.
func (s *Store) Dir() string { return s.dir }

// Close ends the use of the documents. Everything was durable before.
func (s *Store) Close() error {
	s.write.Lock()
	defer s.write.Unlock()
	if s.db != nil && s.broken == nil {
		s.sweepAll()
		s.compactIfLoose()
	}
	s.swap.Lock()
	defer s.swap.Unlock()
	if s.db == nil {
		return nil
	}
	var err error
	if s.broken == nil { // else bbolt may hold its own lock for ever
		err = guard(s.path(), s.db.Close)
	}
	s.db = nil
	if err := errors.Join(err, s.lock.Close()); err != nil {
		return fmt.Errorf("closing the documents: %w", err)
	}
	return nil
}

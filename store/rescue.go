package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Report tells what a rescue brought over.
type Report struct {
	Kept      string   // where the damaged file is now
	Documents int      // in the new file, with those in the trash
	Revisions int      // likewise
	Samples   int      // likewise
	Healed    int      // records in which one changed byte was found and put right
	Lost      []string // what is missing or uncertain, in words; empty if nothing is
}

// Rescue copies everything readable in the folder's damaged file into a new file, which takes its place; the old
// one stays beside it. It may be called whatever state the file is in; a sound file comes out as it was.
func Rescue(dir string, options Options) (*Report, error) {
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	path := filepath.Join(dir, fileName)
	f, err := openPages(path, true)
	if f == nil {
		return nil, fmt.Errorf("the file of the documents can't be opened: %w", err)
	}
	defer f.Close()
	known := currentSchema().version
	if schema, err := f.schema(); err == nil && schema > known {
		return nil, &NewerError{Path: path, Schema: schema, Known: known}
	}
	fresh := filepath.Join(dir, newName)
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, folderError(dir, err)
	}
	report, err := rescueInto(f, fresh)
	if err == nil {
		err = checkFile(fresh, known)
	}
	if err == nil {
		now := options.withDefaults().Now()
		report.Kept, err = keepBeside(path, "damaged", now)
	}
	if err == nil {
		f.Close() // before the name is given away: not every system renames over an open file
		err = replaceFile(fresh, path)
	}
	if err != nil {
		os.Remove(fresh)
		return nil, fmt.Errorf("rescuing the documents: %w", err)
	}
	return report, nil
}

// keepBeside gives a file a second name, PATH.WHY-TIME, so that its first can be given to another; a copy where the
// file system has no second names.
func keepBeside(path, why string, now time.Time) (string, error) {
	base := fmt.Sprintf("%s.%s-%s", path, why, now.Format("20060102-150405"))
	for n := range 1000 {
		kept := base
		if n > 0 {
			kept = fmt.Sprintf("%s-%d", base, n)
		}
		if _, err := os.Lstat(kept); err == nil {
			continue
		}
		if err := os.Link(path, kept); err == nil {
			return kept, syncDir(filepath.Dir(path))
		}
		return kept, copyFile(path, kept)
	}
	return "", fmt.Errorf("too many files named %s", base)
}

// copyFile copies a file durably; the copy has its name only when it is whole.
func copyFile(from, to string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to+".part", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	if err := errors.Join(err, w.Close()); err != nil {
		os.Remove(to + ".part")
		return err
	}
	return replaceFile(to+".part", to)
}

// rescuer writes what a salvage found into a new file.
type rescuer struct {
	*salvage
	w       batchWriter
	report  Report
	written map[chunkID]bool    // chunks of the current document
	sorted  map[string][]string // the keys of a bucket in order, once asked for
}

func rescueInto(f *pageFile, path string) (report *Report, err error) {
	db, err := createBolt(path)
	if err != nil {
		return nil, err
	}
	r := &rescuer{salvage: gather(f), w: batchWriter{db: db}}
	defer func() {
		r.w.rollback()
		err = errors.Join(err, db.Close())
	}()
	if err := r.documents(); err != nil {
		return nil, err
	}
	for _, name := range []string{bucketSamples, bucketSettings, bucketWords, bucketIgnores} {
		if err := r.plain(name); err != nil {
			return nil, err
		}
	}
	if err := r.meta(); err != nil {
		return nil, err
	}
	r.report.Healed = r.healed + f.healed
	return &r.report, r.w.commit()
}

func (r *rescuer) lost(format string, args ...any) {
	r.report.Lost = append(r.report.Lost, fmt.Sprintf(format, args...))
}

// put writes a record; one whose key is impossible is left out.
func (r *rescuer) put(bucket, key string, payload []byte) error {
	return r.w.put(bucket, []byte(key), payload)
}

// plain copies a bucket as it is.
func (r *rescuer) plain(bucket string) error {
	n := 0
	for _, key := range r.keys(bucket) {
		if found := r.candidates(bucket, key); len(found) > 0 {
			n++
			if err := r.put(bucket, key, found[0]); err != nil {
				return err
			}
		}
	}
	if bucket == bucketSamples {
		r.report.Samples = n
	}
	if r.hurt[bucket] {
		what := map[string]string{bucketSamples: "fine-tune samples", bucketSettings: "settings",
			bucketWords: "words of the dictionary", bucketIgnores: "ignored issues"}[bucket]
		r.lost("the %s were damaged: %d could be read, some may be missing or older", what, n)
	}
	return nil
}

// meta writes the format's number and a number for the next document above all others.
func (r *rescuer) meta() error {
	schema := currentSchema().version
	for _, b := range r.candidates(bucketMeta, string(keySchema)) {
		var found int
		if json.Unmarshal(b, &found) == nil && found > 0 {
			schema = min(schema, found) // the next Open migrates
		}
	}
	next := ID(1)
	for _, b := range r.candidates(bucketMeta, string(keyNextID)) {
		var id ID
		if json.Unmarshal(b, &id) == nil {
			next = max(next, id)
		}
	}
	for _, bucket := range []string{bucketInfos, bucketStates, bucketRevisions, bucketChunks} {
		for _, key := range r.keys(bucket) {
			if id, ok := idIn(key); ok {
				next = max(next, id+1)
			}
		}
	}
	for key, v := range map[string]any{string(keySchema): schema, string(keyNextID): next} {
		b, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if err := r.put(bucketMeta, key, b); err != nil {
			return err
		}
	}
	return nil
}

// idIn reads the document's number that a key begins with.
func idIn(key string) (ID, bool) {
	if len(key) < 8 {
		return 0, false
	}
	id := ID(binary.BigEndian.Uint64([]byte(key)))
	return id, id != 0 && id < 1<<62
}

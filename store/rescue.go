package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// documents writes all documents that any bucket knows of.
func (r *rescuer) documents() error {
	var ids []ID
	for _, bucket := range []string{bucketInfos, bucketStates, bucketRevisions} {
		for _, key := range r.keys(bucket) {
			if id, ok := idIn(key); ok {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if err := r.document(id); err != nil {
			return err
		}
	}
	if r.headless() {
		r.lost("the beginning of the file was damaged: the last change before that may be missing")
	}
	if r.hurt[bucketInfos] && r.hurt[bucketStates] {
		r.lost("the list of documents was damaged: %d were found, others may be missing", r.report.Documents)
	}
	return nil
}

func (r *rescuer) document(id ID) error {
	info, listed := r.info(id)
	_, liveInfo := r.live[bucketInfos][string(id.key())]
	_, liveState := r.live[bucketStates][string(id.key())]
	certain := liveInfo || liveState
	if !certain && !r.hurt[bucketInfos] {
		return nil // purged; the rest of it is only an earlier version of the file
	}
	r.written = map[chunkID]bool{}
	revs, manifests, err := r.revisions(id)
	if err != nil {
		return err
	}
	state := r.state(id)
	earlier := false // the state is only a revision
	if state == nil {
		if len(revs) == 0 {
			if listed && info.Bytes > 0 {
				r.lost("the document %q (%d words) is lost", info.Title, info.Words)
				return nil
			} else if !listed {
				return nil
			}
			state = &stateRecord{Info: info}
		} else {
			earlier = true
			last := revs[len(revs)-1]
			state = stateFrom(id, last, manifests[len(manifests)-1], info)
			r.lost("the document %q is there as it was on %s; what was written later is lost", state.Info.Title,
				last.Time.Local().Format("2006-01-02 15:04"))
		}
	}
	if len(revs) > 0 {
		state.Revision = max(state.Revision, revs[len(revs)-1].Number)
	}
	return r.putDocument(state, certain, earlier)
}

// info gives a document's entry of the list.
func (r *rescuer) info(id ID) (info infoRecord, ok bool) {
	for _, b := range r.candidates(bucketInfos, string(id.key())) {
		var found infoRecord
		if json.Unmarshal(b, &found) == nil && found.ID == id && (!ok || found.Change > info.Change) {
			info, ok = found, true
		}
	}
	return info, ok
}

// state gives the newest state of a document that can be read, or nil.
func (r *rescuer) state(id ID) *stateRecord {
	var newest *stateRecord
	key := string(id.key())
	for i, b := range r.candidates(bucketStates, key) {
		state := new(stateRecord)
		m, err := decodeWithManifest(b, state)
		if err != nil || state.Info.ID != id || newest != nil && state.Version <= newest.Version {
			continue
		}
		state.manifest = m
		newest = state
		if _, live := r.live[bucketStates][key]; live && i == 0 && !r.headless() {
			return newest
		}
	}
	if newest != nil && !r.headless() {
		r.lost("the document %q is there as it was on %s; what was written later may be missing", newest.Info.Title,
			newest.Info.Modified.Local().Format("2006-01-02 15:04"))
	}
	return newest
}

// stateFrom makes a revision the current state.
func stateFrom(id ID, rev Revision, m manifest, info infoRecord) *stateRecord {
	state := &stateRecord{Info: info, RevisedAt: rev.Time.UnixMilli(), manifest: m}
	state.Info.ID = id
	if state.Info.Created.IsZero() {
		state.Info.Created, state.Info.Title = rev.Time, rev.Title
	}
	state.Info.Modified = rev.Time
	return state
}

// revisions writes the revisions of a document whose every chunk is exact, and gives them, oldest first.
func (r *rescuer) revisions(id ID) (revs []Revision, manifests []manifest, err error) {
	lost := 0
	for _, key := range r.keysOf(bucketRevisions, id) {
		found := r.candidates(bucketRevisions, key)
		if len(found) == 0 {
			continue
		}
		var rev Revision
		m, err := decodeWithManifest(found[0], &rev)
		_, live := r.live[bucketRevisions][key]
		if err == nil {
			err = r.putChunks(id, m)
		}
		if errors.Is(err, errSeal) || errors.Is(err, errManifest) {
			if live {
				lost++
			}
			continue
		} else if err != nil {
			return nil, nil, err
		}
		if err := r.put(bucketRevisions, key, found[0]); err != nil {
			return nil, nil, err
		}
		revs, manifests = append(revs, rev), append(manifests, m)
		r.report.Revisions++
	}
	if lost > 0 {
		r.lost("%d earlier states of document %s are lost", lost, id)
	}
	return revs, manifests, nil
}

// keysOf gives the keys of a bucket that belong to a document, in order.
func (r *rescuer) keysOf(bucket string, id ID) []string {
	if r.sorted == nil {
		r.sorted = map[string][]string{}
	}
	if _, ok := r.sorted[bucket]; !ok {
		r.sorted[bucket] = r.keys(bucket)
	}
	all, prefix := r.sorted[bucket], string(id.key())
	from, _ := slices.BinarySearch(all, prefix)
	to := from
	for to < len(all) && strings.HasPrefix(all[to], prefix) {
		to++
	}
	return all[from:to]
}

// putChunks writes the chunks of a manifest, or nothing and errSeal if one isn't exact.
func (r *rescuer) putChunks(id ID, m manifest) error {
	fresh := map[chunkID][]byte{}
	for _, c := range m {
		if r.written[c.id] || fresh[c.id] != nil {
			continue
		}
		chunk, exact := r.chunk(id, c)
		if !exact {
			return errSeal
		}
		fresh[c.id] = chunk
	}
	for chunk, payload := range fresh {
		r.written[chunk] = true
		if err := r.put(bucketChunks, string(chunkKey(id, chunk)), encodeChunk(string(payload))); err != nil {
			return err
		}
	}
	return nil
}

// putDocument writes a document's text and state. Passages that are damaged are taken as they are, and named. A
// document that may have been purged goes to the trash. What the list shows is made again if it belongs to another
// state than the text.
func (r *rescuer) putDocument(state *stateRecord, certain, earlier bool) error {
	id := state.Info.ID
	err := r.putChunks(id, state.manifest)
	if errors.Is(err, errSeal) || err == nil && earlier {
		text := r.patchedText(state)
		state.manifest = newChunker().cut(text, func(chunk chunkID, piece string) {
			if err == nil || errors.Is(err, errSeal) {
				err = r.put(bucketChunks, string(chunkKey(id, chunk)), encodeChunk(piece))
			}
		})
		state.Info.Bytes, state.Info.Words = len(text), CountWords(text)
		if !state.Info.Named {
			state.Info.Title = titleOf(text)
		}
	}
	if err != nil && !errors.Is(err, errSeal) {
		return err
	}
	if !certain {
		state.Info.Deleted = true
		state.Info.DeletedAt = state.Info.Modified
		r.lost("the document %q was found again and lies in the trash; it may have been deleted before", state.Info.Title)
	}
	r.report.Documents++
	b, err := state.encode()
	if err != nil {
		return err
	}
	if err := r.put(bucketStates, string(id.key()), b); err != nil {
		return err
	}
	if b, err = json.Marshal(state.Info); err != nil {
		return err
	}
	return r.put(bucketInfos, string(id.key()), b)
}

// patchedText joins what is left of a text.
func (r *rescuer) patchedText(state *stateRecord) string {
	var text strings.Builder
	for _, c := range state.manifest {
		chunk, exact := r.chunk(state.Info.ID, c)
		switch line := 1 + strings.Count(text.String(), "\n"); {
		case chunk == nil:
			r.lost("in %q a passage of %d bytes before line %d is lost", state.Info.Title, c.size, line)
		case !exact:
			r.lost("in %q a passage of %d bytes from line %d on may hold wrong characters", state.Info.Title, c.size, line)
		}
		text.Write(chunk)
	}
	return text.String()
}

package store

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

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
	state, stale := r.state(id)
	stale = state == nil || stale && state.Info.Change < info.Change
	text, n := "", 0
	if stale && listed {
		text, n = r.looseText(id)
	}
	switch {
	case n > 0 && describes(info, text):
		fresh := &stateRecord{Info: info}
		if state != nil {
			fresh.Notes, fresh.Revision = state.Notes, state.Revision
		}
		state = fresh
		if err = r.putText(state, text); n > 1 {
			r.lost("the document %q was put together from its %d passages: please look whether they are in order", info.Title, n)
		}
	case state != nil:
		if stale {
			r.lost("the document %q is there as it was on %s; what was written later may be missing", state.Info.Title,
				state.Info.Modified.Local().Format("2006-01-02 15:04"))
		}
		if err = r.putChunks(id, state.manifest); errors.Is(err, errSeal) {
			err = r.putText(state, r.patchedText(state))
		}
	case len(revs) > 0:
		last := revs[len(revs)-1]
		state = stateFrom(id, last, manifests[len(revs)-1], info)
		err = r.putText(state, r.patchedText(state))
		r.lost("the document %q is there as it was on %s; what was written later is lost", state.Info.Title,
			last.Time.Local().Format("2006-01-02 15:04"))
	case listed && (n > 0 || info.Bytes == 0):
		state = &stateRecord{Info: info}
		if err = r.putText(state, text); n > 0 {
			r.lost("the document %q (%d words) was put together from %d passages; some may be missing, of earlier states "+
				"or in a wrong order", info.Title, info.Words, n)
		}
	case listed:
		r.lost("the document %q (%d words) is lost", info.Title, info.Words)
		return nil
	default:
		return nil
	}
	if err != nil {
		return err
	}
	if len(revs) > 0 {
		state.Revision = max(state.Revision, revs[len(revs)-1].Number)
	}
	return r.putState(state, certain)
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

// describes tells whether a list's entry fits a text.
func describes(info infoRecord, text string) bool {
	return info.Bytes == len(text) && info.Words == CountWords(text) && (info.Named || info.Title == titleOf(text))
}

// state gives the newest state of a document that can be read, or nil; stale tells that there may have been a newer
// one.
func (r *rescuer) state(id ID) (newest *stateRecord, stale bool) {
	key := string(id.key())
	_, live := r.live[bucketStates][key]
	for i, b := range r.candidates(bucketStates, key) {
		state := new(stateRecord)
		m, err := decodeWithManifest(b, state)
		if err != nil || state.Info.ID != id || newest != nil && state.Version <= newest.Version {
			continue
		}
		state.manifest = m
		newest = state
		if live && i == 0 && !r.headless() {
			return newest, false
		}
	}
	return newest, !r.headless()
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
	fresh, at := map[chunkID][]byte{}, 0
	for _, c := range m {
		if !r.written[c.id] && fresh[c.id] == nil {
			chunk, exact := r.chunk(id, c)
			if !exact {
				return errSeal
			}
			fresh[c.id] = encodeChunk(at, string(chunk))
		}
		at += c.size
	}
	for chunk, payload := range fresh {
		r.written[chunk] = true
		if err := r.put(bucketChunks, string(chunkKey(id, chunk)), payload); err != nil {
			return err
		}
	}
	return nil
}

// putText writes a text that isn't the one that the state's manifest describes, and what the list shows of it.
func (r *rescuer) putText(state *stateRecord, text string) (err error) {
	id := state.Info.ID
	state.manifest = newChunker().cut(text, func(at int, chunk chunkID, piece string) {
		if err == nil && !r.written[chunk] {
			r.written[chunk] = true
			err = r.put(bucketChunks, string(chunkKey(id, chunk)), encodeChunk(at, piece))
		}
	})
	state.Info.Bytes, state.Info.Words = len(text), CountWords(text)
	if !state.Info.Named {
		state.Info.Title = titleOf(text)
	}
	return err
}

// putState writes a document's state and its entry of the list. One that may have been purged goes to the trash.
func (r *rescuer) putState(state *stateRecord, certain bool) error {
	key := string(state.Info.ID.key())
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
	if err := r.put(bucketStates, key, b); err != nil {
		return err
	}
	if b, err = json.Marshal(state.Info); err != nil {
		return err
	}
	return r.put(bucketInfos, key, b)
}

// patchedText joins what is left of a text. Passages that are damaged are taken as they are, and named.
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

// looseText joins the passages of a document of which nothing else is left, by the places where they were written
// first; n is their number.
func (r *rescuer) looseText(id ID) (text string, n int) {
	type passage struct {
		at   uint64
		text []byte
	}
	var plain, packed []passage
	for _, key := range r.keysOf(bucketChunks, id) {
		found := r.candidates(bucketChunks, key)
		if len(found) == 0 {
			continue
		}
		at, _, err := splitChunk(found[0])
		chunk, chunkErr := decodeChunk(found[0])
		switch {
		case err != nil || chunkErr != nil:
		case found[0][0] == plainChunk:
			plain = append(plain, passage{at, chunk})
		default: // belonged to the history alone
			packed = append(packed, passage{at, chunk})
		}
	}
	if len(plain) == 0 {
		plain = packed
	}
	slices.SortStableFunc(plain, func(a, b passage) int { return cmp.Compare(a.at, b.at) })
	var joined strings.Builder
	for _, p := range plain {
		joined.Write(p.text)
	}
	return joined.String(), len(plain)
}

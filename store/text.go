package store

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The payload of a chunk's record: a byte that tells how the rest is encoded, the place in the text where the chunk
// was first written as a uvarint (a rescue sorts by it what lost its manifest), and the text. The chunks of the
// current text lie plain, so that a wrecked file still shows them; those that only history needs are compressed by the
// next sweep.
const (
	plainChunk  = 0
	packedChunk = 1 // DEFLATE, RFC 1951
)

func encodeChunk(at int, text string) []byte {
	b := make([]byte, 0, 1+binary.MaxVarintLen64+len(text))
	return append(binary.AppendUvarint(append(b, plainChunk), uint64(at)), text...)
}

// packChunk compresses a plain chunk; ok is false if that doesn't save an eighth.
func packChunk(w *flate.Writer, plain []byte) (packed []byte, ok bool) {
	at, text, err := splitChunk(plain)
	if err != nil {
		return nil, false
	}
	b := bytes.NewBuffer(binary.AppendUvarint([]byte{packedChunk}, at))
	w.Reset(b)
	if _, err := w.Write(text); err != nil || w.Close() != nil {
		return nil, false
	}
	return b.Bytes(), b.Len() < len(plain)-len(plain)/8
}

var errChunk = errors.New("unreadable passage")

// splitChunk gives the place of a chunk and its text as encoded.
func splitChunk(payload []byte) (at uint64, encoded []byte, err error) {
	if len(payload) < 2 || payload[0] > packedChunk {
		return 0, nil, errChunk
	}
	at, n := binary.Uvarint(payload[1:])
	if n <= 0 {
		return 0, nil, errChunk
	}
	return at, payload[1+n:], nil
}

// decodeChunk gives a chunk's text; a plain one shares the payload's memory.
func decodeChunk(payload []byte) ([]byte, error) {
	_, encoded, err := splitChunk(payload)
	if err != nil || payload[0] == plainChunk {
		return encoded, err
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(encoded)), maxChunk+1))
	if err != nil || len(text) > maxChunk {
		return nil, errors.Join(errChunk, err)
	}
	return text, nil
}

func chunkKey(id ID, chunk chunkID) []byte { return append(id.key(), chunk[:]...) }

// text joins the chunks of a manifest.
func (t *txn) text(id ID, title string, m manifest) (string, error) {
	var text strings.Builder
	text.Grow(m.size())
	for _, c := range m {
		payload, err := t.get(bucketChunks, chunkKey(id, c.id))
		var chunk []byte
		if err == nil {
			chunk, err = decodeChunk(payload)
		}
		if err == nil && (len(chunk) != c.size || idOf(string(chunk)) != c.id) {
			err = errSeal
		}
		if err != nil {
			what := fmt.Sprintf("a passage of %q, at byte %d, can't be read", title, text.Len())
			return "", t.damaged(what, err)
		}
		text.Write(chunk)
	}
	return text.String(), nil
}

// writtenText is the text that was saved last. Saving the next one starts from what they share.
type writtenText struct {
	id       ID
	text     string
	manifest manifest
	words    int

	fresh    int // bytes of the chunks that weren't stored yet
	replaced int // bytes of the text before that are gone, at most
}

// putText stores the chunks of a document's text that the document doesn't have yet, and gives what to remember once
// the transaction is durable. old is the manifest of the text that it replaces.
func (s *Store) putText(t *txn, id ID, old manifest, text string) (w *writtenText, err error) {
	b, err := t.bucket(bucketChunks)
	if err != nil {
		return nil, err
	}
	w = &writtenText{id: id, text: text}
	piece := func(at int, chunk chunkID, piece string) {
		if err != nil {
			return
		}
		key := chunkKey(id, chunk)
		if record := b.Get(key); record != nil {
			payload, damage := unseal(bucketChunks, key, record)
			if there, err := decodeChunk(payload); damage == nil && err == nil && string(there) == piece {
				return
			}
		}
		w.fresh += len(piece)
		err = t.put(bucketChunks, key, encodeChunk(at, piece))
	}
	if last := s.last; last != nil && last.id == id && equalManifests(last.manifest, old) {
		prefix := commonPrefix(last.text, text)
		suffix := commonSuffix(last.text[prefix:], text[prefix:])
		w.manifest = s.chunker.recut(last.manifest, len(last.text), text, prefix, suffix, piece)
		w.replaced = len(last.text) - prefix - suffix
		w.words = last.words - CountWords(changedWords(last.text, prefix, suffix)) + CountWords(changedWords(text, prefix, suffix))
	} else {
		w.manifest = s.chunker.cut(text, piece)
		w.words = CountWords(text)
		w.replaced = old.without(w.manifest)
	}
	return w, err
}

// changedWords gives the words of text that lie, or partly lie, between a prefix and a suffix: what is between the
// blanks around. No word reaches over a blank.
func changedWords(text string, prefix, suffix int) string {
	from := strings.LastIndexAny(text[:prefix], blanks) + 1
	to := len(text) - suffix
	if n := strings.IndexAny(text[to:], blanks); n >= 0 {
		to += n
	} else {
		to = len(text)
	}
	return text[from:max(from, to)]
}

const blanks = " \n"

const compareBlock = 4096

func commonPrefix(a, b string) int {
	n, i := min(len(a), len(b)), 0
	for i+compareBlock <= n && a[i:i+compareBlock] == b[i:i+compareBlock] {
		i += compareBlock
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

func commonSuffix(a, b string) int {
	n, i := min(len(a), len(b)), 0
	for i+compareBlock <= n && a[len(a)-i-compareBlock:len(a)-i] == b[len(b)-i-compareBlock:len(b)-i] {
		i += compareBlock
	}
	for i < n && a[len(a)-1-i] == b[len(b)-1-i] {
		i++
	}
	return i
}

// sweepIfDue deletes chunks that no state of the document uses, once enough were written since the last time.
func (s *Store) sweepIfDue(t *txn, r *stateRecord) error {
	if s.sweeps[r.Info.ID] < max(128<<10, r.manifest.size()/4) {
		return nil
	}
	err := s.sweep(t, r)
	var damaged *DamagedError
	if errors.As(err, &damaged) {
		return nil // the new text is worth more than a tidy file
	}
	return err
}

// sweep marks the chunks of the current text and of every revision; it compresses what only revisions use and
// deletes what nothing uses. An unreadable manifest stops it: what can't be read isn't thrown away.
func (s *Store) sweep(t *txn, r *stateRecord) error {
	id := r.Info.ID
	current, past := map[chunkID]bool{}, map[chunkID]bool{}
	for _, c := range r.manifest {
		current[c.id] = true
	}
	err := t.revisions(id, func(_ Revision, m manifest) error {
		for _, c := range m {
			past[c.id] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	var unused [][]byte
	packed := map[string][]byte{}
	w, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	if err != nil {
		return err
	}
	err = t.scan(bucketChunks, id.key(), func(key, payload []byte) error {
		switch chunk := chunkID(key[8:]); {
		case current[chunk]:
		case !past[chunk]:
			unused = append(unused, bytes.Clone(key))
		case payload[0] == plainChunk:
			if b, ok := packChunk(w, payload); ok {
				packed[string(key)] = b
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, key := range unused {
		if err := t.delete(bucketChunks, key); err != nil {
			return err
		}
	}
	for key, payload := range packed {
		if err := t.put(bucketChunks, []byte(key), payload); err != nil {
			return err
		}
	}
	delete(s.sweeps, id)
	return nil
}

// sweepAll tidies the documents that were written to. The caller holds s.write. What fails is left for another time.
func (s *Store) sweepAll() {
	if len(s.sweeps) == 0 {
		return
	}
	_ = s.updateLocked(func(t *txn) error {
		for id := range s.sweeps {
			if r, err := t.state(id); err == nil {
				if err := s.sweep(t, r); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"
)

// SampleKind tells how a fine-tune sample came about.
type SampleKind byte

// The kinds of samples.
const (
	Written   SampleKind = 'w' // the writer typed it
	Accepted  SampleKind = 'a' // the writer took a suggestion
	Rejected  SampleKind = 'r' // the writer dismissed a suggestion
	Corrected SampleKind = 'c' // the writer replaced Original by Text
)

// String gives the kind's name: written, accepted, rejected or corrected.
func (k SampleKind) String() string {
	switch k {
	case Written:
		return "written"
	case Accepted:
		return "accepted"
	case Rejected:
		return "rejected"
	case Corrected:
		return "corrected"
	}
	return fmt.Sprintf("kind %d", byte(k))
}

// Sample is what fine-tuning learns from.
type Sample struct {
	ID       uint64 // set by the store; grows
	Kind     SampleKind
	Text     string    // what was written, suggested, or put in place of Original
	Context  string    `json:",omitempty"` // the text before it
	Original string    `json:",omitempty"` // what a correction replaced
	Document ID        // 0 if it belongs to none
	Time     time.Time // set by the store if zero
}

func sampleKey(s Sample) []byte {
	return append(binary.BigEndian.AppendUint64(nil, s.ID), byte(s.Kind))
}

var errSampleKind = errors.New("unknown kind of sample")

// putSample stores a sample under the next number.
func (s *Store) putSample(t *txn, sample Sample) (Sample, error) {
	switch sample.Kind {
	case Written, Accepted, Rejected, Corrected:
	default:
		return sample, fmt.Errorf("%w: %s", errSampleKind, sample.Kind)
	}
	b, err := t.bucket(bucketSamples)
	if err != nil {
		return sample, err
	}
	sample.ID = 1
	if last, _ := b.Cursor().Last(); len(last) == 9 {
		sample.ID = binary.BigEndian.Uint64(last) + 1
	}
	if sample.Time.IsZero() {
		sample.Time = s.now()
	}
	return sample, t.putJSON(bucketSamples, sampleKey(sample), sample)
}

// AddSample stores a sample and gives it with its ID. Save stores samples together with a text.
func (s *Store) AddSample(sample Sample) (Sample, error) {
	err := s.update(func(t *txn) error {
		var err error
		sample, err = s.putSample(t, sample)
		return err
	})
	return sample, err
}

// Samples iterates over the samples with an ID above after, in the order they were added. It reads in batches, so
// that other methods may be called in the loop; samples added meanwhile come too.
func (s *Store) Samples(ctx context.Context, after uint64) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		for {
			batch, err := s.samplesAfter(after, 256)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Sample{}, err)
				return
			}
			for _, sample := range batch {
				if !yield(sample, nil) {
					return
				}
				after = sample.ID
			}
			if len(batch) == 0 {
				return
			}
		}
	}
}

func (s *Store) samplesAfter(after uint64, n int) ([]Sample, error) {
	var batch []Sample
	err := s.view(func(t *txn) error {
		return t.scanFrom(bucketSamples, binary.BigEndian.AppendUint64(nil, after+1), nil, func(_, payload []byte) error {
			var sample Sample
			if err := json.Unmarshal(payload, &sample); err != nil {
				return fmt.Errorf("reading a sample: %w", err)
			}
			if batch = append(batch, sample); len(batch) == n {
				return errStop
			}
			return nil
		})
	})
	return batch, err
}

// CountSamples counts the samples of each kind.
func (s *Store) CountSamples() (map[SampleKind]int, error) {
	counts := map[SampleKind]int{}
	err := s.view(func(t *txn) error {
		b, err := t.bucket(bucketSamples)
		if err != nil {
			return err
		}
		return b.ForEach(func(k, _ []byte) error {
			if len(k) == 9 {
				counts[SampleKind(k[8])]++
			}
			return nil
		})
	})
	return counts, err
}

// RemoveSample takes one sample away. Its bytes leave the file when the store is closed, or with the next Compact.
func (s *Store) RemoveSample(id uint64) error {
	return s.update(func(t *txn) error {
		if err := t.deletePrefix(bucketSamples, binary.BigEndian.AppendUint64(nil, id)); err != nil {
			return err
		}
		return t.putJSON(bucketMeta, keyCompact, true)
	})
}

// EraseSamples deletes the samples that match, or all if match is nil, and rewrites the file, so that no byte of
// them stays in it. If the rewriting fails the samples are deleted all the same, and the next Open rewrites.
func (s *Store) EraseSamples(ctx context.Context, match func(Sample) bool) (erased int, err error) {
	err = s.update(func(t *txn) error {
		var keys [][]byte
		err := t.scan(bucketSamples, nil, func(key, payload []byte) error {
			var sample Sample
			if err := json.Unmarshal(payload, &sample); err != nil {
				return fmt.Errorf("reading a sample: %w", err)
			}
			if match == nil || match(sample) {
				keys = append(keys, slices.Clone(key))
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err := t.delete(bucketSamples, key); err != nil {
				return err
			}
		}
		erased = len(keys)
		return t.putJSON(bucketMeta, keyCompact, true)
	})
	if err != nil {
		return 0, err
	}
	return erased, s.Compact(ctx)
}

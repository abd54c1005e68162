package model

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"inkling/model/token"
)

// saved gives a snapshot of a session that has read the story.
func saved(t testing.TB, m *Model, tag string) (snapshot []byte, ids []token.ID) {
	t.Helper()
	ids = m.Tokenizer().Encode(story)
	s := session(t, m, SessionOptions{ContextTokens: 256})
	if _, err := s.Prefill(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Save(&b, tag); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), ids
}

func TestASnapshotGoesOnWhereItWasSaved(t *testing.T) {
	m := small(t)
	snapshot, ids := saved(t, m, "no adapter")
	more := append(slices.Clone(ids), m.Tokenizer().Encode(" She looked up")...)
	want := logitsOf(t, session(t, m, SessionOptions{ContextTokens: 256}), more)

	s := session(t, m, SessionOptions{ContextTokens: 512}) // a cache of another size
	logitsOf(t, s, m.Tokenizer().Encode("Something else was read before."))
	if err := s.Restore(bytes.NewReader(snapshot), "no adapter"); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Tokens(), ids) {
		t.Fatalf("%d tokens were restored, want %d", len(s.Tokens()), len(ids))
	}
	sameLogits(t, "restored", logitsOf(t, s, more), want)
	if got, want := int64(len(snapshot)), m.SnapshotBytes(len(ids)); got < want || got > want+4096 {
		t.Errorf("the snapshot has %d bytes, want %d and a header", got, want)
	}
}

func TestADamagedOrForeignSnapshotIsRefused(t *testing.T) {
	m := small(t)
	snapshot, ids := saved(t, m, "a")
	flip := func(i int) []byte {
		b := slices.Clone(snapshot)
		b[i] ^= 4
		return b
	}
	for _, test := range []struct {
		name     string
		snapshot []byte
		tag      string
		want     error
	}{
		{"another adapter", snapshot, "b", ErrOtherSnapshot},
		{"another format", flip(len(snapshotMagic) - 2), "a", ErrDamagedSnapshot},
		{"a longer header", flip(len(snapshotMagic) + 1), "a", ErrOtherSnapshot},
		{"other weights", flip(len(snapshotMagic) + 4 + 10), "a", ErrOtherSnapshot},
		{"a flipped token", flip(len(snapshotMagic) + 4 + 200), "a", ErrDamagedSnapshot},
		{"a flipped number", flip(len(snapshot) / 2), "a", ErrDamagedSnapshot},
		{"a flipped checksum", flip(len(snapshot) - 1), "a", ErrDamagedSnapshot},
		{"cut off", snapshot[:len(snapshot)/2], "a", ErrDamagedSnapshot},
		{"cut off in the header", snapshot[:20], "a", ErrDamagedSnapshot},
		{"empty", nil, "a", ErrDamagedSnapshot},
	} {
		s := session(t, m, SessionOptions{ContextTokens: 256})
		if err := s.Restore(bytes.NewReader(test.snapshot), test.tag); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
		if len(s.Tokens()) != 0 {
			t.Errorf("%s: %d tokens count as read", test.name, len(s.Tokens()))
		}
		if _, err := s.Prefill(t.Context(), ids); err != nil {
			t.Errorf("%s: the session is of no use afterwards: %v", test.name, err)
		}
	}
	if err := session(t, m, SessionOptions{ContextTokens: 16}).Restore(bytes.NewReader(snapshot), "a"); !errors.Is(err, ErrOtherSnapshot) {
		t.Errorf("a snapshot that is larger than the cache: %v", err)
	}
	if err := session(t, m, SessionOptions{}).Save(&bytes.Buffer{}, "a"); err == nil {
		t.Error("an empty session was saved")
	}
}

// FuzzRestore reads snapshots of all kinds: none may be taken for a good one
// unless it is.
func FuzzRestore(f *testing.F) {
	m := small(f)
	s := session(f, m, SessionOptions{ContextTokens: 16})
	if _, err := s.Prefill(f.Context(), m.Tokenizer().Encode("Hello there")); err != nil {
		f.Fatal(err)
	}
	var good bytes.Buffer
	if err := s.Save(&good, ""); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add(good.Bytes()[:40])
	f.Add([]byte(snapshotMagic + "\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		err := s.Restore(bytes.NewReader(b), "")
		if err == nil && !bytes.HasPrefix(b, good.Bytes()) {
			t.Error("a snapshot that nobody made was restored")
		}
	})
}

package store

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestChunksJoinToTheText(t *testing.T) {
	c := newChunker()
	for _, text := range []string{"", "a", noise(1, minChunk), noise(2, minChunk+1), noise(3, 300_000),
		strings.Repeat("a", 100_000), strings.Repeat("墨水", 50_000)} {
		var joined strings.Builder
		m := c.cut(text, func(_ int, id chunkID, piece string) {
			if len(piece) > maxChunk || id != idOf(piece) {
				t.Errorf("a chunk of %d bytes", len(piece))
			}
			joined.WriteString(piece)
		})
		if joined.String() != text || m.size() != len(text) {
			t.Errorf("%d bytes were cut to %d", len(text), joined.Len())
		}
		again, err := decodeManifest(m.encode(nil))
		if err != nil || !equalManifests(m, again) {
			t.Errorf("the manifest of %d chunks didn't come back: %v", len(m), err)
		}
	}
}

func TestAnEditChangesFewChunks(t *testing.T) {
	c := newChunker()
	r := rand.New(rand.NewPCG(4, 4))
	text := noise(5, 1<<20)
	known := map[chunkID]bool{}
	m := c.cut(text, func(_ int, id chunkID, _ string) { known[id] = true })
	if mean := len(text) / len(m); mean < 3<<10 || mean > 6<<10 {
		t.Errorf("chunks have %d bytes on average", mean)
	}
	fresh := 0
	const edits = 200
	for range edits {
		at := r.IntN(len(text))
		text = text[:at] + "x" + text[at:]
		c.cut(text, func(_ int, id chunkID, _ string) {
			if !known[id] {
				known[id] = true
				fresh++
			}
		})
	}
	if fresh > 2*edits {
		t.Errorf("%d edits made %d new chunks", edits, fresh)
	}
}

func TestRecuttingGivesWhatCuttingGives(t *testing.T) {
	c := newChunker()
	r := rand.New(rand.NewPCG(6, 6))
	for range 300 {
		old := english(r.IntN(100_000)) + strings.Repeat("a", r.IntN(2)*r.IntN(40_000)) + noise(r.Uint64(), r.IntN(30_000))
		from := r.IntN(len(old) + 1)
		to := min(len(old), from+r.IntN(3)*r.IntN(20_000))
		text := old[:from] + noise(r.Uint64(), r.IntN(3)*r.IntN(20_000)) + old[to:]
		if r.IntN(10) == 0 {
			text = old[:from] // an end that moved
		}
		m := c.cut(old, func(int, chunkID, string) {})
		prefix := commonPrefix(old, text)
		suffix := commonSuffix(old[prefix:], text[prefix:])
		if old[:prefix] != text[:prefix] || old[len(old)-suffix:] != text[len(text)-suffix:] || prefix+suffix > min(len(old), len(text)) {
			t.Fatal("what is shared isn't shared")
		}
		given := 0
		got := c.recut(m, len(old), text, prefix, suffix, func(_ int, _ chunkID, piece string) { given += len(piece) })
		if want := c.cut(text, func(int, chunkID, string) {}); !equalManifests(got, want) {
			t.Fatalf("%d bytes with %d, %d shared: %d chunks, want %d", len(text), prefix, suffix, len(got), len(want))
		}
		before, after := CountWords(changedWords(old, prefix, suffix)), CountWords(changedWords(text, prefix, suffix))
		if got, want := CountWords(old)-before+after, CountWords(text); got != want {
			t.Fatalf("%d words, want %d", got, want)
		}
	}
}

func FuzzDecodeManifest(f *testing.F) {
	c := newChunker()
	f.Add(c.cut(noise(1, 20_000), func(int, chunkID, string) {}).encode(nil))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := decodeManifest(b)
		if err == nil && m.size() < 0 {
			t.Errorf("a text of %d bytes", m.size())
		}
	})
}

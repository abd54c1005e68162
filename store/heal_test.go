package store

import (
	"bytes"
	"hash/crc32"
	"math/rand/v2"
	"testing"
)

func TestHealByteFindsAnyChangedByte(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		b := []byte(noise(r.Uint64(), 1+r.IntN(5000)))
		sum := crc32.Checksum(b, castagnoli())
		damaged := bytes.Clone(b)
		damaged[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
		if !healByte(damaged, sum) || !bytes.Equal(damaged, b) {
			t.Fatalf("%d bytes weren't healed", len(b))
		}
	}
}

func TestHealPutsKeyHeadAndPayloadRight(t *testing.T) {
	key, payload := []byte("a key\x00\x01"), []byte("一段文字, a passage")
	record := seal("states", key, payload)
	for i := range len(key) + len(record) {
		k, r := bytes.Clone(key), bytes.Clone(record)
		if i < len(k) {
			k[i] ^= 0x55
		} else {
			r[i-len(k)] ^= 0x55
		}
		if _, err := unseal("states", k, r); err == nil {
			t.Errorf("change %d wasn't noticed", i)
		}
		gotKey, got, ok := heal("states", k, r)
		if !ok || !bytes.Equal(gotKey, key) || !bytes.Equal(got, payload) {
			t.Errorf("change %d: healed to %q, %q, %v", i, gotKey, got, ok)
		}
	}
	if _, _, ok := heal("states", key, record[:10]); ok {
		t.Error("a cut record was healed")
	}
}

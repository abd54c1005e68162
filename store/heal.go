package store

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// heal finds what a record was before a single byte of its key, head or payload changed: the checksums say not only
// that a byte is wrong but, since CRC-32C is linear, which. The caller knows that the record's seal is broken.
//
// A record with more damage is taken for a healed one once in 2^32/(255*size) cases: for one of 4 KiB, in 4,000.
// Chunks are checked by their SHA-256 as well.
func heal(bucket string, key, record []byte) (healedKey, payload []byte, ok bool) {
	if len(record) < recordHeadSize {
		return nil, nil, false
	}
	head := binary.LittleEndian.Uint32(record[12:])
	if headSum(bucket, key, record[:12]) == head {
		payload = bytes.Clone(record[recordHeadSize:])
		if !healByte(payload, binary.LittleEndian.Uint32(record[8:])) {
			return nil, nil, false
		}
		return key, payload, true
	}
	// The head's sum covers few bytes, so each is tried. The record is whole if then both sums fit.
	joined := append(bytes.Clone(key), record[:recordHeadSize]...)
	n := len(key)
	for i := range joined {
		right := joined[i]
		for wrong := range 256 {
			joined[i] = byte(wrong)
			if headSum(bucket, joined[:n], joined[n:n+12]) != binary.LittleEndian.Uint32(joined[n+12:]) {
				continue
			}
			whole := append(bytes.Clone(joined[n:]), record[recordHeadSize:]...)
			if payload, err := unseal(bucket, joined[:n], whole); err == nil {
				return joined[:n], payload, true
			}
		}
		joined[i] = right
	}
	return nil, nil, false
}

// healByte changes the one byte of b that makes its CRC-32C sum, if there is one.
func healByte(b []byte, sum uint32) bool {
	// The difference of two sums depends on the difference of the bytes alone: on the changed byte's, and on the
	// number of bytes that follow. step advances such a difference over one following byte.
	table := castagnoli()
	difference := crc32.Checksum(b, table) ^ sum
	var effects [256]uint32
	for e := range effects {
		effects[e] = table[e]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for e, effect := range effects {
			if e > 0 && effect == difference {
				b[i] ^= byte(e)
				return true
			}
			effects[e] = table[effect&0xff] ^ effect>>8
		}
	}
	return false
}

// healMeta changes the one byte of a meta that makes its checksum fit, if there is one.
func healMeta(head []byte) bool {
	for i := pageHeadSize; i < pageHeadSize+metaSize; i++ {
		wrong := head[i]
		for b := range 256 {
			head[i] = byte(b)
			if _, err := parseMeta(head); err == nil {
				return true
			}
		}
		head[i] = wrong
	}
	return false
}

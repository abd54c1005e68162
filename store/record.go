package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// A record is a head and a payload. bbolt has no checksum on its data pages, so the head carries two CRC-32C sums:
// one of the payload, and one of the record's place (bucket and key) and the rest of the head. The second finds a
// damaged key, or a record that turns up under another key, without reading the payload.
//
//	0     version of this layout
//	1..3  zero
//	4..7  length of the payload
//	8..11 CRC-32C of the payload
//	12..15 CRC-32C of bucket, 0, key, head[0:12]
const (
	recordVersion  = 1
	recordHeadSize = 16
)

var errSeal = errors.New("checksum mismatch")

// seal gives the record of payload at its place.
func seal(bucket string, key, payload []byte) []byte {
	r := make([]byte, recordHeadSize+len(payload))
	r[0] = recordVersion
	binary.LittleEndian.PutUint32(r[4:], uint32(len(payload)))
	binary.LittleEndian.PutUint32(r[8:], crc32.Checksum(payload, castagnoli()))
	binary.LittleEndian.PutUint32(r[12:], headSum(bucket, key, r[:12]))
	copy(r[recordHeadSize:], payload)
	return r
}

// unseal checks a record and gives its payload, which shares the record's memory.
func unseal(bucket string, key, record []byte) ([]byte, error) {
	if len(record) < recordHeadSize {
		return nil, fmt.Errorf("%w: record of %d bytes", errSeal, len(record))
	}
	if sum := headSum(bucket, key, record[:12]); sum != binary.LittleEndian.Uint32(record[12:]) {
		return nil, fmt.Errorf("%w in head or key", errSeal)
	}
	if record[0] != recordVersion {
		return nil, fmt.Errorf("record version %d is not known", record[0])
	}
	payload := record[recordHeadSize:]
	if n := binary.LittleEndian.Uint32(record[4:]); uint64(n) != uint64(len(payload)) {
		return nil, fmt.Errorf("%w: %d bytes of %d", errSeal, len(payload), n)
	}
	if crc32.Checksum(payload, castagnoli()) != binary.LittleEndian.Uint32(record[8:]) {
		return nil, fmt.Errorf("%w in content", errSeal)
	}
	return payload, nil
}

func headSum(bucket string, key, head []byte) uint32 {
	sum := crc32.Update(0, castagnoli(), []byte(bucket))
	sum = crc32.Update(sum, castagnoli(), []byte{0})
	sum = crc32.Update(sum, castagnoli(), key)
	return crc32.Update(sum, castagnoli(), head)
}

// castagnoli is the polynomial that processors compute; the library keeps the table.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"

	"inkling/model/kernel"
	"inkling/model/token"
)

// What a session has read can be kept and taken up again: the tokens and the keys
// and values that the model made of them. A snapshot is
//
//	magic                                   8 bytes
//	size of the header                      4 bytes, little-endian as all numbers
//	header                                  identity, then the number of tokens, 4 bytes, and the tokens, 4 each
//	for each layer and key head             the keys in blocks, the values, 2 bytes a number
//	SHA-256 of everything before            32 bytes
//
// Identity is a text: the weights' fingerprint, the cache's shape, the kernels and
// the caller's tag. Numbers of another identity are of no use.
const (
	snapshotMagic  = "INKKV\x00\x01\n"
	snapshotFormat = 1 // raised when the cache's layout or its numbers' meaning changes
)

// ErrOtherSnapshot says that a snapshot was made with other weights, another
// adapter, on another processor or by another version.
var ErrOtherSnapshot = errors.New("the snapshot belongs to another model")

// ErrDamagedSnapshot says that a snapshot's bytes aren't what was written.
var ErrDamagedSnapshot = errors.New("the snapshot is damaged")

// identity names everything that a snapshot's numbers depend on.
func (s *Session) identity(tag string) (string, error) {
	m := s.m
	print, err := m.Fingerprint()
	if err != nil {
		return "", fmt.Errorf("reading the model: %w", err)
	}
	return fmt.Sprintf("%d %s %d %d %d %d %s\n%s", snapshotFormat, print, m.depth, m.kvHeads, m.headDim, kernel.KeyBlock, kernel.Name(), tag), nil
}

// Save writes what the session has read. tag names what else the numbers depend
// on, as the adapter in use; Restore wants the same. A session that has read
// nothing, or computes exactly, has nothing to save: it is an error.
func (s *Session) Save(w io.Writer, tag string) error {
	if len(s.tokens) == 0 || s.m.exact {
		return errors.New("save snapshot: there is nothing to save")
	}
	header, err := s.header(tag)
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	sum := sha256.New()
	out := io.MultiWriter(w, sum)
	if _, err := out.Write(header); err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	var buf []byte
	err = s.eachPart(len(s.tokens), func(part []uint16) error {
		buf = buf[:0]
		for _, v := range part {
			buf = binary.LittleEndian.AppendUint16(buf, v)
		}
		_, err := out.Write(buf)
		return err
	})
	if err == nil {
		_, err = w.Write(sum.Sum(nil))
	}
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	return nil
}

// header is everything before the keys and values.
func (s *Session) header(tag string) ([]byte, error) {
	identity, err := s.identity(tag)
	if err != nil {
		return nil, err
	}
	h := []byte(snapshotMagic)
	h = binary.LittleEndian.AppendUint32(h, uint32(len(identity)+4+4*len(s.tokens)))
	h = append(h, identity...)
	h = binary.LittleEndian.AppendUint32(h, uint32(len(s.tokens)))
	for _, id := range s.tokens {
		h = binary.LittleEndian.AppendUint32(h, uint32(id))
	}
	return h, nil
}

// eachPart visits the memory of n cached tokens in the order of the file.
func (s *Session) eachPart(n int, visit func([]uint16) error) error {
	for _, layer := range s.pass.cache {
		for h := range layer {
			keys, vals := layer[h].Parts(n)
			if err := visit(keys); err != nil {
				return err
			}
			if err := visit(vals); err != nil {
				return err
			}
		}
	}
	return nil
}

// SnapshotBytes is how large a snapshot of n tokens is, without its header.
func (m *Model) SnapshotBytes(n int) int64 {
	blocks := (n + kernel.KeyBlock - 1) / kernel.KeyBlock * kernel.KeyBlock
	return int64(m.depth) * int64(m.kvHeads) * int64(m.headDim) * int64(blocks+n) * 2
}

// Restore takes up what Save wrote, in place of what the session has read. The
// error is ErrOtherSnapshot, ErrDamagedSnapshot, or one of r's; the session then
// is empty. No number is used before the checksum of all of them was right.
func (s *Session) Restore(r io.Reader, tag string) error {
	s.truncate(0)
	if s.m.exact {
		return ErrOtherSnapshot
	}
	sum := sha256.New()
	in := io.TeeReader(r, sum)
	tokens, err := s.readHeader(in, tag)
	if err != nil {
		return fmt.Errorf("restore snapshot: %w", err)
	}
	var buf []byte
	err = s.eachPart(len(tokens), func(part []uint16) error {
		if cap(buf) < 2*len(part) {
			buf = make([]byte, 2*len(part))
		}
		b := buf[:2*len(part)]
		if _, err := io.ReadFull(in, b); err != nil {
			return shortened(err)
		}
		for i := range part {
			part[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		return nil
	})
	if err == nil {
		err = checkSum(r, sum)
	}
	if err != nil {
		return fmt.Errorf("restore snapshot: %w", err)
	}
	s.tokens = append(s.tokens, tokens...)
	return nil
}

// readHeader gives the tokens of a snapshot that fits the session.
func (s *Session) readHeader(r io.Reader, tag string) ([]token.ID, error) {
	want, err := s.identity(tag)
	if err != nil {
		return nil, err
	}
	start := make([]byte, len(snapshotMagic)+4)
	if _, err := io.ReadFull(r, start); err != nil {
		return nil, shortened(err)
	}
	if string(start[:len(snapshotMagic)]) != snapshotMagic {
		return nil, ErrDamagedSnapshot
	}
	size := int(binary.LittleEndian.Uint32(start[len(snapshotMagic):]))
	if size < len(want)+8 || size > len(want)+4+4*s.room() {
		return nil, ErrOtherSnapshot
	}
	header := make([]byte, size)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, shortened(err)
	}
	rest, ok := bytes.CutPrefix(header, []byte(want))
	if !ok {
		return nil, ErrOtherSnapshot
	}
	n := int(binary.LittleEndian.Uint32(rest))
	if n < 1 || len(rest) != 4+4*n {
		return nil, ErrDamagedSnapshot
	}
	tokens := make([]token.ID, n)
	for i := range tokens {
		tokens[i] = token.ID(binary.LittleEndian.Uint32(rest[4+4*i:]))
		if int(tokens[i]) < 0 || int(tokens[i]) >= s.m.vocab {
			return nil, ErrDamagedSnapshot
		}
	}
	return tokens, nil
}

// checkSum compares the end of r with what was read before it.
func checkSum(r io.Reader, sum hash.Hash) error {
	var want [sha256.Size]byte
	if _, err := io.ReadFull(r, want[:]); err != nil {
		return shortened(err)
	}
	if !bytes.Equal(want[:], sum.Sum(nil)) {
		return ErrDamagedSnapshot
	}
	return nil
}

// shortened tells a file that ends too early from one that can't be read.
func shortened(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrDamagedSnapshot
	}
	return err
}

package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"slices"
)

// salvage gathers what is readable of a damaged file. What the tree leads to counts first. Where the tree is broken,
// every other page is searched too: bbolt writes changed pages to new places, so the file is full of leaves that
// lost their branch, and of earlier versions of records.
type salvage struct {
	file *pageFile
	seen []bool // pages that the tree led to

	live   map[string]map[string]payloadAt   // bucket -> key -> what the tree leads to
	stray  map[string]map[string][]payloadAt // what other pages hold: lost or outdated
	broken map[string]map[string]payloadAt   // payloads whose checksum doesn't fit
	byHash map[chunkID]payloadAt             // chunks in broken records, by what they really hold
	hurt   map[string]bool                   // buckets with damage
	healed int                               // records in which a changed byte was put right
}

// payloadAt tells where in the file a record's payload lies.
type payloadAt struct {
	offset int64
	size   int
	healed []byte // the payload itself, where it isn't what lies in the file
}

// gather reads the file.
func gather(f *pageFile) *salvage {
	s := &salvage{file: f, live: map[string]map[string]payloadAt{}, stray: map[string]map[string][]payloadAt{},
		broken: map[string]map[string]payloadAt{}, byHash: map[chunkID]payloadAt{}, hurt: map[string]bool{}}
	for _, name := range buckets() {
		s.live[name] = map[string]payloadAt{}
		s.stray[name] = map[string][]payloadAt{}
		s.broken[name] = map[string]payloadAt{}
	}
	if f.pageSize == 0 {
		f.pageSize = f.guessPageSize()
	}
	s.seen = make([]bool, f.size/int64(f.pageSize))
	whole := s.buckets() && !s.headless()
	for _, name := range buckets() {
		s.hurt[name] = s.hurt[name] || !whole
	}
	if slices.Contains(slices.Collect(maps.Values(s.hurt)), true) {
		s.strays()
	}
	return s
}

// headless tells whether one of the metas is broken, so that the tree may be an earlier one or none.
func (s *salvage) headless() bool { return s.file.faults[0] != nil || s.file.faults[1] != nil }

// guessPageSize finds the page size at which most pages say their own number.
func (f *pageFile) guessPageSize() int {
	best, most := 4096, 0
	for size := 512; size <= 64<<10; size *= 2 {
		fits := 0
		var number [8]byte
		for id := range min(f.size/int64(size), 1000) {
			if _, err := f.file.ReadAt(number[:], id*int64(size)); err == nil && id > 1 &&
				binary.NativeEndian.Uint64(number[:]) == uint64(id) {
				fits++
			}
		}
		if fits > most {
			best, most = size, fits
		}
	}
	return best
}

// buckets follows the tree as far as it leads, and tells whether the roots of all buckets were found.
func (s *salvage) buckets() bool {
	found := map[string]bool{}
	whole := s.tree(s.file.root, 0, func(element) bool { return true }, func(p page, e element) bool {
		name := string(e.key)
		if _, known := s.live[name]; !known {
			return false
		}
		root, inside, err := e.bucketRoot()
		if err != nil {
			s.hurt[name] = true
			return true
		}
		found[name] = true
		record := func(p page, e element) bool { return s.record(name, p, e) }
		if root != 0 {
			s.hurt[name] = !s.tree(root, 0, fitsIn(name), record)
			return true
		}
		inside.id = p.id
		base := e.at + 16
		elements, sound := inside.looseElements(fitsIn(name))
		for _, e := range elements {
			e.at += base
			sound = record(p, e) && sound
		}
		s.hurt[name] = !sound
		return true
	})
	return whole && len(found) == len(s.live)
}

// tree visits the elements below a page that can be reached, and tells whether that was all.
func (s *salvage) tree(id pageID, depth int, fits func(element) bool, visit func(page, element) bool) (sound bool) {
	if id >= pageID(len(s.seen)) || s.seen[id] || depth > maxDepth {
		return false
	}
	s.seen[id] = true
	p, err := s.file.loosePage(id)
	if err != nil {
		return false
	}
	elements, sound := p.looseElements(fits)
	sound = sound && p.sound
	for _, e := range elements {
		if p.kind == branchPage {
			sound = s.tree(e.child, depth+1, fits, visit) && sound
		} else {
			sound = visit(p, e) && sound
		}
	}
	return sound
}

// record takes one record of a bucket and tells whether it is what was written.
func (s *salvage) record(bucket string, p page, e element) bool {
	payload, err := unseal(bucket, e.key, e.value)
	at := s.at(p, e)
	if err == nil {
		s.live[bucket][string(e.key)] = payloadAt{offset: at, size: len(payload)}
		return true
	}
	s.suspect(bucket, p, e)
	key, payload, ok := heal(bucket, e.key, e.value)
	if ok {
		s.live[bucket][string(key)] = payloadAt{size: len(payload), healed: payload}
		s.healed++
	}
	return ok
}

// suspect remembers a record whose checksum doesn't fit: a chunk may still be what its name says.
func (s *salvage) suspect(bucket string, p page, e element) {
	if len(e.value) <= recordHeadSize {
		return
	}
	payload := payloadAt{offset: s.at(p, e), size: len(e.value) - recordHeadSize}
	if _, ok := s.broken[bucket][string(e.key)]; !ok {
		s.broken[bucket][string(e.key)] = payload
	}
	if bucket == bucketChunks {
		if chunk, err := decodeChunk(e.value[recordHeadSize:]); err == nil {
			s.byHash[idOf(string(chunk))] = payload
		}
	}
}

func (s *salvage) at(p page, e element) int64 {
	return int64(p.id)*int64(s.file.pageSize) + int64(e.at) + recordHeadSize
}

// strays searches the pages that the tree didn't lead to.
func (s *salvage) strays() {
	for id := pageID(2); id < pageID(len(s.seen)); id++ {
		if s.seen[id] || !s.file.isLeaf(id) {
			continue
		}
		p, err := s.file.loosePage(id)
		if err != nil {
			continue
		}
		elements, _ := p.looseElements(fitsAny)
		for _, e := range elements {
			s.strayElement(p, e)
		}
	}
}

func (s *salvage) strayElement(p page, e element) {
	if e.flags == bucketElement { // a root page: small buckets lie in it
		if root, inside, err := e.bucketRoot(); err == nil && root == 0 {
			inside.id = p.id
			elements, _ := inside.looseElements(fitsAny)
			for _, inner := range elements {
				inner.at += e.at + 16
				s.strayElement(p, inner)
			}
		}
		return
	}
	for _, name := range buckets() {
		if payload, err := unseal(name, e.key, e.value); err == nil {
			at := payloadAt{offset: s.at(p, e), size: len(payload)}
			s.stray[name][string(e.key)] = append(s.stray[name][string(e.key)], at)
			return
		}
	}
	s.suspect(bucketChunks, p, e)
}

// read gives a payload's bytes.
func (s *salvage) read(at payloadAt) ([]byte, error) {
	if at.healed != nil {
		return at.healed, nil
	}
	b := make([]byte, at.size)
	_, err := s.file.file.ReadAt(b, at.offset)
	return b, err
}

// keys gives the keys of a bucket in order: those that the tree leads to, and with strays those that only other
// pages hold.
func (s *salvage) keys(bucket string) []string {
	keys := slices.Collect(maps.Keys(s.live[bucket]))
	if s.hurt[bucket] {
		for key := range s.stray[bucket] {
			if _, ok := s.live[bucket][key]; !ok {
				keys = append(keys, key)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// candidates gives what is known under a key, the tree's own first, then the last written places.
func (s *salvage) candidates(bucket, key string) [][]byte {
	var all []payloadAt
	if at, ok := s.live[bucket][key]; ok {
		all = append(all, at)
	}
	if s.hurt[bucket] {
		strays := slices.Clone(s.stray[bucket][key])
		slices.SortFunc(strays, func(a, b payloadAt) int { return cmp.Compare(b.offset, a.offset) })
		all = append(all, strays...)
	}
	var payloads [][]byte
	for _, at := range all {
		if b, err := s.read(at); err == nil {
			payloads = append(payloads, b)
		}
	}
	return payloads
}

// chunk finds a chunk of a document; exact is false if its bytes aren't what they were. It gives nil if none is left.
func (s *salvage) chunk(id ID, c chunkRef) (chunk []byte, exact bool) {
	key := chunkKey(id, c.id)
	places := slices.Clone(s.stray[bucketChunks][string(key)])
	if at, ok := s.live[bucketChunks][string(key)]; ok {
		places = append(places, at)
	}
	if at, ok := s.byHash[c.id]; ok {
		places = append(places, at)
	}
	for _, at := range places {
		payload, err := s.read(at)
		if err != nil {
			continue
		}
		if text, err := decodeChunk(payload); err == nil && idOf(string(text)) == c.id {
			return text, true
		}
		if text, ok := earlierChunk(payload, c.id); ok {
			return text, true
		}
	}
	if at, ok := s.broken[bucketChunks][string(key)]; ok {
		if b, err := s.readChunk(at); err == nil && len(b) == c.size {
			return b, false
		}
	}
	return nil, false
}

func (s *salvage) readChunk(at payloadAt) ([]byte, error) {
	payload, err := s.read(at)
	if err != nil {
		return nil, err
	}
	return decodeChunk(payload)
}

// isLeaf tells whether a page's head is that of a leaf at its place. Most pages are the rest of a longer one, and
// begin with text.
func (f *pageFile) isLeaf(id pageID) bool {
	var head [pageHeadSize]byte
	_, err := f.file.ReadAt(head[:], int64(id)*int64(f.pageSize))
	return err == nil && binary.NativeEndian.Uint64(head[:]) == uint64(id) &&
		binary.NativeEndian.Uint16(head[8:]) == leafPage
}

// loosePage reads a page whatever its head says, up to where its elements end.
func (f *pageFile) loosePage(id pageID) (page, error) {
	at := int64(id) * int64(f.pageSize)
	data := make([]byte, min(int64(f.pageSize), f.size-at))
	if len(data) < pageHeadSize {
		return page{}, io.ErrUnexpectedEOF
	}
	if _, err := f.file.ReadAt(data, at); err != nil {
		return page{}, err
	}
	p := page{id: id, data: data, kind: binary.NativeEndian.Uint16(data[8:])}
	p.sound = binary.NativeEndian.Uint64(data) == uint64(id) && (p.kind == leafPage || p.kind == branchPage)
	if p.kind != branchPage {
		p.kind = leafPage // a flipped byte in the type: the checksums of the records decide
		end := min(max(int64(p.looseEnd()), int64(min(p.span(), 1<<14))*int64(f.pageSize)), f.size-at)
		if end > int64(len(data)) {
			p.data = make([]byte, end)
			if _, err := f.file.ReadAt(p.data, at); err != nil && !errors.Is(err, io.EOF) {
				return page{}, err
			}
		}
	}
	return p, nil
}

// looseCount is the number of elements by the place of the first, which must lie behind the last element.
func (p page) looseCount() int {
	if len(p.data) < pageHeadSize+elementSize {
		return 0
	}
	pos := binary.NativeEndian.Uint32(p.data[pageHeadSize:])
	if p.kind == leafPage {
		pos = binary.NativeEndian.Uint32(p.data[pageHeadSize+4:])
	}
	n := p.count()
	if pos%elementSize == 0 && pos > 0 && n != int(pos/elementSize) && pos/elementSize < 1<<16 {
		n = max(n, int(pos/elementSize))
	}
	return min(n, (len(p.data)-pageHeadSize)/elementSize)
}

// looseEnd is where the data of a leaf's elements seems to end, in bytes, at most 64 MiB.
func (p page) looseEnd() int {
	end := 0
	for i := range p.looseCount() {
		at := pageHeadSize + i*elementSize
		pos, key, value := binary.NativeEndian.Uint32(p.data[at+4:]), binary.NativeEndian.Uint32(p.data[at+8:]), binary.NativeEndian.Uint32(p.data[at+12:])
		if e := uint64(at) + uint64(pos) + uint64(key) + uint64(value); e <= 64<<20 {
			end = max(end, int(e))
		}
	}
	return end
}

// looseElements gives the elements that lie within the page, each by itself, and tells whether those are all and as
// bbolt writes them. Where an entry of a leaf's table leads to no sound record by fits, it is tried where the
// record should lie by its neighbour's entry and its own head.
func (p page) looseElements(fits func(element) bool) (elements []element, sound bool) {
	misfit := func(e element) bool { return e.flags != bucketElement && !fits(e) }
	strict, err := p.elements()
	if err == nil && (p.kind == branchPage || !slices.ContainsFunc(strict, misfit)) {
		return strict, true
	}
	next := pageHeadSize + p.looseCount()*elementSize // where a record begins if the one before it is sound
	for i := range p.looseCount() {
		at := pageHeadSize + i*elementSize
		if p.kind == branchPage {
			child := pageID(binary.NativeEndian.Uint64(p.data[at+8:]))
			elements = append(elements, element{child: child}) // the key isn't needed to follow it
			continue
		}
		e, ok := p.looseRecord(at, next, fits)
		if ok {
			elements = append(elements, e)
			next = e.at + len(e.value)
		}
	}
	return elements, false
}

// looseRecord finds the record of a leaf's entry at a place in the page; ok is false if it can't lie in the page.
func (p page) looseRecord(at, next int, fits func(element) bool) (declared element, ok bool) {
	entry := p.data[at:]
	flags, pos := binary.NativeEndian.Uint32(entry), binary.NativeEndian.Uint32(entry[4:])
	keySize, valueSize := binary.NativeEndian.Uint32(entry[8:]), binary.NativeEndian.Uint32(entry[12:])
	declared, ok = p.slice(flags, uint64(at)+uint64(pos), uint64(keySize), uint64(valueSize))
	if ok && (flags == bucketElement || fits(declared)) {
		return declared, true
	}
	for _, begin := range []uint64{uint64(at) + uint64(pos), uint64(next)} {
		for _, size := range []uint64{uint64(keySize), 8, 9, 16, 24} { // of the keys of the buckets
			head, inside := p.slice(0, begin, size, recordHeadSize)
			if !inside {
				continue
			}
			length := recordHeadSize + uint64(binary.LittleEndian.Uint32(head.value[4:]))
			if e, inside := p.slice(0, begin, size, length); inside && fits(e) {
				return e, true
			}
		}
	}
	return declared, ok
}

// slice cuts an element out of a page, if it lies inside.
func (p page) slice(flags uint32, begin, keySize, valueSize uint64) (e element, ok bool) {
	end := begin + keySize + valueSize // all are below 2^33
	if keySize == 0 || end > uint64(len(p.data)) {
		return element{}, false
	}
	e = element{flags: flags, at: int(begin + keySize)}
	e.key, e.value = p.data[begin:e.at], p.data[e.at:end]
	return e, true
}

// fitsIn tells whether an element is a sound record of a bucket.
func fitsIn(bucket string) func(element) bool {
	return func(e element) bool {
		_, err := unseal(bucket, e.key, e.value)
		return err == nil
	}
}

// fitsAny tells whether an element is a sound record of some bucket.
func fitsAny(e element) bool {
	for _, name := range buckets() {
		if fitsIn(name)(e) {
			return true
		}
	}
	return false
}

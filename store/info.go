package store

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ID names a document. IDs start at 1 and are never used again, so 0 is no document.
type ID uint64

// String gives the ID as a decimal number.
func (id ID) String() string { return strconv.FormatUint(uint64(id), 10) }

// ParseID reads what String gives.
func ParseID(s string) (ID, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%q is not the number of a document", s)
	}
	return ID(n), nil
}

// key is the ID in keys: big-endian, so that keys are in order of creation.
func (id ID) key() []byte { return binary.BigEndian.AppendUint64(nil, uint64(id)) }

// Info is what a list shows of a document.
type Info struct {
	ID        ID
	Title     string // the name given with Rename, else the first line of the text that isn't empty
	Named     bool   // Title was given with Rename
	Created   time.Time
	Modified  time.Time // last change of text or title
	Words     int       // as CountWords counts
	Bytes     int       // length of the text
	Deleted   bool      // lies in the trash
	DeletedAt time.Time // zero unless Deleted
}

// infoRecord is an Info as stored.
type infoRecord struct {
	Info
	Change uint64 // number of the change that last set it; grows whatever the clock does
}

// List gives the documents that aren't in the trash, last changed first. It doesn't read the disk.
func (s *Store) List() ([]Info, error) { return s.list(false) }

// Trash gives the documents in the trash, last changed first.
func (s *Store) Trash() ([]Info, error) { return s.list(true) }

func (s *Store) list(deleted bool) ([]Info, error) {
	s.swap.RLock()
	defer s.swap.RUnlock()
	if s.db == nil {
		return nil, ErrClosed
	}
	s.listed.Lock()
	defer s.listed.Unlock()
	type entry struct {
		change uint64
		id     ID
	}
	order := make([]entry, 0, len(s.infos))
	for id, r := range s.infos {
		if r.Deleted == deleted {
			order = append(order, entry{r.Change, id})
		}
	}
	slices.SortFunc(order, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.change, a.change), cmp.Compare(b.id, a.id))
	})
	infos := make([]Info, len(order))
	for i, e := range order {
		infos[i] = s.infos[e.id].Info
	}
	return infos, nil
}

// Info gives a document's entry of the list, also if it is in the trash.
func (s *Store) Info(id ID) (Info, error) {
	s.swap.RLock()
	defer s.swap.RUnlock()
	if s.db == nil {
		return Info{}, ErrClosed
	}
	s.listed.Lock()
	defer s.listed.Unlock()
	r, ok := s.infos[id]
	if !ok {
		return Info{}, fmt.Errorf("document %s: %w", id, ErrNotFound)
	}
	return r.Info, nil
}

// titleOf gives the title of a document that the list or the trash shows.
func (s *Store) titleOf(id ID) (string, bool) {
	s.listed.Lock()
	defer s.listed.Unlock()
	if r, ok := s.infos[id]; ok {
		return r.Title, true
	}
	return "", false
}

// loadInfos reads the list once, when the file is opened.
func (s *Store) loadInfos() error {
	infos := map[ID]*infoRecord{}
	err := s.view(func(t *txn) error {
		return t.scan(bucketInfos, nil, func(key, payload []byte) error {
			var r infoRecord
			if err := json.Unmarshal(payload, &r); err != nil {
				return fmt.Errorf("reading the list of documents: %w", err)
			}
			infos[r.ID] = &r
			s.lastChange = max(s.lastChange, r.Change)
			return nil
		})
	})
	s.listed.Lock()
	defer s.listed.Unlock()
	s.infos = infos
	return err
}

// nextChange numbers a change of a document. The caller holds s.write.
func (s *Store) nextChange() uint64 {
	s.lastChange++
	return s.lastChange
}

// maxTitle is the length of an automatic title in runes.
const maxTitle = 80

// titleOf gives the first line with a letter, digit or sign in it, without Markdown's heading marks.
func titleOf(text string) string {
	for line := range strings.Lines(text) {
		line = strings.ToValidUTF8(line[:min(len(line), 4*maxTitle+16)], "")
		line = strings.TrimPrefix(line, "\ufeff")
		if h := strings.TrimLeft(line, "#"); len(line)-len(h) <= 6 && (h == "" || unicode.IsSpace(rune(h[0]))) {
			line = h
		}
		line = strings.Join(strings.FieldsFunc(line, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r)
		}), " ")
		if line == "" {
			continue
		}
		if utf8.RuneCountInString(line) > maxTitle {
			line = string([]rune(line)[:maxTitle-1]) + "…"
		}
		return line
	}
	return ""
}

// CountWords counts words as a writer does: a run of letters and digits (with the apostrophes and hyphens inside
// it) is one, and so is each Chinese character or kana. A blank always ends a word.
func CountWords(text string) int {
	n, inside := 0, false
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			i++
			switch letter := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'; {
			case letter && !inside:
				n, inside = n+1, true
			case !letter && c != '\'' && c != '-':
				inside = false
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case '\u4e00' <= r && r <= '\u9fff', '\u3040' <= r && r <= '\u30ff' && unicode.In(r, unicode.Hiragana, unicode.Katakana),
			r > '\u2e7f' && unicode.Is(unicode.Han, r):
			n, inside = n+1, false
		case '\u3000' <= r && r <= '\u303f', '\uff00' <= r && r <= '\uff0f': // 、。「」！，
			inside = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !inside {
				n, inside = n+1, true
			}
		case !unicode.IsMark(r) && r != '’':
			inside = false
		}
	}
	return n
}

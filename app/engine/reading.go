package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"inkling/assist"
	"inkling/model/catalog"
)

// leastReading is how many tokens a session must have read for it to be worth
// keeping: fewer are read in no time.
const leastReading = 64

// SaveReading writes what the session that continues text in lang has read, so
// that RestoreReading can take it up later. belongs is asked about the text that
// was read, and false keeps it from being written. It reports whether there was
// anything worth writing.
func (e *Engine) SaveReading(lang assist.Language, w io.Writer, belongs func(text string) bool) (saved bool, err error) {
	if !e.Ready(lang) {
		return false, nil
	}
	s, err := e.session(context.Background(), catalog.RoleProse, lang, proseTokens)
	if err != nil {
		return false, err
	}
	tag, err := e.readingTag()
	if err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false, ErrClosed
	}
	read := s.session.Tokens()
	if len(read) < leastReading || !belongs(s.tokenizer.Decode(read)) {
		return false, nil
	}
	return true, s.session.Save(w, tag)
}

// RestoreReading lets the session that continues text in lang take up what
// SaveReading wrote, in place of what it has read since. wanted is asked once the
// model is loaded; false leaves everything as it is. The error of a reading that
// is damaged or was made by another model wraps model.ErrDamagedSnapshot or
// model.ErrOtherSnapshot; the session then begins anew.
func (e *Engine) RestoreReading(ctx context.Context, lang assist.Language, r io.Reader, wanted func() bool) error {
	s, err := e.session(ctx, catalog.RoleProse, lang, proseTokens)
	if err != nil {
		return err
	}
	tag, err := e.readingTag()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	if !wanted() {
		return nil
	}
	return s.session.Restore(r, tag)
}

// readingTag names the adapter in use.
func (e *Engine) readingTag() (string, error) {
	a := e.Adapter()
	if a == nil {
		return "none", nil
	}
	data, err := a.Encode()
	if err != nil {
		return "", fmt.Errorf("naming the adapter: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

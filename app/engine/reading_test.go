package engine

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"inkling/assist"
	"inkling/model"
)

func TestAReadingIsTakenUpAgain(t *testing.T) {
	e, _ := small(t)
	prose := func() assist.Session {
		p, err := e.Prose(t.Context(), assist.English)
		if err != nil {
			t.Fatal(err)
		}
		return p.(assist.Session)
	}
	whose := ""
	ours := func(text string) bool { whose = text; return true }
	var nothing bytes.Buffer
	if saved, err := e.SaveReading(assist.English, &nothing, ours); saved || err != nil || nothing.Len() > 0 {
		t.Errorf("before anything was read: saved %v, %v", saved, err)
	}
	s := prose()
	tokens := s.Vocabulary().Encode(strings.Repeat("The harbour lay quiet under a thin fog. ", 12))
	logits, err := s.Logits(t.Context(), tokens)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Clone(logits)
	var reading bytes.Buffer
	if saved, err := e.SaveReading(assist.English, &reading, func(string) bool { return false }); saved || err != nil || reading.Len() > 0 {
		t.Errorf("the reading of another text: saved %v, %v", saved, err)
	}
	if saved, err := e.SaveReading(assist.English, &reading, ours); !saved || err != nil {
		t.Fatalf("saved %v, %v", saved, err)
	}
	if !strings.HasPrefix(whose, "The harbour lay quiet") {
		t.Errorf("asked about %.40q", whose)
	}

	if err := e.Unload(); err != nil { // as at the next start
		t.Fatal(err)
	}
	always := func() bool { return true }
	if err := e.RestoreReading(t.Context(), assist.English, bytes.NewReader(reading.Bytes()), always); err != nil {
		t.Fatal(err)
	}
	s = prose()
	if n := s.Cached(tokens); n != len(tokens) {
		t.Errorf("%d of %d tokens count as read", n, len(tokens))
	}
	if logits, err = s.Logits(t.Context(), tokens); err != nil || argmax(logits) != argmax(want) {
		t.Errorf("expects %d (%v), want %d", argmax(logits), err, argmax(want))
	}

	if err := e.RestoreReading(t.Context(), assist.English, bytes.NewReader(nil), func() bool { return false }); err != nil {
		t.Errorf("a reading that nobody wants any more: %v", err)
	}
	if n := s.Cached(tokens); n != len(tokens) {
		t.Error("what was read since was thrown away")
	}
	damaged := reading.Bytes()
	damaged[len(damaged)/2] ^= 1
	if err := e.RestoreReading(t.Context(), assist.English, bytes.NewReader(damaged), always); !errors.Is(err, model.ErrDamagedSnapshot) {
		t.Errorf("a damaged reading: %v, want %v", err, model.ErrDamagedSnapshot)
	}
	if n := s.Cached(tokens); n != 0 {
		t.Errorf("%d tokens of a damaged reading are used", n)
	}
}

package learn

import (
	"slices"
	"strings"
	"testing"

	"inkling/model/lora"
	"inkling/store"
)

// The writer's documents are learned from, and what was typed in documents that
// are gone; nothing that the model wrote, nothing from the trash.
func TestStored(t *testing.T) {
	s, err := store.Open(t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept, err := s.Create("Kept.")
	if err != nil {
		t.Fatal(err)
	}
	trashed, err := s.Create("Thrown away.")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(trashed.ID); err != nil {
		t.Fatal(err)
	}
	for _, sample := range []store.Sample{
		{Kind: store.Written, Text: "Typed in the document that is kept.", Document: kept.ID},
		{Kind: store.Written, Text: "Typed in one that is gone.", Document: 99},
		{Kind: store.Accepted, Text: "Suggested and taken.", Document: 99},
		{Kind: store.Rejected, Text: "Suggested and dropped.", Document: 99},
	} {
		if _, err := s.AddSample(sample); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for sample, err := range Stored(s).Samples(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if sample.Document == "" || sample.Time.IsZero() {
			t.Errorf("%q has no document or time", sample.Text)
		}
		got = append(got, sample.Text)
	}
	if want := []string{"Kept.", "Typed in one that is gone."}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAdapters(t *testing.T) {
	data := t.TempDir()
	if names, err := List(data); err != nil || len(names) > 0 {
		t.Errorf("a new folder has %q (%v)", names, err)
	}
	a := &lora.Adapter{Architecture: "llama", Rank: 1, Alpha: 1, Layers: []lora.Layer{{lora.Gate: {In: 2, Out: 3, A: make([]float32, 2), B: make([]float32, 3)}}}}
	for _, name := range []string{"letters", "我的文章"} {
		if _, err := Save(data, name, a); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(data, name); err != nil {
			t.Error(err)
		}
	}
	if names, err := List(data); err != nil || !slices.Equal(names, []string{"letters", "我的文章"}) {
		t.Errorf("adapters %q (%v)", names, err)
	}
	for range 2 { // the second finds nothing
		if err := Delete(data, "letters"); err != nil {
			t.Error(err)
		}
	}
	if _, err := Load(data, "letters"); err == nil || !strings.Contains(err.Error(), "no adapter called letters") {
		t.Errorf("error %v", err)
	}
	for _, name := range []string{"", ".hidden", "a/b", `a\b`, "c:d", strings.Repeat("x", 101)} {
		if _, err := Path(data, name); err == nil {
			t.Errorf("%q was taken for a name", name)
		}
	}
}

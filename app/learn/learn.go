// Package learn joins the writer's stored texts to the fine-tuning job, and keeps
// the adapters that come of it as files in the data folder. [Stored] is the
// source of texts, [Save], [Path] and [List] are the adapters.
package learn

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"inkling/model/lora"
	"inkling/model/train"
	"inkling/store"
)

// Setting is the stored setting that holds the name of the adapter that
// continuation uses; unset or "" for none.
const Setting = "adapter.prose"

// DefaultName is the name of the adapter where none is given.
const DefaultName = "personal"

// Stored gives the texts of a store: its documents, without those in the trash,
// and what was typed in documents that are gone. Suggestions that were taken are
// part of the documents; nothing else of the model's own words is in it.
func Stored(s *store.Store) train.Source { return stored{s} }

type stored struct{ s *store.Store }

// Samples implements train.Source.
func (s stored) Samples(ctx context.Context) iter.Seq2[train.Sample, error] {
	return func(yield func(train.Sample, error) bool) {
		list, err := s.s.List()
		if err != nil {
			yield(train.Sample{}, err)
			return
		}
		there := map[store.ID]bool{}
		for _, info := range list {
			there[info.ID] = true
			d, err := s.s.Load(info.ID)
			if !yield(train.Sample{Text: d.Text, Document: "document " + info.ID.String(), Time: info.Modified}, err) || err != nil {
				return
			}
		}
		for sample, err := range s.s.Samples(ctx, 0) {
			if err == nil && (sample.Kind != store.Written || there[sample.Document]) {
				continue
			}
			out := train.Sample{Text: sample.Text, Document: "document " + sample.Document.String(), Time: sample.Time}
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

// Folder is where a data folder keeps its adapters.
func Folder(data string) string { return filepath.Join(data, "adapters") }

// Path gives the file of the adapter called name.
func Path(data, name string) (string, error) {
	if name == "" || strings.HasPrefix(name, ".") || strings.ContainsAny(name, `/\:*?"<>|`+"\x00") || len(name) > 100 {
		return "", fmt.Errorf("%q can't be an adapter's name: choose letters, digits and hyphens", name)
	}
	return filepath.Join(Folder(data), name+".gguf"), nil
}

// Save keeps an adapter under a name, in place of the one that had it.
func Save(data, name string, a *lora.Adapter) (path string, err error) {
	if path, err = Path(data, name); err != nil {
		return "", err
	}
	if err := os.MkdirAll(Folder(data), 0o700); err != nil {
		return "", fmt.Errorf("keeping the adapter: %w", err)
	}
	return path, a.Save(path)
}

// Load reads the adapter called name.
func Load(data, name string) (*lora.Adapter, error) {
	path, err := Path(data, name)
	if err != nil {
		return nil, err
	}
	a, err := lora.Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no adapter called %s in %s", name, Folder(data))
	}
	return a, err
}

// Delete removes the adapter called name; one that isn't there is no error.
func Delete(data, name string) error {
	path, err := Path(data, name)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("erasing the adapter: %w", err)
	}
	return nil
}

// List gives the names of all adapters in order.
func List(data string) ([]string, error) {
	files, err := os.ReadDir(Folder(data))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listing adapters: %w", err)
	}
	var names []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".gguf"); ok && !strings.HasPrefix(name, ".") {
			names = append(names, name)
		}
	}
	return names, nil
}

// Package words embeds the word lists that proofreading works with. README.md beside this file names
// the source, the licence and the format of each.
package words

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
)

// The lists that can be read.
const (
	English = "english.txt.gz" // words with tier, dialect and frequency
	Forms   = "forms.txt.gz"   // inflections of verbs, nouns, adjectives, adverbs
	Bigrams = "bigrams.txt.gz" // pairs of words with their frequency
	Slips   = "slips.txt.gz"   // rewritings that misspellings are made of, with their cost
	Sounds  = "sounds.txt.gz"  // letters between others, with how they sound
	Chinese = "chinese.txt.gz" // words with frequency
	Hanzi   = "hanzi.txt.gz"   // characters with readings and look-alikes
	// Traditional lists characters, each with the simplified one that always stands for it.
	Traditional = "traditional.txt.gz"
)

//go:embed *.txt.gz
var files embed.FS

// Read returns the unpacked text of one list.
func Read(name string) (string, error) {
	packed, err := files.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("word list %s: %w", name, err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", fmt.Errorf("word list %s: %w", name, err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return "", fmt.Errorf("word list %s: %w", name, err)
	}
	return string(text), nil
}

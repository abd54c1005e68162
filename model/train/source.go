package train

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Sample is a text that the writer wrote.
type Sample struct {
	Text     string
	Document string    // what it belongs to: samples of one document stay together
	Time     time.Time // when it was last changed
}

// Source gives the writer's texts.
type Source interface {
	// Samples yields all texts in any order. An error ends the iteration.
	Samples(ctx context.Context) iter.Seq2[Sample, error]
}

// Texts is a Source of samples that are at hand.
type Texts []Sample

// Samples implements Source.
func (t Texts) Samples(context.Context) iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		for _, s := range t {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// TooLittleError says that there is too little text to learn from.
type TooLittleError struct{ Words, Needed int }

func (e *TooLittleError) Error() string {
	return fmt.Sprintf("there are %d words of your own text, and learning needs %d: write %d more, or add files that you wrote",
		e.Words, e.Needed, e.Needed-e.Words)
}

// document is a cleaned text, or a part of a long one. Its position among
// others is its age.
type document struct {
	name  string
	text  string
	words int
}

// collect reads a source: cleaned, without what stands twice, oldest first.
func collect(ctx context.Context, source Source) ([]document, error) {
	var samples []Sample
	cleaner := newCleaner()
	for s, err := range source.Samples(ctx) {
		if err != nil {
			return nil, fmt.Errorf("reading the text to learn from: %w", err)
		}
		if s.Text = cleaner.clean(s.Text); s.Text != "" {
			samples = append(samples, s)
		}
	}
	slices.SortStableFunc(samples, func(a, b Sample) int { return a.Time.Compare(b.Time) })
	at := map[string]int{}
	seen := map[string]bool{}
	var docs []document
	for _, s := range samples {
		text := unseen(s.Text, seen)
		if text == "" {
			continue
		}
		if i, ok := at[s.Document]; ok && s.Document != "" {
			docs[i].text += "\n\n" + text
			docs[i].words += countWords(text)
			continue
		}
		at[s.Document] = len(docs)
		docs = append(docs, document{name: s.Document, text: text, words: countWords(text)})
	}
	return docs, nil
}

// unseen leaves out the paragraphs that were seen before, and remembers the
// others. Short ones, as of dialogue, may stand twice.
func unseen(text string, seen map[string]bool) string {
	const short = 40 // bytes
	var kept []string
	for _, p := range strings.Split(text, "\n\n") {
		key := strings.Join(strings.Fields(p), " ")
		if key == "" || len(key) >= short && seen[key] {
			continue
		}
		seen[key] = true
		kept = append(kept, p)
	}
	return strings.Join(kept, "\n\n")
}

// countWords counts runs of letters and digits, and each Chinese character or
// kana.
func countWords(text string) int {
	n, inside := 0, false
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			n, inside = n+1, false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !inside {
				n++
			}
			inside = true
		case r != '\'' && r != '’' && r != '-':
			inside = false
		}
	}
	return n
}

// corpus is text divided by what it is for. No document is in two parts.
type corpus struct {
	learn []document
	stop  []document // tells when to stop
	judge []document // tells whether it became better; never looked at before
	words int        // of all
}

// The shares of the text that are held out. A verdict takes about 2,000 tokens,
// so of little text more is held out, up to three tenths.
const (
	judgeShare = 0.10
	judgeWords = 1500
	judgeMost  = 0.30
	stopShare  = 0.06
	stopWords  = 350
)

// split divides documents by age: the newest are for judging, those before for
// stopping. A document with more than a twentieth of the text is cut into
// sections between paragraphs first, each of which counts as one.
func split(docs []document) corpus {
	var c corpus
	for _, d := range docs {
		c.words += d.words
	}
	var parts []document
	for _, d := range docs {
		parts = append(parts, sections(d, max(200, c.words/20))...)
	}
	take := func(need int) (part []document) {
		for got := 0; got < need && len(parts) > 1; {
			last := parts[len(parts)-1]
			part, parts, got = append(part, last), parts[:len(parts)-1], got+last.words
		}
		slices.Reverse(part)
		return part
	}
	words := float64(c.words)
	c.judge = take(int(max(judgeShare*words, min(judgeWords, judgeMost*words))))
	c.stop = take(int(max(stopShare*words, stopWords)))
	c.learn = parts
	return c
}

// sections cuts a document between paragraphs into parts of about so many words;
// paragraphs end at an empty line or, where a text has none, at each line.
func sections(d document, words int) []document {
	if d.words <= words {
		return []document{d}
	}
	mark := "\n\n"
	if !strings.Contains(d.text, mark) {
		mark = "\n"
	}
	var parts []document
	part := document{name: d.name}
	for _, p := range strings.SplitAfter(d.text, mark) {
		part.text += p
		if part.words += countWords(p); part.words >= words {
			parts = append(parts, part)
			part = document{name: d.name}
		}
	}
	if part.words > 0 {
		parts = append(parts, part)
	}
	return parts
}

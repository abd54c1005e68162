package learner

import (
	"hash/fnv"
	"os"
	"regexp"
	"strings"
)

// Share is a part of a collection of texts. What is fitted on what a model makes of a text must not be fitted on
// texts that the model has learned from.
type Share int

// The shares: most paragraphs are Lessons, every fourth is for Weights.
const (
	Lessons Share = iota
	Weights
)

func shareOf(paragraph string) Share {
	h := fnv.New32a()
	h.Write([]byte(paragraph))
	if h.Sum32()%4 == 0 {
		return Weights
	}
	return Lessons
}

// Passages gives the sentences of usual length in a share of the files, a paragraph a line, by up to most that
// follow one another, shuffled.
func (l *Learner) Passages(files []string, share Share, most int) ([]string, error) {
	var out []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); shareOf(line) != share {
				continue
			}
			for _, voice := range voices(line) {
				out = l.passages(out, voice, most)
			}
		}
	}
	l.rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out, nil
}

// speech is what stands between quotation marks.
var speech = regexp.MustCompile(`[“"][^“”"]*[”"]`)

// voices are the texts in a paragraph of which each is one person's: the narrator's where nobody speaks, else what
// is said.
func voices(paragraph string) []string {
	said := speech.FindAllString(paragraph, -1)
	if said == nil {
		return []string{paragraph}
	}
	for i, s := range said {
		said[i] = strings.Trim(s, "“”\"")
	}
	return said
}

// passages adds those of a text to out.
func (l *Learner) passages(out []string, text string, most int) []string {
	var passage []string
	length := 1
	flush := func() {
		if len(passage) > 0 {
			out = append(out, strings.Join(passage, " "))
		}
		passage, length = nil, max(1, l.rng.IntN(most+1))
	}
	flush()
	for _, s := range sentences(text) {
		if !usual(s) {
			flush()
			continue
		}
		if passage = append(passage, s); len(passage) == length {
			flush()
		}
	}
	flush()
	return out
}

// abbreviation is what ends in a full stop and no sentence.
var abbreviation = regexp.MustCompile(`(?:^|[^\pL])(?:Mr|Mrs|Messrs|Dr|St|Capt|Col|Esq|No|vs|etc|e\.g|i\.e|[A-Z])\.$`)

// sentences parts a text behind full stops.
func sentences(text string) []string {
	var out []string
	before := ""
	for _, s := range strings.SplitAfter(text, ". ") {
		before += s
		if !abbreviation.MatchString(strings.TrimSpace(before)) {
			out = append(out, strings.TrimSpace(before))
			before = ""
		}
	}
	return append(out, strings.TrimSpace(before))
}

// usual tells whether a sentence is one to learn from: of usual length, without speech.
func usual(s string) bool {
	n := len(strings.Fields(s))
	return n >= 6 && n <= 35 && strings.ContainsAny(s[len(s)-1:], ".?!") && s[0] >= 'A' && s[0] <= 'Z' && !strings.ContainsAny(s, "“”\"") && !abbreviation.MatchString(s)
}

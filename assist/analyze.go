package assist

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Analysis is what can be said of a text as a whole.
type Analysis struct {
	Language      Language    `json:"language"`
	Words         int         `json:"words"` // Chinese characters count as words
	Sentences     int         `json:"sentences"`
	Topic         string      `json:"topic"`
	Sentiment     []Sentiment `json:"sentiment"`
	People        []string    `json:"people"`
	Places        []string    `json:"places"`
	Organisations []string    `json:"organisations"`
	ReadingLevel  Reading     `json:"reading_level"`
	Repeated      []Repeated  `json:"repeated"`
}

// Sentiment is the mood of one paragraph.
type Sentiment struct {
	Paragraph int    `json:"paragraph"` // from 1
	Mood      string `json:"mood"`      // positive, neutral or negative
}

// Reading says how hard a text is to read. Grade is the school year that
// follows it with ease: for English by Flesch and Kincaid (1975), for Chinese,
// for which there is no such formula of equal standing, 0. SentenceLength is
// the mean number of words in a sentence.
type Reading struct {
	Grade          float64 `json:"grade"`
	SentenceLength float64 `json:"sentence_length"`
}

// Repeated is a word that stands conspicuously often.
type Repeated struct {
	Word  string `json:"word"`
	Count int    `json:"count"`
}

// analysedParagraphs bounds the paragraphs whose mood is asked for.
const analysedParagraphs = 12

// Analyze describes a text. What can be counted is counted; topic, moods and
// names come from the model, and a name that doesn't stand in the text is left
// out.
func (w *Writer) Analyze(ctx context.Context, text string) (Analysis, error) {
	a := Measure(text)
	sections, err := readPrompts("tasks", a.Language)
	if err != nil {
		return a, err
	}
	ask := func(name, passage string, tokens int) (string, error) {
		s := sections[name]
		return w.generate(ctx, []Message{{"system", s.first("system")}, {"user", s.first("ask") + "\n\n" + passage}}, GenerateOptions{MaxTokens: tokens}, func(string) {})
	}
	head := partsOf(text+"\n", partBytes)
	if len(head) == 0 {
		return a, nil
	}
	topic, err := ask("topic", head[0], 40)
	if err != nil {
		return a, err
	}
	a.Topic, _, _ = strings.Cut(cleaned(topic, ""), "\n")
	names, err := ask("names", head[0], 160)
	if err != nil {
		return a, err
	}
	a.takeNames(names, text)
	paragraphs, _ := paragraphsOf(text)
	for i, p := range paragraphs {
		if len(a.Sentiment) == analysedParagraphs || !hasWords(p) {
			continue
		}
		mood, err := ask("sentiment", tail(p, 1500), 6)
		if err != nil {
			return a, err
		}
		if m := moodOf(mood); m != "" {
			a.Sentiment = append(a.Sentiment, Sentiment{i + 1, m})
		}
	}
	return a, nil
}

// Measure gives the part of an analysis that needs no model.
func Measure(text string) Analysis {
	a := Analysis{Language: DetectLanguage(text, English)}
	counts := map[string]int{}
	syllables := 0
	for _, word := range wordsOf(text) {
		a.Words++
		lower := strings.ToLower(word)
		syllables += syllablesOf(lower)
		if len(lower) > 3 && !commonWord(lower) {
			counts[lower]++
		}
	}
	a.Sentences = max(sentencesOf(text), min(a.Words, 1))
	if a.Sentences > 0 {
		a.ReadingLevel.SentenceLength = round(float64(a.Words)/float64(a.Sentences), 1)
	}
	if a.Language == English && a.Words > 0 {
		grade := 0.39*float64(a.Words)/float64(a.Sentences) + 11.8*float64(syllables)/float64(a.Words) - 15.59
		a.ReadingLevel.Grade = round(max(grade, 0), 1)
	}
	for word, n := range counts {
		if n >= 3 && n*100 >= a.Words {
			a.Repeated = append(a.Repeated, Repeated{word, n})
		}
	}
	slices.SortFunc(a.Repeated, func(x, y Repeated) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Word, y.Word)) })
	a.Repeated = a.Repeated[:min(len(a.Repeated), 8)]
	return a
}

// wordsOf gives the words of a text; each Chinese character is one.
func wordsOf(text string) []string {
	var all []string
	start := -1
	for i, r := range text {
		inWord := isWordRune(r) || start >= 0 && (isApostrophe(r) || r == '-')
		if !inWord && start >= 0 {
			all, start = append(all, strings.TrimRight(text[start:i], "'’-")), -1
		}
		switch {
		case isHan(r):
			all = append(all, string(r))
		case inWord && start < 0:
			start = i
		}
	}
	if start >= 0 {
		all = append(all, strings.TrimRight(text[start:], "'’-"))
	}
	return all
}

func sentencesOf(text string) int {
	n, open := 0, false
	for _, r := range text {
		switch {
		case strings.ContainsRune(".!?。！？…", r) || r == '\n':
			if open {
				n++
			}
			open = false
		case unicode.IsLetter(r):
			open = true
		}
	}
	if open {
		n++
	}
	return n
}

// syllablesOf counts groups of vowels, as the reading formula is meant to be
// used by machines; a silent e at the end is none.
func syllablesOf(word string) int {
	n, vowel := 0, false
	for _, r := range word {
		is := strings.ContainsRune("aeiouy", r)
		if is && !vowel {
			n++
		}
		vowel = is
	}
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && n > 1 {
		n--
	}
	return max(n, 1)
}

// commonWord reports words that any English text repeats.
func commonWord(w string) bool {
	const common = " that with have this from they were been their would there could which about into than then them these those when what will your more some such only other also very just over after before because where while being must should shall does said here even most both each many much like upon every "
	return strings.Contains(common, " "+w+" ")
}

// takeNames reads the model's three lines. Only what stands in the text counts.
func (a *Analysis) takeNames(answer, text string) {
	for line := range strings.Lines(answer) {
		label, list, ok := strings.Cut(strings.NewReplacer("：", ":", "**", "", "“", "", "”", "").Replace(line), ":")
		if !ok {
			continue
		}
		var names []string
		for _, name := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
			name = strings.Trim(name, " .。\t\r\n\"")
			if name != "" && strings.Contains(text, name) && hasUpperOrHan(name) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		switch label = strings.ToLower(strings.Trim(label, " -*\"")); {
		case strings.HasPrefix(label, "people"), strings.HasPrefix(label, "人物"):
			a.People = names
		case strings.HasPrefix(label, "place"), strings.HasPrefix(label, "地点"):
			a.Places = names
		case strings.HasPrefix(label, "organi"), strings.HasPrefix(label, "机构"):
			a.Organisations = names
		}
	}
}

func hasUpperOrHan(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.IsUpper(r) || isHan(r) })
}

// moodOf reads the model's one word; empty where it said something else.
func moodOf(answer string) string {
	answer = strings.ToLower(answer)
	for mood, signs := range map[string][]string{"positive": {"positive", "积极", "正面"}, "negative": {"negative", "消极", "负面"}, "neutral": {"neutral", "中性", "中立"}} {
		for _, sign := range signs {
			if strings.HasPrefix(strings.TrimSpace(answer), sign) {
				return mood
			}
		}
	}
	return ""
}

func round(x float64, digits int) float64 {
	p := math.Pow(10, float64(digits))
	return math.Round(x*p) / p
}

// String writes the analysis for people.
func (a Analysis) String() string {
	if a.Words == 0 {
		return "There is no text to analyse."
	}
	var b strings.Builder
	line := func(label, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", label, value)
		}
	}
	line("Topic", a.Topic)
	line("Length", fmt.Sprintf("%d words in %d sentences, %.1f words a sentence", a.Words, a.Sentences, a.ReadingLevel.SentenceLength))
	if a.Language == English {
		line("Reading level", fmt.Sprintf("school year %.0f", a.ReadingLevel.Grade))
	}
	line("People", strings.Join(a.People, ", "))
	line("Places", strings.Join(a.Places, ", "))
	line("Organisations", strings.Join(a.Organisations, ", "))
	var moods []string
	for _, s := range a.Sentiment {
		moods = append(moods, fmt.Sprintf("%d %s", s.Paragraph, s.Mood))
	}
	line("Mood by paragraph", strings.Join(moods, ", "))
	var repeated []string
	for _, r := range a.Repeated {
		repeated = append(repeated, fmt.Sprintf("%s ×%d", r.Word, r.Count))
	}
	line("Often used", strings.Join(repeated, ", "))
	return strings.TrimSpace(b.String())
}

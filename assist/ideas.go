package assist

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// IdeasRequest asks how a text could go on.
type IdeasRequest struct {
	Text  string // what there is; may be empty where a title says what it is about
	Title string
	Notes string
	Count int // ideas wanted; 0: 5
}

// Limits of what is read for ideas and of how often the model is asked again
// for ideas that differ from those it had.
const (
	ideaReach  = 2400 // bytes of the text's end
	ideaRounds = 3
	alike      = 0.55 // share of words from which on two ideas are the same
)

// Ideas gives ways in which a text could go on, no two of them alike. show gets
// those that are complete so far.
func (w *Writer) Ideas(ctx context.Context, r IdeasRequest, show func(soFar []string)) ([]string, error) {
	if r.Count == 0 {
		r.Count = 5
	}
	lang := DetectLanguage(r.Text+r.Title, English)
	sections, err := readPrompts("tasks", lang)
	if err != nil {
		return nil, err
	}
	s := sections["ideas"]
	material := preamble(r.Title, r.Notes, "") + tail(r.Text, ideaReach)
	messages := []Message{{"system", s.first("system")},
		{"user", filled(s.first("ask"), "count", fmt.Sprint(r.Count)) + "\n\n" + strings.TrimSpace(material)}}
	o := GenerateOptions{MaxTokens: 60 * r.Count, Repetition: 1.1}
	var ideas []string
	for round := range ideaRounds {
		answer, err := w.generate(ctx, messages, o.variant(round+1), func(soFar string) {
			show(withDistinct(ideas, listItems(soFar, false), r.Count))
		})
		if err != nil {
			return nil, err
		}
		ideas = withDistinct(ideas, listItems(answer, true), r.Count)
		show(ideas)
		if len(ideas) >= r.Count {
			break
		}
	}
	if len(ideas) == 0 {
		return nil, &UnusableError{"the model gave no list of ideas."}
	}
	return ideas, nil
}

// listItem is a line of a numbered or dotted list.
var listMarker = regexp.MustCompile(`^\s*(?:\d{1,2}\s*[.)、．:：]|[-*•])\s*`)

// listItems gives the items of the list in an answer. The last one counts only
// when the answer is complete.
func listItems(answer string, complete bool) []string {
	var items []string
	lines := strings.Split(answer, "\n")
	if !complete && len(lines) > 0 {
		lines = lines[:len(lines)-1]
	}
	for _, line := range lines {
		marker := listMarker.FindString(line)
		item := strings.TrimSpace(strings.ReplaceAll(strings.TrimSpace(line[len(marker):]), "**", ""))
		if marker == "" || !hasWords(item) || assistantTalk.MatchString(item) {
			continue
		}
		items = append(items, item)
	}
	return items
}

// withDistinct adds to ideas those of more that are unlike all before them, up
// to most.
func withDistinct(ideas, more []string, most int) []string {
	all := append([]string{}, ideas...)
	for _, idea := range more {
		if len(all) >= most {
			break
		}
		fresh := true
		for _, other := range all {
			fresh = fresh && similarity(idea, other) < alike
		}
		if fresh {
			all = append(all, idea)
		}
	}
	return all
}

// similarity is the share of words (of Chinese: pairs of characters) that two
// texts have in common (Jaccard index), 0 to 1.
func similarity(a, b string) float64 {
	x, y := features(a), features(b)
	common := 0
	for f := range x {
		if y[f] {
			common++
		}
	}
	if total := len(x) + len(y) - common; total > 0 {
		return float64(common) / float64(total)
	}
	return 1
}

func features(text string) map[string]bool {
	set := map[string]bool{}
	var last rune
	for _, r := range text {
		if isHan(r) && isHan(last) {
			set[string([]rune{last, r})] = true
		}
		last = r
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWordRune(r) && !isApostrophe(r) }) {
		set[word] = true
	}
	return set
}

// tail is about the last n bytes of text, from the start of a paragraph,
// sentence or word.
func tail(text string, n int) string {
	if len(text) <= n {
		return text
	}
	end := text[len(text)-n:]
	return end[boundary(end):]
}

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
	ask := filled(s.first("ask"), "count", fmt.Sprint(r.Count))
	messages := []Message{{"system", s.first("system")},
		{"user", ask + "\n\n" + s.first("example")}, {"assistant", strings.ReplaceAll(s.first("answer"), "|", "\n")},
		{"user", ask + "\n\n" + strings.TrimSpace(material)}}
	o := GenerateOptions{MaxTokens: 60 * r.Count, Repetition: 1.1}
	var ideas []string
	for round := range ideaRounds {
		answer, err := w.generate(ctx, messages, o.variant(round+1), func(soFar string) {
			show(withDistinct(ideas, fresh(listItems(soFar, false), material), r.Count))
		})
		if err != nil {
			return nil, err
		}
		ideas = withDistinct(ideas, fresh(listItems(answer, true), material), r.Count)
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

// recited is the share of an idea's words or pairs of characters from which on
// it only says again what stands in the text.
const recited = 0.85

// fresh keeps the ideas that say something that doesn't stand in the text.
func fresh(ideas []string, text string) []string {
	known := features(text)
	var kept []string
	for _, idea := range ideas {
		all, old := 0, 0
		for f := range features(idea) {
			all++
			if known[f] {
				old++
			}
		}
		if float64(old) < recited*float64(all) {
			kept = append(kept, idea)
		}
	}
	return kept
}

// withDistinct adds to ideas those of more that are unlike all before them, up
// to most.
func withDistinct(ideas, more []string, most int) []string {
	all := append([]string{}, ideas...)
	for _, idea := range more {
		if len(all) >= most {
			break
		}
		unlike := true
		for _, other := range all {
			unlike = unlike && similarity(idea, other) < alike
		}
		if unlike {
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

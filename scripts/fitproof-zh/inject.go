package main

import (
	"math"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"inkling/assist/proof/lexicon"
	"inkling/scripts/internal/draw"
)

// slip is one error that was put into a text.
type slip struct {
	start, end int    // bytes of the text with the error
	original   string // what stood there
}

// injector writes slips into sound Chinese, of the kinds and about as often as people make them.
type injector struct {
	zh  *lexicon.Chinese
	rng *rand.Rand
}

// kind is a kind of slip.
type kind struct {
	share float64
	apply func(*injector, []rune, int) []rune
}

// kinds of slip with their share of all slips: most come from a phonetic input method, by picking another
// word or character of the same sound; fewer are taken for one another by rule, by shape, by a dialect's
// sounds or by a wrong key; 的, 地 and 得 are mixed up, and of a set phrase any character may be another.
var kinds = []kind{
	{32, (*injector).word},
	{30, func(in *injector, text []rune, at int) []rune {
		return in.like(text, at, lexicon.SameTone, lexicon.SameSound)
	}},
	{16, (*injector).confuse},
	{8, func(in *injector, text []rune, at int) []rune { return in.like(text, at, lexicon.NearSound) }},
	{8, func(in *injector, text []rune, at int) []rune { return in.like(text, at, lexicon.SameShape) }},
	{6, func(in *injector, text []rune, at int) []rune { return in.like(text, at, lexicon.NearTyped) }},
	{3, (*injector).swap},
	{8, (*injector).particle},
	{2, (*injector).phrase},
}

// damage writes slips into a text: nearly half the texts get none, most of the others one.
func (in *injector) damage(text string) (string, []slip) {
	n := 1
	switch x := in.rng.Float64(); {
	case x < 0.45:
		return text, nil
	case x > 0.92:
		n = 2
	}
	runes := []rune(text)
	type place struct {
		at  int
		old []rune
	}
	var done []place
	for tried := 0; len(done) < n && tried < 20; tried++ {
		apply := draw.Weighted(in.rng, kinds, func(k kind) float64 { return k.share }).apply
		for range 30 { // places, so that kinds that fit few of them keep their share
			at := in.rng.IntN(len(runes))
			if !unicode.Is(unicode.Han, runes[at]) || len(done) > 0 && abs(done[0].at-at) < 8 {
				continue
			}
			if new := apply(in, runes, at); new != nil {
				old := append([]rune(nil), runes[at:at+len(new)]...)
				copy(runes[at:], new)
				done = append(done, place{at, old})
				break
			}
		}
	}
	out := string(runes)
	var slips []slip
	for _, p := range done {
		start := len(string(runes[:p.at]))
		slips = append(slips, slip{start, start + len(string(runes[p.at:p.at+len(p.old)])), string(p.old)})
	}
	return out, slips
}

func abs(x int) int { return max(x, -x) }

// draw picks one of the texts, by how common they are as words; nil where there is none.
func (in *injector) draw(texts [][]rune) []rune {
	return draw.Weighted(in.rng, texts, func(t []rune) float64 {
		p, _ := in.zh.LogProb(t)
		return math.Exp(p / 2) // rare ones come up seldom, but not as seldom as they are written
	})
}

// word gives another word of the same sound for the one that begins at index at, if one does.
func (in *injector) word(text []rune, at int) []rune {
	for size := 4; size >= 2; size-- {
		if at+size > len(text) {
			continue
		}
		if _, ok := in.zh.Level(string(text[at : at+size])); !ok {
			continue
		}
		var others [][]rune
		in.zh.Sounding(text[at:at+size], func(w []rune) {
			if string(w) != string(text[at:at+size]) {
				others = append(others, w)
			}
		})
		return in.draw(others)
	}
	return nil
}

// swap gives a word of two characters in the other order.
func (in *injector) swap(text []rune, at int) []rune {
	if at+2 > len(text) || text[at] == text[at+1] {
		return nil
	}
	if _, ok := in.zh.Level(string(text[at : at+2])); !ok {
		return nil
	}
	return []rune{text[at+1], text[at]}
}

// particle gives another of 的, 地 and 得 for one that stands alone.
func (in *injector) particle(text []rune, at int) []rune {
	const particles = "的地得"
	if !strings.ContainsRune(particles, text[at]) {
		return nil
	}
	for start := max(0, at-1); start <= at && start+2 <= len(text); start++ {
		if _, word := in.zh.Level(string(text[start : start+2])); word {
			return nil
		}
	}
	others := []rune(strings.ReplaceAll(particles, string(text[at]), ""))
	if text[at] != '的' && in.rng.Float64() < 0.8 {
		return []rune("的") // which is written for the two others most
	}
	return []rune{others[in.rng.IntN(len(others))]}
}

// phrase gives another character of the text for one of a set phrase.
func (in *injector) phrase(text []rune, at int) []rune {
	for start := max(0, at-3); start <= at && start+4 <= len(text); start++ {
		if _, ok := in.zh.Level(string(text[start : start+4])); !ok {
			continue
		}
		if r := text[in.rng.IntN(len(text))]; unicode.Is(unicode.Han, r) && r != text[at] {
			return []rune{r}
		}
	}
	return nil
}

// like gives a character of one of the likenesses.
func (in *injector) like(text []rune, at int, wanted ...lexicon.Likeness) []rune {
	var others [][]rune
	in.zh.Alike(text[at], func(r rune, l lexicon.Likeness) {
		for _, w := range wanted {
			if l == w {
				others = append(others, []rune{r})
			}
		}
	})
	return in.draw(others)
}

// confuse gives a character that is often taken for the one there.
func (in *injector) confuse(text []rune, at int) []rune {
	var others [][]rune
	for _, r := range in.zh.Confused(text[at]) {
		others = append(others, []rune{r})
	}
	if len(others) == 0 {
		return nil
	}
	return others[in.rng.IntN(len(others))]
}

// sentences gives the sentences of texts that are of usual length, in random order.
func sentences(texts []string, rng *rand.Rand) []string {
	var out []string
	for _, text := range texts {
		for line := range strings.Lines(text) {
			line = strings.NewReplacer("。", "。\n", "！", "！\n", "？", "？\n").Replace(strings.TrimSpace(line))
			for s := range strings.Lines(line) {
				s = strings.TrimSpace(s)
				if n := utf8.RuneCountInString(s); n >= 12 && n <= 70 && !strings.ContainsAny(s, "“”‘’「」") && strings.ContainsAny(s[len(s)-3:], "。！？") {
					out = append(out, s)
				}
			}
		}
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

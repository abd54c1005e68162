package proof

import (
	"context"
	"slices"
	"sort"
)

// The least chance of a verdict that is taken for granted when the text is looked at again, and of one that
// makes its sentence worth asking the instruct model about.
const (
	sureEnough = 0.6
	suspicious = 0.1
)

// lookAgain examines the sentences in which something was found once more as they read with that
// mended: in sound surroundings rules see more and the model judges better. Now the models that correct are asked
// as well, where there are any: sentences in which nothing at all seems wrong they would only rephrase. The
// verdicts are on the text as it is.
func (c *Checker) lookAgain(ctx context.Context, p paragraph, language Language, j *judge, asked Corrector, first []verdict) ([]verdict, error) {
	m := mend(p.text, first)
	mended := paragraph{start: p.start, text: m.text, complete: p.complete}
	sentences := slices.DeleteFunc(c.parse(mended, language), func(s sentence) bool {
		return !m.touches(s.start(), s.end()) && (asked == nil && (j == nil || j.taught == nil) || !m.suspects(first, &s))
	})
	if len(sentences) == 0 {
		return first, nil
	}
	for i := range sentences {
		sentences[i].mended = m.slips(sentences[i].start(), sentences[i].end())
	}
	second, err := c.pass(ctx, sentences, language, j, asked, true)
	if err != nil {
		return nil, err
	}
	var out []verdict
	covered := m.covered(sentences)
	for _, v := range first {
		// What the second look doesn't cover stays: other sentences, and what was mended with its rivals.
		if !within(covered, v.start, v.end, 0) || m.mends(v) {
			out = append(out, v)
		}
	}
	for _, v := range second {
		if v, ok := m.back(v); ok {
			out = append(out, v)
		}
	}
	return out, nil
}

// suspects tells whether verdicts on the text before find something to suspect in a sentence of the mended one.
func (m *mending) suspects(verdicts []verdict, s *sentence) bool {
	start, end := m.before(s.start()), m.before(s.end())
	return slices.ContainsFunc(verdicts, func(v verdict) bool { return v.chance >= suspicious && v.start < end && v.end > start })
}

// mending is a text with some edits made.
type mending struct {
	text  string
	edits []verdict // made, by place, offsets in the text before
	after []span    // where their replacements stand in text
}

// mend makes the edits that are sure enough.
func mend(text string, verdicts []verdict) mending {
	sure := slices.DeleteFunc(slices.Clone(verdicts), func(v verdict) bool { return v.chance < sureEnough })
	var m mending
	at := 0
	for _, group := range resolve(sure) {
		v := group[0]
		m.text += text[at:v.start]
		m.after = append(m.after, span{len(m.text), len(m.text) + len(v.text)})
		m.text += v.text
		m.edits = append(m.edits, v)
		at = v.end
	}
	m.text += text[at:]
	return m
}

// slips is how many slips were mended in a stretch of the mended text, by their chances.
func (m *mending) slips(start, end int) float64 {
	sum := 0.0
	for i, e := range m.after {
		if e.start < end && e.end > start || e.start == e.end && e.start >= start && e.end <= end {
			sum += m.edits[i].chance
		}
	}
	return sum
}

// touches tells whether an edit was made in a stretch of the mended text or at its ends.
func (m *mending) touches(start, end int) bool { return within(m.after, start, end, 0) }

// covered lists where the sentences of the mended text stood in the text before.
func (m *mending) covered(sentences []sentence) []span {
	var out []span
	for _, s := range sentences {
		out = append(out, span{m.before(s.start()), m.before(s.end())})
	}
	return out
}

// mends tells whether a verdict on the text before is on a stretch that was mended.
func (m *mending) mends(v verdict) bool {
	return slices.ContainsFunc(m.edits, func(e verdict) bool { return overlap(e.proposal, v.proposal) })
}

// before is where the byte at of the mended text stood before; of a replacement, where what it replaces
// begins.
func (m *mending) before(at int) int {
	k := sort.Search(len(m.after), func(i int) bool { return m.after[i].end > at }) // the first edit that ends behind
	if k < len(m.after) && m.after[k].start <= at {
		return m.edits[k].start
	}
	if k == 0 {
		return at
	}
	return m.edits[k-1].end + at - m.after[k-1].end
}

// back turns a verdict on the mended text into one on the text before. One that only changes what an edit
// has put there becomes a better edit in its place; ok is false where the two can't be told apart.
func (m *mending) back(v verdict) (_ verdict, ok bool) {
	shifted := v
	for k, e := range m.after {
		switch {
		case e.end < v.start || e.end == v.start && e.start < e.end && v.start < v.end && v.text != "":
		case v.end < e.start || v.end == e.start && e.start < e.end && v.start < v.end && v.text != "":
		case v.start == e.start && v.end == e.end && v.start < v.end && v.text != "":
			first := m.edits[k]
			shifted.start, shifted.end, shifted.rule = first.start, first.end, first.rule
			if v.chance >= sureEnough {
				shifted.chance = max(v.chance, min(first.chance+0.001, 1))
			}
			return shifted, true
		default:
			return v, false
		}
	}
	shifted.start = m.before(v.start)
	shifted.end = shifted.start + v.end - v.start
	return shifted, true
}
